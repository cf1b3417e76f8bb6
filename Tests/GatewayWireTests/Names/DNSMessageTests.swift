import Testing

@testable import GatewayWire

@Suite struct DNSMessageTests {
    @Test func readsAddressesBehindCompressedNamesAndAliases() throws {
        var made = DNSBytes(counts: [1, 3, 0, 0])
        made.question("App.Example")
        // 12 is where the question's name stands.
        made.record([0xC0, 12], 5, ttl: 300, DNSBytes.name("real.example"))
        made.record("real.example", 1, ttl: 20, [192, 0, 2, 1])
        made.record("real.example", 1, ttl: 30, [192, 0, 2, 2])
        let message = try DNSMessage(made.bytes)
        #expect(message.id == 7)
        #expect(message.isResponse)
        #expect(!message.isTruncated)
        #expect(message.rcode == 0)
        #expect(message.questions == [DNSMessage.Question(name: "app.example", type: 1)])
        let found = message.addresses(of: "APP.example")
        #expect(found.values == [.v4(0xC000_0201), .v4(0xC000_0202)])
        #expect(found.ttl == 20)
    }

    @Test func readsIPv6AndServices() throws {
        var made = DNSBytes(counts: [0, 2, 0, 0])
        made.record("six", 28, [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [9])
        made.record("_http._tcp.app", 33, ttl: 5, [0, 10, 0, 20, 0x1F, 0x90] + DNSBytes.name("node.app"))
        let message = try DNSMessage(made.bytes)
        #expect(message.addresses(of: "six").values == [.v6(high: 0x2001_0DB8_0000_0000, low: 9)])
        let services = message.services(of: "_http._tcp.app")
        #expect(services.values == [DNSService(priority: 10, weight: 20, port: 8080, target: "node.app")])
        #expect(services.ttl == 5)
    }

    @Test func readsExtendedErrorsAndTheUpperBitsOfTheCode() throws {
        var made = DNSBytes(flags: 0x8182, counts: [0, 0, 0, 1])
        made.opt(upper: 1, [(10, [1, 2]), (15, [0, 22] + Array("at \u{1}x".utf8)), (15, [0, 7])])
        let message = try DNSMessage(made.bytes)
        #expect(message.rcode == 18)
        #expect(message.errors == [ExtendedError(code: 22, text: "at ?x"), ExtendedError(code: 7)])
        #expect(message.errors[0].description == "EDE 22 (No Reachable Authority): at ?x")
        #expect(ExtendedError(code: 49_999).description == "EDE 49999")
    }

    @Test func readsWhoServesAZoneAndWhichEditionOfIt() throws {
        var made = DNSBytes(flags: 0x8580, counts: [0, 2, 2, 2])
        made.record("zone", 2, DNSBytes.name("ns.zone"))
        let times: [UInt8] = [0, 0, 1, 7] + [UInt8](repeating: 0, count: 16)
        made.record("zone", 6, DNSBytes.name("ns.zone") + DNSBytes.name("post.zone") + times)
        made.record("sub.zone", 2, DNSBytes.name("ns.sub.zone"))
        // Malformed, and of no concern to the answers.
        made.record("sub.zone", 2, [0xFF])
        made.record("ns.sub.zone", 1, [192, 0, 2, 1])
        made.record("ns.sub.zone", 28, [1])
        let message = try DNSMessage(made.bytes)
        #expect(message.isAuthoritative)
        #expect(message.answers.map(\.value) == [.nameServer("ns.zone"), .edition(serial: 263)])
        #expect(message.referrals.map(\.value) == [.nameServer("ns.sub.zone")])
        #expect(message.glue.map(\.value) == [.address(.v4(0xC000_0201))])
        var short = DNSBytes(counts: [0, 1, 0, 0])
        short.record("zone", 6, DNSBytes.name("ns.zone") + DNSBytes.name("post.zone") + [0, 0, 0, 1])
        #expect(throws: DNSMessageError.self) { try DNSMessage(short.bytes) }
    }

    @Test func readsHowLongNothingMayBeRemembered() throws {
        func message(ttl: UInt32, minimum: [UInt8], short: Bool = false) throws -> DNSMessage {
            var made = DNSBytes(flags: 0x8183, counts: [0, 0, 1, 0])
            let times = [UInt8](repeating: 9, count: 16) + minimum
            let names = DNSBytes.name("ns.zone") + DNSBytes.name("post.zone")
            made.record("zone", 6, ttl: ttl, names + (short ? times.dropLast() : times))
            return try DNSMessage(made.bytes)
        }
        #expect(try message(ttl: 900, minimum: [0, 0, 1, 44]).negativeTTL == 300)
        #expect(try message(ttl: 60, minimum: [0, 0, 1, 44]).negativeTTL == 60)
        #expect(try message(ttl: 60, minimum: [0x80, 0, 0, 0]).negativeTTL == 0)
        // What is wrong there is no reason to refuse the rest.
        #expect(try message(ttl: 60, minimum: [0, 0, 1, 44], short: true).negativeTTL == nil)
        #expect(try DNSMessage(DNSBytes().bytes).negativeTTL == nil)
    }

    @Test func readsHowASiteIsToBeReached() throws {
        func message(_ data: [UInt8]) throws -> DNSMessage {
            var made = DNSBytes(counts: [0, 2, 0, 0])
            made.record("www.site", 5, DNSBytes.name("site"))
            made.record("site", 65, data)
            return try DNSMessage(made.bytes)
        }
        let protocols: [UInt8] = [2, 0x68, 0x32, 2, 0x68, 0x33]
        let port: [UInt8] = [0, 3, 0, 2, 1, 0xBB]
        let found = try message([0, 1, 0, 0, 1, 0, 6] + protocols + port).bindings(of: "www.site")
        #expect(found.values == [DNSBinding(priority: 1, target: "", protocols: ["h2", "h3"])])
        let alias = try message([0, 0] + DNSBytes.name("pool.site")).bindings(of: "site")
        #expect(alias.values == [DNSBinding(priority: 0, target: "pool.site", protocols: [])])
        let hostile = try message([0, 1, 0, 0, 1, 0, 3, 2, 0x1B, 0x5B]).bindings(of: "site")
        #expect(hostile.values.first?.protocols == ["?["])
        let many = [UInt8](repeating: 1, count: 200)
        #expect(try message([0, 1, 0, 0, 1, 0, 200] + many).bindings(of: "site").values.first?.protocols.count == 16)
    }

    @Test(
        arguments: [
            [0], [0, 1], [0, 1, 0, 0], [0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 1, 0, 9, 2],
            [0, 1, 0, 0, 1, 0, 3, 9, 0x68, 0x33],
        ] as [[UInt8]]
    )
    func refusesABindingThatEndsEarly(_ data: [UInt8]) throws {
        var made = DNSBytes(counts: [0, 1, 0, 0])
        made.record("site", 65, data)
        #expect(throws: DNSMessageError.self) { try DNSMessage(made.bytes) }
    }

    @Test func keepsFewExtendedErrorsAndShortTexts() throws {
        var made = DNSBytes(counts: [0, 0, 0, 1])
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 300)
        made.opt(Array(repeating: (15, [0, 0] + long), count: 20))
        let message = try DNSMessage(made.bytes)
        #expect(message.errors.count == 8)
        #expect(message.errors.allSatisfy { $0.text.utf8.count == 120 })
    }

    @Test func ignoresRecordsOfOtherNamesTypesAndClasses() throws {
        var made = DNSBytes(counts: [0, 4, 1, 0])
        made.record("other", 1, [192, 0, 2, 1])
        made.record(DNSBytes.name("a"), 1, class: 3, [1, 2, 3, 4])
        made.record("a", 16, [3, 1, 2, 3])
        made.record("a", 1, [192, 0, 2, 9])
        made.record("a", 1, [203, 0, 113, 1])
        let message = try DNSMessage(made.bytes)
        #expect(message.addresses(of: "a").values == [.v4(0xC000_0209)])
    }

    @Test func aRingOfAliasesEndsWithoutAddress() throws {
        var made = DNSBytes(counts: [0, 2, 0, 0])
        made.record("a", 5, DNSBytes.name("b"))
        made.record("b", 5, DNSBytes.name("a"))
        let found = try DNSMessage(made.bytes).addresses(of: "a")
        #expect(found.values.isEmpty)
        #expect(found.ttl == 0)
    }

    // RFC 2181 §8.
    @Test func aTimeToLiveWithItsTopBitSetIsNone() throws {
        var made = DNSBytes(counts: [0, 1, 0, 0])
        made.record("a", 1, ttl: 0x8000_0000, [192, 0, 2, 1])
        #expect(try DNSMessage(made.bytes).addresses(of: "a").ttl == 0)
    }

    @Test func aTruncatedMessageMayEndAnywhere() throws {
        var made = DNSBytes(flags: 0x8380, counts: [1, 40, 0, 0])
        made.question("a")
        made.record("a", 1, [192, 0, 2, 1])
        let message = try DNSMessage(made.bytes)
        #expect(message.isTruncated)
        #expect(message.answers.isEmpty)
    }

    @Test func bytesThatNoHostNameHasAreEscaped() throws {
        var made = DNSBytes(counts: [1, 0, 0, 0])
        made.bytes += [4, UInt8(ascii: "A"), UInt8(ascii: "."), 0xFF, UInt8(ascii: "\\"), 1, 0x62, 0, 0, 1, 0, 1]
        #expect(try DNSMessage(made.bytes).questions[0].name == "a\\046\\255\\092.b")
    }

    struct Malformed: CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var reason: DNSMessageError.Reason

        init(_ words: String, _ reason: DNSMessageError.Reason, counts: [UInt16], _ tail: [UInt8]) {
            self.testDescription = words
            self.bytes = DNSBytes(counts: counts).bytes + tail
            self.reason = reason
        }
    }

    static let record: [UInt8] = [0, 1, 0, 1, 0, 0, 0, 60]
    static let malformed: [Malformed] = [
        Malformed("pointer to itself", .pointerNotBackwards, counts: [1, 0, 0, 0], [0xC0, 12, 0, 1, 0, 1]),
        Malformed("pointer forwards", .pointerNotBackwards, counts: [1, 0, 0, 0], [0xC0, 40, 0, 1, 0, 1]),
        Malformed(
            "pointer into its own name",
            .pointerNotBackwards,
            counts: [1, 0, 0, 0],
            [1, 0x61, 0xC0, 12, 0, 1, 0, 1]
        ),
        Malformed("label form 01", .labelUnknown, counts: [1, 0, 0, 0], [0x41, 0, 0, 1, 0, 1]),
        Malformed("label form 10", .labelUnknown, counts: [1, 0, 0, 0], [0x80, 0, 0, 1, 0, 1]),
        Malformed("name without end", .endsEarly, counts: [1, 0, 0, 0], [3, 0x61, 0x61]),
        Malformed("no question at all", .endsEarly, counts: [1, 0, 0, 0], []),
        Malformed(
            "name of 256 octets",
            .nameTooLong,
            counts: [1, 0, 0, 0],
            Array((0..<5).map { _ in [63] + [UInt8](repeating: 0x61, count: 63) }.joined()) + [0, 0, 1, 0, 1]
        ),
        Malformed("data past the end", .endsEarly, counts: [0, 1, 0, 0], [0] + record + [0, 9, 1, 2]),
        Malformed("address of 5 bytes", .recordMalformed, counts: [0, 1, 0, 0], [0] + record + [0, 5, 1, 2, 3, 4, 5]),
        Malformed("address of 3 bytes", .endsEarly, counts: [0, 1, 0, 0], [0] + record + [0, 3, 1, 2, 3]),
        Malformed("65,535 answers", .tooManyRecords, counts: [0, 0xFFFF, 0, 0], [0] + record + [0, 4, 1, 2, 3, 4]),
        Malformed(
            "extended error of one byte",
            .optionMalformed,
            counts: [0, 0, 0, 1],
            [0, 0, 41, 4, 0, 0, 0, 0, 0, 0, 5, 0, 15, 0, 1, 9]
        ),
        Malformed(
            "option past the record",
            .endsEarly,
            counts: [0, 0, 0, 1],
            [0, 0, 41, 4, 0, 0, 0, 0, 0, 0, 4, 0, 15, 0, 9]
        ),
    ]

    @Test(arguments: malformed)
    func malformedBytesAreRefused(_ made: Malformed) {
        let error = #expect(throws: DNSMessageError.self) { try DNSMessage(made.bytes) }
        #expect(error?.reason == made.reason)
        #expect((0...made.bytes.count).contains(error?.offset ?? -1))
    }

    @Test func aHeaderCutAnywhereIsRefused() {
        let whole = DNSBytes().bytes
        for count in 0..<whole.count {
            #expect(throws: DNSMessageError.self) { try DNSMessage(Array(whole.prefix(count))) }
        }
    }

    /// Each pointer leads to the one before it, the longest chain there can be; it is bounded by the octets.
    @Test func aLongChainOfPointersIsReadOrRefusedInBoundedTime() {
        var bytes = DNSBytes(counts: [0, 1, 0, 0]).bytes
        bytes += [0]
        var target = 12
        for _ in 0..<4000 {
            let at = bytes.count
            bytes += [0xC0 | UInt8(target >> 8 & 0x3F), UInt8(target & 0xFF)]
            target = at
        }
        bytes += [0, 1]
        _ = try? DNSMessage(bytes)
    }
}
