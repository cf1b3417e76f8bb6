internal import GatewayReactor
internal import Synchronization

/// Makes the context of the first handshakes while names are looked up: OpenSSL takes milliseconds to begin with.
///
/// Not responsible for which settings are right.
final class ContextPreparation {
    private final class Made: Sendable {
        let context = Mutex<TLSContext?>(nil)
    }

    private let made = Made()
    private var thread: WorkerThread?

    /// Begins; where the system gives no thread, there is nothing to take.
    init(_ settings: TLSClientSettings) {
        let made = self.made
        self.thread = try? WorkerThread(name: "gg-tls") {
            let context = try? TLSContext(client: settings)
            made.context.withLock { $0 = context }
        }
    }

    /// Waits for the context; nil where it could not be made.
    func take() -> TLSContext? {
        if let thread = self.thread.take() { thread.join() }
        return self.made.context.withLock { $0 }
    }
}
