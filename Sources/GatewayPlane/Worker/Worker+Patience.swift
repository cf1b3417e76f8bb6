internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Asking somebody else when an answer is far later than the route's answers are.
///
/// An endpoint that accepts and never answers would otherwise take its share of the requests with it for the whole
/// response-head timeout. Only requests that may be sent twice, only where there is another endpoint, and within the
/// budget; the last attempt has all the time that the route allows.
extension Worker {
    private static var shortestPatience: UInt64 { 1_000_000_000 }
    /// Times the usual, which follows the slowest of late: a page that always takes long is not asked for twice.
    private static var patienceFactor: UInt64 { 10 }

    /// How long to wait for the response head before anything is done; nil for as long as the route allows.
    func patience(_ x: SlabKey) -> UInt64? {
        let own = self.ownPatience(x)
        guard self.routes[self.exchanges[x].route].hedge != nil, let delay = self.hedgeDelay(x) else { return own }
        return min(delay, own ?? delay)
    }

    /// How long to wait before the attempt is given up; nil where it never is, as while a second server is asked.
    private func ownPatience(_ x: SlabKey) -> UInt64? {
        let route = self.exchanges[x].route
        guard self.routes[route].endpoints.count > 1, !self.exchanges[x].contentLost,
            self.exchanges[x].partner.isNone,
            self.exchanges[x].request.method.isIdempotent || self.exchanges[x].isRepeatable,
            self.exchanges[x].sentAttempts < self.routes[route].extraAttempts
        else { return nil }
        let usual = self.routes[route].latency.value(now: self.now)
        let patience = max(Self.shortestPatience, usual &* Self.patienceFactor)
        let limit = self.routes[route].timers.responseHead
        return limit == 0 || patience < limit ? patience : nil
    }

    /// Nothing of a response has come for so long: a second server or another attempt where that is allowed, else the
    /// rest of the time.
    func patienceEnded(_ x: SlabKey, _ u: SlabKey) {
        if self.upstreams[u].input.isEmpty, self.beginHedge(x, u) { return }
        let sent = self.exchanges[x].trace.sent
        let waited = self.now - sent
        if self.routes[self.exchanges[x].route].hedge != nil, let patience = self.ownPatience(x), waited < patience {
            return self.setDeadline(upstream: u, after: patience - waited, total: self.totalDeadline(x))
        }
        let fault = Fault(
            .responseHeadTimeout,
            side: .upstream,
            phase: .responseHead,
            code: Int32(clamping: waited / 1_000_000)
        )
        guard self.upstreams[u].input.isEmpty, self.isTriedElsewhere(x, after: fault) else {
            let limit = self.routes[self.exchanges[x].route].timers.responseHead
            return self.setDeadline(
                upstream: u,
                after: limit == 0 ? 0 : max(1, limit - min(limit, waited)),
                total: self.totalDeadline(x)
            )
        }
    }
}
