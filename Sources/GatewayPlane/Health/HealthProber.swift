internal import GatewayCore
internal import GatewayReactor
internal import Synchronization

/// Asks endpoints how they are, on one thread for the whole process, and tells of every change.
///
/// Every method may be called from any thread. Not responsible for what a change leads to.
final class HealthProber: Sendable {
    /// A change of what the check says, the endpoint's label, and the name of a route that asked for it.
    ///
    /// Called on the prober's thread: must not block.
    typealias Report = @Sendable (HealthChange, _ endpoint: String, _ route: String) -> Void

    private let mailbox: Mailbox<ProbeLoop.Message>
    private let thread: Mutex<WorkerThread?>

    init(report: @escaping Report) throws(SystemError) {
        let outcome = try StartOutcome<ProbeLoop.Message>()
        let thread = try WorkerThread(name: "health") {
            do throws(SystemError) {
                let probes = ProbeLoop(loop: try EventLoop(), report: report)
                outcome.set(.success(probes.mailbox))
                probes.run()
            } catch {
                outcome.set(.failure(error))
            }
        }
        self.mailbox = try outcome.wait().get()
        self.thread = Mutex(thread)
    }

    deinit { self.mailbox.post(.stop) }

    /// Replaces everything that is asked.
    ///
    /// A check that stays keeps its state. A route that is new to one whose state is known is told of it. A route whose
    /// check is gone is told that nothing is known any more, if it had been told anything.
    func update(_ targets: [CheckTarget]) { self.mailbox.post(.update(targets)) }

    /// The addresses of an endpoint changed.
    func resolved(_ endpoint: String, _ targets: [ConnectTarget]) {
        self.mailbox.post(.resolved(endpoint: endpoint, targets))
    }

    /// Ends the thread; nothing is reported after this returns.
    ///
    /// Not to be called from `report`.
    func stop() {
        self.mailbox.post(.stop)
        if let thread = self.thread.withLock({ $0.take() }) { thread.join() }
    }
}
