import GatewayReactor
import Testing

@Suite struct TimerWheelTests {
    private static let tick = TimerWheel.tick
    /// One turn of the wheel.
    private static let turn = 4096 * TimerWheel.tick

    /// All owners that are due, in the order they are given.
    private func drain(_ wheel: inout TimerWheel, _ now: UInt64) -> [UInt32] {
        var owners: [UInt32] = []
        while let owner = wheel.expired(now: now) { owners.append(owner) }
        return owners
    }

    @Test func anEmptyWheelNeverFiresAndLetsTheLoopSleep() {
        var wheel = TimerWheel(now: 1_000_000)
        #expect(wheel.expired(now: .max / 2) == nil)
        #expect(wheel.waitMilliseconds(now: .max / 2, limit: 700) == 700)
        #expect(wheel.waitMilliseconds(now: 0, limit: -1) == -1)
    }

    @Test(arguments: [0, 1, tick - 1, tick, tick + 1, 5 * tick, turn - 1, turn, turn + 1, 3 * turn + 17, 100 * turn])
    func aDeadlineFiresNeverEarlyAndAtMostOneTickLate(after delay: UInt64) {
        let start: UInt64 = 123_456_789_012
        let deadline = start + delay
        var wheel = TimerWheel(now: start)
        wheel.set(7, deadline: deadline)
        var now = start
        while now < deadline {
            #expect(wheel.expired(now: now) == nil)
            now = min(deadline, now + 997 * Self.tick)
        }
        #expect(wheel.count == 1)
        #expect(self.drain(&wheel, deadline + Self.tick) == [7])
        #expect(wheel.count == 0)
    }

    @Test func aDeadlineInThePastFiresAtOnce() {
        var wheel = TimerWheel(now: 50 * Self.tick)
        wheel.set(1, deadline: 0)
        wheel.set(2, deadline: 50 * Self.tick)
        #expect(wheel.waitMilliseconds(now: 50 * Self.tick, limit: 1000) == 0)
        #expect(Set(self.drain(&wheel, 50 * Self.tick)) == [1, 2])
    }

    @Test func aDeadlineAtTheEndOfTimeNeverFires() {
        var wheel = TimerWheel(now: 0)
        wheel.set(1, deadline: .max)
        for turns in 0..<8 as Range<UInt64> { #expect(wheel.expired(now: turns * Self.turn / 2) == nil) }
        #expect(wheel.count == 1)
        wheel.cancel(1)
        #expect(wheel.count == 0)
    }

    @Test func aLaterDeadlineReplacesTheOneBefore() {
        var wheel = TimerWheel(now: 0)
        wheel.set(1, deadline: 10 * Self.tick)
        wheel.set(1, deadline: 20 * Self.tick)
        #expect(wheel.count == 1)
        #expect(wheel.expired(now: 19 * Self.tick) == nil)
        #expect(self.drain(&wheel, 20 * Self.tick) == [1])
    }

    @Test func anEarlierDeadlineReplacesTheOneBefore() {
        var wheel = TimerWheel(now: 0)
        wheel.set(1, deadline: 10 * Self.tick)
        wheel.set(1, deadline: 50 * Self.tick)
        wheel.set(1, deadline: 5 * Self.tick)
        #expect(self.drain(&wheel, 5 * Self.tick) == [1])
        #expect(self.drain(&wheel, 100 * Self.tick) == [])
    }

    @Test func aCancelledDeadlineNeverFires() {
        var wheel = TimerWheel(now: 0)
        wheel.set(1, deadline: 3 * Self.tick)
        wheel.set(2, deadline: 3 * Self.tick)
        wheel.set(3, deadline: 3 * Self.tick)
        wheel.cancel(2)
        wheel.cancel(2)
        wheel.cancel(4)
        wheel.cancel(1_000_000)
        #expect(wheel.count == 2)
        #expect(Set(self.drain(&wheel, 9 * Self.tick)) == [1, 3])
    }

    @Test func manyOwnersOfOneSlotFireOnceEach() {
        var wheel = TimerWheel(now: 0)
        // Two turns share the slot: the later half must stay.
        for owner in 0..<10_000 as Range<UInt32> {
            wheel.set(owner, deadline: 8 * Self.tick + (owner % 2 == 0 ? 0 : Self.turn))
        }
        #expect(Set(self.drain(&wheel, 8 * Self.tick)) == Set((0..<5000 as Range<UInt32>).map { $0 * 2 }))
        #expect(wheel.count == 5000)
        #expect(self.drain(&wheel, 8 * Self.tick + Self.turn).count == 5000)
    }

    @Test func aTimerSetAgainWhileItFiresFiresAgain() {
        var wheel = TimerWheel(now: 0)
        wheel.set(1, deadline: Self.tick)
        #expect(wheel.expired(now: 4 * Self.tick) == 1)
        wheel.set(1, deadline: 6 * Self.tick)
        #expect(wheel.expired(now: 4 * Self.tick) == nil)
        #expect(wheel.expired(now: 6 * Self.tick) == 1)
    }

    @Test func aClockThatJumpsOverManyTurnsFindsEverything() {
        var wheel = TimerWheel(now: 0)
        for owner in 0..<3000 as Range<UInt32> { wheel.set(owner, deadline: UInt64(owner) * 7 * Self.tick) }
        #expect(Set(self.drain(&wheel, 40 * Self.turn)).count == 3000)
        #expect(wheel.count == 0)
    }

    /// The slot of now is not looked at again before the wheel has turned once, however far the clock jumps.
    @Test func aClockThatJumpsFindsWhatWaitsInTheSlotOfNow() {
        for turns in 1...5 as ClosedRange<UInt64> {
            var wheel = TimerWheel(now: 7 * Self.tick)
            wheel.set(1, deadline: 7 * Self.tick + Self.turn)
            #expect(wheel.expired(now: 7 * Self.tick) == nil)
            #expect(self.drain(&wheel, 7 * Self.tick + turns * Self.turn + Self.turn / 2) == [1])
        }
    }

    @Test func aClockThatStandsStillOrGoesBackHarmsNothing() {
        var wheel = TimerWheel(now: 100 * Self.tick)
        wheel.set(1, deadline: 101 * Self.tick)
        #expect(wheel.expired(now: 90 * Self.tick) == nil)
        #expect(wheel.expired(now: 100 * Self.tick) == nil)
        #expect(wheel.expired(now: 101 * Self.tick) == 1)
    }

    // MARK: - Sleeping

    @Test func theLoopSleepsUntilTheSlotOfTheDeadline() {
        let wheel = self.wheel(deadlines: [100_000_000])
        let wait = wheel.waitMilliseconds(now: 0, limit: 1000)
        #expect((100...106).contains(wait))
        #expect(wheel.waitMilliseconds(now: 0, limit: 50) == 50)
    }

    private func wheel(deadlines: [UInt64]) -> TimerWheel {
        var wheel = TimerWheel(now: 0)
        for (owner, deadline) in deadlines.enumerated() { wheel.set(UInt32(owner), deadline: deadline) }
        return wheel
    }

    /// What waits for a later turn in the slot of now must not hide what is due a millisecond from now.
    @Test func anEntryOfALaterTurnDoesNotDelayTheNextDeadline() {
        let now = 4 * Self.tick - 1_000_000
        var wheel = self.wheel(deadlines: [3 * Self.tick + Self.turn, 4 * Self.tick])
        #expect(wheel.expired(now: now) == nil)
        #expect(wheel.waitMilliseconds(now: now, limit: 1000) <= 2)
        #expect(wheel.waitMilliseconds(now: now, limit: 0) == 0)
    }

    @Test func theLoopSleepsThoughEntriesWaitForALaterTurn() {
        let now = 3 * Self.tick
        var wheel = self.wheel(deadlines: [3 * Self.tick + Self.turn])
        #expect(wheel.expired(now: now) == nil)
        #expect(wheel.waitMilliseconds(now: now, limit: 1000) == 1000)
    }
}
