internal import GatewayBytes
internal import GatewayReactor

/// Bytes of tunnels from the moment they were read to the moment they are sent, in the same turn.
extension Worker {
    /// With less room than this in `passing` what waits is sent first, so that every read is worth its call.
    private static let leastRoom = 4096

    /// Takes in the last `count` bytes of `passing`; false when the tunnel is closed.
    ///
    /// - Parameter mayWait: nothing else of this tunnel depends on their being sent before the end of the turn.
    func pass(_ x: SlabKey, _ count: Int, goesUp: Bool, _ mayWait: Bool) -> Bool {
        self.pieces.value.append(TunnelPiece(exchange: x, count: count, goesUp: goesUp))
        self.exchanges[x].isPassing = true
        guard !mayWait || self.passing.value.freeCount < Self.leastRoom else { return true }
        self.passOn()
        return self.exchanges.contains(x)
    }

    /// Sends all pieces, in the order in which they came; what a side does not take waits for it from now on.
    func passOn() {
        // Out of reach of what a tunnel's end sets off.
        var pieces = ContiguousArray<TunnelPiece>()
        swap(&pieces, &self.pieces.value)
        for piece in pieces {
            guard self.exchanges.contains(piece.exchange) else {
                self.passing.value.consume(piece.count)
                continue
            }
            self.exchanges[piece.exchange].isPassing = false
            if piece.goesUp { self.passUp(piece) } else { self.passDown(piece) }
        }
        assert(self.passing.value.isEmpty, "the pieces are all that there is")
        pieces.removeAll(keepingCapacity: true)
        swap(&pieces, &self.pieces.value)
    }

    private func passDown(_ piece: TunnelPiece) {
        let x = piece.exchange
        let c = self.exchanges[x].client
        var left = piece.count
        if self.clients[c].canWrite, self.clients[c].carrier == .socket, self.clients[c].output.isEmpty {
            switch self.clients[c].socket.write(from: &self.passing.value, limit: left) {
            case .moved(let count):
                self.exchanges[x].bytesOut &+= UInt64(count)
                left -= count
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed:
                self.passing.value.consume(left)
                return self.closeTunnel(x)
            }
        }
        guard left > 0 else { return }
        self.blocks.lend(to: &self.clients[c].output)
        self.clients[c].output.append(self.passing.value, from: 0, count: left)
        self.passing.value.consume(left)
        if self.clients[c].canWrite { self.markReady(c) }
    }

    private func passUp(_ piece: TunnelPiece) {
        let x = piece.exchange
        let u = self.exchanges[x].upstream
        var left = piece.count
        if self.upstreams[u].canWrite, self.upstreams[u].carrier == .socket, self.upstreams[u].output.isEmpty {
            switch self.upstreams[u].socket.write(from: &self.passing.value, limit: left) {
            case .moved(let count):
                self.exchanges[x].trace.bytesSent &+= UInt64(count)
                left -= count
            case .wouldBlock: self.upstreams[u].canWrite = false
            case .ended, .failed:
                self.passing.value.consume(left)
                return self.closeTunnel(x)
            }
        }
        guard left > 0 else { return }
        self.blocks.lend(to: &self.upstreams[u].output)
        self.upstreams[u].output.append(self.passing.value, from: 0, count: left)
        self.passing.value.consume(left)
        if self.upstreams[u].canWrite { self.markReady(self.exchanges[x].client) }
    }
}
