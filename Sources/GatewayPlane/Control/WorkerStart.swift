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
        names: NameRequests,
        store: CacheStore,
        neighbours: Neighbours,
        ending: WorkersEnding
    ) throws(SystemError) {
        let outcome = try StartOutcome<WorkerMessage>()
        self.outcome = outcome
        _ = try WorkerThread(name: "worker-\(number)") {
            do throws(SystemError) {
                let channel = AccessLog.Channel(log: log)
                let loop = try EventLoop()
                let worker = Worker(
                    number: number,
                    snapshot: snapshot,
                    loop: loop,
                    log: channel,
                    names: names,
                    store: store,
                    neighbours: neighbours
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

/// Knows when the last worker has ended, and lets everything else end then.
final class WorkersEnding: Sendable {
    private let left: Atomic<Int>
    private let isWritten = Atomic<Bool>(false)
    private let log: AccessLog
    private let names: NameResolver
    private let store: CacheStore
    private let finished: ThreadSignal
    /// When the end no longer waits for the cache's disk, monotonic nanoseconds.
    private let diskDeadline = Atomic<UInt64>(0)
    private let isDiskDone = Atomic<Bool>(false)
    /// A disk that hangs must not keep a program from ending; what it did not write is a miss later.
    private static let longestFlush: UInt64 = 3_000_000_000

    init(count: Int, log: AccessLog, names: NameResolver, store: CacheStore, finished: ThreadSignal) {
        self.left = Atomic(count)
        self.log = log
        self.names = names
        self.store = store
        self.finished = finished
    }

    /// Whether all workers have ended and the last line of the log is written.
    var isComplete: Bool {
        guard self.isWritten.load(ordering: .acquiring) else { return false }
        return self.isDiskDone.load(ordering: .acquiring)
            || EventLoop.monotonicNanoseconds > self.diskDeadline.load(ordering: .acquiring)
    }

    func workerEnded() {
        guard self.left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        self.names.stop()
        self.diskDeadline.store(EventLoop.monotonicNanoseconds + Self.longestFlush, ordering: .releasing)
        self.store.closeDisk {
            self.isDiskDone.store(true, ordering: .releasing)
            self.finished.raise()
        }
        self.log.stop {
            self.isWritten.store(true, ordering: .releasing)
            self.finished.raise()
        }
    }
}
