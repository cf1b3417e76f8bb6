public import GatewayBytes
internal import GatewayWire

/// Content that comes in, and the windows for it (RFC 9113 §5.2, §6.1, §6.9).
extension HTTP2Connection {
    internal mutating func data(
        _ piece: HTTP2DataPiece,
        now: UInt64,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        guard !self.isIdle(piece.stream) else { throw .connection(.protocolError, .streamIdle) }
        guard self.receiveWindow.receive(piece.flowCount) else {
            throw .connection(.flowControlError, .flowControlExceeded)
        }
        if piece.content.isEmpty, piece.flowCount == piece.overhead, !piece.endStream {
            try HTTP2Meters.spend(&self.meters.emptyData, now: now, .emptyDataFlood)
        }
        guard let slot = self.table.slot(of: piece.stream) else {
            self.creditConnection(piece.flowCount, output: &output)
            // The rest of a frame whose beginning was answered, or what was under way when we reset the stream.
            if piece.flowCount == 0 || self.isIgnored(piece.stream) { return .proceed }
            return try self.failStream(piece.stream, .streamClosed, .streamClosed, now: now, output: &output)
        }
        if let error = self.judge(piece, slot) {
            self.creditConnection(piece.flowCount, output: &output)
            return try self.failStream(piece.stream, error.code, error.rule, now: now, output: &output)
        }
        return self.accept(piece, slot, output: &output)
    }

    /// What is wrong with it on its stream, or nil.
    private mutating func judge(_ piece: HTTP2DataPiece, _ slot: Int) -> HTTP2Error? {
        let stream = self.table[slot]
        let scope = HTTP2Error.Scope.stream(piece.stream)
        if stream.remoteEnded { return HTTP2Error(scope, .streamClosed, .streamHalfClosed) }
        guard stream.hasHead else { return HTTP2Error(scope, .protocolError, .dataBeforeHead) }
        guard self.table[slot].receiveWindow.receive(piece.flowCount) else {
            return HTTP2Error(scope, .flowControlError, .flowControlExceeded)
        }
        // The whole frame with its first piece: what is too long is refused before any of it is passed on.
        let received = stream.received &+ UInt64(piece.flowCount &- piece.overhead)
        self.table[slot].received = received
        let isWrong =
            stream.forbidsContent
            ? received > 0
            : stream.expected.map { received > $0 || (piece.endStream && received < $0) } ?? false
        guard isWrong else { return nil }
        // Its bytes are given back by the caller, and are not the stream's any more.
        _ = self.table[slot].receiveWindow.consume(piece.flowCount)
        return HTTP2Error(scope, .protocolError, .contentLengthDiffers)
    }

    private mutating func accept(
        _ piece: HTTP2DataPiece,
        _ slot: Int,
        output: inout Buffer
    ) -> HTTP2Action {
        let tag = self.table[slot].tag
        if piece.overhead > 0 { self.credit(slot, piece.overhead, output: &output) }
        if piece.endStream {
            self.table[slot].remoteEnded = true
            self.closeIfEnded(slot, output: &output)
        } else if piece.content.isEmpty {
            return .proceed
        }
        return .data(stream: piece.stream, tag: tag, content: piece.content, endStream: piece.endStream)
    }

    /// Content was taken: opens the windows again, wider where they were what slowed the peer down.
    public mutating func consumed(_ stream: UInt32, _ count: Int, output: inout Buffer) {
        guard count > 0, let slot = self.table.slot(of: stream) else { return }
        // What a closed stream held was given back when it closed.
        self.credit(slot, min(count, self.table[slot].receiveWindow.unread), output: &output)
    }

    private mutating func credit(_ slot: Int, _ count: Int, output: inout Buffer) {
        self.creditConnection(count, output: &output)
        guard let increment = self.table[slot].receiveWindow.consume(count) else { return }
        guard !self.table[slot].remoteEnded else { return }
        output.append(windowUpdate: self.table[slot].id, increment)
    }

    /// RFC 9113 §6.9, §6.9.1.
    internal mutating func windowUpdate(
        _ stream: UInt32,
        _ increment: UInt32,
        now: UInt64,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        try HTTP2Meters.spend(&self.meters.windowUpdates, now: now, .windowUpdateFlood)
        if stream == 0 {
            guard increment > 0 else { throw .connection(.protocolError, .windowIncrementZero) }
            self.sendWindow &+= Int(increment)
            guard self.sendWindow <= 0x7fff_ffff else { throw .connection(.flowControlError, .windowOverflow) }
            return .writable
        }
        guard !self.isIdle(stream) else { throw .connection(.protocolError, .streamIdle) }
        guard let slot = self.table.slot(of: stream) else { return .proceed }
        guard increment > 0 else {
            return try self.failStream(stream, .protocolError, .windowIncrementZero, now: now, output: &output)
        }
        self.table[slot].sendWindow &+= Int(increment)
        guard self.table[slot].sendWindow <= 0x7fff_ffff else {
            return try self.failStream(stream, .flowControlError, .windowOverflow, now: now, output: &output)
        }
        self.enqueue(slot)
        return .writable
    }

    /// Puts a stream in the queue when it has content and a window.
    internal mutating func enqueue(_ slot: Int) {
        let stream = self.table[slot]
        guard stream.isPending, stream.sendWindow > 0, !stream.localEnded else { return }
        self.queue.insert(slot, id: stream.id, stream.priority)
    }
}
