internal import GatewayWire

/// Comparing validators (RFC 9110 §8.8.3.2).
internal enum EntityTag {
    static func isWeak(_ bytes: borrowing Span<UInt8>, _ tag: ByteRange) -> Bool {
        tag.count > 2 && bytes[Int(tag.start)] == UInt8(ascii: "W") && bytes[Int(tag.start) + 1] == UInt8(ascii: "/")
    }

    /// The part in quotes.
    static func opaque(_ bytes: borrowing Span<UInt8>, _ tag: ByteRange) -> ByteRange {
        Self.isWeak(bytes, tag) ? ByteRange(start: tag.start + 2, count: tag.count - 2) : tag
    }

    static func areWeaklyEqual(
        _ bytes: borrowing Span<UInt8>,
        _ tag: ByteRange,
        _ other: borrowing Span<UInt8>,
        _ otherTag: ByteRange
    ) -> Bool {
        bytes.equals(Self.opaque(bytes, tag), other, Self.opaque(other, otherTag))
    }
}
