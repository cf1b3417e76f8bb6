internal import GatewayConfig
internal import GatewayCore
internal import Synchronization

/// What one client address has open, over all workers.
///
/// Shared behind a lock, because a client's connections may be with any worker; there is none where no limit is set.
final class ClientLimiter: Sendable {
    let limits: ClientLimits
    /// Tells it from the limiter of an earlier configuration, whose counts are not ours.
    let number: Int
    private let table: Mutex<ClientTable>

    init(_ limits: ClientLimits, number: Int, seed: UInt64) {
        self.number = number
        self.limits = limits
        self.table = Mutex(ClientTable(limits, seed: seed))
    }

    func connectionOpened(_ client: ClientKey) -> Bool { self.table.withLock { $0.connectionOpened(client) } }
    func connectionClosed(_ client: ClientKey) { self.table.withLock { $0.connectionClosed(client) } }
    func requestBegan(_ client: ClientKey) -> Bool { self.table.withLock { $0.requestBegan(client) } }
    func requestEnded(_ client: ClientKey) { self.table.withLock { $0.requestEnded(client) } }
}
