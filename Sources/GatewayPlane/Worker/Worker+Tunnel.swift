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
        // What the client sent behind its head belongs to the new protocol.
        self.blocks.lend(to: &self.upstreams[u].output)
        let head = self.exchanges[x].headCount
        let early = self.clients[c].input.count - head
        if early > 0 {
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
        self.moveTunnel(x)
    }

    private func isUpgradeAgreed(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey) -> Bool {
        self.upstreams[u].input.withSpan { answer in
            self.clients[c].input.withSpan { offer in
                UpgradeAgreement.holds(self.exchanges[x].response, answer, self.exchanges[x].request, offer)
            }
        }
    }

    /// Moves what can move both ways; a FIN goes on to the other side, and two end the tunnel.
    func moveTunnel(_ x: SlabKey) {
        let c = self.exchanges[x].client
        let u = self.exchanges[x].upstream
        self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.tunnelIdle)
        guard self.pumpToClient(x, c, u), self.pumpToUpstream(x, c, u) else { return }
        if self.exchanges[x].responseEnded, self.exchanges[x].requestRead { return self.closeTunnel(x) }
        self.restTunnel(c, u)
    }

    /// Most tunnels are silent most of the time: who has nothing under way keeps no memory for it.
    ///
    /// The next message comes into the block that was used last, which is still in the processor's cache.
    private func restTunnel(_ c: SlabKey, _ u: SlabKey) {
        if self.clients[c].output.isEmpty { self.blocks.takeBack(&self.clients[c].output) }
        if self.upstreams[u].input.isEmpty { self.blocks.takeBack(&self.upstreams[u].input) }
        if self.upstreams[u].output.isEmpty { self.blocks.takeBack(&self.upstreams[u].output) }
    }

    private func pumpToClient(_ x: SlabKey, _ c: SlabKey, _ u: SlabKey) -> Bool {
        for _ in 0..<Self.stepsPerTurn {
            while self.clients[c].canWrite, !self.clients[c].output.isEmpty || !self.upstreams[u].input.isEmpty {
                let limit = self.upstreams[u].input.count
                switch self.writeClient(c, then: u, limit: limit) {
                case .moved(let count): self.exchanges[x].bytesOut &+= UInt64(count)
                case .wouldBlock: self.clients[c].canWrite = false
                case .ended, .failed:
                    self.closeTunnel(x)
                    return false
                }
            }
            guard self.clients[c].output.isEmpty, self.upstreams[u].input.isEmpty else { return true }
            guard self.upstreams[u].canRead, !self.exchanges[x].responseEnded else { return true }
            self.blocks.lend(to: &self.upstreams[u].input)
            let room = self.upstreams[u].input.freeCount
            switch self.readUpstream(u) {
            case .moved(let count):
                self.exchanges[x].trace.bytesReceived &+= UInt64(count)
                if count < room { self.noteEmptied(upstream: u) }
            case .wouldBlock: self.upstreams[u].canRead = false
            case .ended:
                self.exchanges[x].responseEnded = true
                self.endWriting(c)
                return true
            case .failed:
                self.closeTunnel(x)
                return false
            }
        }
        self.markReady(c)
        return true
    }

    private func pumpToUpstream(_ x: SlabKey, _ c: SlabKey, _ u: SlabKey) -> Bool {
        for _ in 0..<Self.stepsPerTurn {
            while self.upstreams[u].canWrite, !self.upstreams[u].output.isEmpty {
                switch self.writeUpstream(u) {
                case .moved(let count): self.exchanges[x].trace.bytesSent &+= UInt64(count)
                case .wouldBlock: self.upstreams[u].canWrite = false
                case .ended, .failed:
                    self.closeTunnel(x)
                    return false
                }
            }
            guard self.upstreams[u].output.isEmpty else { return true }
            guard self.clients[c].canRead, !self.exchanges[x].requestRead else { return true }
            self.blocks.lend(to: &self.upstreams[u].output)
            let room = self.upstreams[u].output.freeCount
            switch self.readClient(c, into: &self.upstreams[u].output) {
            case .moved(let count):
                self.exchanges[x].bytesIn &+= UInt64(count)
                if count < room { self.noteEmptied(client: c) }
            case .wouldBlock: self.clients[c].canRead = false
            case .ended:
                self.exchanges[x].requestRead = true
                self.endWriting(upstream: u)
                return true
            case .failed:
                self.closeTunnel(x)
                return false
            }
        }
        self.markReady(c)
        return true
    }

    /// A read left room: the socket is empty until an edge tells otherwise, which saves the read that would say so.
    ///
    /// Not with a FIN in it, which comes without another edge, and not for streams, whose bytes tell of themselves.
    private func noteEmptied(client c: SlabKey) {
        guard self.clients[c].carrier == .socket, !self.clients[c].hasFinished else { return }
        if self.clients[c].socket.isDrained { self.clients[c].canRead = false }
    }

    private func noteEmptied(upstream u: SlabKey) {
        guard self.upstreams[u].carrier == .socket, !self.upstreams[u].peerClosed else { return }
        if self.upstreams[u].socket.isDrained { self.upstreams[u].canRead = false }
    }

    /// Ends the tunnel: recorded as complete, because what its bytes meant is not ours to judge.
    func closeTunnel(_ x: SlabKey) {
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
