@testable import GatewayWire

/// Builds version 2 headers, right and wrong ones.
struct ProxyBytes {
    static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a] + Array("QUIT\n".utf8)
    /// 192.0.2.1:56324 to 198.51.100.7:443.
    static let v4: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 7, 0xdc, 0x04, 0x01, 0xbb]

    static func header(command: UInt8 = 0x21, family: UInt8 = 0x11, _ rest: [UInt8], announced: Int? = nil) -> [UInt8] {
        let length = announced ?? rest.count
        return Self.signature + [command, family, UInt8(length >> 8), UInt8(length & 0xff)] + rest
    }

    static func field(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [type, UInt8(value.count >> 8), UInt8(value.count & 0xff)] + value
    }

    /// `header` with a CRC32c field behind everything else, made by a table-free loop of the test's own.
    static func checked(_ addresses: [UInt8], _ fields: [UInt8] = []) -> [UInt8] {
        var bytes = Self.header(addresses + fields + Self.field(3, [0, 0, 0, 0]))
        var sum: UInt32 = 0xffff_ffff
        for byte in bytes {
            for bit in 0..<8 {
                let isSet = (sum ^ UInt32(byte >> UInt8(bit))) & 1 == 1
                sum = isSet ? (sum >> 1) ^ 0x82f6_3b78 : sum >> 1
            }
        }
        for index in 0..<4 {
            bytes[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: ~sum >> UInt32(24 - 8 * index))
        }
        return bytes
    }

    /// What the reader says to `bytes`.
    static func read(
        _ bytes: [UInt8],
        _ reader: ProxyHeaderReader = ProxyHeaderReader()
    ) -> Result<ProxyHeaderReader.Progress, ProxyHeaderError> {
        Result { () throws(ProxyHeaderError) in try reader.read(bytes.span) }
    }

    /// 192.0.2.1:56324 to 198.51.100.7:443.
    static let client = ProxyHeader.Origin.client(
        source: ProxyAddress(v4: 0xc000_0201, port: 56324),
        destination: ProxyAddress(v4: 0xc633_6407, port: 443)
    )
    /// 2001:db8::1 port 1 to ::1 port 65535.
    static let client6 = ProxyHeader.Origin.client(
        source: ProxyAddress(v6: 0x2001_0db8_0000_0000, 1, port: 1),
        destination: ProxyAddress(v6: 0, 1, port: 65535)
    )
}
