import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct NameLookupTests {
    typealias Question = NameLookup.Question

    /// A reply with these records and this response code.
    static func reply(_ rcode: UInt8 = 0, _ records: [[UInt8]] = [], ede: UInt16? = nil) throws -> NameLookup.Reply {
        var bytes: [UInt8] = [0, 1, 0x81, 0x80 | rcode, 0, 0, 0, UInt8(records.count), 0, 0, 0, ede == nil ? 0 : 1]
        bytes += records.joined()
        if let ede {
            bytes += [0, 0, 41, 4, 0, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2, UInt8(ede >> 8), UInt8(ede & 0xFF)]
        }
        return .message(try DNSMessage(bytes), server: "192.0.2.53:53")
    }

    static func record(_ name: String, _ type: DNSType, ttl: UInt8 = 60, _ data: [UInt8]) -> [UInt8] {
        Self.name(name) + [0, UInt8(type.rawValue), 0, 1, 0, 0, 0, ttl, 0, UInt8(data.count)] + data
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").reduce(into: []) { $0 += [UInt8($1.utf8.count)] + Array($1.utf8) } + [0]
    }

    static func questions(_ name: String) -> [Question] {
        [Question(name: name, type: .a), Question(name: name, type: .aaaa)]
    }

    static let silence = NameLookup.Reply.failure(NameFailure(.timedOut, server: "192.0.2.53:53"))

    @Test func bothFamiliesAreAskedForAtOnce() throws {
        var lookup = NameLookup(.host("app.example"))
        let asked = lookup.began()
        #expect(asked == Self.questions("app.example"))
        #expect(
            lookup.received(try Self.reply(0, [Self.record("app.example", .a, [192, 0, 2, 1])]), to: asked[0]).isEmpty
        )
        #expect(lookup.hasAddresses)
        #expect(!lookup.isFinished)
        #expect(lookup.received(try Self.reply(0), to: asked[1]).isEmpty)
        #expect(lookup.isFinished)
        #expect(lookup.v4 == .found([NameTarget(address: .v4(0xC000_0201))], ttl: 60))
        #expect(lookup.v6 == .failed(NameFailure(.noAddress, server: "192.0.2.53:53")))
        #expect(lookup.failure == nil)
    }

    @Test func oneSilentFamilyDoesNotSpoilTheOther() throws {
        var lookup = NameLookup(.host("app.example"))
        let asked = lookup.began()
        #expect(lookup.received(Self.silence, to: asked[1]).isEmpty)
        _ = lookup.received(try Self.reply(0, [Self.record("app.example", .a, [192, 0, 2, 1])]), to: asked[0])
        #expect(lookup.isFinished)
        #expect(lookup.failure == nil)
        #expect(lookup.v6 == .failed(NameFailure(.timedOut, server: "192.0.2.53:53")))
    }

    @Test func aShortNameIsCompletedFirstAndADottedOneLast() throws {
        var short = NameLookup(.host("app"), search: ["a.test", "b.test"], dots: 1)
        #expect(try Self.tried(&short) == ["app.a.test", "app.b.test", "app"])
        var dotted = NameLookup(.host("app.x"), search: ["a.test"], dots: 1)
        #expect(try Self.tried(&dotted) == ["app.x", "app.x.a.test"])
        var clustered = NameLookup(.host("app.x"), search: ["a.test"], dots: 5)
        #expect(try Self.tried(&clustered) == ["app.x.a.test", "app.x"])
    }

    /// The names that are asked for while every answer is NXDOMAIN.
    static func tried(_ lookup: inout NameLookup) throws -> [String] {
        var asked = lookup.began()
        var names: [String] = []
        while let first = asked.first {
            names.append(first.name)
            #expect(lookup.received(try Self.reply(3), to: asked[0]).isEmpty)
            asked = lookup.received(try Self.reply(3), to: asked[1])
        }
        #expect(lookup.isFinished)
        #expect(lookup.failure?.reason == .code(3))
        return names
    }

    @Test func silenceEndsTheSearch() throws {
        var lookup = NameLookup(.host("app"), search: ["a.test", "b.test"])
        let asked = lookup.began()
        _ = lookup.received(Self.silence, to: asked[0])
        #expect(lookup.received(Self.silence, to: asked[1]).isEmpty)
        #expect(lookup.isFinished)
        #expect(lookup.failure?.reason == .timedOut)
    }

    @Test func theFailureThatTellsMostIsKeptWithTheResolversWords() throws {
        var lookup = NameLookup(.host("app.example"))
        let asked = lookup.began()
        _ = lookup.received(try Self.reply(2, ede: 22), to: asked[1])
        _ = lookup.received(Self.silence, to: asked[0])
        let failure = try #require(lookup.failure)
        #expect(failure.reason == .code(2))
        #expect(failure.evidence == "resolver 192.0.2.53:53 says SERVFAIL, EDE 22 (No Reachable Authority)")
    }

    @Test func aReplyToAQuestionThatWasNotAskedChangesNothing() throws {
        var lookup = NameLookup(.host("app.example"))
        _ = lookup.began()
        let other = Question(name: "other.example", type: .a)
        #expect(
            lookup.received(try Self.reply(0, [Self.record("other.example", .a, [1, 2, 3, 4])]), to: other).isEmpty
        )
        #expect(!lookup.hasAddresses)
        #expect(!lookup.isFinished)
    }

    @Test func aServiceIsLookedUpWithTheAddressesOfItsTargets() throws {
        var lookup = NameLookup(.service("_http._tcp.app"), search: ["not.used"])
        let asked = lookup.began()
        #expect(asked == [Question(name: "_http._tcp.app", type: .srv)])
        let more = lookup.received(
            try Self.reply(
                0,
                [
                    Self.record("_http._tcp.app", .srv, ttl: 9, [0, 1, 0, 5, 0x1F, 0x90] + Self.name("one.app")),
                    Self.record("_http._tcp.app", .srv, ttl: 9, [0, 2, 0, 0, 0x1F, 0x91] + Self.name("two.app")),
                ]
            ),
            to: asked[0]
        )
        #expect(more == Self.questions("one.app") + Self.questions("two.app"))
        _ = lookup.received(try Self.reply(0, [Self.record("one.app", .a, [192, 0, 2, 1])]), to: more[0])
        _ = lookup.received(try Self.reply(0), to: more[1])
        _ = lookup.received(try Self.reply(3), to: more[2])
        #expect(!lookup.isFinished)
        _ = lookup.received(try Self.reply(3), to: more[3])
        #expect(lookup.isFinished)
        let target = NameTarget(address: .v4(0xC000_0201), port: 8080, priority: 1, weight: 5)
        #expect(lookup.v4 == .found([target], ttl: 9))
        #expect(lookup.failure == nil)
    }

    // RFC 2782: a target of "." means that the service is decidedly not available.
    @Test func aServiceThatIsNotOfferedHasNoAddress() throws {
        var lookup = NameLookup(.service("_http._tcp.app"))
        let asked = lookup.began()
        let reply = try Self.reply(0, [Self.record("_http._tcp.app", .srv, [0, 0, 0, 0, 0, 0, 0])])
        #expect(lookup.received(reply, to: asked[0]).isEmpty)
        #expect(lookup.isFinished)
        #expect(lookup.failure?.reason == .noAddress)
    }

    @Test(arguments: [
        (NameFailure.Reason.timedOut, Fault.Detail.dnsTimeout, Int32(2000)), (.unreachable, .dnsOther, 0),
        (.code(2), .dnsServerFailure, 2), (.code(3), .dnsNameNotFound, 3), (.code(5), .dnsRefused, 5),
        (.code(4), .dnsOther, 4), (.noAddress, .dnsNoAddress, 0), (.malformed, .dnsOther, 0),
    ])
    func everyFailureIsItsFault(_ reason: NameFailure.Reason, _ detail: Fault.Detail, _ code: Int32) {
        let fault = NameFailure(reason).fault(limit: 2000)
        #expect(fault == Fault(detail, side: .upstream, phase: .resolve, code: code))
    }
}
