internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Responses of streams: what was composed in HTTP/1.1 form becomes frames.
extension Worker {
    func writeStream(_ s: SlabKey) -> IOResult { self.writeStream(s, then: Span()) }

    /// Sends the client's output, which it consumes, and then `content`.
    ///
    /// Returns what moved in all, in bytes of the HTTP/1.1 form.
    func writeStream(_ s: SlabKey, then content: borrowing Span<UInt8>) -> IOResult {
        let state = self.clients[s].multiplexing
        let c = self.streams[state].carrier
        self.blocks.lend(to: &self.clients[c].output)
        let before = self.clients[s].output.count
        while !self.clients[s].output.isEmpty, self.writeOutput(s, state, c) {}
        var moved = before - self.clients[s].output.count
        if self.clients[s].output.isEmpty {
            while moved - before < content.count {
                let rest = content.extracting(droppingFirst: moved - before)
                let count = self.sendContent(rest, state, c)
                guard count > 0 else { break }
                moved += count
            }
        }
        self.markReady(c)
        let isBlocked = !self.clients[s].output.isEmpty || moved - before < content.count
        if isBlocked {
            self.sessions[self.clients[c].multiplexing].connection.setPending(self.streams[state].id, true)
        }
        return moved > 0 ? .moved(moved) : .wouldBlock
    }

    /// One step; returns whether anything moved.
    private func writeOutput(_ s: SlabKey, _ state: SlabKey, _ c: SlabKey) -> Bool {
        switch self.streams[state].phase {
        case .head: return self.writeHead(s, state, c)
        case .chunked: return self.writeChunks(s, state, c)
        case .length, .untilEnd:
            let count = self.clients[s].output.withSpan { self.sendContent($0, state, c) }
            self.clients[s].output.consume(count)
            return count > 0
        case .ended:
            // Nothing belongs behind the end.
            self.clients[s].output.clear()
            return true
        }
    }

    // MARK: - Heads

    private func writeHead(_ s: SlabKey, _ state: SlabKey, _ c: SlabKey) -> Bool {
        let x = self.clients[s].exchange
        let method: Method = x.isNone ? .get : self.exchanges[x].request.method
        let head = self.clients[s].output.withSpan { self.readOwnHead($0, method) }
        let isInterim = head.status < 200 && head.status != 101
        let framing = head.status == 101 ? BodyFraming.untilClose : head.framing
        let ends = !isInterim && (framing == .none || framing == .length(0))
        self.clients[s].output.withSpan {
            self.sessions[self.clients[c].multiplexing].connection.sendHead(
                self.streams[state].id,
                $0.extracting(0..<head.count),
                endStream: ends,
                output: &self.clients[c].output
            )
        }
        self.clients[s].output.consume(head.count)
        if !isInterim { self.beginContent(state, framing, ends: ends) }
        return true
    }

    /// The gateway wrote it: it can be read, and its size was judged where it came from.
    private func readOwnHead(
        _ bytes: borrowing Span<UInt8>,
        _ method: Method
    ) -> (count: Int, status: UInt16, framing: BodyFraming) {
        if let head = WrittenHead(bytes, requestMethod: method) { return (head.count, head.status, head.framing) }
        self.streamHead.value.reset()
        let progress = try? self.streamHead.value.parse(bytes, limits: Self.ownHead, requestMethod: method)
        let status = self.streamHead.value.status
        guard case .complete(let count)? = progress else { return (bytes.count, status, .none) }
        return (count, status, self.streamHead.value.framing)
    }

    private static var ownHead: HeadLimits {
        HeadLimits(startLine: 1 << 20, field: 1 << 24, head: 1 << 25, fieldCount: 65_535, interim: 0)
    }

    private func beginContent(_ state: SlabKey, _ framing: BodyFraming, ends: Bool) {
        guard !ends else { return self.streams[state].phase = .ended }
        switch framing {
        case .none: self.streams[state].phase = .ended
        case .length(let length):
            self.streams[state].remaining = length
            self.streams[state].phase = .length
        case .chunked:
            self.streams[state].chunks = BodyDecoder(framing: .chunked, side: .upstream)
            self.streams[state].pending = 0
            self.streams[state].phase = .chunked
        case .untilClose: self.streams[state].phase = .untilEnd
        }
    }

    // MARK: - Content

    /// Sends content without framing of its own; returns how much of it.
    private func sendContent(_ content: borrowing Span<UInt8>, _ state: SlabKey, _ c: SlabKey) -> Int {
        guard self.clients[c].output.count < Self.frameLimit else { return 0 }
        let isLength = self.streams[state].phase == .length
        let ends = isLength && UInt64(content.count) >= self.streams[state].remaining
        let count = self.sessions[self.clients[c].multiplexing].connection.sendData(
            self.streams[state].id,
            content,
            endStream: ends,
            output: &self.clients[c].output
        )
        guard isLength else { return count }
        self.streams[state].remaining -= min(UInt64(count), self.streams[state].remaining)
        if self.streams[state].remaining == 0 { self.streams[state].phase = .ended }
        return count
    }

    private func writeChunks(_ s: SlabKey, _ state: SlabKey, _ c: SlabKey) -> Bool {
        if self.streams[state].pending > 0 {
            let pending = self.streams[state].pending
            let count = self.clients[s].output.withSpan { self.sendContent($0.extracting(0..<pending), state, c) }
            self.streams[state].pending -= count
            self.clients[s].output.consume(count)
            return count > 0
        }
        let step = self.clients[s].output.withSpan { bytes in
            try? self.streams[state].chunks.next(bytes, trailers: &self.streams[state].trailers)
        }
        switch step {
        case .data(let offset, let count):
            self.clients[s].output.consume(offset)
            self.streams[state].pending = count
            return true
        case .needMore(let consumed):
            self.clients[s].output.consume(consumed)
            return consumed > 0
        case .end(let consumed):
            self.sendTrailers(s, state, c)
            self.clients[s].output.consume(consumed)
            return true
        case nil:
            assertionFailure("the gateway writes chunks that can be read")
            self.clients[s].output.clear()
            return false
        }
    }

    private func sendTrailers(_ s: SlabKey, _ state: SlabKey, _ c: SlabKey) {
        guard self.streams[state].trailers.count > 0 else { return self.sendEnd(state, c) }
        self.message.value.clear()
        for index in 0..<self.streams[state].trailers.count {
            let slot = self.streams[state].trailers[index]
            self.message.value.append(self.clients[s].output, from: Int(slot.name.start), count: Int(slot.name.count))
            self.message.value.append(": ")
            self.message.value.append(self.clients[s].output, from: Int(slot.value.start), count: Int(slot.value.count))
            self.message.value.append("\r\n")
        }
        self.message.value.withSpan {
            self.sessions[self.clients[c].multiplexing].connection.sendTrailers(
                self.streams[state].id,
                $0,
                output: &self.clients[c].output
            )
        }
        self.streams[state].phase = .ended
    }

    private func sendEnd(_ state: SlabKey, _ c: SlabKey) {
        _ = self.sessions[self.clients[c].multiplexing].connection.sendData(
            self.streams[state].id,
            Span(),
            endStream: true,
            output: &self.clients[c].output
        )
        self.streams[state].phase = .ended
    }

    /// Ends a stream whose content has no end of its own.
    func endStream(_ s: SlabKey) {
        let state = self.clients[s].multiplexing
        guard self.streams[state].phase == .untilEnd, self.clients[s].output.isEmpty else { return }
        let c = self.streams[state].carrier
        self.blocks.lend(to: &self.clients[c].output)
        self.sendEnd(state, c)
        self.markReady(c)
    }
}
