internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// Names of endpoints: new addresses, and asking again before a request fails for want of one that works.
extension Worker {
    /// An answer of less than a second ago is believed: asking again would say the same.
    private static var beliefInAnswer: UInt64 { NameSchedule.refreshInterval }

    // MARK: - Asking again

    /// Whether the exchange now waits for its endpoint's name to be looked up once more.
    ///
    /// Nothing of the request was sent, so that this is right for every method. Once an attempt, and bounded.
    func awaitName(_ x: SlabKey, _ endpoint: SlabKey) -> Bool {
        guard self.endpoints[endpoint].isNamed, !self.exchanges[x].addressFailures.contains(where: \.isOurs) else {
            return false
        }
        let isRecent = self.now < self.endpoints[endpoint].resolvedAt + Self.beliefInAnswer
        if self.now >= self.endpoints[endpoint].askedAt + Self.beliefInAnswer || self.endpoints[endpoint].askedAt == 0 {
            self.endpoints[endpoint].askedAt = self.now
            guard self.names.refresh(self.endpoints[endpoint].label) else { return false }
        }
        guard !isRecent, !self.exchanges[x].hasAwaitedName, !self.isDraining, !self.canGoElsewhere(x) else {
            return false
        }
        self.exchanges[x].hasAwaitedName = true
        self.exchanges[x].awaitsName = true
        self.endpoints[endpoint].awaiting.append(x)
        let limit = self.snapshot.configuration.resolver.timeout
        self.setDeadline(client: self.exchanges[x].client, after: UInt64(limit.isOff ? 2000 : limit.count) * 1_000_000)
        return true
    }

    /// Another endpoint is tried sooner than a name server answers.
    private func canGoElsewhere(_ x: SlabKey) -> Bool {
        self.routes[self.exchanges[x].route].extraAttempts > 0 && self.otherEndpoints(x) > 0
    }

    /// The resolver took too long: the attempt has failed as it had before.
    func nameExpired(_ x: SlabKey) {
        guard self.exchanges[x].awaitsName else { return }
        self.exchanges[x].awaitsName = false
        self.raceLost(x, self.exchanges[x].endpoint)
    }

    // MARK: - Answers

    /// What the resolver says of an endpoint's name.
    func resolved(_ news: EndpointNews) {
        guard let key = self.endpointsByLabel[news.label], self.endpoints.contains(key) else { return }
        self.adopt(news, key)
        self.goOnAwaiting(key, isFinal: news.isFinal)
    }

    /// Takes the addresses over; those that stay keep their history and their connections.
    func adopt(_ news: EndpointNews, _ key: SlabKey) {
        self.endpoints[key].isNamed = true
        self.endpoints[key].resolveFault = news.fault
        self.endpoints[key].resolveEvidence = news.evidence
        if news.isFinal { self.endpoints[key].resolvedAt = self.now }
        let old = self.endpoints[key].targets
        guard news.targets != old else { return }
        var standings = ContiguousArray(news.standings)
        for (place, target) in news.targets.enumerated() {
            guard let before = old.firstIndex(of: target) else { continue }
            standings[place].failedUntil = self.endpoints[key].standings[before].failedUntil
            standings[place].failuresInRow = self.endpoints[key].standings[before].failuresInRow
        }
        self.endpoints[key].targets = news.targets
        self.endpoints[key].standings = standings
        if old.isEmpty != news.targets.isEmpty { self.reachChanged(key, isKnown: old.isEmpty) }
        // A new address has not failed yet.
        if news.targets.contains(where: { !old.contains($0) }) { self.endpoints[key].downUntil = 0 }
        if !old.isEmpty, !news.targets.isEmpty { self.closeVanished(key) }
    }

    /// The first address of a name, or the loss of the last one.
    private func reachChanged(_ endpoint: SlabKey, isKnown: Bool) {
        // One worker tells for all.
        guard self.number == 0 else { return }
        let change =
            isKnown
            ? HealthChange(from: .unresolved, to: .up, reason: .resolved, at: self.now)
            : HealthChange(from: .up, to: .unresolved, reason: .unresolved, at: self.now)
        self.counters.healthChanges &+= 1
        self.logHealth(endpoint, change)
    }

    /// Connections to addresses that the name no longer has: idle ones are closed, the others after their exchange.
    private func closeVanished(_ endpoint: SlabKey) {
        for index in 0..<self.upstreams.slotCount {
            guard let u = self.upstreams.key(at: UInt32(index)), self.upstreams[u].endpoint == endpoint,
                self.upstreams[u].stage != .connecting
            else { continue }
            let address = self.upstreams[u].address
            self.upstreams[u].isOutdated = !self.endpoints[endpoint].targets.contains(.address(address))
            guard self.upstreams[u].isOutdated else { continue }
            switch self.upstreams[u].stage {
            case .pooled: self.closePooled(u)
            case .multiplexed: self.markSessionReady(u)
            case .connecting, .handshaking, .leased, .watched: break
            }
        }
    }

    private func goOnAwaiting(_ endpoint: SlabKey, isFinal: Bool) {
        guard !self.endpoints[endpoint].awaiting.isEmpty else { return }
        let awaiting = self.endpoints[endpoint].awaiting
        self.endpoints[endpoint].awaiting.removeAll(keepingCapacity: true)
        for x in awaiting {
            guard self.endpoints.contains(endpoint) else { return }
            guard self.exchanges.contains(x), self.exchanges[x].awaitsName, self.exchanges[x].endpoint == endpoint
            else {
                continue
            }
            if self.hasUntriedAddress(x, endpoint) {
                self.connectAgain(x, endpoint)
            } else if isFinal {
                self.endRace(x)
                self.raceLost(x, endpoint)
            } else {
                self.endpoints[endpoint].awaiting.append(x)
            }
        }
    }

    private func hasUntriedAddress(_ x: SlabKey, _ endpoint: SlabKey) -> Bool {
        self.endpoints[endpoint].targets.contains { target in
            guard case .address(let address) = target else { return false }
            return !self.exchanges[x].addressFailures.contains { $0.address == address }
        }
    }

    /// The name has an address that was not tried: what would have been an error is none.
    private func connectAgain(_ x: SlabKey, _ endpoint: SlabKey) {
        self.endRace(x)
        let fault = self.connectFault(x, endpoint).0
        self.count(fault)
        self.exchanges[x].fault = fault
        self.exchanges[x].prevention = .resolve
        self.connect(x, endpoint)
    }
}
