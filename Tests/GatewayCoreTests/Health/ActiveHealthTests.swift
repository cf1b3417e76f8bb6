import GatewayConfig
import GatewayCore
import GatewayFaults
import Testing

@Suite struct ActiveHealthTests {
    private let check = HealthCheck(interval: .seconds(10), rise: 2, fall: 3)
    private let second: UInt64 = 1_000_000_000

    private func health() -> ActiveHealth { ActiveHealth(now: 0, check: self.check, random: 0) }

    private func pass(_ health: inout ActiveHealth) -> HealthChange? {
        health.passed(now: 1, check: self.check, random: 0)
    }

    private func fail(_ health: inout ActiveHealth) -> HealthChange? {
        health.failed(.status(500), now: 1, check: self.check, random: 0)
    }

    @Test func unknownCountsAsUpAndOneAnswerSettlesIt() {
        var health = self.health()
        #expect(health.state == .unknown && health.state.isAvailable)
        #expect(self.pass(&health) == HealthChange(from: .unknown, to: .up, reason: .checkPassed, at: 1))
        #expect(self.pass(&health) == nil)
    }

    @Test func threeBadAnswersInARowTakeItDownAndTwoGoodOnesBringItBack() {
        var health = self.health()
        _ = self.pass(&health)
        #expect(self.fail(&health) == nil)
        #expect(self.fail(&health) == nil)
        #expect(self.pass(&health) == nil)
        #expect(self.fail(&health) == nil)
        #expect(self.fail(&health) == nil)
        #expect(health.lastFailure == .status(500))
        #expect(self.fail(&health)?.reason == .checkFailed(.status(500)))
        #expect(!health.state.isAvailable)
        #expect(self.fail(&health) == nil)
        #expect(self.pass(&health) == nil)
        #expect(self.fail(&health) == nil)
        #expect(self.pass(&health) == nil)
        let change = self.pass(&health)
        #expect(change?.from == .down && change?.to == .up)
        #expect(health.lastFailure == nil)
    }

    @Test func unknownGoesDownAfterAsManyBadAnswers() {
        var health = self.health()
        #expect(self.fail(&health) == nil)
        #expect(self.fail(&health) == nil)
        #expect(self.fail(&health)?.from == .unknown)
    }

    @Test func whatTheGatewayCouldNotAskChangesNothing() {
        var health = self.health()
        for _ in 0..<2 { _ = self.fail(&health) }
        for _ in 0..<10 { health.wasNotAsked(now: 5, check: self.check, random: 0) }
        #expect(health.state == .unknown && health.nextCheck == 5 + 9 * self.second)
        #expect(self.fail(&health)?.to == .down)
    }

    @Test func checksAreSpread() {
        var random = SeededGenerator(seed: 3)
        var first: [UInt64] = []
        var gaps: [UInt64] = []
        for _ in 0..<2000 {
            var health = ActiveHealth(now: 0, check: self.check, random: random.next())
            first.append(health.nextCheck)
            _ = health.passed(now: 0, check: self.check, random: random.next())
            gaps.append(health.nextCheck)
        }
        #expect(first.allSatisfy { $0 < self.second })
        #expect(gaps.allSatisfy { $0 >= 9 * self.second && $0 <= 11 * self.second })
        let tenths = gaps.reduce(into: [Int](repeating: 0, count: 10)) { counts, gap in
            counts[min(9, Int((gap - 9 * self.second) / (self.second / 5)))] += 1
        }
        #expect(ChiSquare.fits(tenths, weights: [Int](repeating: 1, count: 10)))
    }

    @Test func zeroesDoNotTrap() {
        let check = HealthCheck(interval: .off, timeout: .off, rise: 0, fall: 0)
        var health = ActiveHealth(now: 0, check: check, random: .max)
        #expect(health.failed(.content, now: .max - 1, check: check, random: .max)?.to == .down)
        #expect(health.passed(now: 3, check: check, random: .max)?.to == .up)
    }

    @Test func everyTokenIsItsOwn() {
        let fault = Fault(.connectRefused, side: .upstream, phase: .connect)
        let reasons: [HealthReason] = [
            .consecutiveFaults(1), .faultShare(percent: 1, of: 1), .trialFailed, .trialPassed, .trialBegan,
            .checkFailed(.content), .checkPassed, .checkRemoved, .drained, .restored, .resolved, .unresolved,
        ]
        #expect(Set(reasons.map(\.token)).count == reasons.count)
        #expect(Set(HealthState.allCases.map(\.token)).count == HealthState.allCases.count)
        let failures: [CheckFailure] = [.status(500), .content, .fault(fault)]
        #expect(failures.map(\.token) == ["check_status", "check_content", "connect_refused"])
    }
}
