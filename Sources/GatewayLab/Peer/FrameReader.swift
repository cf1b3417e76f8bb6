import NIOCore

/// Reads the frames of an HTTP/2 client just far enough to see where requests end.
///
/// Header blocks are not decoded: what the lab does with a request does not depend on them.
struct FrameReader {
    enum Item: Equatable {
        case needMore
        /// SETTINGS, which want an acknowledgement.
        case settings
        /// PING, which wants these bytes back.
        case ping([UInt8])
        /// The request on that stream is complete.
        case requestEnd(stream: UInt32)
        case other
        case malformed
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    /// RFC 9113 §4.2: nobody was told that more is welcome.
    private static let longest = 16_384

    private var bytes = ByteBuffer()
    private var hasPreface = false

    init() {}

    mutating func receive(_ more: ByteBuffer) {
        self.bytes.discardReadBytes()
        self.bytes.writeImmutableBuffer(more)
    }

    mutating func next() -> Item {
        guard self.hasPreface else { return self.readPreface() }
        let start = self.bytes.readerIndex
        guard let high = self.bytes.getInteger(at: start, as: UInt8.self),
            let low = self.bytes.getInteger(at: start + 1, as: UInt16.self),
            let type = self.bytes.getInteger(at: start + 3, as: UInt8.self),
            let flags = self.bytes.getInteger(at: start + 4, as: UInt8.self),
            let stream = self.bytes.getInteger(at: start + 5, as: UInt32.self)
        else { return .needMore }
        let length = Int(high) << 16 | Int(low)
        guard length <= Self.longest else { return .malformed }
        guard self.bytes.readableBytes >= 9 + length, let payload = self.bytes.getBytes(at: start + 9, length: length)
        else { return .needMore }
        self.bytes.moveReaderIndex(forwardBy: 9 + length)
        let isMarked = flags & 1 == 1
        switch type {
        // END_STREAM of DATA and HEADERS is the bit that ACK is of SETTINGS.
        case 0, 1: return isMarked ? .requestEnd(stream: stream) : .other
        case 4: return isMarked ? .other : .settings
        case 6 where payload.count == 8: return isMarked ? .other : .ping(payload)
        case 6: return .malformed
        // Default: whatever else a client may say does not end its request.
        default: return .other
        }
    }

    private mutating func readPreface() -> Item {
        guard let start = self.bytes.readBytes(length: Self.preface.count) else { return .needMore }
        self.hasPreface = true
        return start == Self.preface ? .other : .malformed
    }
}
