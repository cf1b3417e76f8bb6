import GatewayReactor
import Testing

@Suite struct SocketAddressTests {
    // MARK: - RFC 5952

    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"),
        // §4.1: no leading zeros. §4.3: lower case.
        ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"), ("2001:DB8:A:BcD::", "2001:db8:a:bcd::"),
        // §4.2.2: one group alone is not shortened.
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"),
        ("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"), ("1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"),
        // §4.2.3: the longest run, and of two the first.
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("0:0:0:1:0:0:0:0", "0:0:0:1::"), ("0:0:1:0:0:1:0:0", "::1:0:0:1:0:0"),
        ("::1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("fe80::ffff:ffff:ffff:ffff", "fe80::ffff:ffff:ffff:ffff"), ("::1.2.3.4", "::102:304"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::ffff:10.0.0.1", "::ffff:a00:1"),
        ("1:2:3:4:5:6:255.255.255.255", "1:2:3:4:5:6:ffff:ffff"),
    ])
    func ipv6IsWrittenInItsOneForm(literal: String, text: String) throws {
        let address = try #require(SocketAddress(literal: literal, port: 443))
        #expect(address.family == .v6)
        #expect(address.hostText == text)
        #expect(address.text == "[\(text)]:443")
        #expect(SocketAddress(literal: text, port: 443) == address)
    }

    @Test(arguments: ["0.0.0.0", "127.0.0.1", "255.255.255.255", "10.0.200.9", "1.2.3.4"])
    func ipv4IsWrittenAsItIsRead(literal: String) throws {
        let address = try #require(SocketAddress(literal: literal, port: 0))
        #expect(address.family == .v4)
        #expect(address.hostText == literal)
        #expect(address.text == "\(literal):0")
    }

    @Test func namedAddressesAreWhatTheirNamesSay() {
        #expect(SocketAddress.loopbackV4(port: 80).text == "127.0.0.1:80")
        #expect(SocketAddress.loopbackV6(port: 65_535).text == "[::1]:65535")
        #expect(SocketAddress.loopbackV4(port: 80).at(port: 81) == .loopbackV4(port: 81))
        #expect(SocketAddress.unix.text == "unix")
        #expect(SocketAddress.unix.hostText == "unix")
    }

    @Test func bytesAreInNetworkOrder() throws {
        let v4 = try #require(SocketAddress(literal: "1.2.3.4", port: 0))
        #expect((0..<4).map { v4.byte($0) } == [1, 2, 3, 4])
        let v6 = try #require(SocketAddress(literal: "102:304:506:708:90a:b0c:d0e:f10", port: 0))
        #expect((0..<16).map { v6.byte($0) } == Array(1...16))
    }

    @Test(arguments: [
        ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:0:0", "0.0.0.0"), ("::fffe:192.0.2.1", "::fffe:c000:201"),
        ("1::ffff:192.0.2.1", "1::ffff:c000:201"), ("::1", "::1"), ("192.0.2.1", "192.0.2.1"),
    ])
    func onlyAMappedAddressIsUnmapped(literal: String, text: String) throws {
        let address = try #require(SocketAddress(literal: literal, port: 9))
        #expect(address.unmapped.hostText == text)
        #expect(address.unmapped.port == 9)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func everyAddressIsReadAsItWasWritten(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let v4 = SocketAddress(
                family: .v4,
                high: random.next() << 32,
                low: 0,
                port: UInt16(truncatingIfNeeded: random.next())
            )
            #expect(SocketAddress(literal: v4.hostText, port: v4.port) == v4)
            // Groups that are often zero, because that is where the form has its rules.
            let groups = (0..<8).map { _ in Bool.random(using: &random) ? 0 : random.next() & 0xFFFF }
            let v6 = SocketAddress(
                family: .v6,
                high: groups[..<4].reduce(0) { $0 << 16 | $1 },
                low: groups[4...].reduce(0) { $0 << 16 | $1 },
                port: 1
            )
            #expect(SocketAddress(literal: v6.hostText, port: 1) == v6)
        }
    }

    // MARK: - What is no address

    @Test(arguments: [
        "", " ", ".", ":", "::.", ":::", "::::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1",
        "1.2.3.999", "01.2.3.4", "1.2.3.04", "1.2.3.-4", "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "0x7f.0.0.1", "1.2.3.4\0",
        "1.2.3.4/8", "1.2.3.4:80", "１.2.3.4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1::",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:", ":1::2", "1::2:", "12345::", "::12345", "g::", "::-1", "::-0", "::+1", "::+0", "-0::",
        "::0x1", "[::1]", "::1]", "fe80::1%eth0", "::1/128", "1.2.3.4::", "::1.2.3.4:5", "1:1.2.3.4::", "::1.2.3",
        "::256.0.0.1", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "::e\u{301}", "localhost",
        "unix", "::ffff:1.2.3.4.", "1:2:3:4:5:1.2.3.4",
    ])
    func whatIsNoLiteralIsRefused(text: String) {
        #expect(SocketAddress(literal: text, port: 80) == nil)
    }

    @Test func aHugeTextIsRefused() {
        for piece in [":", "::", "1:", "1.", ".", "0", "é"] {
            #expect(SocketAddress(literal: String(repeating: piece, count: 50_000), port: 80) == nil)
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func randomTextIsRefusedOrRoundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789abfF::::...-+ %[]/")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0..<24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "0" }
            )
            guard let address = SocketAddress(literal: text, port: 1) else { continue }
            #expect(SocketAddress(literal: address.hostText, port: 1) == address)
            #expect(text.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }, "\(text)")
        }
    }
}
