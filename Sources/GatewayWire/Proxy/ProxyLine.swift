/// Reads the line of version 1: `PROXY TCP4 192.0.2.1 198.51.100.7 56324 443` and CRLF.
///
/// One space between the words and nothing else: the line is written by programs, and where two readers see different
/// addresses in it one of them is deceived.
enum ProxyLine {
    /// Bytes of the longest line, CRLF included.
    static let longest = 107

    static func read(_ bytes: borrowing Span<UInt8>) throws(ProxyHeaderError) -> ProxyHeaderReader.Progress {
        let limit = min(bytes.count, Self.longest)
        var end = ProxyHeaderReader.word.count
        while end < limit, bytes[end] != Ascii.cr {
            guard (0x20...0x7e).contains(bytes[end]) else { throw ProxyHeaderError(.lineMalformed, at: end) }
            end += 1
        }
        guard end + 1 < limit else {
            guard bytes.count < Self.longest else { throw ProxyHeaderError(.tooLong, at: Self.longest) }
            return .needMore
        }
        guard bytes[end + 1] == Ascii.lf else { throw ProxyHeaderError(.lineMalformed, at: end + 1) }
        var words = ProxyWords(from: ProxyHeaderReader.word.count, to: end)
        return .complete(ProxyHeader(.v1, try Self.origin(bytes, &words)), bytes: end + 2)
    }

    private static func origin(
        _ bytes: borrowing Span<UInt8>,
        _ words: inout ProxyWords
    ) throws(ProxyHeaderError) -> ProxyHeader.Origin {
        let name = try words.next(bytes)
        let isV4: Bool
        switch Self.number(bytes, name) {
        case Self.tcp4: isV4 = true
        case Self.tcp6: isV4 = false
        // What follows UNKNOWN is to be ignored.
        case Self.unknown: return .sender
        default: throw ProxyHeaderError(.protocolUnknown, at: name.lowerBound)
        }
        var source = try Self.address(bytes, try words.next(bytes), isV4: isV4)
        var destination = try Self.address(bytes, try words.next(bytes), isV4: isV4)
        source.port = try Self.port(bytes, try words.next(bytes))
        destination.port = try Self.port(bytes, try words.next(bytes))
        guard words.isAtEnd else { throw ProxyHeaderError(.lineMalformed, at: words.offset) }
        return .client(source: source, destination: destination)
    }

    private static let tcp4: UInt64 = 0x5443_5034
    private static let tcp6: UInt64 = 0x5443_5036
    private static let unknown: UInt64 = 0x55_4e4b_4e4f_574e

    /// Up to seven bytes as one number; 0 for more.
    private static func number(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        guard range.count < 8 else { return 0 }
        var number: UInt64 = 0
        for index in range { number = number << 8 | UInt64(bytes[index]) }
        return number
    }

    private static func address(
        _ bytes: borrowing Span<UInt8>,
        _ range: Range<Int>,
        isV4: Bool
    ) throws(ProxyHeaderError) -> ProxyAddress {
        if isV4 {
            guard let number = AddressText.v4(bytes, range) else {
                throw ProxyHeaderError(.addressMalformed, at: range.lowerBound)
            }
            return ProxyAddress(v4: number, port: 0)
        }
        guard let (high, low) = AddressText.v6(bytes, range) else {
            throw ProxyHeaderError(.addressMalformed, at: range.lowerBound)
        }
        return ProxyAddress(v6: high, low, port: 0)
    }

    private static func port(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) throws(ProxyHeaderError) -> UInt16 {
        guard let number = AddressText.decimal(bytes, range, digits: 5), let port = UInt16(exactly: number) else {
            throw ProxyHeaderError(.portMalformed, at: range.lowerBound)
        }
        return port
    }
}
