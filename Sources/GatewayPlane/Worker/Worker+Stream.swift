internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Streams of HTTP/2 as clients: requests come in by frames and leave no connection behind.
extension Worker {
    // MARK: - Beginning

    /// A request's head is in the message buffer.
    func openStream(_ id: UInt32, on c: SlabKey, endStream: Bool) {
        guard let s = self.insertStream(id, on: c, endStream: endStream) else { return }
        let x = self.clients[s].exchange
        self.clients[s].input.append(self.message.value)
        do throws(Fault) {
            let count = try self.clients[s].input.withSpan { bytes throws(Fault) in
                try self.exchanges[x].request.read(
                    http2: bytes,
                    limits: self.settings.value.limits.request,
                    endStream: endStream
                )
            }
            self.exchanges[x].headCount = count
            self.startExchange(x)
        } catch {
            self.clients[s].stage = .exchanging
            self.answer(x, error)
        }
    }

    /// A head over the limit: the stream exists to be answered 431.
    func refuseStream(_ id: UInt32, on c: SlabKey, endStream: Bool) {
        guard let s = self.insertStream(id, on: c, endStream: endStream) else { return }
        self.clients[s].stage = .exchanging
        let limit = Int32(clamping: self.settings.value.limits.request.head)
        self.answer(
            self.clients[s].exchange,
            Fault(.requestHeadTooLarge, side: .client, phase: .requestHead, code: limit)
        )
    }

    /// A client and its exchange for a stream, which is refused where there is no room for them.
    private func insertStream(_ id: UInt32, on c: SlabKey, endStream: Bool) -> SlabKey? {
        let session = self.clients[c].multiplexing
        guard let (state, s, x) = self.takeStreamSlots() else {
            self.sessions[session].connection.reset(id, .refusedStream, output: &self.clients[c].output)
            return nil
        }
        self.streams[state].open(carrier: c, id: id)
        self.streams[state].hasEnded = endStream
        self.clients[s].open(.none, peer: self.clients[c].peer, listener: Int(self.clients[c].listener), now: self.now)
        self.clients[s].carrier = .stream
        self.clients[s].multiplexing = state
        self.clients[s].relay = self.clients[c].relay
        self.clients[s].destination = self.clients[c].destination
        self.clients[s].isTrusted = self.clients[c].isTrusted
        self.clients[s].redirectPort = self.clients[c].redirectPort
        self.clients[s].requests = 1
        self.blocks.lend(to: &self.clients[s].input)
        self.exchanges[x].open(client: s, now: self.now, wall: self.wall)
        self.clients[s].exchange = x
        self.clients[s].stage = .readingHead
        self.sessions[session].connection.attach(s, to: id)
        self.sessions[session].streams.append(s)
        self.clients[c].requests &+= 1
        if self.clients[c].requests >= self.settings.value.limits.requestsPerConnection { self.beginSessionEnd(c) }
        return s
    }

    /// Slots of a stream's state, its client and its exchange: all of them, or none.
    private func takeStreamSlots() -> (state: SlabKey, client: SlabKey, exchange: SlabKey)? {
        guard let state = self.streams.insert() else { return nil }
        guard let client = self.clients.insert() else {
            self.streams.remove(state)
            return nil
        }
        guard let exchange = self.exchanges.insert() else {
            self.streams.remove(state)
            self.clients.remove(client)
            return nil
        }
        return (state, client, exchange)
    }

    // MARK: - Content of requests

    /// Content is in the connection's input.
    func feedStream(_ s: SlabKey, _ id: UInt32, _ content: ByteRange, on c: SlabKey, endStream: Bool) {
        guard self.clients.contains(s), self.takesContent(s) else {
            let session = self.clients[c].multiplexing
            return self.sessions[session].connection.consumed(id, Int(content.count), output: &self.clients[c].output)
        }
        let x = self.clients[s].exchange
        let count = Int(content.count)
        let isChunked = self.exchanges[x].request.framing == .chunked
        if count > 0 {
            self.blocks.lend(to: &self.clients[s].input)
            if isChunked { self.clients[s].input.append(chunkHeader: count) }
            self.clients[s].input.append(self.clients[c].input, from: Int(content.start), count: count)
            if isChunked { self.clients[s].input.append("\r\n") }
            self.streams[self.clients[s].multiplexing].held += count
        }
        if endStream { return self.endRequest(s, withTrailers: false) }
        self.clients[s].canRead = true
        self.clientMoved(s, isBroken: false)
    }

    /// Whether anybody will read what comes.
    private func takesContent(_ s: SlabKey) -> Bool {
        let x = self.clients[s].exchange
        guard !x.isNone, !self.streams[self.clients[s].multiplexing].hasEnded else { return false }
        // What is sent ahead of the answer to an extended CONNECT is the tunnel's.
        return self.exchanges[x].request.wantsUpgrade
            || !(self.exchanges[x].requestRead || self.exchanges[x].sendingStopped)
    }

    /// The request is complete; its trailers, if any, are in the message buffer.
    func endRequest(_ s: SlabKey, withTrailers: Bool) {
        guard self.clients.contains(s), !self.clients[s].exchange.isNone else { return }
        let state = self.clients[s].multiplexing
        guard !self.streams[state].hasEnded else { return }
        self.streams[state].hasEnded = true
        let x = self.clients[s].exchange
        if self.exchanges[x].request.framing == .chunked {
            self.blocks.lend(to: &self.clients[s].input)
            self.clients[s].input.append("0\r\n")
            if withTrailers {
                self.clients[s].input.append(self.message.value)
            } else {
                self.clients[s].input.append("\r\n")
            }
        }
        self.clients[s].canRead = true
        self.clientMoved(s, isBroken: false)
    }

    /// Gives the windows back what was taken from the input.
    func creditStream(_ s: SlabKey, head: Int) {
        let state = self.clients[s].multiplexing
        let left = max(0, self.clients[s].input.count - head)
        let taken = self.streams[state].held - min(self.streams[state].held, left)
        guard taken > 0 else { return }
        self.streams[state].held -= taken
        let c = self.streams[state].carrier
        self.blocks.lend(to: &self.clients[c].output)
        let session = self.clients[c].multiplexing
        self.sessions[session].connection.consumed(self.streams[state].id, taken, output: &self.clients[c].output)
        self.markReady(c)
    }

    /// Moves a tunnel's bytes out of the input.
    func readStream(_ s: SlabKey, into buffer: inout Buffer) -> IOResult {
        let head = self.exchanges[self.clients[s].exchange].headCount
        let count = self.clients[s].input.count - head
        guard count > 0 else {
            return self.streams[self.clients[s].multiplexing].hasEnded ? .ended : .wouldBlock
        }
        buffer.append(self.clients[s].input, from: head, count: count)
        self.clients[s].input.truncate(to: head)
        self.creditStream(s, head: head)
        return .moved(count)
    }

    // MARK: - Ending

    /// The client reset the stream, or broke a rule on it, or its connection is gone.
    func streamLeft(_ s: SlabKey) {
        guard self.clients.contains(s) else { return }
        let x = self.clients[s].exchange
        if x.isNone { self.closeClient(s) } else { self.clientLeft(x) }
    }

    /// The response is complete.
    func finishStream(_ s: SlabKey) {
        self.endStream(s)
        self.closeClient(s)
    }

    /// Takes a stream off its connection; one that is not complete on both sides is reset.
    func closeStream(_ s: SlabKey) {
        let state = self.clients[s].multiplexing
        let c = self.streams[state].carrier
        let session = self.clients[c].multiplexing
        let id = self.streams[state].id
        if self.sessions[session].connection.tag(of: id) != nil {
            // RFC 9113 §8.1: the answer is complete, and the rest of the request is not needed.
            let code: HTTP2ErrorCode = self.streams[state].phase == .ended ? .noError : .internalError
            self.blocks.lend(to: &self.clients[c].output)
            self.sessions[session].connection.reset(id, code, output: &self.clients[c].output)
        }
        if let place = self.sessions[session].streams.lastIndex(of: s) {
            self.sessions[session].streams.swapAt(place, self.sessions[session].streams.count - 1)
            self.sessions[session].streams.removeLast()
        }
        self.markReady(c)
        self.timers.value.cancel(Self.timer(client: s))
        self.blocks.takeBack(&self.clients[s].input)
        self.blocks.takeBack(&self.clients[s].output)
        self.streams.remove(state)
        self.clients.remove(s)
    }
}
