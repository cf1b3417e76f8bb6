internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import Synchronization

/// The rate limits of one route, over all workers.
///
/// Shared behind a lock, because a client's requests may come to any worker; a route without rates has none.
final class RouteRate: Sendable {
    let policy: RatePolicy
    private let clientRule: RateRule?
    private let totalRule: RateRule?
    private let buckets: Mutex<TokenBuckets>
    private let bucket: Mutex<TokenBucket>

    /// What became of a request, and which limit said so.
    struct Verdict: Hashable, Sendable, BitwiseCopyable {
        var isOfClient: Bool
        var verdict: RateRule.Verdict
    }

    init?(_ policy: RatePolicy, seed: UInt64) {
        guard policy.client != nil || policy.total != nil else { return nil }
        self.policy = policy
        self.clientRule = policy.client.map { RateRule($0) }
        self.totalRule = policy.total.map { RateRule($0) }
        let unused = RateRule(RateLimit(requests: 1))
        let capacity = policy.client == nil ? 8 : 65_536
        self.buckets = Mutex(TokenBuckets(self.clientRule ?? unused, capacity: capacity, seed: seed))
        self.bucket = Mutex(TokenBucket(self.totalRule ?? unused))
    }

    /// A request came: the stricter of the two limits speaks.
    func take(_ client: ClientKey, _ now: UInt64) -> Verdict? {
        if self.clientRule != nil {
            let verdict = self.buckets.withLock { $0.take(client, now) }
            guard verdict.isAllowed, self.totalRule != nil else { return Verdict(isOfClient: true, verdict: verdict) }
            let total = self.bucket.withLock { $0.take(now) }
            return total.isAllowed
                ? Verdict(isOfClient: true, verdict: verdict) : Verdict(isOfClient: false, verdict: total)
        }
        guard self.totalRule != nil else { return nil }
        return Verdict(isOfClient: false, verdict: self.bucket.withLock { $0.take(now) })
    }

    func appendFields(_ verdict: Verdict, to buffer: inout Buffer) {
        if verdict.isOfClient {
            self.clientRule?.appendFields("client", verdict.verdict, to: &buffer)
        } else {
            self.totalRule?.appendFields("route", verdict.verdict, to: &buffer)
        }
    }
}
