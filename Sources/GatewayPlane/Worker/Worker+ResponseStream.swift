internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Responses that come on streams of an endpoint's connection: frames become the HTTP/1.1 form that exchanges read.
extension Worker {
    // MARK: - Receiving

    /// A head is in the message buffer, interim or final.
    func receiveHead(_ s: SlabKey, _ facts: HTTP2HeadFacts, endStream: Bool) {
        guard self.upstreams.contains(s) else { return }
        let state = self.upstreams[s].multiplexing
        let x = self.upstreams[s].exchange
        self.exchanges[x].trace.bytesReceived &+= UInt64(self.message.value.count)
        self.blocks.lend(to: &self.upstreams[s].input)
        if self.upstreamStreams[state].phase == .untilEnd, facts.status / 100 == 2 {
            self.appendSwitch(s, x)
            self.upstreamStreams[state].framing = .tunnel
        } else {
            self.appendHead(s, state, facts, hasContent: !endStream && self.mayHaveContent(x, facts.status))
        }
        if endStream { self.upstreamStreams[state].hasEnded = true }
        self.upstreams[s].canRead = true
        self.upstreamMoved(s)
    }

    /// RFC 9110 §6.4.1.
    private func mayHaveContent(_ x: SlabKey, _ status: UInt16) -> Bool {
        self.exchanges[x].request.method != .head && status != 204 && status != 304
    }

    /// The head as it came, with a line that says where its content ends.
    private func appendHead(_ s: SlabKey, _ state: SlabKey, _ facts: HTTP2HeadFacts, hasContent: Bool) {
        let count = self.message.value.count - 2
        self.upstreams[s].input.append(self.message.value, from: 0, count: count)
        if !facts.isInterim {
            let isChunked = hasContent && facts.contentLength == nil
            self.upstreamStreams[state].framing = isChunked ? .chunked : .length
            if isChunked {
                self.upstreams[s].input.append("transfer-encoding: chunked\r\n")
            } else if facts.contentLength == nil, self.mayHaveContent(self.upstreams[s].exchange, facts.status) {
                self.upstreams[s].input.append("content-length: 0\r\n")
            }
        }
        self.upstreams[s].input.append("\r\n")
    }

    /// The peer takes an extended CONNECT with 2xx (RFC 8441 §5), what HTTP/1.1 says with 101.
    private func appendSwitch(_ s: SlabKey, _ x: SlabKey) {
        self.upstreams[s].input.append("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ")
        let c = self.exchanges[x].client
        if let slot = self.exchanges[x].request.fields.first(.upgrade) {
            let value = slot.value
            self.upstreams[s].input.append(self.clients[c].input, from: Int(value.start), count: Int(value.count))
        }
        self.upstreams[s].input.append("\r\n")
        if let key = self.fieldRange(x, named: "sec-websocket-key") {
            self.upstreams[s].input.append("Sec-WebSocket-Accept: ")
            self.clients[c].input.withSpan {
                WebSocketAccept.append(key: $0.extracting(key), to: &self.upstreams[s].input)
            }
            self.upstreams[s].input.append("\r\n")
        }
        // What the peer chose, such as a protocol within WebSocket; the first line is ours.
        let start = self.message.value.withSpan { bytes in
            var end = 0
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            return min(end + 1, bytes.count)
        }
        self.upstreams[s].input.append(self.message.value, from: start, count: self.message.value.count - start)
    }

    /// Content is in the connection's input.
    func receiveData(_ s: SlabKey, _ id: UInt32, _ content: ByteRange, on u: SlabKey, endStream: Bool) {
        let count = Int(content.count)
        guard self.upstreams.contains(s), !self.upstreamStreams[self.upstreams[s].multiplexing].hasEnded else {
            let session = self.upstreams[u].multiplexing
            return self.upstreamSessions[session].connection.consumed(id, count, output: &self.upstreams[u].output)
        }
        let state = self.upstreams[s].multiplexing
        if count > 0 {
            let x = self.upstreams[s].exchange
            self.exchanges[x].trace.bytesReceived &+= UInt64(count)
            let isChunked = self.upstreamStreams[state].framing == .chunked
            self.blocks.lend(to: &self.upstreams[s].input)
            if isChunked { self.upstreams[s].input.append(chunkHeader: count) }
            self.upstreams[s].input.append(self.upstreams[u].input, from: Int(content.start), count: count)
            if isChunked { self.upstreams[s].input.append("\r\n") }
            self.upstreamStreams[state].held += count
        }
        if endStream { return self.endResponse(s, withTrailers: false) }
        self.upstreams[s].canRead = true
        self.upstreamMoved(s)
    }

    /// The response is complete; its trailers, if any, are in the message buffer.
    func endResponse(_ s: SlabKey, withTrailers: Bool) {
        guard self.upstreams.contains(s) else { return }
        let state = self.upstreams[s].multiplexing
        guard !self.upstreamStreams[state].hasEnded else { return }
        self.upstreamStreams[state].hasEnded = true
        if self.upstreamStreams[state].framing == .chunked {
            self.blocks.lend(to: &self.upstreams[s].input)
            self.upstreams[s].input.append("0\r\n")
            if withTrailers {
                self.upstreams[s].input.append(self.message.value)
            } else {
                self.upstreams[s].input.append("\r\n")
            }
        }
        self.upstreams[s].canRead = true
        self.upstreamMoved(s)
    }

    /// Gives the windows back what was taken from the input.
    func creditUpstream(_ s: SlabKey) {
        let state = self.upstreams[s].multiplexing
        let u = self.upstreamStreams[state].carrier
        let held = self.upstreamStreams[state].held
        let taken = held - min(held, self.upstreams[s].input.count)
        guard taken > 0, !u.isNone else { return }
        self.upstreamStreams[state].held -= taken
        self.blocks.lend(to: &self.upstreams[u].output)
        self.upstreamSessions[self.upstreams[u].multiplexing].connection.consumed(
            self.upstreamStreams[state].id,
            taken,
            output: &self.upstreams[u].output
        )
        self.markSessionReady(u)
    }

    // MARK: - Ending

    /// RST_STREAM, or a GOAWAY that leaves the stream out.
    func streamWasReset(_ s: SlabKey, _ code: HTTP2ErrorCode, isUnprocessed: Bool) {
        guard self.upstreams.contains(s) else { return }
        let state = self.upstreams[s].multiplexing
        let x = self.upstreams[s].exchange
        self.upstreamStreams[state].isCut = true
        if self.exchanges[x].stage == .tunnelling { return self.closeTunnel(x) }
        if self.upstreamStreams[state].hasEnded {
            // RFC 9113 §8.1: the answer is complete, and the rest of the request is not wanted.
            if !self.exchanges[x].requestSent { self.stopSending(x) }
            return self.upstreamMoved(s)
        }
        let hasBegun = self.upstreamStreams[state].framing != .none
        // It says that it does not do this in HTTP/2, which is as good as saying that it did not.
        let isRefused = code == .http11Required && !hasBegun
        if code == .http11Required { self.requireHTTP1(self.upstreams[s].endpoint) }
        if isUnprocessed, !hasBegun { self.exchanges[x].avoidedSession = self.upstreamStreams[state].carrier }
        let detail: Fault.Detail =
            if hasBegun { .streamResetInsideBody } else if isUnprocessed || isRefused { .streamRefused } else {
                .streamReset
            }
        self.responseFailed(x, Fault(detail, code: Int32(bitPattern: code.rawValue)), errno: 0)
    }

    /// The peer broke a rule on this stream, and RST_STREAM is in the output.
    func streamViolated(_ s: SlabKey, _ error: HTTP2Error, on u: SlabKey) {
        guard self.upstreams.contains(s) else { return }
        let state = self.upstreams[s].multiplexing
        let x = self.upstreams[s].exchange
        self.upstreamStreams[state].isCut = true
        if self.exchanges[x].stage == .tunnelling { return self.closeTunnel(x) }
        // It broke the rule behind the end of its answer.
        guard !self.upstreamStreams[state].hasEnded else { return self.upstreamMoved(s) }
        self.noteViolation(x, error, on: u)
        let phase: Fault.Phase = self.upstreamStreams[state].framing == .none ? .responseHead : .responseBody
        self.responseFailed(x, Self.fault(of: error, phase), errno: 0)
    }

    /// What has a name in HTTP/1.1 as well keeps it.
    private static func fault(of error: HTTP2Error, _ phase: Fault.Phase) -> Fault {
        switch error.rule {
        case .headerListTooLarge:
            let limit = Int32(clamping: UpstreamSession.limits.headerListSize)
            let detail: Fault.Detail = phase == .responseHead ? .responseHeadTooLarge : .responseTrailersTooLarge
            return Fault(detail, side: .upstream, phase: phase, code: limit)
        case .interimFlood:
            let limit = Int32(clamping: UpstreamSession.limits.interims)
            return Fault(.interimFlood, side: .upstream, phase: phase, code: limit)
        // Default: everything else is HTTP/2's own.
        default:
            return Fault(.http2Violation, side: .upstream, phase: phase, code: Int32(error.code.rawValue))
        }
    }

    /// Takes a stream off its connection.
    ///
    /// One whose response was read to the end stays with the connection until the peer ends it, too: many servers send
    /// the end in a frame of its own, and a reset would count as one of a flood. Any other that is not over is reset.
    func closeUpstreamStream(_ s: SlabKey) {
        let state = self.upstreams[s].multiplexing
        let u = self.upstreamStreams[state].carrier
        if !u.isNone {
            let session = self.upstreams[u].multiplexing
            self.leave(s, state, u, session)
            if let place = self.upstreamSessions[session].streams.lastIndex(of: s) {
                self.upstreamSessions[session].streams.swapAt(place, self.upstreamSessions[session].streams.count - 1)
                self.upstreamSessions[session].streams.removeLast()
            }
            if self.upstreamSessions[session].streams.isEmpty { self.upstreamSessions[session].idleSince = self.now }
            self.markSessionReady(u)
            self.markAwaitingStreams(self.upstreams[u].endpoint)
        }
        self.timers.value.cancel(Self.timer(upstream: s))
        self.blocks.takeBack(&self.upstreams[s].input)
        self.blocks.takeBack(&self.upstreams[s].output)
        self.upstreams[s].exchange = .none
        self.upstreamStreams.remove(state)
        self.upstreams.remove(s)
    }

    private func leave(_ s: SlabKey, _ state: SlabKey, _ u: SlabKey, _ session: SlabKey) {
        let id = self.upstreamStreams[state].id
        guard id != 0, self.upstreamSessions[session].connection.tag(of: id) != nil else { return }
        self.blocks.lend(to: &self.upstreams[u].output)
        let isWhole = self.upstreamStreams[state].phase == .ended && self.upstreamStreams[state].isRead
        guard !isWhole else {
            self.upstreamSessions[session].connection.consumed(
                id,
                self.upstreamStreams[state].held,
                output: &self.upstreams[u].output
            )
            return self.upstreamSessions[session].connection.attach(.none, to: id)
        }
        self.upstreamSessions[session].connection.reset(id, .cancel, output: &self.upstreams[u].output)
        // Nothing at all has come since it was opened: perhaps nobody is there any more.
        let openedAt = self.upstreamStreams[state].openedAt
        let isSilent = self.upstreamSessions[session].lastReceived < openedAt
        if isSilent, self.now - openedAt >= Self.suspiciousSilence { self.pingUpstream(u, session) }
    }

    private static var suspiciousSilence: UInt64 { 1_000_000_000 }
}
