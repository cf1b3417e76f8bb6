import GatewayCore
import Testing

@Suite struct NameScheduleTests {
    static let second: UInt64 = 1_000_000_000
    static let bounds = NameSchedule.Bounds(shortest: second, longest: 60 * second, keep: 3600 * second)

    static func answered(ttl: UInt32, at now: UInt64, random: UInt64 = 0) -> NameSchedule {
        var schedule = NameSchedule(Self.bounds, now: now)
        schedule.queryBegan(now: now)
        schedule.answered(ttl: ttl, now: now, random: random)
        return schedule
    }

    @Test func aNewNameIsAskedForAtOnce() {
        let schedule = NameSchedule(Self.bounds, now: 5)
        #expect(schedule.isDue(now: 5))
        #expect(!schedule.isDue(now: 4))
        #expect(schedule.standing(now: 5) == .unknown)
    }

    @Test func nothingIsDueWhileAQueryIsUnderWay() {
        var schedule = NameSchedule(Self.bounds, now: 0)
        schedule.queryBegan(now: 0)
        #expect(schedule.nextQuery == nil)
        #expect(!schedule.isDue(now: .max))
        schedule.addressRefused(now: 9)
        #expect(!schedule.isDue(now: .max))
    }

    @Test(arguments: [(ttl: 0, used: 1), (ttl: 1, used: 1), (ttl: 30, used: 30), (ttl: 86_400, used: 60)])
    func timesToLiveAreMovedIntoTheBounds(_ ttl: UInt32, _ used: UInt64) {
        #expect(Self.answered(ttl: ttl, at: 7).timeToLive == used * Self.second)
    }

    /// Between 0.81 and 0.99 of the time to live, over the whole of that range.
    @Test func theNextQueryIsSpreadAndComesBeforeTheAnswerEnds() throws {
        var random = SeededGenerator(seed: 1)
        var earliest = UInt64.max
        var latest: UInt64 = 0
        for _ in 0..<2000 {
            let next = try #require(Self.answered(ttl: 10, at: 0, random: random.next()).nextQuery)
            earliest = min(earliest, next)
            latest = max(latest, next)
        }
        #expect((8_100_000_000...8_120_000_000).contains(earliest))
        #expect((9_880_000_000...9_900_000_000).contains(latest))
    }

    @Test func errorsBackOffFromOneSecondToHalfAMinute() {
        var schedule = NameSchedule(Self.bounds, now: 0)
        var waits: [UInt64] = []
        for _ in 0..<8 {
            schedule.queryBegan(now: 0)
            // A tenth of the wait is the middle of the spread.
            let wait = min(Self.second << UInt64(min(schedule.failuresInRow, 5)), 30 * Self.second)
            schedule.failed(now: 0, random: wait / 10)
            waits.append((schedule.nextQuery ?? 0) / Self.second)
        }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30, 30])
        #expect(schedule.failures == 8)
        schedule.answered(ttl: 5, now: 0, random: 0)
        #expect(schedule.failuresInRow == 0)
        #expect(schedule.failures == 8)
    }

    @Test func aRefusedAddressAsksAtOnceButAtMostOnceASecond() {
        var schedule = Self.answered(ttl: 60, at: 0)
        schedule.addressRefused(now: 5 * Self.second)
        #expect(schedule.nextQuery == 5 * Self.second)
        schedule.queryBegan(now: 5 * Self.second)
        schedule.answered(ttl: 60, now: 5 * Self.second + 1000, random: 0)
        schedule.addressRefused(now: 5 * Self.second + 2000)
        #expect(schedule.nextQuery == 6 * Self.second)
    }

    @Test func aRefusalNeverPutsAQueryOff() {
        var schedule = Self.answered(ttl: 1, at: 0)
        let planned = schedule.nextQuery
        schedule.addressRefused(now: 0)
        #expect(schedule.nextQuery == planned)
    }

    @Test func theLastGoodAnswerIsKeptForAnHourAndNoLonger() {
        var schedule = Self.answered(ttl: 10, at: 0)
        #expect(schedule.standing(now: 10 * Self.second) == .fresh)
        #expect(schedule.standing(now: 11 * Self.second) == .stale)
        schedule.queryBegan(now: 11 * Self.second)
        schedule.failed(now: 11 * Self.second, random: 0)
        #expect(schedule.standing(now: 3600 * Self.second) == .stale)
        #expect(schedule.standing(now: 3601 * Self.second) == .expired)
    }

    @Test func withoutKeepingAnAnswerEndsWithItsTimeToLive() {
        var schedule = NameSchedule(NameSchedule.Bounds(shortest: 0, longest: 60 * Self.second, keep: 0), now: 0)
        schedule.answered(ttl: 10, now: 0, random: 0)
        #expect(schedule.standing(now: 10 * Self.second) == .fresh)
        #expect(schedule.standing(now: 11 * Self.second) == .expired)
    }
}
