internal import GatewayBytes

/// Integers with a prefix of N bits (RFC 7541 §5.1).
internal enum HPACKInteger {
    /// No size or index of ours comes near; an encoder that sends more is broken or hostile.
    internal static var limit: Int { 1 << 28 }
    /// Octets after the prefix: four hold every accepted value, a fifth may be a leading zero that some encoders send.
    private static var mostOctets: Int { 5 }

    /// Reads one whose first octet is at `offset`, and moves behind it.
    @inline(__always)
    internal static func decode(
        _ bytes: borrowing Span<UInt8>,
        at offset: inout Int,
        prefix: Int
    ) throws(HPACKError) -> Int {
        guard offset < bytes.count else { throw .truncated }
        let most = (1 &<< prefix) &- 1
        let value = Int(bytes[offset]) & most
        offset &+= 1
        return value < most ? value : try Self.continuation(bytes, at: &offset, from: value)
    }

    private static func continuation(
        _ bytes: borrowing Span<UInt8>,
        at offset: inout Int,
        from start: Int
    ) throws(HPACKError) -> Int {
        var value = start
        for octet in 0..<Self.mostOctets {
            guard offset < bytes.count else { throw .truncated }
            let byte = bytes[offset]
            offset &+= 1
            value &+= Int(byte & 0x7f) &<< (7 &* octet)
            guard value <= Self.limit else { throw .integerTooLarge }
            if byte < 0x80 { return value }
        }
        throw .integerTooLarge
    }

    /// Appends `value` behind the bits of `pattern`.
    internal static func encode(_ value: Int, prefix: Int, pattern: UInt8, into block: inout Buffer) {
        let most = (1 &<< prefix) &- 1
        guard value >= most else { return block.append(pattern | UInt8(truncatingIfNeeded: value)) }
        block.append(pattern | UInt8(truncatingIfNeeded: most))
        var rest = value &- most
        while rest >= 0x80 {
            block.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        block.append(UInt8(truncatingIfNeeded: rest))
    }
}
