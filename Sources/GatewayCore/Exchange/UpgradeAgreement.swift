public import GatewayWire

/// Whether a switch of protocols is one that the client asked for.
public enum UpgradeAgreement {
    /// RFC 9110 §7.8: a server must not switch to a protocol that was not offered.
    ///
    /// - Parameters:
    ///   - answer: what `response` was parsed from.
    ///   - offer: what `request` was parsed from.
    public static func holds(
        _ response: borrowing ResponseHead,
        _ answer: borrowing Span<UInt8>,
        _ request: borrowing RequestHead,
        _ offer: borrowing Span<UInt8>
    ) -> Bool {
        var isNamed = false
        for index in 0..<response.fields.count where response.fields[index].known == .upgrade {
            var rest = response.fields[index].value
            while let name = Self.next(answer, &rest) {
                guard Self.isOffered(answer, name, request, offer) else { return false }
                isNamed = true
            }
        }
        return isNamed
    }

    private static func isOffered(
        _ answer: borrowing Span<UInt8>,
        _ name: ByteRange,
        _ request: borrowing RequestHead,
        _ offer: borrowing Span<UInt8>
    ) -> Bool {
        for index in 0..<request.fields.count where request.fields[index].known == .upgrade {
            var rest = request.fields[index].value
            while let offered = Self.next(offer, &rest) {
                if Self.areEqual(answer, name, offer, offered) { return true }
            }
        }
        return false
    }

    /// Takes the next element off a list, without the whitespace around it; empty elements are skipped.
    private static func next(_ bytes: borrowing Span<UInt8>, _ rest: inout ByteRange) -> ByteRange? {
        while !rest.isEmpty {
            var start = Int(rest.start)
            let end = Int(rest.end)
            var comma = start
            while comma < end, bytes[comma] != UInt8(ascii: ",") { comma += 1 }
            rest = ByteRange(from: min(comma + 1, end), to: end)
            var last = comma
            while start < last, Self.isSpace(bytes[start]) { start += 1 }
            while last > start, Self.isSpace(bytes[last - 1]) { last -= 1 }
            if last > start { return ByteRange(from: start, to: last) }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func areEqual(
        _ one: borrowing Span<UInt8>,
        _ left: ByteRange,
        _ other: borrowing Span<UInt8>,
        _ right: ByteRange
    ) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<Int(left.count)
        where one[Int(left.start) + index].lowercased != other[Int(right.start) + index].lowercased { return false }
        return true
    }
}
