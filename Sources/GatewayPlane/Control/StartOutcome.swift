internal import GatewayReactor
internal import Synchronization

/// The mailbox of a thread that started, or why it did not.
final class StartOutcome<Message: Sendable>: Sendable {
    private let result = Mutex<Result<Mailbox<Message>, SystemError>?>(nil)
    private let signal: ThreadSignal

    init() throws(SystemError) { self.signal = try ThreadSignal() }

    func set(_ result: Result<Mailbox<Message>, SystemError>) {
        self.result.withLock { $0 = result }
        self.signal.raise()
    }

    func wait() -> Result<Mailbox<Message>, SystemError> {
        while true {
            if let result = self.result.withLock({ $0 }) { return result }
            self.signal.wait()
        }
    }
}
