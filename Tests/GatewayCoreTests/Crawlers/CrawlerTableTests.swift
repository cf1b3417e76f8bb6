import GatewayWire
import Testing

@testable import GatewayCore

/// What is remembered of addresses, for how long, and how much of it.
@Suite struct CrawlerTableTests {
    private static let second: UInt64 = 1_000_000_000
    private static let address = DNSAddress.v4(1)

    private static func crawler(ttl: UInt32) -> CrawlerFinding { .crawler(.bing, name: "a.search.msn.com", ttl: ttl) }

    @Test func anAddressIsAskedForOnceWhileTheAnswerIsOut() {
        var table = CrawlerTable()
        #expect(table.look(Self.address, now: 0) == CrawlerTable.Answer(finding: .unknown, asks: true))
        #expect(table.look(Self.address, now: 1) == CrawlerTable.Answer(finding: .unknown, asks: false))
        table.learned(Self.address, Self.crawler(ttl: 60), now: 2)
        #expect(table.look(Self.address, now: 3) == CrawlerTable.Answer(finding: Self.crawler(ttl: 60), asks: false))
        #expect(table.pendingCount == 0)
    }

    @Test(
        arguments: [
            (Self.crawler(ttl: 0), 3600), (Self.crawler(ttl: 7200), 7200), (Self.crawler(ttl: .max), 86_400),
            (.stranger, 600), (.unknown, 60),
        ] as [(CrawlerFinding, UInt64)]
    )
    func everyFindingHasItsTime(_ finding: CrawlerFinding, _ seconds: UInt64) {
        var table = CrawlerTable()
        table.learned(Self.address, finding, now: 0)
        #expect(!table.look(Self.address, now: seconds * Self.second - 1).asks)
        // The old finding counts until the new one is there.
        let late = table.look(Self.address, now: seconds * Self.second)
        #expect(late == CrawlerTable.Answer(finding: finding, asks: true))
        #expect(!table.look(Self.address, now: seconds * Self.second).asks)
    }

    @Test func silentServersTakeNothingAway() {
        var table = CrawlerTable()
        table.learned(Self.address, Self.crawler(ttl: 0), now: 0)
        let late = 3600 * Self.second
        #expect(table.look(Self.address, now: late).asks)
        table.learned(Self.address, .unknown, now: late)
        #expect(table.look(Self.address, now: late) == CrawlerTable.Answer(finding: Self.crawler(ttl: 0), asks: false))
        #expect(table.look(Self.address, now: late + 60 * Self.second).asks)
        table.learned(Self.address, .stranger, now: late + 60 * Self.second)
        #expect(table.look(Self.address, now: late + 60 * Self.second).finding == .stranger)
    }

    /// A stranger with a whole network sends a claim from each address.
    @Test func aFloodOfClaimsIsBounded() {
        var table = CrawlerTable(capacity: 64, mostPending: 4)
        let asked = (0..<10_000).count { table.look(.v6(high: 1, low: UInt64($0)), now: 0).asks }
        #expect(asked == 4)
        #expect(table.pendingCount == 4)
        for number in 0..<10_000 { table.learned(.v6(high: 1, low: UInt64(number)), .stranger, now: 0) }
        #expect(table.count <= 64)
        #expect(table.pendingCount == 0)
        #expect(table.look(Self.address, now: 0).asks)
    }

    @Test func aLookUpThatNeverEndsMakesRoomAgain() {
        var table = CrawlerTable(mostPending: 1)
        #expect(table.look(Self.address, now: 0).asks)
        #expect(!table.look(.v4(2), now: 119 * Self.second).asks)
        #expect(table.look(.v4(2), now: 120 * Self.second).asks)
    }

    @Test func whatIsUsedStaysAndWhatIsNotGoesFirst() {
        // One set of eight.
        var table = CrawlerTable(capacity: 8)
        for number in 0..<8 { table.learned(.v4(UInt32(number)), .stranger, now: 0) }
        _ = table.look(.v4(0), now: 0)
        table.learned(.v4(8), .stranger, now: 0)
        #expect(table.count == 8)
        #expect(table.look(.v4(0), now: 0).finding == .stranger)
        #expect(table.look(.v4(1), now: 0).finding == .unknown)
    }
}
