internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Requests on streams of an endpoint's connection: what was composed in HTTP/1.1 form becomes frames.
extension Worker {
    /// The request's head is composed: says how its content is framed, or why it cannot be sent.
    func prepareRequestStream(_ x: SlabKey, _ s: SlabKey) -> Fault? {
        guard self.upstreams[s].carrier == .stream else { return nil }
        let state = self.upstreams[s].multiplexing
        let u = self.upstreamStreams[state].carrier
        self.upstreamStreams[state].headCount = self.upstreams[s].output.count
        if self.exchanges[x].request.wantsUpgrade {
            self.upstreamStreams[state].upgrade = self.upstreams[s].output.withSpan { HTTP2HeadWriter.upgrade(in: $0) }
        }
        let limit = self.upstreamSessions[self.upstreams[u].multiplexing].connection.peerHeaderListSize
        // A list is hardly ever larger than three times its text.
        guard limit < 3 * self.upstreams[s].output.count else { return nil }
        let size = self.upstreams[s].output.withSpan { HTTP2HeadWriter.listSize(ofRequest: $0) }
        guard size > limit else { return nil }
        return Fault(.requestOverPeerLimit, code: Int32(clamping: limit))
    }

    /// Sends the upstream's output, which it consumes.
    ///
    /// Returns what moved, in bytes of the HTTP/1.1 form.
    func writeRequestStream(_ s: SlabKey) -> IOResult {
        let state = self.upstreams[s].multiplexing
        let u = self.upstreamStreams[state].carrier
        guard !u.isNone, !self.upstreamStreams[state].isCut else { return .failed(Errno.brokenPipe) }
        self.blocks.lend(to: &self.upstreams[u].output)
        let before = self.upstreams[s].output.count
        while !self.upstreams[s].output.isEmpty, self.writeOutput(upstream: s, state, u) {}
        let moved = before - self.upstreams[s].output.count
        self.markSessionReady(u)
        if !self.upstreams[s].output.isEmpty {
            self.upstreamSessions[self.upstreams[u].multiplexing].connection.setPending(
                self.upstreamStreams[state].id,
                true
            )
        }
        return moved > 0 ? .moved(moved) : .wouldBlock
    }

    /// One step; returns whether anything moved.
    private func writeOutput(upstream s: SlabKey, _ state: SlabKey, _ u: SlabKey) -> Bool {
        switch self.upstreamStreams[state].phase {
        case .head: return self.writeRequestHead(s, state, u)
        case .chunked: return self.writeRequestChunks(s, state, u)
        case .length, .untilEnd:
            let count = self.upstreams[s].output.withSpan { self.sendRequestContent($0, state, u) }
            self.upstreams[s].output.consume(count)
            return count > 0
        case .ended:
            // Nothing belongs behind the end.
            self.upstreams[s].output.clear()
            return true
        }
    }

    // MARK: - Head

    private func writeRequestHead(_ s: SlabKey, _ state: SlabKey, _ u: SlabKey) -> Bool {
        let x = self.upstreams[s].exchange
        let framing = self.exchanges[x].request.framing
        var request = HTTP2Request()
        request.isHead = self.exchanges[x].request.method == .head
        request.isTLS = self.upstreams[u].socket.isSecure
        request.upgrade = self.upstreamStreams[state].upgrade
        let c = self.exchanges[x].client
        request.acceptsTrailers = self.clients[c].input.withSpan { self.exchanges[x].request.acceptsTrailers(in: $0) }
        let isTunnel = request.upgrade != nil
        let ends = !isTunnel && (framing == .none || framing == .length(0))
        let count = self.upstreamStreams[state].headCount
        let id = self.upstreams[s].output.withSpan {
            self.upstreamSessions[self.upstreams[u].multiplexing].connection.open(
                $0.extracting(0..<count),
                request,
                tag: s,
                endStream: ends,
                output: &self.upstreams[u].output
            )
        }
        guard let id else {
            assertionFailure("a stream is begun only where there is room")
            return false
        }
        self.upstreamStreams[state].id = id
        self.upstreams[s].output.consume(count)
        self.beginRequestContent(state, isTunnel ? .untilClose : framing, ends: ends)
        return true
    }

    private func beginRequestContent(_ state: SlabKey, _ framing: BodyFraming, ends: Bool) {
        guard !ends else { return self.upstreamStreams[state].phase = .ended }
        switch framing {
        case .none: self.upstreamStreams[state].phase = .ended
        case .length(let length):
            self.upstreamStreams[state].remaining = length
            self.upstreamStreams[state].phase = .length
        case .chunked:
            self.upstreamStreams[state].chunks = BodyDecoder(
                framing: .chunked,
                side: .client,
                limits: Self.ownContent
            )
            self.upstreamStreams[state].phase = .chunked
        case .untilClose: self.upstreamStreams[state].phase = .untilEnd
        }
    }

    // MARK: - Content

    /// The gateway framed it: its size was judged where it came from.
    private static var ownContent: BodyLimits {
        BodyLimits(trailerField: 1 << 24, trailers: 1 << 25, trailerCount: 65_535)
    }

    /// Sends content without framing of its own; returns how much of it.
    private func sendRequestContent(_ content: borrowing Span<UInt8>, _ state: SlabKey, _ u: SlabKey) -> Int {
        guard self.upstreams[u].output.count < Self.frameLimit else { return 0 }
        let isLength = self.upstreamStreams[state].phase == .length
        let ends = isLength && UInt64(content.count) >= self.upstreamStreams[state].remaining
        let count = self.upstreamSessions[self.upstreams[u].multiplexing].connection.sendData(
            self.upstreamStreams[state].id,
            content,
            endStream: ends,
            output: &self.upstreams[u].output
        )
        guard isLength else { return count }
        self.upstreamStreams[state].remaining -= min(UInt64(count), self.upstreamStreams[state].remaining)
        if self.upstreamStreams[state].remaining == 0 { self.upstreamStreams[state].phase = .ended }
        return count
    }

    private func writeRequestChunks(_ s: SlabKey, _ state: SlabKey, _ u: SlabKey) -> Bool {
        if self.upstreamStreams[state].pending > 0 {
            let pending = self.upstreamStreams[state].pending
            let count = self.upstreams[s].output.withSpan {
                self.sendRequestContent($0.extracting(0..<pending), state, u)
            }
            self.upstreamStreams[state].pending -= count
            self.upstreams[s].output.consume(count)
            return count > 0
        }
        let step = self.upstreams[s].output.withSpan { bytes in
            try? self.upstreamStreams[state].chunks.next(bytes, trailers: &self.upstreamStreams[state].trailers)
        }
        switch step {
        case .data(let offset, let count):
            self.upstreams[s].output.consume(offset)
            self.upstreamStreams[state].pending = count
            return true
        case .needMore(let consumed):
            self.upstreams[s].output.consume(consumed)
            return consumed > 0
        case .end(let consumed):
            self.sendRequestTrailers(s, state, u)
            self.upstreams[s].output.consume(consumed)
            return true
        case nil:
            assertionFailure("the gateway writes chunks that can be read")
            self.upstreams[s].output.clear()
            return false
        }
    }

    private func sendRequestTrailers(_ s: SlabKey, _ state: SlabKey, _ u: SlabKey) {
        guard self.upstreamStreams[state].trailers.count > 0 else { return self.sendRequestEnd(state, u) }
        self.message.value.clear()
        for index in 0..<self.upstreamStreams[state].trailers.count {
            let slot = self.upstreamStreams[state].trailers[index]
            self.message.value.append(self.upstreams[s].output, from: Int(slot.name.start), count: Int(slot.name.count))
            self.message.value.append(": ")
            self.message.value.append(
                self.upstreams[s].output,
                from: Int(slot.value.start),
                count: Int(slot.value.count)
            )
            self.message.value.append("\r\n")
        }
        self.message.value.withSpan {
            self.upstreamSessions[self.upstreams[u].multiplexing].connection.sendTrailers(
                self.upstreamStreams[state].id,
                $0,
                output: &self.upstreams[u].output
            )
        }
        self.upstreamStreams[state].phase = .ended
    }

    private func sendRequestEnd(_ state: SlabKey, _ u: SlabKey) {
        _ = self.upstreamSessions[self.upstreams[u].multiplexing].connection.sendData(
            self.upstreamStreams[state].id,
            Span(),
            endStream: true,
            output: &self.upstreams[u].output
        )
        self.upstreamStreams[state].phase = .ended
    }

    /// Ends a tunnel's direction to the upstream.
    func endRequestStream(_ s: SlabKey) {
        let state = self.upstreams[s].multiplexing
        let u = self.upstreamStreams[state].carrier
        guard !u.isNone, self.upstreamStreams[state].phase == .untilEnd, self.upstreams[s].output.isEmpty else {
            return
        }
        self.blocks.lend(to: &self.upstreams[u].output)
        self.sendRequestEnd(state, u)
        self.markSessionReady(u)
    }
}
