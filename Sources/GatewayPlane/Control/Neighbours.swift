internal import GatewayReactor
internal import Synchronization

/// The mailboxes of all workers, for what one of them has to tell the others.
///
/// Rare news only: an endpoint's state, a place that somebody waits for.
final class Neighbours: Sendable {
    private let mailboxes = Mutex<[Mailbox<WorkerMessage>]>([])

    init() {}

    /// Until then there is nobody to be told.
    func know(_ mailboxes: [Mailbox<WorkerMessage>]) { self.mailboxes.withLock { $0 = mailboxes } }

    func post(_ message: WorkerMessage, to worker: Int) {
        let mailbox = self.mailboxes.withLock { $0.indices.contains(worker) ? $0[worker] : nil }
        mailbox?.post(message)
    }

    func post(_ message: WorkerMessage, except worker: Int) {
        let mailboxes = self.mailboxes.withLock { $0 }
        for number in mailboxes.indices where number != worker { mailboxes[number].post(message) }
    }
}
