internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// The upstream switched protocols: from here both directions are bytes.
    func openTunnel(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ count: Int) throws(Fault) {
        guard self.exchanges[x].request.wantsUpgrade, self.exchanges[x].requestSent else {
            throw Fault(.switchUnexpected, side: .upstream, phase: .responseHead, code: 101)
        }
        guard self.isUpgradeAgreed(x, u, c) else {
            throw Fault(.upgradeFailed, side: .upstream, phase: .responseHead)
        }
        self.blocks.lend(to: &self.clients[c].output)
        ResponseComposer.composeSwitch(
            self.exchanges[x].response,
            self.upstreams[u].input,
            headCount: count,
            rules: self.settings.value.rules,
            into: &self.clients[c].output
        )
        self.upstreams[u].input.consume(count)
        if self.upstreams[u].input.isEmpty { self.blocks.takeBack(&self.upstreams[u].input) }
        if self.upstreams[u].output.isEmpty { self.blocks.takeBack(&self.upstreams[u].output) }
        // What the client sent behind its head belongs to the new protocol.
        let head = self.exchanges[x].headCount
        let early = self.clients[c].input.count - head
        if early > 0 {
            self.blocks.lend(to: &self.upstreams[u].output)
            self.upstreams[u].output.append(self.clients[c].input, from: head, count: early)
            self.clients[c].input.truncate(to: head)
            if self.clients[c].carrier == .stream { self.creditStream(c, head: head) }
        }
        // The head is told in the log when the tunnel ends, and nothing is read behind it any more.
        if self.clients[c].carrier == .socket { self.clients[c].input.trim() }
        self.exchanges[x].stage = .tunnelling
        self.exchanges[x].responseStarted = true
        // The request ended with its head; what comes from the client now is the tunnel's, until its FIN.
        self.exchanges[x].requestRead = false
        self.exchanges[x].status = 101
        self.exchanges[x].plan = ResponsePlan(framing: .untilClose, closes: true)
        self.timers.value.cancel(Self.timer(upstream: u))
        self.passing.value.reserve(self.blocks.blockSize)
        self.exchanges[x].isPassing = false
        self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.tunnelIdle)
        self.moveTunnel(x)
    }

    private func isUpgradeAgreed(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey) -> Bool {
        self.upstreams[u].input.withSpan { answer in
            self.clients[c].input.withSpan { offer in
                UpgradeAgreement.holds(self.exchanges[x].response, answer, self.exchanges[x].request, offer)
            }
        }
    }

    /// Closes the tunnel when nothing moved for as long as its route allows.
    func tunnelExpired(_ x: SlabKey) {
        let deadline = self.exchanges[x].movedAt &+ self.routes[self.exchanges[x].route].timers.tunnelIdle
        guard self.now >= deadline else { return self.setDeadline(client: self.exchanges[x].client, at: deadline) }
        self.exchanges[x].firedTimer = .tunnelIdle
        self.closeTunnel(x)
    }

    /// Ends the tunnel: recorded as complete, because what its bytes meant is not ours to judge.
    func closeTunnel(_ x: SlabKey) {
        if self.exchanges[x].isPassing {
            self.passOn()
            guard self.exchanges.contains(x) else { return }
        }
        let c = self.exchanges[x].client
        self.exchanges[x].trace.ended = self.now
        self.dropUpstream(x)
        self.record(x, .completed)
        self.leaveRoute(x)
        self.clients[c].exchange = .none
        self.freeExchange(x)
        self.closeClient(c)
    }
}
