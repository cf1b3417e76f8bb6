internal import GatewayBytes
internal import GatewayReactor

/// Bytes of tunnels on their way.
///
/// What comes from a socket goes through `passing`, one block for all tunnels: most of them are silent most of the time,
/// and only a side that takes less than comes costs memory for what waits. It is sent at the end of the turn, all
/// tunnels' after each other: who gets several of them is then woken once and not for each. Streams of HTTP/2 keep what
/// comes on them themselves.
extension Worker {
    /// Moves what can move both ways; a FIN goes on to the other side, and two end the tunnel.
    func moveTunnel(_ x: SlabKey) {
        if self.exchanges[x].isPassing {
            self.passOn()
            guard self.exchanges.contains(x) else { return }
        }
        let c = self.exchanges[x].client
        let u = self.exchanges[x].upstream
        // The timer stays where it is and asks when it fires.
        self.exchanges[x].movedAt = self.now
        let hasAnswer = self.upstreams[u].canRead || !self.clients[c].output.isEmpty || !self.upstreams[u].input.isEmpty
        if hasAnswer, !self.pumpToClient(x, c, u) { return }
        if self.clients[c].canRead || !self.upstreams[u].output.isEmpty, !self.pumpToUpstream(x, c, u) { return }
        if self.exchanges[x].responseEnded, self.exchanges[x].requestRead { self.closeTunnel(x) }
    }

    private func pumpToClient(_ x: SlabKey, _ c: SlabKey, _ u: SlabKey) -> Bool {
        for _ in 0..<Self.stepsPerTurn {
            if !self.clients[c].output.isEmpty || !self.upstreams[u].input.isEmpty {
                guard self.clients[c].canWrite else { return true }
                guard self.sendWaiting(x, client: c, u) else { return false }
                guard self.clients[c].canWrite else { return true }
            }
            guard self.upstreams[u].canRead, !self.exchanges[x].responseEnded else { return true }
            switch self.readTunnel(upstream: u) {
            case .moved(let count):
                self.exchanges[x].trace.bytesReceived &+= UInt64(count)
                // What comes on a stream waits with it already.
                guard self.upstreams[u].carrier == .socket else { continue }
                if self.passing.value.freeCount > 0 { self.noteEmptied(upstream: u) }
                let mayWait = !self.upstreams[u].canRead && self.clients[c].carrier == .socket
                guard self.pass(x, count, goesUp: false, mayWait) else { return false }
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

    /// Sends what waits for the client, and gives its memory back when all of it went; false when the tunnel is closed.
    private func sendWaiting(_ x: SlabKey, client c: SlabKey, _ u: SlabKey) -> Bool {
        while self.clients[c].canWrite, !self.clients[c].output.isEmpty || !self.upstreams[u].input.isEmpty {
            switch self.writeClient(c, then: u, limit: self.upstreams[u].input.count) {
            case .moved(let count): self.exchanges[x].bytesOut &+= UInt64(count)
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed:
                self.closeTunnel(x)
                return false
            }
        }
        if self.clients[c].output.isEmpty { self.blocks.takeBack(&self.clients[c].output) }
        if self.upstreams[u].input.isEmpty { self.blocks.takeBack(&self.upstreams[u].input) }
        return true
    }

    private func pumpToUpstream(_ x: SlabKey, _ c: SlabKey, _ u: SlabKey) -> Bool {
        for _ in 0..<Self.stepsPerTurn {
            if !self.upstreams[u].output.isEmpty {
                guard self.upstreams[u].canWrite else { return true }
                guard self.sendWaiting(x, upstream: u) else { return false }
                guard self.upstreams[u].canWrite else { return true }
            }
            guard self.clients[c].canRead, !self.exchanges[x].requestRead else { return true }
            switch self.readTunnel(client: c, u) {
            case .moved(let count):
                self.exchanges[x].bytesIn &+= UInt64(count)
                // What comes on a stream waits for its upstream already.
                guard self.clients[c].carrier == .socket else { continue }
                if self.passing.value.freeCount > 0 { self.noteEmptied(client: c) }
                let mayWait = !self.clients[c].canRead && self.upstreams[u].carrier == .socket
                guard self.pass(x, count, goesUp: true, mayWait) else { return false }
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

    private func sendWaiting(_ x: SlabKey, upstream u: SlabKey) -> Bool {
        while self.upstreams[u].canWrite, !self.upstreams[u].output.isEmpty {
            switch self.writeUpstream(u) {
            case .moved(let count): self.exchanges[x].trace.bytesSent &+= UInt64(count)
            case .wouldBlock: self.upstreams[u].canWrite = false
            case .ended, .failed:
                self.closeTunnel(x)
                return false
            }
        }
        if self.upstreams[u].output.isEmpty { self.blocks.takeBack(&self.upstreams[u].output) }
        return true
    }

    private func readTunnel(upstream u: SlabKey) -> IOResult {
        switch self.upstreams[u].carrier {
        case .socket: return self.upstreams[u].socket.read(into: &self.passing.value)
        case .stream: return self.readUpstream(u)
        }
    }

    private func readTunnel(client c: SlabKey, _ u: SlabKey) -> IOResult {
        switch self.clients[c].carrier {
        case .socket: return self.clients[c].socket.read(into: &self.passing.value)
        case .stream:
            // As much as its window allows, which may be more than a block: not through the one that all share.
            self.blocks.lend(to: &self.upstreams[u].output)
            let result = self.readStream(c, into: &self.upstreams[u].output)
            if self.upstreams[u].output.isEmpty { self.blocks.takeBack(&self.upstreams[u].output) }
            return result
        }
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
}
