internal import GatewayBytes
internal import GatewayWire

/// Header blocks that come in (RFC 9113 §6.2, §6.10, §8.1).
extension HTTP2Connection {
    internal mutating func headers(
        _ assembly: HTTP2HeaderAssembly,
        _ fragment: HTTP2HeaderFragment,
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        guard assembly.stream & 1 == 1 else { throw .connection(.protocolError, .streamIdentifierInvalid) }
        if fragment.isLast {
            let block = input.extracting(fragment.range.offsets)
            return try self.finish(assembly, block, now: now, message: &message, output: &output)
        }
        self.block.clear()
        self.block.append(input, from: Int(fragment.range.start), count: Int(fragment.range.count))
        self.assembly = assembly
        return .proceed
    }

    internal mutating func continuation(
        _ assembly: HTTP2HeaderAssembly,
        _ fragment: HTTP2HeaderFragment,
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        guard assembly.continuations < self.limits.continuations else {
            throw .connection(.enhanceYourCalm, .continuationFlood)
        }
        guard self.block.count &+ Int(fragment.range.count) <= self.limits.headerBlockSize else {
            throw .connection(.enhanceYourCalm, .headerBlockTooLarge)
        }
        self.block.append(input, from: Int(fragment.range.start), count: Int(fragment.range.count))
        guard fragment.isLast else {
            self.assembly?.continuations &+= 1
            return .proceed
        }
        self.assembly = nil
        // Out of `self` while it is read; freed after, because hardly any head is that large.
        var block = Buffer()
        swap(&block, &self.block)
        return try self.finish(assembly, block.span, now: now, message: &message, output: &output)
    }

    private mutating func finish(
        _ assembly: HTTP2HeaderAssembly,
        _ block: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        if let slot = self.table.slot(of: assembly.stream) {
            return try self.continueStream(slot, assembly, block, now: now, message: &message, output: &output)
        }
        let isNew = self.role == .server && assembly.stream > self.lastPeerStream
        guard isNew else {
            guard !self.isIdle(assembly.stream) else { throw .connection(.protocolError, .streamIdle) }
            guard self.isIgnored(assembly.stream) else {
                throw .connection(.streamClosed, .streamClosed)
            }
            return try self.drop(block, message: &message)
        }
        self.lastPeerStream = assembly.stream
        if let last = self.ourLast, assembly.stream > last {
            // RFC 9113 §6.8: not processed, as we said; but the compression state must follow.
            return try self.drop(block, message: &message)
        }
        guard !self.table.isFull else {
            try HTTP2Meters.spend(&self.meters.refusals, now: now, .streamChurn)
            output.append(rstStream: assembly.stream, .refusedStream)
            self.recentResets.insert(assembly.stream)
            return try self.drop(block, message: &message)
        }
        return try self.openByPeer(assembly, block, now: now, message: &message, output: &output)
    }

    /// Decodes a block for the sake of the compression state.
    private mutating func drop(
        _ block: borrowing Span<UInt8>,
        message: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        _ = try self.headReader.read(
            block,
            kind: .trailers,
            listLimit: self.limits.headerListSize,
            into: &message
        )
        message.clear()
        return .proceed
    }

    // MARK: - Requests

    private mutating func openByPeer(
        _ assembly: HTTP2HeaderAssembly,
        _ block: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        let outcome = try self.headReader.read(
            block,
            kind: .request,
            listLimit: self.limits.headerListSize,
            into: &message
        )
        var stream = self.newStream(assembly.stream)
        stream.remoteEnded = assembly.endStream
        stream.hasHead = true
        guard let slot = self.table.insert(stream) else { return .proceed }
        switch outcome {
        case .tooLarge: return .headTooLarge(stream: assembly.stream, endStream: assembly.endStream)
        case .malformed(let rule):
            return try self.failStream(assembly.stream, .protocolError, rule, now: now, output: &output)
        case .complete(let facts):
            if assembly.endStream, facts.contentLength ?? 0 > 0, !facts.isConnect {
                let rule = HTTP2Rule.contentLengthDiffers
                return try self.failStream(assembly.stream, .protocolError, rule, now: now, output: &output)
            }
            self.table[slot].expected = facts.isConnect || facts.isExtendedConnect ? nil : facts.contentLength
            self.table[slot].priority = facts.priority
            return .head(stream: assembly.stream, tag: .none, facts, endStream: assembly.endStream)
        }
    }

    internal mutating func newStream(_ id: UInt32) -> HTTP2Stream {
        var stream = HTTP2Stream()
        stream.id = id
        stream.sendWindow = self.peer.initialWindow
        stream.receiveWindow = HTTP2ReceiveWindow(self.initialWindow, most: self.limits.mostStreamWindow)
        return stream
    }

    // MARK: - Responses and trailers

    private mutating func continueStream(
        _ slot: Int,
        _ assembly: HTTP2HeaderAssembly,
        _ block: borrowing Span<UInt8>,
        now: UInt64,
        message: inout Buffer,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        let stream = self.table[slot]
        let kind: HTTP2HeadKind = stream.hasHead ? .trailers : .response
        let outcome = try self.headReader.read(
            block,
            kind: kind,
            listLimit: self.limits.headerListSize,
            into: &message
        )
        if stream.remoteEnded {
            return try self.failStream(stream.id, .streamClosed, .streamHalfClosed, now: now, output: &output)
        }
        switch outcome {
        case .tooLarge:
            let rule = HTTP2Rule.headerListTooLarge
            return try self.failStream(stream.id, .enhanceYourCalm, rule, now: now, output: &output)
        case .malformed(let rule):
            return try self.failStream(stream.id, .protocolError, rule, now: now, output: &output)
        case .complete(let facts):
            if let rule = self.judge(slot, facts, endStream: assembly.endStream) {
                let code: HTTP2ErrorCode = rule == .interimFlood ? .enhanceYourCalm : .protocolError
                return try self.failStream(stream.id, code, rule, now: now, output: &output)
            }
            return self.accept(slot, facts, endStream: assembly.endStream, output: &output)
        }
    }

    /// RFC 9113 §8.1, §8.1.1.
    private mutating func judge(_ slot: Int, _ facts: HTTP2HeadFacts, endStream: Bool) -> HTTP2Rule? {
        let stream = self.table[slot]
        if stream.hasHead {
            guard endStream else { return .trailersWithoutEnd }
            let isWhole = stream.forbidsContent || stream.expected ?? stream.received == stream.received
            return isWhole ? nil : .contentLengthDiffers
        }
        if facts.isInterim {
            if endStream { return .interimWithEnd }
            return stream.interims < self.limits.interims ? nil : .interimFlood
        }
        let hasLength = facts.contentLength ?? 0 > 0 && !Self.forbidsContent(stream, facts)
        return endStream && hasLength ? .contentLengthDiffers : nil
    }

    private static func forbidsContent(_ stream: HTTP2Stream, _ facts: HTTP2HeadFacts) -> Bool {
        stream.isHead || facts.status == 204 || facts.status == 304
    }

    private mutating func accept(
        _ slot: Int,
        _ facts: HTTP2HeadFacts,
        endStream: Bool,
        output: inout Buffer
    ) -> HTTP2Action {
        let stream = self.table[slot]
        let isTrailers = stream.hasHead
        if !isTrailers, facts.isInterim {
            self.table[slot].interims &+= 1
        } else if !isTrailers {
            self.table[slot].hasHead = true
            self.table[slot].forbidsContent = Self.forbidsContent(stream, facts)
            let isTunnel = stream.isConnect && facts.status / 100 == 2
            self.table[slot].expected = isTunnel ? nil : facts.contentLength
        }
        if endStream {
            self.table[slot].remoteEnded = true
            self.closeIfEnded(slot, output: &output)
        }
        if isTrailers { return .trailers(stream: stream.id, tag: stream.tag) }
        return .head(stream: stream.id, tag: stream.tag, facts, endStream: endStream)
    }
}
