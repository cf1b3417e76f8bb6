import GatewayConfig
import GatewayCore
import Testing

@Suite struct BacklogLimitTests {
    private static let millisecond: UInt64 = 1_000_000

    /// Plays windows of ten requests, 100 ms each, of which every head took `milliseconds`.
    private struct Play {
        var limit = BacklogLimit(OverloadPolicy())
        var now: UInt64 = 1_000_000_000
        var begins = 0
        var changes: [BacklogChange] = []

        mutating func window(_ milliseconds: Int, waiting: Int, sent: Int = 10, quick: Int = 0) {
            for _ in 0..<sent { self.limit.began(waiting: waiting, now: self.now) }
            for head in 0..<10 {
                self.now += 10 * BacklogLimitTests.millisecond
                let taken = UInt64(head < quick ? 1 : milliseconds) * BacklogLimitTests.millisecond
                let change = self.limit.headCame(
                    after: taken,
                    beganAt: self.now - min(taken, self.now),
                    waiting: waiting,
                    now: self.now
                )
                guard let change else { continue }
                self.changes.append(change)
                if change.reason.isBeginning { self.begins += 1 }
            }
        }

        /// Twice as much is sent as comes back.
        mutating func overload(windows: Int = 10, quick: Int = 0) {
            for _ in 0..<3 { self.window(50, waiting: 5) }
            for step in 1...windows {
                self.window(50 + step * 50, waiting: 5 + step * 10, sent: 20, quick: quick)
                guard self.begins == 0 else { return }
            }
        }
    }

    @Test func aQueueThatGrowsBeginsALimitOfOneAndAHalfTimesWhatIsNeeded() {
        var play = Play()
        play.overload()
        // 100 heads a second that usually take 50 ms are 5 under way.
        #expect(play.begins == 1 && play.limit.limit == 8)
        #expect(play.limit.hasRoom(waiting: 7) && !play.limit.hasRoom(waiting: 8))
    }

    @Test func theBeginningAndTheEndAreToldWithTheirNumbers() throws {
        var play = Play()
        play.overload()
        let begin = try #require(play.changes.first)
        #expect(begin.reason == .queueGrows && begin.limit == 8 && begin.lasted == 0)
        #expect((49...51).contains(begin.usual / Self.millisecond) && begin.mean > 2 * begin.usual)
        let began = play.now
        // Few come now, and heads come as soon as ever.
        for _ in 0..<80 { play.window(50, waiting: 2) }
        #expect(play.changes.count == 2)
        let end = try #require(play.changes.last)
        #expect(end.reason == .unused && end.lasted > 5_000_000_000 && end.lasted <= play.now - began)
        #expect(end.mean / Self.millisecond == 50)
    }

    @Test func aLimitInVainSaysSo() throws {
        var play = Play()
        play.overload()
        for _ in 0..<120 { play.window(2000, waiting: 200) }
        #expect(play.changes.map(\.reason).contains(.inVain))
    }

    @Test func oneQuickHeadInTenIsAnEndpointThatIsNotFull() {
        var play = Play()
        play.overload(windows: 100, quick: 1)
        #expect(play.begins == 0)
    }

    @Test func latenessWithoutGrowthIsNoQueue() {
        var play = Play()
        for _ in 0..<3 { play.window(50, waiting: 5) }
        for step in 1...100 { play.window(50 + step * 50, waiting: 500) }
        #expect(play.begins == 0)
    }

    @Test func growthWithoutLatenessIsNoQueue() {
        var play = Play()
        for step in 1...100 { play.window(50, waiting: step * 10, sent: 20) }
        #expect(play.begins == 0)
    }

    @Test func whereLatencyDoesNotFallTheLimitIsDroppedAndNoneBeginsForAMinute() {
        var play = Play()
        play.overload()
        for _ in 0..<20 where play.limit.limit != nil {
            play.now += 1000 * Self.millisecond
            play.window(400, waiting: 8)
        }
        #expect(play.limit.limit == nil)
        let began = play.begins
        for step in 1...30 { play.window(400 + step * 50, waiting: step * 10, sent: 20) }
        #expect(play.begins == began)
    }

    @Test func whereHeadsComeQuicklyAgainTheLimitGrowsWhileItIsUsed() {
        var play = Play()
        play.overload()
        play.now += 200 * Self.millisecond
        for _ in 0..<5 { play.window(60, waiting: 13) }
        #expect((play.limit.limit ?? 0) > 8)
    }

    @Test func aLimitThatNobodyRunsIntoIsDropped() {
        var play = Play()
        play.overload()
        for _ in 0..<60 { play.window(50, waiting: 2) }
        #expect(play.limit.limit == nil)
    }

    @Test func switchedOffItNeverLimitsAndForgetsItsLimit() {
        var play = Play()
        play.limit = BacklogLimit(OverloadPolicy(watchesBacklog: false))
        play.overload()
        #expect(play.begins == 0)
        var other = Play()
        other.overload()
        let kept = other.limit.obey(OverloadPolicy(), now: other.now)
        #expect(kept == nil && other.limit.limit != nil)
        let change = other.limit.obey(OverloadPolicy(watchesBacklog: false), now: other.now + 7)
        #expect(change?.reason == .switchedOff && change?.limit == 8)
        #expect(other.limit.limit == nil)
        let again = other.limit.obey(OverloadPolicy(watchesBacklog: false), now: other.now)
        #expect(again == nil)
    }

    @Test func numbersAtTheEdgeDoNoHarm() {
        var limit = BacklogLimit(OverloadPolicy())
        for now in [0, 1, UInt64.max, 0, .max] {
            for _ in 0..<40 {
                limit.began(waiting: .max, now: now)
                limit.headCame(after: .max, beganAt: now, waiting: -1, now: now)
                limit.headCame(after: 0, beganAt: 0, waiting: .max, now: now)
            }
        }
        #expect(limit.hasRoom(waiting: 0))
    }
}
