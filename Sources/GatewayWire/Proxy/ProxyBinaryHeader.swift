/// Reads the header of version 2, whose signature was seen.
///
/// Sixteen bytes (signature, version and command, family and transport, length), the addresses, and fields of type,
/// length and value (TLV). Nothing behind the announced length is looked at.
enum ProxyBinaryHeader {
    /// Bytes in front of what the length counts.
    static let fixed = 16

    static func read(
        _ bytes: borrowing Span<UInt8>,
        longest: Int
    ) throws(ProxyHeaderError) -> ProxyHeaderReader.Progress {
        // As soon as the bytes are there: a sender that announces nonsense is not waited for.
        if bytes.count > 12 {
            guard bytes[12] == 0x20 || bytes[12] == 0x21 else { throw ProxyHeaderError(.protocolUnknown, at: 12) }
        }
        guard bytes.count >= Self.fixed else { return .needMore }
        let end = Self.fixed + Int(Self.number16(bytes, at: 14))
        guard end <= longest else { throw ProxyHeaderError(.tooLong, at: 14) }
        guard bytes[12] == 0x21 else {
            // LOCAL: addresses, their family and fields are to be discarded, whatever they are.
            return bytes.count >= end ? .complete(ProxyHeader(.v2, .sender), bytes: end) : .needMore
        }
        guard let room = Self.addressBytes(bytes[13]) else { throw ProxyHeaderError(.protocolUnknown, at: 13) }
        guard end >= Self.fixed + room else { throw ProxyHeaderError(.endsEarly, at: 14) }
        guard bytes.count >= end else { return .needMore }
        var header = ProxyHeader(.v2, Self.origin(bytes))
        try ProxyFields.read(bytes, from: Self.fixed + room, to: end, into: &header)
        return .complete(header, bytes: end)
    }

    /// How long both addresses are, by the byte that tells family and transport; nil when it is unknown.
    ///
    /// Datagrams (`2`) are as good as streams (`1`): who relays them over a connection knows why.
    private static func addressBytes(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x00: 0
        case 0x11, 0x12: 12
        case 0x21, 0x22: 36
        case 0x31, 0x32: 216
        // A known family with an unspecified transport, or the other way round, is not used by anybody.
        default: nil
        }
    }

    private static func origin(_ bytes: borrowing Span<UInt8>) -> ProxyHeader.Origin {
        switch bytes[13] >> 4 {
        case 1:
            return .client(
                source: ProxyAddress(v4: Self.number32(bytes, at: 16), port: Self.number16(bytes, at: 24)),
                destination: ProxyAddress(v4: Self.number32(bytes, at: 20), port: Self.number16(bytes, at: 26))
            )
        case 2:
            return .client(
                source: Self.v6(bytes, at: 16, port: Self.number16(bytes, at: 48)),
                destination: Self.v6(bytes, at: 32, port: Self.number16(bytes, at: 50))
            )
        // A Unix socket has no address that could be limited, logged or forwarded.
        default: return .sender
        }
    }

    private static func v6(_ bytes: borrowing Span<UInt8>, at offset: Int, port: UInt16) -> ProxyAddress {
        ProxyAddress(v6: Self.number64(bytes, at: offset), Self.number64(bytes, at: offset + 8), port: port)
    }

    static func number16(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt16 {
        UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    static func number32(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt32 {
        UInt32(Self.number16(bytes, at: offset)) << 16 | UInt32(Self.number16(bytes, at: offset + 2))
    }

    private static func number64(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt64 {
        UInt64(Self.number32(bytes, at: offset)) << 32 | UInt64(Self.number32(bytes, at: offset + 4))
    }
}
