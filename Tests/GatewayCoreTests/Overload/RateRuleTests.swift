import GatewayBytes
import GatewayConfig
import GatewayCore
import Testing

@Suite struct RateRuleTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func aBurstGoesThroughThenTheRateHolds() {
        var bucket = TokenBucket(RateRule(RateLimit(requests: 10, burst: 5)))
        let start = 100 * Self.second
        for left in (0..<5).reversed() {
            #expect(bucket.take(start) == .allowed(remaining: UInt64(left), resetSeconds: 1))
        }
        #expect(bucket.take(start) == .denied(retryAfterMilliseconds: 100))
        #expect(bucket.take(start + 99_999_999) == .denied(retryAfterMilliseconds: 1))
        #expect(bucket.take(start + 100_000_000) == .allowed(remaining: 0, resetSeconds: 1))
        #expect(bucket.take(start + 100_000_000) == .denied(retryAfterMilliseconds: 100))
        #expect(bucket.take(start + 9 * Self.second) == .allowed(remaining: 4, resetSeconds: 1))
    }

    /// Whoever asks ten times too often gets the rate, neither more nor less.
    @Test(arguments: [1, 3, 7, 100, 999]) func knockingHarderGetsTheRate(requests: Int) {
        var bucket = TokenBucket(RateRule(RateLimit(requests: requests)))
        var allowed = 0
        let steps = requests * 10 * 20
        for step in 0..<steps {
            let now = Self.second + UInt64(step) * Self.second / UInt64(requests * 10)
            if bucket.take(now).isAllowed { allowed += 1 }
        }
        #expect(abs(allowed - requests * 21) <= 1, "20 s and one burst: \(allowed)")
    }

    @Test func workersShareARate() {
        var bucket = TokenBucket(RateRule(RateLimit(requests: 8, burst: 8), workers: 4))
        let taken = (0..<10).filter { _ in bucket.take(0).isAllowed }.count
        #expect(taken == 2)
        #expect(bucket.take(0) == .denied(retryAfterMilliseconds: 500))
        var small = TokenBucket(RateRule(RateLimit(requests: 1), workers: 16))
        #expect(small.take(0).isAllowed == true, "never less than one")
        #expect(small.take(0) == .denied(retryAfterMilliseconds: 16_000))
    }

    @Test func extremesNeitherTrapNorDenyForever() {
        for requests in [Int.min, 0, 1, .max] {
            for period in [Milliseconds.off, Milliseconds(1), Milliseconds(.max)] {
                for burst in [Int.min, 1, .max] {
                    for workers in [Int.min, 1, .max] {
                        let rule = RateRule(
                            RateLimit(requests: requests, period: period, burst: burst),
                            workers: workers
                        )
                        var bucket = TokenBucket(rule)
                        for now in [0, 1, UInt64.max, 5] { _ = bucket.take(now) }
                        var fresh = TokenBucket(rule)
                        #expect(fresh.take(.max).isAllowed == true)
                    }
                }
            }
        }
    }

    @Test func timeThatGoesBackEmptiesTheBucketAtMost() {
        var bucket = TokenBucket(RateRule(RateLimit(requests: 1)))
        _ = bucket.take(1000 * Self.second)
        #expect(bucket.take(0) == .denied(retryAfterMilliseconds: 1000))
    }

    @Test func fieldsAreThoseOfTheDraft() {
        func fields(_ limit: RateLimit, _ verdict: RateRule.Verdict) -> String {
            var buffer = Buffer()
            RateRule(limit).appendFields("client", verdict, to: &buffer)
            return buffer.text
        }
        #expect(
            fields(RateLimit(requests: 100), .allowed(remaining: 50, resetSeconds: 30))
                == "RateLimit-Policy: \"client\";q=100;w=1\r\nRateLimit: \"client\";r=50;t=30\r\n"
        )
        #expect(
            fields(RateLimit(requests: 5, period: Milliseconds(500)), .denied(retryAfterMilliseconds: 2001))
                == "RateLimit-Policy: \"client\";q=10;w=1\r\nRateLimit: \"client\";r=0;t=3\r\n"
        )
        #expect(
            fields(RateLimit(requests: 3, period: .seconds(60)), .denied(retryAfterMilliseconds: 0)).hasSuffix(
                "t=1\r\n"
            )
        )
    }
}
