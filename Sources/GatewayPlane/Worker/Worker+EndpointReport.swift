internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// What a worker says of its endpoints when it is asked.
extension Worker {
    func reportEndpoints() -> [PlaneReport.Endpoint] {
        (0..<self.endpoints.slotCount).compactMap { index in
            guard let key = self.endpoints.key(at: UInt32(index)) else { return nil }
            var endpoint = PlaneReport.Endpoint(label: self.endpoints[key].label)
            endpoint.addresses = self.endpoints[key].targets.map { target in
                switch target {
                case .address(let address): address.text
                case .unix(let path): path
                }
            }
            endpoint.isDrained = self.endpoints[key].isDrained
            endpoint.reuseLimitNanoseconds = self.endpoints[key].reuseLimit
            endpoint.closesAfterNanoseconds = self.endpoints[key].lifetime.closesAfter
            endpoint.closesObservations = Int(self.endpoints[key].lifetime.observations)
            endpoint.failuresInRow = Int(self.endpoints[key].failuresInRow)
            endpoint.active = self.endpoints[key].active
            endpoint.connections = self.endpoints[key].connections
            endpoint.pooled = self.endpoints[key].poolCount
            endpoint.requests = self.endpoints[key].requests
            endpoint.faults = self.endpoints[key].faults
            endpoint.opened = self.endpoints[key].opened
            endpoint.reused = self.endpoints[key].reused
            let latency = self.endpoints[key].latency.value(now: self.now)
            endpoint.latencyNanoseconds = latency == 0 ? nil : latency
            endpoint.requestLimit = self.endpoints[key].adaptive.limit
            endpoint.backlogLimit = self.endpoints[key].backlog.limit
            endpoint.backlogTurnedAway = self.endpoints[key].backlogTurnedAwayEver
            endpoint.standing = self.standing(key)
            endpoint.passedOverBy = endpoint.standing.isPassedOver ? 1 : 0
            return endpoint
        }
    }

    /// The state of the endpoint and on whose word: of several reasons not to use it, the one that lasts longest.
    private func standing(_ endpoint: SlabKey) -> EndpointStanding {
        if self.endpoints[endpoint].isDrained { return EndpointStanding(.drained, .drained) }
        if self.endpoints[endpoint].targets.isEmpty {
            let why = self.endpoints[endpoint].resolveFault.map { "no address: \($0.detail.token)" }
            return EndpointStanding(.unresolved, .unresolved, words: why)
        }
        if self.endpoints[endpoint].isCheckedDown {
            return self.standing(self.endpoints[endpoint].lastCheck, .down)
        }
        let state = self.endpoints[endpoint].health.state
        if state == .ejected || state == .trial { return self.standing(self.endpoints[endpoint].lastChange, state) }
        var standing = EndpointStanding(.up, nil)
        if self.endpoints[endpoint].downUntil > self.now {
            let failures = self.endpoints[endpoint].failuresInRow
            standing.isSkipped = true
            standing.words = "\(failures) failed connection\(failures == 1 ? "" : "s") in a row"
            standing.endsIn = self.endpoints[endpoint].downUntil - self.now
        }
        return standing
    }

    private func standing(_ change: HealthChange?, _ state: HealthState) -> EndpointStanding {
        guard let change, change.to == state else { return EndpointStanding(state, nil) }
        var standing = EndpointStanding(state, change.reason)
        // A check's moment is of the clock of the thread that asks, which is the same one.
        standing.since = self.now - min(self.now, change.at)
        if change.until > self.now { standing.endsIn = change.until - self.now }
        return standing
    }
}

extension HealthReason {
    /// In words, for people; without anything that a peer chose.
    var sentence: String {
        switch self {
        case .consecutiveFaults(let count): "\(count) faults in a row"
        case .faultShare(let percent, let count): "\(percent) % of \(count) requests met a fault"
        case .trialFailed: "the trial request met a fault"
        case .trialPassed: "the trial request was answered"
        case .trialBegan: "a request tries whether it works again"
        case .checkFailed(.status(let status)): "its check was answered \(status)"
        case .checkFailed(.callStatus(let status)): "its check was answered grpc-status \(status)"
        case .checkFailed(.content): "its check's text was not in the answer"
        case .checkFailed(.fault(let fault)): "its check met \(fault.detail.token)"
        case .checkPassed: "its check passed"
        case .checkRemoved: "its check was taken away"
        case .drained: "an operator took it out"
        case .restored: "an operator put it back"
        case .resolved: "its name has an address"
        case .unresolved: "its name has no address"
        }
    }
}
