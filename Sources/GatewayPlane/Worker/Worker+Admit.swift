internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// From the route to the first attempt: who may not pass, and who has to wait.
extension Worker {
    func admit(_ x: SlabKey, _ route: SlabKey) {
        self.routes[route].budget.requestBegan(self.now)
        if self.routes[route].trustsIdempotencyKey, self.exchanges[x].request.fields.first(.idempotencyKey) != nil {
            self.exchanges[x].isRepeatable = true
        }
        if self.routes[route].isClosed, !self.passesMaintenance(x, route) {
            let pause = Int(self.routes[route].maintenancePause)
            return self.answer(x, Fault(.maintenance), unavailableFor: pause)
        }
        if self.settings.value.countsClients || self.routes[route].rate != nil, let refusal = self.overLimit(x, route) {
            return self.shedNow(x, refusal.fault, seconds: refusal.seconds)
        }
        if self.cacheAnswers(x, route) { return }
        if !self.entersRoute(route) {
            guard self.mayWait(x) else {
                if self.standsIn(x, Fault(.connectionLimit)) { return }
                return self.shedNow(x, Fault(.connectionLimit), seconds: 1)
            }
            return self.beginWaiting(x, for: nil)
        }
        if self.mustQueue(route), self.mayWait(x) { return self.beginWaiting(x, for: nil) }
        self.beginAttempt(x)
    }

    // MARK: - Limits of clients

    private func overLimit(_ x: SlabKey, _ route: SlabKey) -> (fault: Fault, seconds: Int)? {
        let client = ClientKey(self.clientAddress(x))
        if self.settings.value.countsClients, let limiter = self.settings.value.clientLimiter {
            guard limiter.requestBegan(client) else { return (Fault(.clientLimit), 1) }
            self.exchanges[x].countedClient = client
            self.exchanges[x].countedBy = limiter.number
        }
        guard let rate = self.routes[route].rate, let verdict = rate.take(client, self.now) else { return nil }
        self.exchanges[x].rateVerdict = verdict
        guard case .denied(let milliseconds) = verdict.verdict else { return nil }
        return (Fault(.rateLimited), Int(RateRule.seconds(milliseconds)))
    }

    /// The request no longer counts for its client.
    func releaseClient(_ x: SlabKey) {
        guard let client = self.exchanges[x].countedClient else { return }
        self.exchanges[x].countedClient = nil
        guard let limiter = self.settings.value.clientLimiter, limiter.number == self.exchanges[x].countedBy else {
            return
        }
        limiter.requestEnded(client)
    }

    /// Whose request it is: the peer's, or that of whom a trusted peer speaks for (the last one that it did not add
    /// itself, RFC 7239 §5.2).
    func clientAddress(_ x: SlabKey) -> IPAddress {
        let c = self.exchanges[x].client
        let peer = IPAddress(self.clients[c].peer)
        guard self.clients[c].isTrusted, let slot = self.exchanges[x].request.fields.first(.xForwardedFor) else {
            return peer
        }
        let last = self.text(x, slot.value).split(separator: ",").last?.filter { $0 != " " && $0 != "\t" }
        return last.flatMap { IPAddress(String($0)) } ?? peer
    }

    // MARK: - Maintenance

    private func passesMaintenance(_ x: SlabKey, _ route: SlabKey) -> Bool {
        let policy = self.routes[route].maintenance
        if !policy.allow.isEmpty {
            let address = self.clientAddress(x)
            if policy.allow.contains(where: { $0.contains(address) }) { return true }
        }
        guard let cookie = policy.cookie, let slot = self.exchanges[x].request.fields.first(.cookie) else {
            return false
        }
        return self.text(x, slot.value).split(separator: ";").contains { pair in
            pair.drop { $0 == " " } == cookie
        }
    }
}

extension IPAddress {
    /// A Unix socket's peer counts as this machine.
    init(_ address: SocketAddress) {
        switch address.family {
        case .unix: self.init(v4: 0x7F00_0001)
        case .v4: self.init(v4: UInt32(truncatingIfNeeded: address.high >> 32))
        case .v6: self.init(v6: address.high, address.low)
        }
    }
}
