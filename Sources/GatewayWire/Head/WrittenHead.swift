public import GatewayBytes

/// What a response head that the gateway wrote says of itself: where it ends, and what follows it.
///
/// Looks only at lines that can tell, and trusts them: a head from elsewhere is for `ResponseHead`, and so is one that
/// this does not understand.
public struct WrittenHead: Sendable, BitwiseCopyable {
    /// Octets, the empty line included.
    public let count: Int
    public let status: UInt16
    public let framing: BodyFraming

    /// Nil where `bytes` begin with no whole head, or with one that has to be read with more care.
    public init?(_ bytes: borrowing Span<UInt8>, requestMethod: Method) {
        guard bytes.count > 12, let status = Self.number(bytes, from: 9, to: 12) else { return nil }
        var asked: BodyFraming?
        var line = Scan.newlineOrEnd(bytes, from: 0, to: bytes.count) &+ 1
        while true {
            guard line &+ 1 < bytes.count else { return nil }
            if bytes[line] == Ascii.cr { break }
            let end = Scan.newlineOrEnd(bytes, from: line, to: bytes.count)
            switch bytes[line] | 0x20 {
            case UInt8(ascii: "c") where Self.isLine(bytes, from: line, to: end, .contentLength, nameCount: 14):
                guard asked == nil, let length = Self.number(bytes, from: line &+ 16, to: end &- 1) else { return nil }
                asked = .length(length)
            case UInt8(ascii: "t") where Self.isLine(bytes, from: line, to: end, .transferEncoding, nameCount: 17):
                guard asked == nil else { return nil }
                asked = .chunked
            default: break
            }
            line = end &+ 1
        }
        self.count = line &+ 2
        self.status = UInt16(truncatingIfNeeded: status)
        let hasContent = ResponseHead.hasContent(status: self.status, requestMethod)
        self.framing = hasContent ? asked ?? .untilClose : .none
    }

    /// Whether the line is the field's, with its value two octets behind the name.
    private static func isLine(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int,
        _ field: KnownField,
        nameCount: Int
    ) -> Bool {
        let colon = start &+ nameCount
        guard colon &+ 2 < end, bytes[colon] == UInt8(ascii: ":"), bytes[colon &+ 1] == Ascii.sp else { return false }
        return FieldSection.recognise(bytes, from: start, to: colon) == field
    }

    /// At most eighteen digits and nothing else, or nil.
    private static func number(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> UInt64? {
        guard start < end, end &- start <= 18 else { return nil }
        var value: UInt64 = 0
        for offset in start..<end {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }
}
