/// Finds out where content ends from `Content-Length` and `Transfer-Encoding` (RFC 9112 §6), or refuses.
///
/// Whoever reads a message's length differently than we do can be made to see another message inside it, so
/// everything that two recipients might read differently is refused, even where the RFC would let us repair it.
internal enum Framing {
    /// The framing the fields ask for; nil when they say nothing.
    internal static func read(
        _ bytes: borrowing Span<UInt8>,
        _ fields: borrowing FieldTable,
        version: HTTPVersion
    ) throws(SyntaxError) -> BodyFraming? {
        guard fields.contains(.transferEncoding) else {
            guard fields.contains(.contentLength) else { return nil }
            return .length(try Self.length(bytes, fields))
        }
        let coding = Int(fields.first(.transferEncoding)?.name.start ?? 0)
        if fields.contains(.contentLength) { throw SyntaxError(.lengthAndCoding, at: coding) }
        // RFC 9112 §6.1: HTTP/1.0 has no transfer codings; a message that has one is framed wrongly.
        guard version != .http10 else { throw SyntaxError(.codingNotFinal, at: coding) }
        try Self.checkChunked(bytes, fields)
        return .chunked
    }

    // MARK: - Content-Length

    /// The one length that all `Content-Length` fields agree on.
    ///
    /// RFC 9112 §6.3 allows a repeated equal value, in one field or several, to be taken once; it cannot be misread.
    private static func length(
        _ bytes: borrowing Span<UInt8>,
        _ fields: borrowing FieldTable
    ) throws(SyntaxError) -> UInt64 {
        var agreed: UInt64?
        for index in 0..<fields.count where fields[index].known == .contentLength {
            var elements = ListElements(fields[index].value)
            while let element = elements.next(bytes) {
                let value = try Self.number(bytes, element)
                guard agreed == nil || agreed == value else {
                    throw SyntaxError(.lengthsDiffer, at: Int(element.start))
                }
                agreed = value
            }
        }
        return agreed ?? 0
    }

    /// `1*DIGIT`, at most 2^63 - 1.
    private static func number(_ bytes: borrowing Span<UInt8>, _ range: ByteRange) throws(SyntaxError) -> UInt64 {
        guard !range.isEmpty else { throw SyntaxError(.lengthMalformed, at: Int(range.start)) }
        var value: UInt64 = 0
        for offset in range.offsets {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            guard digit < 10, !overflow, tens <= UInt64(Int64.max) - UInt64(digit) else {
                throw SyntaxError(.lengthMalformed, at: offset)
            }
            value = tens + UInt64(digit)
        }
        return value
    }

    // MARK: - Transfer-Encoding

    /// Returns only when `chunked` is the one coding of all `Transfer-Encoding` fields together.
    private static func checkChunked(
        _ bytes: borrowing Span<UInt8>,
        _ fields: borrowing FieldTable
    ) throws(SyntaxError) {
        var last = ByteRange.empty
        var isFinal = false
        // The first coding before the final one that we do not know.
        var unknown: Int?
        var isRepeated = false
        for index in 0..<fields.count where fields[index].known == .transferEncoding {
            var elements = ListElements(fields[index].value)
            while let element = elements.next(bytes) {
                isRepeated = isRepeated || isFinal
                last = element
                isFinal = ShortToken(bytes, element) == .chunked
                if !isFinal, unknown == nil { unknown = Int(element.start) }
            }
        }
        // RFC 9112 §6.3: without `chunked` at the end, and only there, nobody can tell where the content ends.
        guard isFinal, !isRepeated else { throw SyntaxError(.codingNotFinal, at: Int(last.start)) }
        if let unknown { throw SyntaxError(.codingUnknown, at: unknown) }
    }
}
