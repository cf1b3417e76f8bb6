import GatewayConfig
import GatewayCore
import Testing

/// An endpoint with a fixed number of places and a fixed latency, which answers 503 to whoever finds no place.
private struct CrowdedEndpoint {
    var places: Int
    var latency: UInt64 = 20_000_000
    var isDown = false
    /// Every so manieth request gets 503 whatever the load: a page that is switched off; 0 for none.
    var switchedOff = 0
    var limit = AdaptiveLimit(OverloadPolicy())
    var now: UInt64 = 0
    private var offered = 0
    private var ends: [(at: UInt64, beganAt: UInt64)] = []

    private(set) var served = 0
    private(set) var refused = 0
    private(set) var held = 0

    init(places: Int) { self.places = places }

    /// Offers `perMillisecond` requests each millisecond.
    mutating func run(milliseconds: Int, perMillisecond: Int) {
        (self.served, self.refused, self.held) = (0, 0, 0)
        for _ in 0..<milliseconds {
            self.now += 1_000_000
            while let first = self.ends.first, first.at <= self.now { self.finish(first.beganAt) }
            for _ in 0..<perMillisecond { self.offer() }
        }
    }

    private mutating func finish(_ beganAt: UInt64) {
        self.limit.succeeded(beganAt: beganAt, inFlight: self.ends.count, now: self.now)
        self.ends.removeFirst()
        self.served += 1
    }

    private mutating func offer() {
        guard self.limit.hasRoom(inFlight: self.ends.count) else {
            self.held += 1
            return
        }
        self.offered += 1
        let isOff = self.switchedOff > 0 && self.offered % self.switchedOff == 0
        let inFlight = self.ends.count + 1
        self.limit.began(inFlight: inFlight, now: self.now)
        if self.isDown || isOff || inFlight > self.places {
            self.refused += 1
            let sign: AdaptiveLimit.Distress = self.isDown ? .connecting : .serviceUnavailable
            self.limit.distressed(sign, beganAt: self.now, inFlight: inFlight, now: self.now)
        } else {
            self.ends.append((self.now + self.latency, self.now))
        }
    }
}

@Suite struct AdaptiveLimitSimulation {
    /// 40 places × 50 rounds a second = 2,000 requests a second; offered are 4,000.
    @Test func anOverloadedEndpointKeepsItsThroughputAndRefusesLittle() {
        var endpoint = CrowdedEndpoint(places: 40)
        endpoint.run(milliseconds: 5000, perMillisecond: 4)
        endpoint.run(milliseconds: 60_000, perMillisecond: 4)
        #expect(endpoint.served > 60 * 2000 * 75 / 100, "AIMD gives up about an eighth: \(endpoint.served)")
        #expect(endpoint.refused < 60 * 4000 / 100, "\(endpoint.refused) of \(60 * 4000)")
    }

    /// Five a millisecond are 100 under way; with a limit of 4 nearly all of them would be held.
    @Test(arguments: [100, 10, 6, 3]) func aPageThatIsSwitchedOffDoesNotThrottleTheRest(everyNth: Int) {
        var endpoint = CrowdedEndpoint(places: 10_000)
        endpoint.switchedOff = everyNth
        endpoint.run(milliseconds: 90_000, perMillisecond: 5)
        let held = Double(endpoint.held) / Double(90_000 * 5)
        #expect(held < 0.05, "\(held) held")
    }

    @Test func anEndpointThatLosesNearlyAllItsRoomIsLimitedForAsLongAsItTakes() {
        var endpoint = CrowdedEndpoint(places: 10_000)
        endpoint.run(milliseconds: 2000, perMillisecond: 5)
        endpoint.places = 10
        endpoint.run(milliseconds: 5000, perMillisecond: 5)
        endpoint.run(milliseconds: 60_000, perMillisecond: 5)
        #expect(endpoint.served > 60 * 500 * 6 / 10, "\(endpoint.served) of \(60 * 500) that are possible")
        #expect(endpoint.refused < 60 * 5000 / 100, "\(endpoint.refused) of \(60 * 5000)")
    }

    @Test func theLimitGoesAwayWhenTheCrowdDoes() {
        var endpoint = CrowdedEndpoint(places: 40)
        endpoint.run(milliseconds: 5000, perMillisecond: 4)
        #expect(endpoint.limit.limit != nil)
        endpoint.places = 1000
        endpoint.run(milliseconds: 200_000, perMillisecond: 1)
        #expect(endpoint.limit.limit == nil)
    }

    /// The endpoint had 500 under way, was refused for two seconds, and is back: nothing may be held for long.
    @Test func afterARestartTheEndpointIsSoonFullAgain() {
        var endpoint = CrowdedEndpoint(places: 10_000)
        endpoint.run(milliseconds: 2000, perMillisecond: 25)
        endpoint.isDown = true
        endpoint.run(milliseconds: 2000, perMillisecond: 25)
        endpoint.isDown = false
        endpoint.run(milliseconds: 2000, perMillisecond: 25)
        endpoint.run(milliseconds: 1000, perMillisecond: 25)
        #expect(endpoint.held == 0, "limit \(String(describing: endpoint.limit.limit))")
    }
}
