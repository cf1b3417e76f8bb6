import Testing

@testable import GatewayWire

@Suite struct ProxyLineTests {
    @Test(arguments: [
        ("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n", ProxyBytes.client),
        ("PROXY TCP6 2001:db8::1 ::1 1 65535\r\n", ProxyBytes.client6),
        ("PROXY TCP6 2001:DB8:0:0:0:0:0:1 0000:0:0:0:0:0:0:0001 1 65535\r\n", ProxyBytes.client6),
        ("PROXY TCP6 2001:db8:0::0:1 0:0:0:0::1 1 65535\r\n", ProxyBytes.client6),
        ("PROXY UNKNOWN\r\n", .sender),
        ("PROXY UNKNOWN anything at all 99999999\r\n", .sender),
    ])
    func reads(_ line: String, _ origin: ProxyHeader.Origin) {
        let expected = ProxyHeaderReader.Progress.complete(ProxyHeader(.v1, origin), bytes: line.utf8.count)
        #expect(ProxyBytes.read(bytes(line)) == .success(expected))
        // What follows belongs to somebody else.
        #expect(ProxyBytes.read(bytes(line + "GET / HTTP/1.1\r\n\r\n")) == .success(expected))
    }

    @Test func readsAnAddressThatEndsInDottedDecimal() {
        let source = ProxyAddress(v4: 0xc000_0201, port: 1).mapped
        let line = bytes("PROXY TCP6 ::ffff:192.0.2.1 ::FFFF:c000:201 1 1\r\n")
        #expect(
            ProxyBytes.read(line)
                == .success(
                    .complete(ProxyHeader(.v1, .client(source: source, destination: source)), bytes: line.count)
                )
        )
    }

    @Test(arguments: [
        // Not the protocol at all.
        ("‸GET / HTTP/1.1\r\n\r\n", ProxyHeaderError.Reason.absent), ("‸\0", .absent), ("PROX‸Z", .absent),
        ("PROXY‸/1.1\r\n", .absent), ("‸proxy TCP4 1.1.1.1 1.1.1.1 1 1\r\n", .absent),
        ("\r\n\r‸\r", .absent), ("PROXY‸\r\n", .absent),
        // Protocols.
        ("PROXY ‸TCP5 1.1.1.1 1.1.1.1 1 1\r\n", .protocolUnknown),
        ("PROXY ‸tcp4 1.1.1.1 1.1.1.1 1 1\r\n", .protocolUnknown),
        ("PROXY ‸UNKNOWNS\r\n", .protocolUnknown), ("PROXY ‸UNIX /a /b\r\n", .protocolUnknown),
        ("PROXY ‸\r\n", .lineMalformed),
        // The line.
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 1‸\n", .lineMalformed), ("PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r‸x", .lineMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 1 ‸\r\n", .lineMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 1 ‸2\r\n", .lineMalformed),
        ("PROXY TCP4  1.1.1.1 1.1.1.1 1 1\r\n".markedAfter(11), .lineMalformed),
        ("PROXY TCP4‸\t1.1.1.1 1.1.1.1 1 1\r\n", .lineMalformed), ("PROXY UNKNOWN‸\0\r\n", .lineMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1‸\r\n", .lineMalformed), ("PROXY TCP4‸\r\n", .lineMalformed),
        // Addresses.
        ("PROXY TCP4 ‸1.1.1 1.1.1.1 1 1\r\n", .addressMalformed),
        ("PROXY TCP4 ‸1.1.1.1.1 1.1.1.1 1 1\r\n", .addressMalformed),
        ("PROXY TCP4 1.1.1.1 ‸1.1.1.256 1 1\r\n", .addressMalformed),
        ("PROXY TCP4 ‸01.1.1.1 1.1.1.1 1 1\r\n", .addressMalformed),
        ("PROXY TCP4 ‸1..1.1 1.1.1.1 1 1\r\n", .addressMalformed),
        ("PROXY TCP4 ‸+1.1.1.1 1.1.1.1 1 1\r\n", .addressMalformed), ("PROXY TCP4 ‸::1 ::1 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸1.1.1.1 1.1.1.1 1 1\r\n", .addressMalformed), ("PROXY TCP6 ‸: :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸::: :: 1 1\r\n", .addressMalformed), ("PROXY TCP6 ‸1::2::3 :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸1:2:3:4:5:6:7 :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸1:2:3:4:5:6:7:8:9 :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸1:2:3:4:5:6:7:8:: :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸1:2:3:4:5:6:7: :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸:1:2:3:4:5:6:7 :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸12345:: :: 1 1\r\n", .addressMalformed), ("PROXY TCP6 ‸g:: :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 ‸fe80::1%eth0 :: 1 1\r\n", .addressMalformed), ("PROXY TCP6 ‸[::1] :: 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 :: ‸1:2:3:4:5:6:7:1.2.3.4 1 1\r\n", .addressMalformed),
        ("PROXY TCP6 :: ‸::1.2.3.4:1 1 1\r\n", .addressMalformed),
        // Ports.
        ("PROXY TCP4 1.1.1.1 1.1.1.1 ‸65536 1\r\n", .portMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 ‸-1\r\n", .portMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 ‸007 1\r\n", .portMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 ‸123456\r\n", .portMalformed),
        ("PROXY TCP4 1.1.1.1 1.1.1.1 1 ‸0x1\r\n", .portMalformed),
    ])
    func refuses(_ marked: String, _ reason: ProxyHeaderError.Reason) {
        let text = MarkedText(marked)
        #expect(ProxyBytes.read(text.bytes) == .failure(ProxyHeaderError(reason, at: Int(text.offset))))
    }

    @Test func theLongestLineIsReadAndALongerOneIsNot() {
        let longest = "PROXY UNKNOWN " + String(repeating: "f", count: 107 - 16) + "\r\n"
        #expect(
            ProxyBytes.read(bytes(longest)) == .success(.complete(ProxyHeader(.v1, .sender), bytes: 107))
        )
        let longer = "PROXY UNKNOWN " + String(repeating: "f", count: 107 - 15)
        #expect(ProxyBytes.read(bytes(longer + "\r\n")) == .failure(ProxyHeaderError(.tooLong, at: 107)))
        // A line that never ends is not waited for.
        #expect(ProxyBytes.read(bytes(longer + "f")) == .failure(ProxyHeaderError(.tooLong, at: 107)))
    }

    @Test(arguments: [
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n", "PROXY UNKNOWN\r\n", "PROXY TCP6 :: ::1 1 2\r\n",
    ])
    func everyPieceOfALineWaitsForTheRest(_ line: String) {
        let all = bytes(line)
        for count in 0..<all.count {
            #expect(ProxyBytes.read(Array(all[..<count])) == .success(.needMore), "\(count) bytes")
        }
    }

    @Test func aVersionThatIsNotAcceptedIsRefused() {
        let line = bytes("PROXY UNKNOWN\r\n")
        let binary = ProxyBytes.header(command: 0x20, family: 0, [])
        #expect(ProxyBytes.read(line, .init(accepted: .only(.v2))) == .failure(.init(.versionRefused, at: 0)))
        #expect(ProxyBytes.read(binary, .init(accepted: .only(.v1))) == .failure(.init(.versionRefused, at: 0)))
        #expect((try? ProxyBytes.read(line, .init(accepted: .only(.v1))).get()) != .needMore)
        #expect((try? ProxyBytes.read(binary, .init(accepted: .only(.v2))).get()) != .needMore)
    }
}

extension String {
    /// The mark of `MarkedText` behind `count` characters, for where it would hide what the text is about.
    fileprivate func markedAfter(_ count: Int) -> String { self.prefix(count) + "‸" + self.dropFirst(count) }
}
