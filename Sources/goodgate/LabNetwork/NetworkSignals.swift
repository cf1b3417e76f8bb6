import GatewayReactor
import Synchronization
import UnixSignals

/// The signals that came while a run was under way.
///
/// They end nothing by themselves: what was made has to be taken away first.
final class NetworkSignals: Sendable {
    private let arrived = Mutex<[Int32]>([])
    private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

    /// From now on they are caught.
    static func caught() async -> NetworkSignals {
        // Nobody may be left to read what is said.
        BrokenPipeSignal.ignore()
        let signals = NetworkSignals()
        let sequence = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sigquit, .sighup)
        signals.task.withLock {
            $0 = Task {
                for await signal in sequence { signals.arrived.withLock { $0.append(signal.rawValue) } }
            }
        }
        return signals
    }

    /// The first of all.
    var first: Int32? { self.arrived.withLock { $0.first } }

    /// Those after so many.
    func after(_ count: Int) -> [Int32] { self.arrived.withLock { Array($0.dropFirst(count)) } }
}
