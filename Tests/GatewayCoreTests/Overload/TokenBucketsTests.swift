import GatewayConfig
import GatewayCore
import Testing

@Suite struct TokenBucketsTests {
    private static let second: UInt64 = 1_000_000_000

    private func client(_ number: UInt32) -> ClientKey { ClientKey(IPAddress(v4: number)) }

    @Test func addressesOfOneSubscriberAreOneClient() {
        #expect(ClientKey(IPAddress(v6: 1, 2)) == ClientKey(IPAddress(v6: 1, 99)))
        #expect(ClientKey(IPAddress(v6: 1, 2)) != ClientKey(IPAddress(v6: 2, 2)))
        #expect(ClientKey(IPAddress(v6: 0, 0xffff_0a00_0001)) == self.client(0x0a00_0001))
        #expect(ClientKey(IPAddress(v6: 0, 1)) != self.client(0))
    }

    @Test func clientsDoNotPayForEachOther() {
        var buckets = TokenBuckets(RateRule(RateLimit(requests: 2)), seed: 1)
        #expect(buckets.capacity == 65_536)
        for number in 0..<1000 as Range<UInt32> {
            for turn in 0..<3 { #expect(buckets.take(self.client(number), 0).isAllowed == (turn < 2)) }
        }
        #expect(buckets.evictions == 0)
    }

    /// A client at its limit, and a million other addresses with one request each.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aFloodOfAddressesNeitherGrowsTheTableNorFreesAnOffender(seed: UInt64) {
        var buckets = TokenBuckets(
            RateRule(RateLimit(requests: 100, period: .seconds(1000))),
            capacity: 4096,
            seed: seed
        )
        let offender = self.client(.max)
        for _ in 0..<100 { _ = buckets.take(offender, Self.second) }
        var allowed = 0
        for number in 0..<1_000_000 as Range<UInt32> {
            _ = buckets.take(self.client(number), Self.second)
            if number % 1000 == 0, buckets.take(offender, Self.second).isAllowed { allowed += 1 }
        }
        #expect(allowed == 0)
        #expect(buckets.capacity == 4096 && buckets.evictions > 900_000)
    }

    @Test func whatIsFullAgainIsForgottenWithoutLoss() {
        var buckets = TokenBuckets(RateRule(RateLimit(requests: 1)), capacity: 8, seed: 3)
        for round in 0..<100 as Range<UInt32> {
            let now = UInt64(round) * 2 * Self.second
            for number in 0..<8 { _ = buckets.take(self.client(round * 8 + UInt32(number)), now) }
        }
        #expect(buckets.evictions == 0)
    }

    @Test func aSeedDecidesWhoSharesASet() {
        /// How many buckets were given up after each of 64 clients came to a table of 64 places.
        func evictions(_ seed: UInt64) -> [UInt64] {
            var buckets = TokenBuckets(RateRule(RateLimit(requests: 1, period: .seconds(60))), capacity: 64, seed: seed)
            return (0..<64 as Range<UInt32>).map { number in
                _ = buckets.take(self.client(number), 1)
                return buckets.evictions
            }
        }
        #expect(evictions(1) == evictions(1))
        #expect(Set((0..<10).map(evictions)).count == 10)
    }

    /// 1,024 neighbours in 256 sets of eight places: a fair hash finds about 8 or 9 sets full, give or take 5.
    @Test(arguments: [0, 1, .max, 0x1234_5678] as [UInt64]) func neighboursAreSpreadOverTheTable(seed: UInt64) {
        let rule = RateRule(RateLimit(requests: 1, period: .seconds(60)))
        var buckets = TokenBuckets(rule, capacity: 2048, seed: seed)
        for number in 0..<1024 as Range<UInt32> { _ = buckets.take(self.client(0x0a00_0000 + number), 1) }
        #expect(buckets.evictions < 30)
        var prefixes = TokenBuckets(rule, capacity: 2048, seed: seed)
        for number in 0..<1024 as Range<UInt64> {
            _ = prefixes.take(ClientKey(IPAddress(v6: 0x2001_0db8_0000_0000 + number, 1)), 1)
        }
        #expect(prefixes.evictions < 30)
    }
}
