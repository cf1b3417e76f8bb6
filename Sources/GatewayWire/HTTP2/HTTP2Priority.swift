/// Priority parameters of a response (RFC 9218 §4).
public struct HTTP2Priority: Hashable, Sendable, BitwiseCopyable {
    /// The urgency that was named, if any was.
    public private(set) var namedUrgency: UInt8?
    /// 0 first, 7 last.
    public var urgency: UInt8 { self.namedUrgency ?? 3 }
    /// Whether its content is useful in pieces, so that it shares with others of its urgency.
    public var isIncremental: Bool

    public init(urgency: UInt8? = nil, isIncremental: Bool = false) {
        self.namedUrgency = urgency.map { min($0, 7) }
        self.isIncremental = isIncremental
    }

    /// Reads a `priority` field value or the value of a PRIORITY_UPDATE frame.
    ///
    /// A dictionary (RFC 9651 §3.2), of which only `u` and `i` are looked at; the last of each counts, and what is
    /// malformed or unknown is ignored (RFC 9218 §4).
    public init(_ bytes: borrowing Span<UInt8>, _ value: ByteRange) {
        self.init()
        self.merge(bytes, value)
    }

    /// Takes over the parameters that `value` has: several field lines make one dictionary.
    public mutating func merge(_ bytes: borrowing Span<UInt8>, _ value: ByteRange) {
        var members = ListElements(value)
        while let member = members.next(bytes) {
            guard !member.isEmpty else { continue }
            var end = Int(member.start)
            // Parameters of a member say nothing that is known.
            while end < Int(member.end), bytes[end] != UInt8(ascii: ";") { end &+= 1 }
            while end > Int(member.start), bytes[end &- 1] == Ascii.sp { end &-= 1 }
            self.read(bytes, Int(member.start), end)
        }
    }

    private mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        guard start < end else { return }
        switch (bytes[start], end &- start) {
        case (UInt8(ascii: "u"), 3):
            let digit = bytes[start &+ 2] &- UInt8(ascii: "0")
            if bytes[start &+ 1] == UInt8(ascii: "="), digit < 8 { self.namedUrgency = digit }
        case (UInt8(ascii: "i"), 1):
            self.isIncremental = true
        case (UInt8(ascii: "i"), 4):
            guard bytes[start &+ 1] == UInt8(ascii: "="), bytes[start &+ 2] == UInt8(ascii: "?") else { return }
            switch bytes[start &+ 3] {
            case UInt8(ascii: "0"): self.isIncremental = false
            case UInt8(ascii: "1"): self.isIncremental = true
            default: break
            }
        default: break
        }
    }
}
