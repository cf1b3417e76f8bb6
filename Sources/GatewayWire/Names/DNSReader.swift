/// Takes numbers and names off the front of a DNS message, never past its end.
///
/// Not responsible for what they mean.
struct DNSReader {
    private let bytes: [UInt8]
    private(set) var offset: Int
    /// Nothing is read from here on.
    private let end: Int

    /// RFC 1035 §3.1: octets of a name, lengths and the final zero included.
    private static let longestName = 255

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.offset = 0
        self.end = bytes.count
    }

    private init(_ bytes: [UInt8], from offset: Int, to end: Int) {
        self.bytes = bytes
        self.offset = offset
        self.end = end
    }

    var isAtEnd: Bool { self.offset == self.end }

    mutating func byte() throws(DNSMessageError) -> UInt8 {
        guard self.offset < self.end else { throw DNSMessageError(.endsEarly, at: self.offset) }
        defer { self.offset += 1 }
        return self.bytes[self.offset]
    }

    mutating func number16() throws(DNSMessageError) -> UInt16 {
        let high = try self.byte()
        return UInt16(high) << 8 | UInt16(try self.byte())
    }

    mutating func number32() throws(DNSMessageError) -> UInt32 {
        let high = try self.number16()
        return UInt32(high) << 16 | UInt32(try self.number16())
    }

    mutating func number64() throws(DNSMessageError) -> UInt64 {
        let high = try self.number32()
        return UInt64(high) << 32 | UInt64(try self.number32())
    }

    /// A reader of the next `count` bytes, which are passed over; its names may point anywhere before them.
    mutating func part(_ count: Int) throws(DNSMessageError) -> DNSReader {
        guard count <= self.end - self.offset else { throw DNSMessageError(.endsEarly, at: self.end) }
        let part = DNSReader(self.bytes, from: self.offset, to: self.offset + count)
        self.offset += count
        return part
    }

    /// The rest as text for people: printable ASCII, bounded.
    mutating func restAsText(limit: Int) -> String {
        let rest = self.bytes[self.offset..<self.end]
        self.offset = self.end
        let printable = rest.prefix(limit).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: printable, as: UTF8.self)
    }

    // RFC 1035 §4.1.4. Every pointer must point before the place where the name it belongs to began, so that each
    // jump leaves less to read and none can be made twice.
    mutating func name() throws(DNSMessageError) -> String {
        var text: [UInt8] = []
        var octets = 1
        var jumps = DNSReader(self.bytes, from: self.offset, to: self.end)
        var lowest = self.offset
        var hasJumped = false
        while true {
            let at = jumps.offset
            let length = try jumps.byte()
            switch length {
            case 0:
                if !hasJumped { self.offset = jumps.offset }
                return String(decoding: text, as: UTF8.self)
            case 1...63:
                octets += Int(length) + 1
                guard octets <= Self.longestName else { throw DNSMessageError(.nameTooLong, at: at) }
                if !text.isEmpty { text.append(UInt8(ascii: ".")) }
                for _ in 0..<length { Self.append(try jumps.byte(), to: &text) }
            case 0xC0...:
                let target = Int(length & 0x3F) << 8 | Int(try jumps.byte())
                guard target < lowest else { throw DNSMessageError(.pointerNotBackwards, at: at) }
                if !hasJumped { self.offset = jumps.offset }
                hasJumped = true
                lowest = target
                jumps = DNSReader(self.bytes, from: target, to: self.bytes.count)
            // Default: 64 to 191, forms that were never used or given up.
            default: throw DNSMessageError(.labelUnknown, at: at)
            }
        }
    }

    // RFC 1035 §5.1 writes odd bytes this way; a dot inside a label must not look like one between two.
    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): text.append(byte | 0x20)
        case UInt8(ascii: "."), UInt8(ascii: "\\"), 0...0x20, 0x7F...:
            text += [UInt8(ascii: "\\"), 0x30 + byte / 100, 0x30 + byte / 10 % 10, 0x30 + byte % 10]
        // Default: a byte that stands for itself.
        default: text.append(byte)
        }
    }
}
