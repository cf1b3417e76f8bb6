public import GatewayBytes
public import GatewayWire

/// Messages that go out.
///
/// Every function does nothing where the stream is closed, which it can be since the last action.
extension HTTP2Connection {
    /// Whether a request may be sent: the peer allows one more stream, and goes on.
    public var canOpen: Bool {
        mutating get {
            self.role == .client && self.failure == nil && self.peerLast == nil && self.ourLast == nil
                && !self.table.isFull && self.table.count < self.peer.concurrentStreams
                && self.nextStream < Self.mostStream
        }
    }

    /// Sends a request and returns its stream, or nil where `canOpen` is false.
    ///
    /// - Parameter text: a head in HTTP/1.1 form, as `RequestComposer` writes it.
    public mutating func open(
        _ text: borrowing Span<UInt8>,
        _ request: HTTP2Request,
        tag: SlabKey,
        endStream: Bool,
        output: inout Buffer
    ) -> UInt32? {
        guard self.canOpen else { return nil }
        var stream = self.newStream(self.nextStream)
        stream.tag = tag
        stream.isHead = request.isHead
        stream.isConnect = request.isConnect || request.upgrade != nil
        stream.localEnded = endStream
        guard self.table.insert(stream) != nil else { return nil }
        self.nextStream &+= 2
        self.outgoing.clear()
        self.headWriter.writeRequest(
            text,
            isTLS: request.isTLS,
            acceptsTrailers: request.acceptsTrailers,
            neverIndexed: request.neverIndexed,
            upgrade: request.upgrade,
            into: &self.outgoing
        )
        self.appendHeaders(stream.id, endStream: endStream, &output)
        return stream.id
    }

    /// Sends a response head, final or interim.
    ///
    /// - Parameter text: in HTTP/1.1 form, as `ResponseComposer` writes it.
    public mutating func sendHead(
        _ stream: UInt32,
        _ text: borrowing Span<UInt8>,
        neverIndexed: NeverIndexedNames = NeverIndexedNames(),
        endStream: Bool,
        output: inout Buffer
    ) {
        guard let slot = self.table.slot(of: stream), !self.table[slot].localEnded else { return }
        self.outgoing.clear()
        self.headWriter.writeResponse(text, neverIndexed: neverIndexed, into: &self.outgoing)
        self.appendHeaders(stream, endStream: endStream, &output)
        if endStream { self.endLocal(slot, output: &output) }
    }

    /// Sends trailers, which end the message.
    public mutating func sendTrailers(_ stream: UInt32, _ text: borrowing Span<UInt8>, output: inout Buffer) {
        guard let slot = self.table.slot(of: stream), !self.table[slot].localEnded else { return }
        self.outgoing.clear()
        self.headWriter.writeTrailers(text, into: &self.outgoing)
        self.appendHeaders(stream, endStream: true, &output)
        self.endLocal(slot, output: &output)
    }

    private mutating func appendHeaders(_ stream: UInt32, endStream: Bool, _ output: inout Buffer) {
        // A large frame size is no reason to hold up other streams.
        let size = min(self.peer.maxFrameSize, 16_384)
        output.append(headers: stream, self.outgoing.span, endStream: endStream, maxFrameSize: size)
    }

    // MARK: - Content

    /// How much content the windows allow now.
    public mutating func sendable(_ stream: UInt32) -> Int {
        guard let slot = self.table.slot(of: stream), !self.table[slot].localEnded else { return 0 }
        return max(0, min(self.sendWindow, self.table[slot].sendWindow))
    }

    /// Sends content as far as windows and one frame allow; returns how much of it.
    ///
    /// - Parameter endStream: the message ends with the last of `content`; it is told when all of it was sent.
    public mutating func sendData(
        _ stream: UInt32,
        _ content: borrowing Span<UInt8>,
        endStream: Bool,
        output: inout Buffer
    ) -> Int {
        guard let slot = self.table.slot(of: stream), !self.table[slot].localEnded else { return 0 }
        let window = max(0, min(self.sendWindow, self.table[slot].sendWindow))
        let count = min(content.count, window, 16_384)
        let ends = endStream && count == content.count
        guard count > 0 || ends else { return 0 }
        output.append(data: stream, content, 0..<count, endStream: ends)
        self.sendWindow &-= count
        self.table[slot].sendWindow &-= count
        self.meters.sentData()
        if ends {
            self.endLocal(slot, output: &output)
        } else if self.table[slot].sendWindow <= 0 {
            self.queue.remove(slot)
        } else {
            self.queue.rotate(slot)
        }
        return count
    }

    /// Says whether a stream has content to send; only such streams are named by `nextWritable`.
    public mutating func setPending(_ stream: UInt32, _ isPending: Bool) {
        guard let slot = self.table.slot(of: stream) else { return }
        self.table[slot].isPending = isPending
        if isPending { self.enqueue(slot) } else { self.queue.remove(slot) }
    }

    /// The stream whose content goes next (RFC 9218), or nil while windows are closed or nothing waits.
    public var nextWritable: UInt32? {
        guard self.sendWindow > 0, let slot = self.queue.first else { return nil }
        return self.table[slot].id
    }

    /// Gives that stream its turn: returns what the driver calls it.
    ///
    /// It is named again once it says that it has more to send.
    public mutating func takeTurn() -> SlabKey? {
        guard let stream = self.nextWritable, let slot = self.table.slot(of: stream) else { return nil }
        self.table[slot].isPending = false
        self.queue.remove(slot)
        return self.table[slot].tag
    }

    private mutating func endLocal(_ slot: Int, output: inout Buffer) {
        self.table[slot].localEnded = true
        self.table[slot].isPending = false
        self.queue.remove(slot)
        self.closeIfEnded(slot, output: &output)
    }

    // MARK: - Ending

    /// Resets a stream.
    ///
    /// A server that answered before the request ended says `noError` (RFC 9113 §8.1); a request of a client that
    /// left is a `cancel`; what was not processed is a `refusedStream`.
    public mutating func reset(_ stream: UInt32, _ code: HTTP2ErrorCode, output: inout Buffer) {
        guard let slot = self.table.slot(of: stream) else { return }
        output.append(rstStream: stream, code)
        self.recentResets.insert(stream)
        self.close(slot, output: &output)
    }

    /// Sends a PING; the answer is the action `pong`.
    public mutating func ping(_ payload: UInt64, output: inout Buffer) {
        output.append(ping: payload, isAck: false)
    }

    /// Announces the end: requests under way to us still count (RFC 9113 §6.8).
    ///
    /// Follow with `finishShutdown` after a round trip, which a PING measures.
    public mutating func beginShutdown(output: inout Buffer) {
        guard self.ourLast == nil, self.failure == nil else { return }
        let last = self.role == .server ? Self.mostStream : 0
        self.ourLast = last
        output.append(goAway: last, .noError)
    }

    /// Says which streams were the last ones; later ones are ignored.
    public mutating func finishShutdown(output: inout Buffer) {
        guard self.ourLast ?? Self.mostStream == Self.mostStream, self.failure == nil else { return }
        self.ourLast = self.lastPeerStream
        output.append(goAway: self.lastPeerStream, .noError)
    }

    /// Ends the connection for a reason of our own, such as a timer.
    public mutating func abort(
        _ code: HTTP2ErrorCode,
        _ rule: HTTP2Rule = .peerTooSlow,
        output: inout Buffer
    ) {
        guard self.failure == nil else { return }
        _ = self.fail(.connection(code, rule), output: &output)
    }
}
