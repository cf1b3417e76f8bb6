internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// What is known of crawlers' addresses, between the resolver that finds it out and the workers that need it.
///
/// Shared behind a lock, because a crawler's requests come to any worker; taken only for a request that failed and
/// whose client calls itself a crawler.
final class CrawlerBoard: Sendable {
    private let table = Mutex(CrawlerTable())

    func look(_ address: DNSAddress, now: UInt64) -> CrawlerTable.Answer {
        self.table.withLock { $0.look(address, now: now) }
    }

    /// The resolver found something out, or could not.
    func learned(_ address: DNSAddress, _ finding: CrawlerFinding) {
        let now = EventLoop.monotonicNanoseconds
        self.table.withLock { $0.learned(address, finding, now: now) }
    }
}
