import GatewayCore
import Testing

@Suite struct IdleLifetimeTests {
    private static let second: UInt64 = 1_000_000_000
    private static let millisecond: UInt64 = 1_000_000

    private func seconds(_ seconds: Double) -> UInt64 { UInt64(seconds * 1e9) }

    /// An origin of which closes at `ages` were seen, ten seconds apart.
    private func closed(_ ages: [Double]) -> IdleLifetime {
        var life = IdleLifetime()
        for (index, age) in ages.enumerated() {
            life.foundClosed(afterIdle: self.seconds(age), now: UInt64(index + 1) * 10 * Self.second)
        }
        return life
    }

    @Test func anUnknownOriginGetsFourSeconds() {
        let life = IdleLifetime()
        #expect(life.limit(0) == 4 * Self.second)
        #expect(life.closesAfter == nil && life.observations == 0 && life.saidSeconds == nil)
    }

    @Test(arguments: [(0, 0), (1, 0), (2, 1100), (5, 4100), (75, 74_100), (.max, 3_600_000)] as [(UInt32, UInt64)])
    func theOriginsWordIsBelievedLessAMargin(said: UInt32, milliseconds: UInt64) {
        var life = IdleLifetime()
        life.said(seconds: said)
        #expect(life.limit(0) == milliseconds * Self.millisecond)
    }

    @Test func anOriginThatClosesEarlierThanItSaysIsNotBelieved() {
        var life = self.closed([3, 3.1])
        life.said(seconds: 60)
        #expect(life.limit(100 * Self.second) == self.seconds(2.6))
        life.said(seconds: 2)
        #expect(life.limit(100 * Self.second) == self.seconds(1.1), "and one that says less is")
    }

    @Test func twoClosesThatAgreeAreBelieved() {
        let life = self.closed([5.0, 5.2])
        #expect(life.closesAfter == self.seconds(5.0) && life.observations == 2)
        #expect(life.limit(1000 * Self.second) == self.seconds(4.4))
        #expect(self.closed([5.0, 5.2, 4.9, 5.3]).observations == 4)
    }

    @Test func oneCloseIsASuspicionForAWhile() {
        var life = self.closed([2])
        #expect(life.closesAfter == nil)
        #expect(life.limit(11 * Self.second) == self.seconds(1.7))
        #expect(life.limit(39 * Self.second) == self.seconds(1.7))
        #expect(life.limit(41 * Self.second) == 4 * Self.second)
        life.survived(afterIdle: self.seconds(2.7))
        #expect(life.limit(11 * Self.second) == 4 * Self.second, "cleared by one that lived longer")
    }

    @Test func aWatchedConnectionConfirmsOrClearsASuspicion() {
        var life = self.closed([2])
        let age = life.watch(12 * Self.second)
        #expect(age == self.seconds(2 + 2 / 3.0 + 0.2))
        #expect(life.watch(12 * Self.second) == nil, "one at a time")
        var cleared = life
        cleared.survived(afterIdle: age ?? 0)
        #expect(cleared.limit(13 * Self.second) == 4 * Self.second)
        life.foundClosed(afterIdle: self.seconds(2.01), now: 13 * Self.second)
        #expect(life.closesAfter == self.seconds(2) && life.limit(.max) == self.seconds(1.7))
    }

    @Test func aRestartTeachesNothing() {
        var life = IdleLifetime()
        let now = 50 * Self.second
        for (step, age) in [0.7, 1.3, 3.9, 0.01, 2.2, 2.3, 1.1].enumerated() {
            life.foundClosed(afterIdle: self.seconds(age), now: now + UInt64(step) * 100 * Self.millisecond)
        }
        #expect(life.closesAfter == nil && life.limit(now + Self.second) == 4 * Self.second)
    }

    @Test func connectionsParkedTogetherAreOneObservation() {
        var life = IdleLifetime()
        for _ in 0..<50 { life.foundClosed(afterIdle: self.seconds(3), now: 9 * Self.second) }
        #expect(life.closesAfter == nil)
        for _ in 0..<50 { life.foundClosed(afterIdle: self.seconds(3), now: 20 * Self.second) }
        #expect(life.closesAfter == self.seconds(3))
    }

    /// All connections of a busy site are young; a rolling restart closes them at ages that agree by chance.
    @Test func restartsOfABusySiteAreRefutedByTheConnectionsThatLive() {
        var life = IdleLifetime()
        for restart in 1...20 as ClosedRange<UInt64> {
            life.foundClosed(afterIdle: 10 * Self.millisecond, now: restart * 100 * Self.second)
            life.survived(afterIdle: 20 * Self.millisecond)
        }
        #expect(life.closesAfter == nil && life.limit(3000 * Self.second) == 4 * Self.second)
    }

    @Test func anOriginThatClosesAtOnceIsNotReusedAndStillObserved() {
        var life = self.closed([0.01, 0.011, 0.01])
        #expect(life.closesAfter == self.seconds(0.01) && life.limit(60 * Self.second) == 0)
        let age = life.watch(100 * Self.second)
        #expect((age ?? 0) > 200 * Self.millisecond)
        life.survived(afterIdle: age ?? 0)
        #expect(life.limit(101 * Self.second) == 4 * Self.second, "it was set up anew")
    }

    @Test func proofRaisesTheLimitByAQuarterAndNotAboveAMinute() {
        var life = IdleLifetime()
        var now = 100 * Self.second
        var last = life.limit(now)
        for _ in 0..<30 {
            guard let age = life.watch(now) else { break }
            #expect(life.watch(now) == nil)
            life.survived(afterIdle: age)
            let limit = life.limit(now)
            #expect(limit > last && limit <= last + last / 4 + 1)
            last = limit
            #expect(life.watch(now + 9 * Self.second) == nil)
            now += 100 * Self.second
        }
        #expect(last == 60 * Self.second && life.watch(now) == nil)
    }

    @Test func reuseBelowTheLimitDoesNotRaiseIt() {
        var life = IdleLifetime()
        for _ in 0..<1000 { life.survived(afterIdle: self.seconds(3.999)) }
        #expect(life.limit(0) == 4 * Self.second)
    }

    @Test func anOriginWhoseTimeoutRoseIsNoticed() {
        var life = self.closed([2, 2, 2, 2])
        let age = life.watch(200 * Self.second) ?? 0
        #expect(age > self.seconds(2.6))
        life.survived(afterIdle: age)
        #expect(life.closesAfter == nil && life.observations == 0 && life.limit(201 * Self.second) == 4 * Self.second)
    }

    @Test func anOriginWhoseTimeoutFellIsNoticed() {
        var life = self.closed([20, 20, 20])
        #expect(life.limit(40 * Self.second) == self.seconds(17.9))
        life.foundClosed(afterIdle: self.seconds(5), now: 60 * Self.second)
        #expect(life.limit(61 * Self.second) == self.seconds(4.4))
        life.foundClosed(afterIdle: self.seconds(5), now: 70 * Self.second)
        #expect(life.closesAfter == self.seconds(5) && life.observations == 2)
    }

    @Test func extremesDoNotTrap() {
        var random = SeededGenerator(seed: 11)
        let edges: [UInt64] = [0, 1, Self.second, .max / 2, .max - 1, .max]
        var life = IdleLifetime()
        for _ in 0..<20_000 {
            let now = Bool.random(using: &random) ? edges.randomElement(using: &random) ?? 0 : random.next()
            let age = Bool.random(using: &random) ? edges.randomElement(using: &random) ?? 0 : random.next() >> 30
            switch Int.random(in: 0..<4, using: &random) {
            case 0: life.foundClosed(afterIdle: age, now: now)
            case 1: life.survived(afterIdle: age)
            case 2: _ = life.watch(now)
            default:
                if Int.random(in: 0..<50, using: &random) == 0 { life.said(seconds: UInt32(truncatingIfNeeded: age)) }
            }
            #expect(life.limit(now) <= 3600 * Self.second)
        }
    }
}
