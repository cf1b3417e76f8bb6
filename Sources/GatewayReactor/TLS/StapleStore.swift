internal import CGatewaySystem
internal import Synchronization

/// OCSP responses that were fetched, by the fingerprint of their certificate.
///
/// Shared by every context, so that a reload keeps what is there. Asked in handshakes only.
public final class StapleStore: Sendable {
    private let staples = Mutex<[String: Staple]>([:])

    public init() {}

    public func set(_ staple: Staple, for fingerprint: String) {
        self.staples.withLock { $0[fingerprint] = staple }
    }

    /// Forgets those of certificates that nobody shows any more.
    public func keep(only fingerprints: Set<String>) {
        self.staples.withLock { staples in staples = staples.filter { fingerprints.contains($0.key) } }
    }

    /// nil once its time is over: an old response is worse than none, clients refuse it.
    public func staple(for fingerprint: String) -> Staple? {
        guard let staple = self.staples.withLock({ $0[fingerprint] }) else { return nil }
        return staple.nextUpdate > Int64(gg_realtime_ms() / 1000) ? staple : nil
    }
}
