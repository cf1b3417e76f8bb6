internal import GatewayBytes
internal import GatewayReactor

/// Reading from and writing to a client, whatever carries its bytes.
extension Worker {
    /// The connection whose socket carries a client's bytes.
    func carrier(of c: SlabKey) -> SlabKey {
        switch self.clients[c].carrier {
        case .socket: c
        case .stream: self.streams[self.clients[c].multiplexing].carrier
        }
    }

    /// Whether the client's bytes are encrypted.
    func isSecure(_ c: SlabKey) -> Bool { self.clients[self.carrier(of: c)].socket.isSecure }

    /// Reads into the client's own input.
    ///
    /// What comes on a stream is put there as it comes, so that there is never more to read.
    func readClient(_ c: SlabKey) -> IOResult {
        switch self.clients[c].carrier {
        case .socket: self.clients[c].socket.read(into: &self.clients[c].input)
        case .stream: .wouldBlock
        }
    }

    func writeClient(_ c: SlabKey) -> IOResult {
        switch self.clients[c].carrier {
        case .socket: self.clients[c].socket.write(from: &self.clients[c].output)
        case .stream: self.writeStream(c)
        }
    }

    /// Writes what is composed, and then up to `limit` bytes of what came from upstream.
    func writeClient(_ c: SlabKey, then u: SlabKey, limit: Int) -> IOResult {
        switch self.clients[c].carrier {
        case .socket:
            return self.clients[c].socket.write(
                from: &self.clients[c].output,
                then: &self.upstreams[u].input,
                limit: limit
            )
        case .stream:
            let count = min(limit, self.upstreams[u].input.count)
            let before = self.clients[c].output.count
            let result = self.upstreams[u].input.withSpan { self.writeStream(c, then: $0.extracting(0..<count)) }
            if case .moved(let moved) = result { self.upstreams[u].input.consume(max(0, moved - before)) }
            return result
        }
    }

    /// Writes what is composed, and then bytes that stay where they are.
    func writeClient(_ c: SlabKey, then content: borrowing Span<UInt8>) -> IOResult {
        switch self.clients[c].carrier {
        case .socket: self.clients[c].socket.write(from: &self.clients[c].output, then: content)
        case .stream: self.writeStream(c, then: content)
        }
    }

    /// Says that nothing more will come, and goes on reading.
    func endWriting(_ c: SlabKey) {
        switch self.clients[c].carrier {
        case .socket: self.clients[c].socket.shutdownWrite()
        case .stream: self.endStream(c)
        }
    }
}
