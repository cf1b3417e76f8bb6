/// Facts of a request head in HTTP/1.1 form that only HTTP/2 asks for.
extension HTTP2HeadWriter {
    /// Octets of each field beside its name and value (RFC 9113 §6.5.2).
    private static var fieldOverhead: Int { 32 }

    /// The size of the header list that the head becomes, as the peer counts it; a few octets too large.
    public static func listSize(ofRequest text: borrowing Span<UInt8>) -> Int {
        var size = 0
        var line = 0
        while line < text.count {
            let next = Self.lineEnd(text, from: line)
            let end = Self.contentEnd(text, from: line, to: next)
            guard end > line else { break }
            // The request line becomes three fields, whose names are longer than what it has besides their values.
            size &+= line == 0 ? end &+ 3 &* Self.fieldOverhead &+ 24 : end &- line &- 2 &+ Self.fieldOverhead
            line = next
        }
        return size
    }

    /// The protocol that an extended CONNECT would ask for (RFC 8441 §4): the first that `Upgrade` names.
    ///
    /// Nil for those that a connection of HTTP/2 has no use for, which a server may ignore (RFC 9110 §7.8).
    public static func upgrade(in text: borrowing Span<UInt8>) -> ByteRange? {
        var line = Self.lineEnd(text, from: 0)
        while line < text.count {
            let next = Self.lineEnd(text, from: line)
            let end = Self.contentEnd(text, from: line, to: next)
            guard end > line else { return nil }
            var colon = line
            while colon < end, text[colon] != UInt8(ascii: ":") { colon &+= 1 }
            if FieldSection.recognise(text, from: line, to: colon) == .upgrade {
                return Self.firstProtocol(text, from: min(colon &+ 1, end), to: end)
            }
            line = next
        }
        return nil
    }

    private static func firstProtocol(_ text: borrowing Span<UInt8>, from start: Int, to end: Int) -> ByteRange? {
        var first = start
        while first < end, text[first] == Ascii.sp || text[first] == Ascii.htab || text[first] == UInt8(ascii: ",") {
            first &+= 1
        }
        var last = first
        while last < end, ByteClass.token.contains(text[last]) { last &+= 1 }
        let isWhole = last == end || text[last] == UInt8(ascii: ",") || text[last] == Ascii.sp
        // `TLS/1.0` has a version; `h2c` asks for what there is already.
        guard last > first, isWhole, !Self.isClearHTTP2(text, first..<last) else { return nil }
        return ByteRange(from: first, to: last)
    }

    private static func isClearHTTP2(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count == 3 && text[range.lowerBound] | 0x20 == UInt8(ascii: "h")
            && text[range.lowerBound &+ 1] == UInt8(ascii: "2")
            && text[range.lowerBound &+ 2] | 0x20 == UInt8(ascii: "c")
    }
}
