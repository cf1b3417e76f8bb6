public import GatewayBytes
internal import GatewayWire

/// Frames about the connection, and those that say nothing (RFC 9113 §6.3, §6.5, §6.7, §6.8; RFC 9218 §7).
extension HTTP2Connection {
    internal mutating func control(
        _ frame: HTTP2Frame,
        _ input: borrowing Span<UInt8>,
        now: UInt64,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        switch frame {
        case .settings(let payload):
            try HTTP2Meters.spend(&self.meters.settings, now: now, .settingsFlood)
            return try self.apply(input, payload, output: &output)
        case .settingsAck:
            self.headReader.setTableMaximum(self.limits.tableSize)
            return .proceed
        case .ping(let payload, let isAck):
            try HTTP2Meters.spend(&self.meters.pings, now: now, .pingFlood)
            if isAck { return .pong(payload) }
            output.append(ping: payload, isAck: true)
            return .proceed
        case .goAway(let last, let code, _): return try self.goAwayByPeer(last, code)
        case .priority:
            try HTTP2Meters.spend(&self.meters.priorities, now: now, .priorityFlood)
            return .proceed
        case .priorityUpdate(let stream, let value):
            try HTTP2Meters.spend(&self.meters.priorities, now: now, .priorityFlood)
            return try self.updatePriority(stream, input, value)
        case .unknown(let isFirst):
            if isFirst { try HTTP2Meters.spend(&self.meters.unknownFrames, now: now, .unknownFrameFlood) }
            return .proceed
        case .data, .headers, .continuation, .pushPromise, .rstStream, .windowUpdate:
            return .proceed
        }
    }

    private mutating func apply(
        _ input: borrowing Span<UInt8>,
        _ payload: ByteRange,
        output: inout Buffer
    ) throws(HTTP2Error) -> HTTP2Action {
        let before = self.peer.initialWindow
        try self.peer.apply(input, payload, from: self.role == .server ? .client : .server)
        self.headWriter.setTableMaximum(self.peer.headerTableSize)
        let change = self.peer.initialWindow &- before
        for slot in 0..<self.table.slotCount where change != 0 && self.table[slot].id != 0 {
            self.table[slot].sendWindow &+= change
            // RFC 9113 §6.9.2.
            guard self.table[slot].sendWindow <= 0x7fff_ffff else {
                throw .connection(.flowControlError, .windowOverflow)
            }
            if self.table[slot].sendWindow > 0 { self.enqueue(slot) } else { self.queue.remove(slot) }
        }
        self.hasSettings = true
        output.appendSettingsAck()
        return .settings
    }

    private mutating func goAwayByPeer(_ last: UInt32, _ code: HTTP2ErrorCode) throws(HTTP2Error) -> HTTP2Action {
        guard last <= self.peerLast ?? .max else { throw .connection(.protocolError, .goAwayIdentifierIncreased) }
        self.peerLast = last
        return .goAway(last: last, code)
    }

    /// A stream that the peer's GOAWAY left unprocessed, which is forgotten with this; call until nil.
    public mutating func nextUnprocessed(output: inout Buffer) -> (stream: UInt32, tag: SlabKey)? {
        guard self.role == .client, let last = self.peerLast else { return nil }
        for slot in 0..<self.table.slotCount where self.table[slot].id > last {
            let stream = self.table[slot]
            self.close(slot, output: &output)
            return (stream.id, stream.tag)
        }
        return nil
    }

    private mutating func updatePriority(
        _ stream: UInt32,
        _ input: borrowing Span<UInt8>,
        _ value: ByteRange
    ) throws(HTTP2Error) -> HTTP2Action {
        // RFC 9218 §7.1: only clients send it, and we push nothing that it could name.
        guard self.role == .server, stream & 1 == 1 else {
            throw .connection(.protocolError, .priorityUpdateMalformed)
        }
        // It may come before its request; to keep what may never be used is not required.
        guard let slot = self.table.slot(of: stream) else { return .proceed }
        self.table[slot].priority = HTTP2Priority(input, value)
        self.table[slot].hasPriorityUpdate = true
        if self.queue.contains(slot) {
            self.queue.remove(slot)
            self.enqueue(slot)
        }
        return .proceed
    }
}
