import Testing

@testable import GatewayWire

/// PTR records and the names they stand under.
@Suite struct PointerTests {
    @Test func reverseNamesAreWrittenBackwards() {
        #expect(DNSAddress.v4(0x42F9_4201).reverseName == "1.66.249.66.in-addr.arpa")
        // The example of RFC 3596 §2.5.
        #expect(
            DNSAddress.v6(high: 0x4321_0000_0001_0002, low: 0x0003_0004_0567_89AB).reverseName
                == "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa"
        )
    }

    @Test func readsPointersAlsoBehindADelegatedName() throws {
        var made = DNSBytes(counts: [0, 3, 0, 0])
        made.record("1.2.0.192.in-addr.arpa", 5, ttl: 90, DNSBytes.name("1.net.2.0.192.in-addr.arpa"))
        made.record("1.net.2.0.192.in-addr.arpa", 12, ttl: 50, DNSBytes.name("Crawl.Example"))
        made.record("other.in-addr.arpa", 12, DNSBytes.name("other.example"))
        let found = try DNSMessage(made.bytes).pointers(of: "1.2.0.192.in-addr.arpa")
        #expect(found.values == ["crawl.example"])
        #expect(found.ttl == 50)
    }

    @Test func aRingOfAliasesLeadsNowhere() throws {
        var made = DNSBytes(counts: [0, 2, 0, 0])
        made.record("a.arpa", 5, DNSBytes.name("b.arpa"))
        made.record("b.arpa", 5, DNSBytes.name("a.arpa"))
        #expect(try DNSMessage(made.bytes).pointers(of: "a.arpa").values.isEmpty)
    }

    @Test func aPointerMustFitItsRecord() {
        var long = DNSBytes(counts: [0, 1, 0, 0])
        long.record("a", 12, DNSBytes.name("x") + [0])
        #expect(throws: DNSMessageError.self) { try DNSMessage(long.bytes) }
        var cut = DNSBytes(counts: [0, 1, 0, 0])
        cut.record("a", 12, [5, 0x61])
        #expect(throws: DNSMessageError.self) { try DNSMessage(cut.bytes) }
        var tooLong = DNSBytes(counts: [0, 1, 0, 0])
        let label = [63] + [UInt8](repeating: 0x61, count: 63)
        tooLong.record("a", 12, label + label + label + label + [0])
        #expect(throws: DNSMessageError.self) { try DNSMessage(tooLong.bytes) }
    }
}
