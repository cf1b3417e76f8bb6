import GatewayConfig
import GatewayCore
import GatewayFaults
import Testing

@Suite struct AdaptiveLimitTests {
    private static let second: UInt64 = 1_000_000_000
    private static let millisecond: UInt64 = 1_000_000

    /// As much distress, ended at once, as it takes for a limit to begin.
    private func distress(
        _ limit: inout AdaptiveLimit,
        _ sign: AdaptiveLimit.Distress,
        beganAt: UInt64 = 0,
        inFlight: Int = 100,
        now: UInt64
    ) {
        for _ in 0..<8 { limit.distressed(sign, beganAt: beganAt, inFlight: inFlight, now: now) }
    }

    /// A limit that fell to 70 at the time 0, from 100 under way.
    private func fallen(_ policy: OverloadPolicy = OverloadPolicy()) -> AdaptiveLimit {
        var limit = AdaptiveLimit(policy)
        self.distress(&limit, .serviceUnavailable, now: 0)
        return limit
    }

    @Test func thereIsNoLimitBeforeTheFirstDistress() {
        var limit = AdaptiveLimit(OverloadPolicy())
        for request in 0..<10_000 {
            limit.began(inFlight: request, now: UInt64(request))
            limit.succeeded(beganAt: 0, inFlight: request, now: 100 * Self.second)
        }
        #expect(limit.limit == nil && limit.hasRoom(inFlight: 1_000_000))
    }

    @Test(arguments: AdaptiveLimit.Distress.allCases)
    func distressCutsToSevenTenthsOfWhatIsUnderWay(sign: AdaptiveLimit.Distress) {
        var limit = AdaptiveLimit(OverloadPolicy())
        self.distress(&limit, sign, now: 5)
        #expect(limit.limit == 70)
        #expect(limit.hasRoom(inFlight: 69) && !limit.hasRoom(inFlight: 70))
    }

    @Test func theLimitNeverFallsBelowTheMinimum() {
        var limit = AdaptiveLimit(OverloadPolicy())
        for step in 0..<100 {
            let now = UInt64(step) * Self.second
            limit.distressed(.responseHeadTimeout, beganAt: now, inFlight: 1, now: now)
        }
        #expect(limit.limit == 4)
    }

    @Test func aHundredFailuresOfOneMomentAreOneDecrease() {
        var limit = AdaptiveLimit(OverloadPolicy())
        self.distress(&limit, .late, beganAt: 5, now: 10)
        for request in 0..<100 {
            limit.distressed(.late, beganAt: 9, inFlight: 100, now: UInt64(request) * Self.second)
        }
        #expect(limit.limit == 70)
        limit.distressed(.late, beganAt: 20, inFlight: 70, now: 99 * Self.millisecond)
        #expect(limit.limit == 70, "one decrease in 100 ms")
        limit.distressed(.late, beganAt: 20, inFlight: 70, now: 101 * Self.millisecond)
        #expect(limit.limit == 49)
    }

    @Test func refusedConnectsOfAnEndpointThatIsDownTeachNothingMore() {
        var limit = AdaptiveLimit(OverloadPolicy())
        limit.began(inFlight: 200, now: 0)
        for step in 0..<50 {
            let now = UInt64(step) * Self.second / 5
            limit.distressed(.connecting, beganAt: now, inFlight: 1, now: now)
        }
        #expect(limit.limit == 140, "the crash emptied the endpoint, yet the base is what it had before")
        limit.succeeded(beganAt: 11 * Self.second, inFlight: 1, now: 11 * Self.second)
        limit.distressed(.connecting, beganAt: 12 * Self.second, inFlight: 100, now: 12 * Self.second)
        #expect(limit.limit == 70)
    }

    @Test func oneMoreForEachRoundOfSuccessesWhileTheLimitIsInUse() {
        var limit = self.fallen()
        for _ in 0..<69 { limit.succeeded(beganAt: 1, inFlight: 70, now: 2) }
        #expect(limit.limit == 70)
        limit.succeeded(beganAt: 1, inFlight: 70, now: 2)
        #expect(limit.limit == 71)
        for _ in 0..<1000 { limit.succeeded(beganAt: 1, inFlight: 20, now: 2) }
        #expect(limit.limit == 71, "nobody used it")
        for _ in 0..<1000 { limit.succeeded(beganAt: 1, inFlight: 71, now: 2 + 3 * Self.second) }
        #expect((limit.limit ?? 0) > 71 + 8 * 8, "calm makes the steps longer")
    }

    @Test func aLimitThatStandsInNobodysWayIsDropped() {
        var limit = self.fallen()
        limit.began(inFlight: 100, now: 1)
        limit.succeeded(beganAt: 1, inFlight: 30, now: 59 * Self.second)
        #expect(limit.limit == 70)
        for step in 60..<300 {
            let now = UInt64(step) * Self.second
            limit.began(inFlight: 30, now: now)
            limit.succeeded(beganAt: now, inFlight: 30, now: now)
            if step < 119 { #expect(limit.limit != nil, "the last minute may still know of 100") }
        }
        #expect(limit.limit == nil)
    }

    @Test func latenessIsDistressOnlyWhereAskedFor() {
        var plain = AdaptiveLimit(OverloadPolicy())
        #expect(plain.succeeded(beganAt: 0, inFlight: 10, now: 100 * Self.second) == false)
        #expect(plain.limit == nil)
        var strict = AdaptiveLimit(OverloadPolicy(latency: Milliseconds(200)))
        #expect(strict.succeeded(beganAt: 0, inFlight: 10, now: 200 * Self.millisecond) == false)
        #expect(strict.succeeded(beganAt: 0, inFlight: 10, now: 201 * Self.millisecond) == true)
        for _ in 0..<7 { strict.succeeded(beganAt: 0, inFlight: 10, now: 201 * Self.millisecond) }
        #expect(strict.limit == 7)
    }

    @Test func switchedOffItNeverLimits() {
        var limit = AdaptiveLimit(OverloadPolicy(isAdaptive: false, latency: Milliseconds(1)))
        for sign in AdaptiveLimit.Distress.allCases { limit.distressed(sign, beganAt: 0, inFlight: 9, now: 0) }
        limit.succeeded(beganAt: 0, inFlight: 9, now: Self.second)
        #expect(limit.limit == nil)
    }

    @Test func aNewPolicyHoldsForAnEndpointThatStays() {
        // What was learned stays, and from now on lateness counts too.
        var limit = self.fallen()
        limit.obey(OverloadPolicy(latency: Milliseconds(100)))
        #expect(limit.limit == 70)
        let isLate = limit.succeeded(beganAt: Self.second, inFlight: 100, now: 2 * Self.second)
        #expect(isLate)
        #expect((limit.limit ?? 70) < 70)
        // And no longer.
        limit.obey(OverloadPolicy())
        let isLateStill = limit.succeeded(beganAt: 3 * Self.second, inFlight: 10, now: 9 * Self.second)
        #expect(!isLateStill)
        limit.obey(OverloadPolicy(isAdaptive: false))
        #expect(limit.limit == nil && limit.hasRoom(inFlight: 1_000_000))
        self.distress(&limit, .connecting, now: 20 * Self.second)
        #expect(limit.limit == nil)
        limit.obey(OverloadPolicy())
        self.distress(&limit, .connecting, now: 30 * Self.second)
        #expect(limit.limit == 70)
    }

    @Test func aFailedConnectIsEnoughAndAFewOtherSignsAreNot() {
        var limit = AdaptiveLimit(OverloadPolicy())
        for _ in 0..<7 { limit.distressed(.serviceUnavailable, beganAt: 0, inFlight: 100, now: 0) }
        #expect(limit.limit == nil)
        var other = AdaptiveLimit(OverloadPolicy())
        other.distressed(.connecting, beganAt: 0, inFlight: 100, now: 0)
        #expect(other.limit == 70)
    }

    @Test func numbersAtTheEdgeDoNoHarm() {
        var limit = AdaptiveLimit(OverloadPolicy(latency: Milliseconds(.max)))
        limit.began(inFlight: .max, now: .max)
        limit.distressed(.connecting, beganAt: .max, inFlight: .max, now: .max)
        limit.succeeded(beganAt: 0, inFlight: -1, now: 0)
        limit.distressed(.late, beganAt: 0, inFlight: -1, now: 0)
        #expect(!limit.hasRoom(inFlight: .max) || limit.limit == nil)
    }

    @Test func faultsThatSayNothingAboutLoadAreNoDistress() {
        func sign(_ detail: Fault.Detail, _ side: Fault.Side = .upstream) -> AdaptiveLimit.Distress? {
            AdaptiveLimit.Distress(Fault(detail, side: side, phase: .connect))
        }
        #expect(sign(.connectRefused) == .connecting && sign(.backlogFull) == .connecting)
        #expect(sign(.responseHeadTimeout) == .responseHeadTimeout)
        #expect(sign(.statusLineMalformed) == nil && sign(.certificateExpired) == nil && sign(.closedOnReuse) == nil)
        #expect(sign(.requestHeadTimeout, .client) == nil && sign(.responseHeadTimeout, .gateway) == nil)
    }
}
