import Testing

@testable import GatewayPlane

/// The bound of all waits of one request.
struct CollapseWaitTests {
    private static let longest = CacheFlights.longestWait

    @Test
    func oneWaitEndsWithItsFlight() {
        var wait = CollapseWait()
        #expect(wait.mayBegin(now: 0))
        #expect(wait.begin(until: 7, now: 3) == 4)
    }

    @Test
    func waitsInARowAreBoundedTogether() {
        var wait = CollapseWait()
        var now: UInt64 = 100
        var waited: UInt64 = 0
        // Every one that it waits for leaves after a second, and another one begins.
        while wait.mayBegin(now: now), waited < 100 * Self.longest {
            let time = min(wait.begin(until: now + Self.longest, now: now), 1_000_000_000)
            waited += time
            now += time
        }
        #expect(waited == Self.longest)
    }

    @Test
    func aMomentThatIsOverIsNoHugeWait() {
        var wait = CollapseWait()
        #expect(wait.begin(until: 5, now: 10) == 1)
    }
}
