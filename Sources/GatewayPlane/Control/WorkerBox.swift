internal import Synchronization

/// Carries a worker to the thread that runs it, once.
final class WorkerBox: Sendable {
    private let worker: Mutex<Worker?>

    init(_ worker: sending Worker) { self.worker = Mutex(worker) }

    func run() {
        let worker = self.worker.withLock { worker in
            let taken = worker
            worker = nil
            return taken.map { Unshared(worker: $0) }
        }
        worker?.worker.run()
    }

    /// The worker, known to be in nobody else's hands.
    private struct Unshared: @unchecked Sendable {
        let worker: Worker
    }
}
