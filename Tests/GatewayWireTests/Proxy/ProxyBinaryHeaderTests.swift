import GatewayBytes
import Testing

@testable import GatewayWire

@Suite struct ProxyBinaryHeaderTests {
    private static let v6: [UInt8] =
        [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
        + [UInt8](repeating: 0, count: 15) + [1] + [0, 1, 0xff, 0xff]

    @Test(arguments: [
        (ProxyBytes.header(ProxyBytes.v4), ProxyBytes.client),
        (ProxyBytes.header(family: 0x12, ProxyBytes.v4), ProxyBytes.client),
        (ProxyBytes.header(family: 0x21, v6), ProxyBytes.client6),
        (ProxyBytes.header(family: 0x31, [UInt8](repeating: 47, count: 216)), .sender),
        (ProxyBytes.header(family: 0x00, []), .sender),
        (ProxyBytes.header(family: 0x00, ProxyBytes.field(0xe0, [1, 2, 3])), .sender),
        (ProxyBytes.header(command: 0x20, family: 0x00, []), .sender),
        // LOCAL: family, addresses and fields are discarded, whatever they are.
        (ProxyBytes.header(command: 0x20, ProxyBytes.v4), .sender),
        (ProxyBytes.header(command: 0x20, family: 0xff, [1, 2, 3]), .sender),
    ])
    func reads(_ header: [UInt8], _ origin: ProxyHeader.Origin) {
        let expected = ProxyHeaderReader.Progress.complete(ProxyHeader(.v2, origin), bytes: header.count)
        #expect(ProxyBytes.read(header) == .success(expected))
        #expect(ProxyBytes.read(header + bytes("GET / HTTP/1.1\r\n\r\n")) == .success(expected))
        for count in 0..<header.count {
            #expect(ProxyBytes.read(Array(header[..<count])) == .success(.needMore), "\(count) bytes")
        }
    }

    @Test func keepsAuthorityAndUniqueIDAndPassesOverTheRest() throws {
        let fields =
            ProxyBytes.field(1, bytes("h2")) + ProxyBytes.field(2, bytes("example.com")) + ProxyBytes.field(4, [0, 0])
            + ProxyBytes.field(5, bytes("id-7")) + ProxyBytes.field(0x20, [1, 0, 0, 0, 0]) + ProxyBytes.field(0xee, [])
        let made = ProxyBytes.header(ProxyBytes.v4 + fields)
        guard case .complete(let header, let count) = try ProxyBytes.read(made).get() else {
            Issue.record("incomplete")
            return
        }
        #expect(count == made.count)
        #expect(text(made, header.authority) == "example.com")
        #expect(text(made, header.uniqueID) == "id-7")
    }

    @Test func verifiesTheChecksum() {
        #expect(CRC32C.of("123456789") == 0xe306_9283)
        let good = ProxyBytes.checked(ProxyBytes.v4, ProxyBytes.field(2, bytes("example.com")))
        guard case .success(.complete) = ProxyBytes.read(good) else {
            Issue.record("a right checksum is refused: \(ProxyBytes.read(good))")
            return
        }
        // Any bit of the addresses, of a field's value or of the checksum itself.
        for index in Array(16..<28) + Array(31..<42) + Array(45..<good.count) {
            var bad = good
            bad[index] ^= 0x40
            #expect(ProxyBytes.read(bad) == .failure(.init(.checksumWrong, at: good.count - 4)), "byte \(index)")
        }
    }

    @Test(arguments: [
        // Version and command.
        (ProxyBytes.header(command: 0x11, ProxyBytes.v4), ProxyHeaderError(.protocolUnknown, at: 12)),
        (ProxyBytes.header(command: 0x22, ProxyBytes.v4), ProxyHeaderError(.protocolUnknown, at: 12)),
        (ProxyBytes.signature + [0x00], ProxyHeaderError(.protocolUnknown, at: 12)),
        // Family and transport.
        (ProxyBytes.header(family: 0x41, ProxyBytes.v4), ProxyHeaderError(.protocolUnknown, at: 13)),
        (ProxyBytes.header(family: 0x13, ProxyBytes.v4), ProxyHeaderError(.protocolUnknown, at: 13)),
        (ProxyBytes.header(family: 0x01, ProxyBytes.v4), ProxyHeaderError(.protocolUnknown, at: 13)),
        // Length.
        (ProxyBytes.header(Array(ProxyBytes.v4.dropLast())), ProxyHeaderError(.endsEarly, at: 14)),
        (ProxyBytes.header(family: 0x21, ProxyBytes.v4), ProxyHeaderError(.endsEarly, at: 14)),
        (ProxyBytes.header(family: 0x31, v6), ProxyHeaderError(.endsEarly, at: 14)),
        (ProxyBytes.header(ProxyBytes.v4, announced: 4081), ProxyHeaderError(.tooLong, at: 14)),
        (ProxyBytes.header(ProxyBytes.v4, announced: 65535), ProxyHeaderError(.tooLong, at: 14)),
        (ProxyBytes.header(command: 0x20, [], announced: 65535), ProxyHeaderError(.tooLong, at: 14)),
        // Fields.
        (ProxyBytes.header(ProxyBytes.v4 + [4]), ProxyHeaderError(.fieldMalformed, at: 28)),
        (ProxyBytes.header(ProxyBytes.v4 + [4, 0]), ProxyHeaderError(.fieldMalformed, at: 28)),
        (ProxyBytes.header(ProxyBytes.v4 + [4, 0, 1]), ProxyHeaderError(.fieldMalformed, at: 28)),
        (ProxyBytes.header(ProxyBytes.v4 + [4, 0xff, 0xff, 1]), ProxyHeaderError(.fieldMalformed, at: 28)),
        (ProxyBytes.header(ProxyBytes.v4 + [4, 0, 0, 4]), ProxyHeaderError(.fieldMalformed, at: 31)),
        (ProxyBytes.header(ProxyBytes.v4 + ProxyBytes.field(3, [1, 2, 3])), ProxyHeaderError(.fieldMalformed, at: 28)),
        (
            ProxyBytes.header(ProxyBytes.v4 + ProxyBytes.field(5, [UInt8](repeating: 1, count: 129))),
            ProxyHeaderError(.fieldMalformed, at: 28)
        ),
    ])
    func refuses(_ header: [UInt8], _ error: ProxyHeaderError) {
        #expect(ProxyBytes.read(header) == .failure(error))
    }

    @Test func theConfiguredLengthIsTheLimit() {
        let made = ProxyBytes.header(ProxyBytes.v4 + ProxyBytes.field(4, [UInt8](repeating: 0, count: 100)))
        guard case .success(.complete) = ProxyBytes.read(made, .init(longest: made.count)) else {
            Issue.record("a header of the longest length is refused")
            return
        }
        #expect(ProxyBytes.read(made, .init(longest: made.count - 1)) == .failure(.init(.tooLong, at: 14)))
    }

    /// Nothing that anybody sends makes the reader look past the end: every change of every byte, cut everywhere.
    @Test func hostileBytesAreAnsweredAndNothingElse() {
        let good = ProxyBytes.checked(ProxyBytes.v4, ProxyBytes.field(5, bytes("id-7")))
        for index in good.indices {
            for value: UInt8 in [0, 1, 2, 3, 5, 0x0a, 0x0d, 0x11, 0x20, 0x21, 0x31, 0x7f, 0x80, 0xff] {
                var bad = good
                bad[index] = value
                for count in [bad.count, index + 1] {
                    switch ProxyBytes.read(Array(bad[..<count])) {
                    case .success(.needMore), .failure: break
                    case .success(.complete(let header, let taken)):
                        #expect(taken <= count)
                        #expect(Int(header.uniqueID.end) <= taken)
                        #expect(Int(header.authority.end) <= taken)
                    }
                }
            }
        }
    }
}

@Suite struct ProxyHeaderWriterTests {
    private static func written(_ version: ProxyHeader.Version, _ origin: ProxyHeader.Origin) -> [UInt8] {
        var buffer = Buffer()
        buffer.append(proxyHeader: version, origin)
        return buffer.prefix(buffer.count)
    }

    @Test func writesTheLine() {
        #expect(Self.written(.v1, ProxyBytes.client) == bytes("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n"))
        #expect(
            Self.written(.v1, ProxyBytes.client6)
                == bytes("PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 1 65535\r\n")
        )
        #expect(Self.written(.v1, .sender) == bytes("PROXY UNKNOWN\r\n"))
    }

    @Test func writesTheBinaryHeader() {
        #expect(Self.written(.v2, ProxyBytes.client) == ProxyBytes.header(ProxyBytes.v4))
        #expect(Self.written(.v2, .sender) == ProxyBytes.header(command: 0x20, family: 0, []))
    }

    @Test(arguments: ProxyHeader.Version.allCases, [ProxyBytes.client, ProxyBytes.client6, .sender])
    func whatIsWrittenIsRead(_ version: ProxyHeader.Version, _ origin: ProxyHeader.Origin) {
        let made = Self.written(version, origin)
        #expect(ProxyBytes.read(made) == .success(.complete(ProxyHeader(version, origin), bytes: made.count)))
    }

    @Test(arguments: ProxyHeader.Version.allCases)
    func addressesOfTwoFamiliesBothBecomeIPv6(_ version: ProxyHeader.Version) {
        let (v4, v6) = (ProxyAddress(v4: 0xc000_0201, port: 7), ProxyAddress(v6: 0x2001 << 48, 9, port: 8))
        let made = Self.written(version, .client(source: v4, destination: v6))
        let expected = ProxyHeader(version, .client(source: v4.mapped, destination: v6))
        #expect(ProxyBytes.read(made) == .success(.complete(expected, bytes: made.count)))
    }
}

extension CRC32C {
    fileprivate static func of(_ text: String) -> UInt32 {
        var sum = CRC32C()
        for byte in text.utf8 { sum.add(byte) }
        return sum.value
    }
}
