internal import GatewayReactor
internal import Synchronization

/// Carries a listening socket to the worker that takes it, once.
final class ListenerBox: Sendable {
    let label: String
    private let listener: Mutex<GatewayReactor.Listener?>

    init(_ listener: consuming GatewayReactor.Listener, label: String) {
        self.label = label
        self.listener = Mutex(listener)
    }

    func take() -> GatewayReactor.Listener? {
        self.listener.withLock { $0.take() }
    }
}
