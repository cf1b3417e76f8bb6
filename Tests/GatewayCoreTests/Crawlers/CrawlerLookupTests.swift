import GatewayFaults
import GatewayWire
import Testing

@testable import GatewayCore

/// Whose crawler an address is.
@Suite struct CrawlerLookupTests {
    private static let address = DNSAddress.v4(0x42F9_4201)
    private static let reverse = "1.66.249.66.in-addr.arpa"
    private static let name = "crawl-66-249-66-1.googlebot.com"

    private static func message(_ rcode: UInt8 = 0, _ records: [[UInt8]] = []) throws -> CrawlerLookup.Reply {
        guard case .message(let message, _) = try NameLookupTests.reply(rcode, records) else { return .failed }
        return .message(message)
    }

    private static func pointers(_ names: [String], ttl: UInt8 = 60) throws -> CrawlerLookup.Reply {
        try Self.message(
            0,
            names.map { NameLookupTests.record(Self.reverse, .ptr, ttl: ttl, NameLookupTests.name($0)) }
        )
    }

    private static func addresses(_ name: String, _ bytes: [UInt8], ttl: UInt8 = 60) throws -> CrawlerLookup.Reply {
        try Self.message(0, [NameLookupTests.record(name, .a, ttl: ttl, bytes)])
    }

    /// The finding after these names and, for each name that is asked for, this reply.
    private static func finding(
        _ names: [String],
        _ reply: (String) throws -> CrawlerLookup.Reply
    ) throws -> CrawlerFinding? {
        var lookup = CrawlerLookup(Self.address)
        for question in lookup.received(try Self.pointers(names), to: lookup.question) {
            #expect(lookup.finding == nil)
            #expect(question.type == .a)
            #expect(lookup.received(try reply(question.name), to: question).isEmpty)
        }
        return lookup.finding
    }

    @Test func bothDirectionsHaveToAgree() throws {
        var lookup = CrawlerLookup(Self.address)
        #expect(lookup.question.name == Self.reverse)
        let asked = lookup.received(try Self.pointers([Self.name], ttl: 90), to: lookup.question)
        #expect(asked.map(\.name) == [Self.name])
        _ = lookup.received(try Self.addresses(Self.name, [66, 249, 66, 1], ttl: 20), to: asked[0])
        #expect(lookup.finding == .crawler(.google, name: Self.name, ttl: 20))
    }

    @Test func anIPv6AddressIsAskedForAsOne() throws {
        let address = DNSAddress.v6(high: 0x2001_4860_4801_0000, low: 1)
        var lookup = CrawlerLookup(address)
        let name = "crawl-v6.googlebot.com"
        let pointer = NameLookupTests.record(lookup.question.name, .ptr, NameLookupTests.name(name))
        let asked = lookup.received(try Self.message(0, [pointer]), to: lookup.question)
        #expect(asked == [NameLookup.Question(name: name, type: .aaaa)])
        let bytes: [UInt8] = [0x20, 1, 0x48, 0x60, 0x48, 1] + [UInt8](repeating: 0, count: 9) + [1]
        _ = lookup.received(try Self.message(0, [NameLookupTests.record(name, .aaaa, bytes)]), to: asked[0])
        #expect(lookup.finding == .crawler(.google, name: name, ttl: 60))
    }

    /// Anybody writes any name into the zone of an address that is theirs.
    @Test func aNameThatDoesNotSayTheSameIsAStrangers() throws {
        let replies = [
            try Self.addresses(Self.name, [192, 0, 2, 1]), try Self.message(3), try Self.message(0),
            // An answer for another name.
            try Self.addresses("x.example", [66, 249, 66, 1]),
        ]
        for reply in replies {
            let found = try Self.finding([Self.name]) { _ in reply }
            #expect(found == .stranger)
        }
    }

    @Test(arguments: [
        "googlebot.com.example.net", "evilgooglebot.com", "googlebot.com", "crawl.example", "x.googleusercontent.com",
        "a b.googlebot.com", "<x>.googlebot.com",
    ])
    func namesOfOthersAreNotEvenAskedFor(_ name: String) throws {
        var lookup = CrawlerLookup(Self.address)
        #expect(lookup.received(try Self.pointers([name]), to: lookup.question).isEmpty)
        #expect(lookup.finding == .stranger)
    }

    @Test func noNameIsAStrangers() throws {
        for rcode in [0, 3] as [UInt8] {
            var lookup = CrawlerLookup(Self.address)
            #expect(lookup.received(try Self.message(rcode), to: lookup.question).isEmpty)
            #expect(lookup.finding == .stranger)
        }
    }

    /// A server in trouble says nothing against a crawler.
    @Test func troubleOfTheServersIsNoAnswer() throws {
        for reply in [CrawlerLookup.Reply.failed, try Self.message(2), try Self.message(5)] {
            var lookup = CrawlerLookup(Self.address)
            #expect(lookup.received(reply, to: lookup.question).isEmpty)
            #expect(lookup.finding == .unknown)
            let found = try Self.finding([Self.name]) { _ in reply }
            #expect(found == .unknown)
        }
    }

    @Test func oneGoodNameAmongManyIsEnoughAndFewAreAskedFor() throws {
        let names = (0..<200).map { "n\($0).googlebot.com" }
        var lookup = CrawlerLookup(Self.address)
        #expect(lookup.received(try Self.pointers(names), to: lookup.question).count == 4)
        let mixed = ["other.example", "a.search.msn.com", Self.name]
        let found = try Self.finding(mixed) { name in
            name == Self.name ? try Self.addresses(name, [66, 249, 66, 1]) : .failed
        }
        #expect(found == .crawler(.google, name: Self.name, ttl: 60))
        // One server in trouble, one "no": not known.
        let doubt = try Self.finding(["a.search.msn.com", Self.name]) {
            $0 == Self.name ? try Self.message(3) : .failed
        }
        #expect(doubt == .unknown)
    }

    @Test func repliesThatNobodyWaitsForChangeNothing() throws {
        var lookup = CrawlerLookup(Self.address)
        let asked = lookup.received(try Self.pointers([Self.name]), to: lookup.question)
        _ = lookup.received(.failed, to: NameLookup.Question(name: "x.googlebot.com", type: .a))
        #expect(lookup.finding == nil)
        _ = lookup.received(try Self.addresses(Self.name, [66, 249, 66, 1]), to: asked[0])
        let finding = lookup.finding
        _ = lookup.received(.failed, to: asked[0])
        #expect(lookup.received(try Self.pointers(["x.googlebot.com"]), to: lookup.question).isEmpty)
        #expect(lookup.finding == finding)
    }

    @Test func whoCallsItselfAnothersCrawlerIsAnImpostor() {
        let finding = CrawlerFinding.crawler(.bing, name: "msnbot.search.msn.com", ttl: 1)
        #expect(finding.verdict(on: .bing) == .genuine)
        #expect(finding.verdict(on: .google) == .impostor)
        #expect(CrawlerFinding.stranger.verdict(on: .google) == .impostor)
        #expect(CrawlerFinding.unknown.verdict(on: .google) == .unknown)
        #expect(CrawlerVerdict.allCases.filter { !$0.isBelieved } == [.impostor])
    }
}
