internal import GatewayBytes
internal import GatewayReactor

/// Reading from and writing to an upstream, whatever carries its bytes.
extension Worker {
    /// The connection whose socket carries an upstream's bytes; none when that is gone.
    func carrier(ofUpstream u: SlabKey) -> SlabKey {
        switch self.upstreams[u].carrier {
        case .socket: u
        case .stream: self.upstreamStreams[self.upstreams[u].multiplexing].carrier
        }
    }

    /// Reads into the upstream's own input.
    ///
    /// What comes on a stream is put there as it comes, so that there is never more to read: asking for more says that
    /// what came was taken.
    func readUpstream(_ u: SlabKey) -> IOResult {
        switch self.upstreams[u].carrier {
        case .socket: return self.upstreams[u].socket.read(into: &self.upstreams[u].input)
        case .stream:
            self.creditUpstream(u)
            let state = self.upstreams[u].multiplexing
            guard self.upstreamStreams[state].framing == .tunnel else { return .wouldBlock }
            if self.upstreamStreams[state].hasEnded { return .ended }
            return self.upstreamStreams[state].isCut ? .failed(Errno.connectionReset) : .wouldBlock
        }
    }

    /// Writes what is composed.
    func writeUpstream(_ u: SlabKey) -> IOResult {
        switch self.upstreams[u].carrier {
        case .socket: self.upstreams[u].socket.write(from: &self.upstreams[u].output)
        case .stream: self.writeRequestStream(u)
        }
    }

    /// Says that nothing more will come, and goes on reading.
    func endWriting(upstream u: SlabKey) {
        switch self.upstreams[u].carrier {
        case .socket: self.upstreams[u].socket.shutdownWrite()
        case .stream: self.endRequestStream(u)
        }
    }

    /// What the kernel knows of the connection.
    func evidence(of u: SlabKey) -> TCPEvidence? {
        let carrier = self.carrier(ofUpstream: u)
        return carrier.isNone ? nil : self.upstreams[carrier].socket.evidence()
    }
}
