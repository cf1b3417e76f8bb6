internal import GatewayReactor
internal import Synchronization

/// What the keeper's thread shares with the others: whom it asks about, and how that went.
final class StapleState: Sendable {
    private struct Shared {
        var questions: [StapleQuestion] = []
        var isStopped = false
        var fetched: UInt64 = 0
        var failed: UInt64 = 0
    }

    private let shared = Mutex(Shared())

    /// nil once it is over.
    var questions: [StapleQuestion]? { self.shared.withLock { $0.isStopped ? nil : $0.questions } }

    var counts: (fetched: UInt64, failed: UInt64) { self.shared.withLock { ($0.fetched, $0.failed) } }

    func set(_ questions: [StapleQuestion]) { self.shared.withLock { $0.questions = questions } }

    func stop() { self.shared.withLock { $0.isStopped = true } }

    func count(isFetched: Bool) {
        self.shared.withLock { if isFetched { $0.fetched += 1 } else { $0.failed += 1 } }
    }
}
