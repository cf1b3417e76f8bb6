internal import GatewayBytes
internal import GatewayCore
internal import GatewayWire

/// Content that is kept so that a request can be made again.
extension Worker {
    func replayLimit(_ x: SlabKey) -> UInt64 { self.routes[self.exchanges[x].route].replayLimit }

    /// Keeps what was put into the upstream's output from `start` on, as long as all of the content fits.
    func keepForReplay(_ x: SlabKey, _ u: SlabKey, from start: Int) {
        guard !self.exchanges[x].contentLost else { return }
        let count = self.upstreams[u].output.count - start
        let coming = self.exchanges[x].requestBody.remainingLength ?? 0
        let total = UInt64(self.exchanges[x].replay.count + count) &+ coming
        guard total <= self.replayLimit(x) else { return self.loseContent(x) }
        self.blocks.lend(to: &self.exchanges[x].replay)
        self.exchanges[x].replay.append(self.upstreams[u].output, from: start, count: count)
    }

    /// From here on the request cannot be made again.
    func loseContent(_ x: SlabKey) {
        self.exchanges[x].contentLost = true
        self.blocks.takeBack(&self.exchanges[x].replay)
    }

    /// Frees the exchange's slot and everything it holds.
    func freeExchange(_ x: SlabKey) {
        if !self.exchanges[x].partner.isNone { self.endHedge(x, .lost) }
        self.blocks.takeBack(&self.exchanges[x].replay)
        self.releaseClient(x)
        self.exchanges[x].dropPipes(slot: x.index)
        self.exchanges.remove(x)
    }
}
