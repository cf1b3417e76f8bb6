internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// Starts one worker on a thread of its own and hands its mailbox back.
///
/// The worker is made on its thread, so that nothing of it is ever shared.
struct WorkerStart {
    private let outcome: StartOutcome<WorkerMessage>

    init(
        number: Int,
        snapshot: Snapshot,
        log: AccessLog,
        store: CacheStore,
        ending: WorkersEnding
    ) throws(SystemError) {
        let outcome = try StartOutcome<WorkerMessage>()
        self.outcome = outcome
        _ = try WorkerThread(name: "worker-\(number)") {
            do throws(SystemError) {
                let channel = AccessLog.Channel(log: log)
                let worker = Worker(
                    number: number,
                    snapshot: snapshot,
                    loop: try EventLoop(),
                    log: channel,
                    store: store
                )
                outcome.set(.success(worker.mailbox))
                worker.run()
            } catch {
                outcome.set(.failure(error))
            }
            ending.workerEnded()
        }
    }

    func mailbox() throws(SystemError) -> Mailbox<WorkerMessage> { try self.outcome.wait().get() }
}

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

/// Knows when the last worker has ended, and lets everything else end then.
final class WorkersEnding: Sendable {
    private let left: Atomic<Int>
    private let isWritten = Atomic<Bool>(false)
    private let log: AccessLog
    private let signals: [ThreadSignal]

    init(count: Int, log: AccessLog, signals: [ThreadSignal]) {
        self.left = Atomic(count)
        self.log = log
        self.signals = signals
    }

    /// Whether all workers have ended and the last line of the log is written.
    var isComplete: Bool { self.isWritten.load(ordering: .acquiring) }

    func workerEnded() {
        guard self.left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        self.log.stop {
            self.isWritten.store(true, ordering: .releasing)
            for signal in self.signals { signal.raise() }
        }
    }
}
