import GatewayReactor
import Testing

@testable import GatewayPlane

@Suite struct StapleScheduleTests {
    private static let day: Int64 = 86_400

    private func staple(_ this: Int64, _ next: Int64) -> Staple { Staple(bytes: [], thisUpdate: this, nextUpdate: next) }

    @Test func asksAtOnceAndAgainAtHalfOfTheLife() {
        var schedule = StapleSchedule(now: 1000)
        #expect(schedule.due == 1000)
        schedule.succeeded(self.staple(1000, 1000 + 4 * Self.day), now: 1010)
        #expect(schedule.due == 1000 + 2 * Self.day)
    }

    /// Responders hand out the same response for days.
    @Test func anOldResponseIsRenewedHalfWayToItsEnd() {
        var schedule = StapleSchedule(now: 0)
        schedule.succeeded(self.staple(0, 4 * Self.day), now: 3 * Self.day)
        #expect(schedule.due == 3 * Self.day + Self.day / 2)
    }

    @Test func neverAsksMoreThanOnceAMinute() {
        var schedule = StapleSchedule(now: 0)
        schedule.succeeded(self.staple(0, 20), now: 5)
        #expect(schedule.due == 5 + 60)
        // A response from the future, or over already.
        schedule.succeeded(self.staple(0, 3), now: 5)
        #expect(schedule.due == 5 + 60)
    }

    @Test func failuresWaitLongerAndLongerUpToAnHour() {
        var schedule = StapleSchedule(now: 0)
        var waits: [Int64] = []
        for _ in 0..<40 {
            schedule.failed(now: 0)
            waits.append(schedule.due)
        }
        #expect(waits.prefix(7) == [60, 120, 240, 480, 960, 1920, 3600])
        #expect(waits.allSatisfy { (60...3600).contains($0) })
        schedule.succeeded(self.staple(0, 1000), now: 0)
        schedule.failed(now: 0)
        #expect(schedule.due == 60)
    }
}
