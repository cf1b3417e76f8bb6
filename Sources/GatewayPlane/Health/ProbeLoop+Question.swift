internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// One question from the connection to the verdict.
extension ProbeLoop {
    /// Begins a question.
    ///
    /// Without an address nobody is asked: that the resolver is down does not take an endpoint down.
    func ask(_ key: SlabKey) {
        guard let check = self.probes[key].identity?.check, !self.probes[key].targets.isEmpty else {
            return self.finish(key, .notAsked)
        }
        self.probes[key].deadline = self.loop.now &+ UInt64(Self.timeout(check)) * 1_000_000
        self.probes[key].attempt = 0
        self.probes[key].stage = .connecting
        self.beganAsking()
        self.connect(key)
    }

    /// A question always ends.
    private static func timeout(_ check: HealthCheck) -> UInt32 { check.timeout.isOff ? 2000 : check.timeout.count }

    private func connect(_ key: SlabKey) {
        while true {
            switch self.probes[key].connect(self.loop, token: Self.token(key)) {
            case .begun:
                // An address that does not answer must leave time for the others.
                let left = self.probes[key].deadline &- min(self.probes[key].deadline, self.loop.now)
                let share = left / UInt64(max(1, self.probes[key].targets.count - self.probes[key].attempt))
                return self.setTimer(key, self.loop.now &+ share)
            case .failed(let fault):
                guard self.hasNextTarget(key, after: fault) else { return self.finish(key, Self.verdict(fault)) }
            }
        }
    }

    /// Goes on to the endpoint's next address, if it has one.
    private func hasNextTarget(_ key: SlabKey, after fault: Fault) -> Bool {
        guard fault.side == .upstream, self.probes[key].attempt + 1 < self.probes[key].targets.count,
            self.probes[key].deadline > self.loop.now
        else { return false }
        self.probes[key].attempt += 1
        return true
    }

    private func connectFailed(_ key: SlabKey, _ fault: Fault) {
        guard self.hasNextTarget(key, after: fault) else { return self.finish(key, Self.verdict(fault)) }
        self.connect(key)
    }

    /// What the gateway lacks says nothing about the endpoint.
    private static func verdict(_ fault: Fault) -> CheckVerdict {
        fault.side == .upstream ? .failed(.fault(fault)) : .notAsked
    }

    func socketEvent(_ event: ReadinessEvent) {
        guard let key = self.probes.key(at: UInt32(truncatingIfNeeded: event.token)), event.token == Self.token(key)
        else { return }
        switch self.probes[key].stage {
        case .idle, .waiting: break
        case .connecting:
            guard event.isWritable else { return }
            if let fault = self.probes[key].connectFault() { return self.connectFailed(key, fault) }
            self.connected(key)
        case .handshaking: self.shakeHands(key)
        case .asking:
            if let verdict = self.probes[key].proceed() { self.finish(key, verdict) }
        }
    }

    private func connected(_ key: SlabKey) {
        guard let check = self.probes[key].identity?.check else { return }
        switch check.kind {
        case .tcp: self.finish(key, .passed)
        case .http, .grpc:
            self.setTimer(key, self.probes[key].deadline)
            guard let encryption = self.probes[key].encryption else { return self.begin(key, check) }
            if let fault = self.probes[key].beginHandshake(encryption) { return self.finish(key, Self.verdict(fault)) }
            self.shakeHands(key)
        }
    }

    private func shakeHands(_ key: SlabKey) {
        guard let check = self.probes[key].identity?.check else { return }
        switch self.probes[key].shakeHands() {
        case nil: return
        case .success: self.begin(key, check)
        case .failure(let fault): self.finish(key, Self.verdict(fault))
        }
    }

    private func begin(_ key: SlabKey, _ check: HealthCheck) {
        self.probes[key].begin(check)
        if let verdict = self.probes[key].proceed() { self.finish(key, verdict) }
    }

    func timedOut(_ key: SlabKey) {
        guard let check = self.probes[key].identity?.check else { return }
        let fault = self.probes[key].timeoutFault(milliseconds: Self.timeout(check))
        if self.probes[key].stage == .connecting { return self.connectFailed(key, fault) }
        self.finish(key, Self.verdict(fault))
    }

    private static func token(_ key: SlabKey) -> UInt64 { UInt64(key.generation) << 32 | UInt64(key.index) }
}
