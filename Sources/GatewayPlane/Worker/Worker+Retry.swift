internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// The one place where a failed attempt is turned into another attempt, a wait, or an answer.
    func attemptFailed(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        self.closeAttempt(x, fault, errno: errno)
        if self.exchanges[x].isHedge { return self.hedgeFailed(x, fault) }
        self.attemptEnded(x, fault)
    }

    /// Decides after an attempt that is closed.
    func attemptEnded(_ x: SlabKey, _ fault: Fault) {
        self.countAttempt(x)
        let facts = self.attemptFacts(x)
        self.exchanges[x].trace.proof = facts.proof
        if self.isOverdue(x) { return self.answer(x, fault) }
        if !self.exchanges[x].partner.isNone, self.leavesToHedge(x, fault) { return }
        switch AttemptDecision(fault, facts) {
        case .retry(let proof): self.retry(x, after: fault, proof)
        case .wait: self.beginWaiting(x, for: fault)
        case .answer(let refusal):
            self.exchanges[x].refusal = refusal
            self.answer(x, fault)
        }
    }

    private func retry(_ x: SlabKey, after fault: Fault, _ proof: Fault.RetryClass) {
        // What was never sent costs no origin anything, so it needs no budget; nor does what an origin left over that
        // ended its connection in good order (GOAWAY with NO_ERROR).
        let isLeftOver = fault.detail == .streamRefused && fault.code == 0
        if proof != .notSent, !isLeftOver, !self.routes[self.exchanges[x].route].budget.take(self.now) {
            self.counters.budgetRefusals &+= 1
            self.exchanges[x].refusal = .budgetSpent
            return self.answer(x, fault)
        }
        self.counters.retries &+= 1
        self.count(fault)
        self.exchanges[x].fault = fault
        if self.exchanges[x].prevention == .none { self.exchanges[x].prevention = .retry }
        guard proof == .sentOnFresh, self.otherEndpoints(x) == 0 else { return self.beginAttempt(x) }
        // The same endpoint, which just broke a connection: a moment's rest, not the same for everyone.
        self.pause(x, nanoseconds: 5_000_000 + self.random.value.next() % 20_000_000)
    }

    private func countAttempt(_ x: SlabKey) {
        if self.exchanges[x].trace.bytesSent > 0 {
            self.exchanges[x].sentAttempts += 1
            self.exchanges[x].unsentInRow = 0
        } else {
            self.exchanges[x].unsentInRow += 1
        }
    }

    private func attemptFacts(_ x: SlabKey) -> AttemptDecision.Facts {
        let route = self.exchanges[x].route
        var facts = AttemptDecision.Facts(method: self.exchanges[x].request.method)
        facts.isRepeatable = self.exchanges[x].isRepeatable
        facts.bytesSent = self.exchanges[x].trace.bytesSent
        facts.bytesReceived = self.exchanges[x].trace.bytesReceived
        facts.isReused = self.exchanges[x].trace.isReused
        facts.proof = DeliveryProof(
            DeliveryProof.Facts(
                sawFIN: self.exchanges[x].sawFIN,
                acknowledged: self.exchanges[x].trace.evidence?.bytesAcked,
                writtenBefore: self.exchanges[x].trace.writtenBefore,
                bytesReceived: self.exchanges[x].trace.bytesReceived
            )
        )
        facts.canReplay = !self.exchanges[x].contentLost
        facts.attempts = self.exchanges[x].sentAttempts
        facts.unsentInRow = self.exchanges[x].unsentInRow
        facts.extraAttempts = self.routes[route].extraAttempts
        facts.otherEndpoints = self.otherEndpoints(x)
        facts.canWait = self.mayWait(x)
        facts.responseStarted = self.exchanges[x].responseStarted
        return facts
    }

    // MARK: - A status that asks for another attempt

    /// Whether the response that just came is dropped in favour of another attempt, which then has begun.
    func isTriedElsewhere(_ x: SlabKey, _ status: UInt16) -> Bool {
        var facts = self.attemptFacts(x)
        facts.attempts += 1
        guard case .retry = AttemptDecision(status: status, facts),
            self.routes[self.exchanges[x].route].budget.take(self.now)
        else { return false }
        self.exchanges[x].trace.ended = self.now
        self.exchanges[x].sentAttempts += 1
        self.exchanges[x].unsentInRow = 0
        // RFC 9110 §15.5.20: another connection.
        if status == 421 { self.exchanges[x].avoidedSession = self.carrier(ofUpstream: self.exchanges[x].upstream) }
        self.dropUpstream(x)
        self.counters.retries &+= 1
        if self.exchanges[x].prevention == .none { self.exchanges[x].prevention = .retry }
        self.beginAttempt(x)
        return true
    }

    /// Whether the attempt under way is given up in favour of another one, which then has begun.
    func isTriedElsewhere(_ x: SlabKey, after fault: Fault) -> Bool {
        var facts = self.attemptFacts(x)
        facts.attempts += 1
        guard facts.otherEndpoints > 0, case .retry = AttemptDecision(fault, facts),
            self.routes[self.exchanges[x].route].budget.take(self.now)
        else { return false }
        self.closeAttempt(x, fault, errno: 0)
        self.countAttempt(x)
        self.counters.retries &+= 1
        self.count(fault)
        self.exchanges[x].fault = fault
        if self.exchanges[x].prevention == .none { self.exchanges[x].prevention = .retry }
        self.beginAttempt(x)
        return true
    }

    // MARK: - Closing an attempt

    /// Writes the attempt's end into its trace and closes its connection, which is never reused.
    func closeAttempt(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        self.endRace(x)
        self.exchanges[x].trace.fault = fault
        self.exchanges[x].trace.errno = errno
        self.exchanges[x].trace.ended = self.now
        if self.endpoints.contains(self.exchanges[x].endpoint) {
            self.attemptSuffered(x, fault)
            self.endAwaitingHead(x)
            self.endpoints[self.exchanges[x].endpoint].active -= 1
            self.shareLoad(ofEndpoint: self.exchanges[x].endpoint)
            if fault.side == .upstream { self.endpoints[self.exchanges[x].endpoint].faults &+= 1 }
        }
        self.exchanges[x].endpoint = .none
        let u = self.exchanges[x].upstream
        guard !u.isNone else { return }
        self.exchanges[x].trace.evidence = self.evidence(of: u)
        let carrier = self.carrier(ofUpstream: u)
        if !carrier.isNone, self.upstreams[carrier].socket.isSecure,
            let encryption = self.endpoints[self.upstreams[u].endpoint].encryption
        {
            self.exchanges[x].encryption = EncryptionEvidence(encryption, self.upstreams[carrier].socket)
        }
        // What came and was not understood; secrets are in what follows, not in a head's start.
        if fault.side == .upstream, !self.upstreams[u].input.isEmpty, self.exchanges[x].violation == nil {
            self.exchanges[x].badBytes = self.upstreams[u].input.prefix(256)
            if fault.detail == .responseFieldTooLarge {
                self.exchanges[x].oversizedField = self.upstreams[u].input.withSpan {
                    OversizedField(in: $0, at: Int(fault.code))
                }
            }
        }
        self.exchanges[x].upstream = .none
        self.closeUpstream(u)
    }
}
