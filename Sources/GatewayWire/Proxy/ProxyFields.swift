/// Walks through the type-length-value fields of a version 2 header.
///
/// Every field is checked to lie inside the header; those that nobody here needs are passed over, as the protocol asks.
enum ProxyFields {
    private static let authority: UInt8 = 0x02
    private static let checksum: UInt8 = 0x03
    private static let uniqueID: UInt8 = 0x05
    private static let longestID = 128

    static func read(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int,
        into header: inout ProxyHeader
    ) throws(ProxyHeaderError) {
        var offset = start
        while offset < end {
            guard offset + 3 <= end else { throw ProxyHeaderError(.fieldMalformed, at: offset) }
            let value = offset + 3
            let next = value + Int(ProxyBinaryHeader.number16(bytes, at: offset + 1))
            guard next <= end else { throw ProxyHeaderError(.fieldMalformed, at: offset) }
            switch bytes[offset] {
            case Self.authority: header.authority = ByteRange(from: value, to: next)
            case Self.uniqueID:
                guard next - value <= Self.longestID else { throw ProxyHeaderError(.fieldMalformed, at: offset) }
                header.uniqueID = ByteRange(from: value, to: next)
            case Self.checksum:
                guard next - value == 4 else { throw ProxyHeaderError(.fieldMalformed, at: offset) }
                try Self.verify(bytes, at: value, end: end)
            default: break
            }
            offset = next
        }
    }

    /// The checksum covers the whole header, its own four bytes counted as zero.
    private static func verify(
        _ bytes: borrowing Span<UInt8>,
        at place: Int,
        end: Int
    ) throws(ProxyHeaderError) {
        var sum = CRC32C()
        for index in 0..<end { sum.add(index >= place && index < place + 4 ? 0 : bytes[index]) }
        guard sum.value == ProxyBinaryHeader.number32(bytes, at: place) else {
            throw ProxyHeaderError(.checksumWrong, at: place)
        }
    }
}
