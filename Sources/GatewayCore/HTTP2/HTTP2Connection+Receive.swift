public import GatewayBytes
internal import GatewayWire

/// Frames that come in.
extension HTTP2Connection {
    /// Reads one frame, or a piece of one.
    ///
    /// Call again with what is left of the input until the action is `needMore` or `closed`.
    ///
    /// - Parameters:
    ///   - now: milliseconds from any fixed moment.
    ///   - message: receives the text of a head or of trailers; take it before the next call.
    ///   - output: frames to send, in this order.
    public mutating func receive(
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) -> HTTP2Received {
        if let failure = self.failure { return HTTP2Received(input.count, .closed(failure)) }
        do throws(HTTP2Error) {
            guard self.prefaceCount == HTTP2Preface.bytes.count else { return try self.readPreface(input) }
            switch try self.reader.next(input) {
            case .needMore(let count): return HTTP2Received(0, .needMore(count: count))
            case .frame(let frame, let consumed):
                return HTTP2Received(
                    consumed,
                    try self.handle(frame, input, now: now, message: &message, output: &output)
                )
            }
        } catch {
            return HTTP2Received(input.count, self.fail(error, output: &output))
        }
    }

    /// The same for input in a buffer that lies beside the connection.
    public mutating func receive(
        _ input: borrowing Buffer,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) -> HTTP2Received {
        self.receive(input.span, now: now, message: &message, output: &output)
    }

    private mutating func readPreface(_ input: borrowing Span<UInt8>) throws(HTTP2Error) -> HTTP2Received {
        let expected = HTTP2Preface.bytes.count
        let count = min(input.count, expected &- self.prefaceCount)
        for offset in 0..<count where input[offset] != HTTP2Preface.bytes[self.prefaceCount &+ offset] {
            throw .connection(.protocolError, .prefaceInvalid)
        }
        self.prefaceCount &+= count
        return HTTP2Received(count, self.prefaceCount < expected ? .needMore(count: 1) : .proceed)
    }

    /// Ends the connection.
    internal mutating func fail(_ error: HTTP2Error, output: inout Buffer) -> HTTP2Action {
        self.failure = error
        output.append(goAway: self.lastPeerStream, error.code, debug: error.rule.name)
        return .closed(error)
    }

    /// Tells the peer, in the GOAWAY that `receive` has just written, under which id its failure can be looked up.
    public func identifyFailure(as id: String, output: inout Buffer) {
        guard let failure = self.failure else { return }
        output.extend(goAway: failure.rule.name, by: "; incident=\(id)")
    }

    private mutating func handle(
        _ frame: HTTP2Frame,
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        if let assembly = self.assembly {
            guard case .continuation(assembly.stream, let block, let endHeaders) = frame else {
                throw .connection(.protocolError, .continuationExpected)
            }
            let fragment = HTTP2HeaderFragment(range: block, isLast: endHeaders)
            return try self.continuation(assembly, fragment, input, now: now, message: &message, output: &output)
        }
        if !self.hasSettings {
            guard case .settings = frame else { throw .connection(.protocolError, .settingsNotFirst) }
        }
        return try self.dispatch(frame, input, now: now, message: &message, output: &output)
    }

    private mutating func dispatch(
        _ frame: HTTP2Frame,
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        switch frame {
        case .data(let stream, let content, let flowCount, let overhead, let endStream):
            let piece = HTTP2DataPiece(
                stream: stream,
                content: content,
                flowCount: flowCount,
                overhead: overhead,
                endStream: endStream
            )
            return try self.data(piece, now: now, output: &output)
        case .headers(let stream, let block, let endHeaders, let endStream):
            let assembly = HTTP2HeaderAssembly(stream: stream, endStream: endStream)
            let fragment = HTTP2HeaderFragment(range: block, isLast: endHeaders)
            return try self.headers(assembly, fragment, input, now: now, message: &message, output: &output)
        case .continuation: throw .connection(.protocolError, .continuationUnexpected)
        case .pushPromise: throw .connection(.protocolError, .pushPromiseReceived)
        case .rstStream(let stream, let code):
            return try self.resetByPeer(stream, code, now: now, output: &output)
        case .windowUpdate(let stream, let increment):
            return try self.windowUpdate(stream, increment, now: now, output: &output)
        case .settings, .settingsAck, .ping, .goAway, .priority, .priorityUpdate, .unknown:
            return try self.control(frame, input, now: now, output: &output)
        }
    }

    // MARK: - Streams that end

    private mutating func resetByPeer(
        _ stream: UInt32,
        _ code: HTTP2ErrorCode,
        now: UInt64,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        guard !self.isIdle(stream) else { throw .connection(.protocolError, .streamIdle) }
        if self.role == .server { try HTTP2Meters.spend(&self.meters.resets, now: now, .rapidReset) }
        guard let slot = self.table.slot(of: stream) else { return .proceed }
        let tag = self.table[slot].tag
        self.close(slot, output: &output)
        let isUnprocessed = self.role == .client && code == .refusedStream
        return .reset(stream: stream, tag: tag, code, isUnprocessed: isUnprocessed)
    }

    /// Resets a stream whose peer broke a rule.
    internal mutating func failStream(
        _ stream: UInt32,
        _ code: HTTP2ErrorCode,
        _ rule: HTTP2Rule,
        now: UInt64,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        // To make us reset is as cheap as to reset (CVE-2025-8671).
        try HTTP2Meters.spend(&self.meters.resets, now: now, .rapidReset)
        output.append(rstStream: stream, code)
        self.recentResets.insert(stream)
        guard let slot = self.table.slot(of: stream) else { return .proceed }
        let tag = self.table[slot].tag
        self.close(slot, output: &output)
        return .failed(stream: stream, tag: tag, .stream(stream, code, rule))
    }
}
