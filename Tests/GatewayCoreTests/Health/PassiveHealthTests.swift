import GatewayConfig
import GatewayCore
import Testing

@Suite struct PassiveHealthTests {
    private let second: UInt64 = 1_000_000_000

    /// An endpoint whose attempts begin and end at one moment.
    private struct Endpoint {
        var health = PassiveHealth()
        var rules = EjectionRules(EjectionPolicy())
        var now: UInt64 = 1_000_000_000_000
        var mayEject = true

        mutating func fail() -> HealthChange? {
            let mayEject = self.mayEject
            return self.health.failed(begun: self.now, now: self.now, rules: self.rules, mayEject: mayEject)
        }
        mutating func succeed() -> HealthChange? {
            self.health.succeeded(begun: self.now, now: self.now, rules: self.rules)
        }
        mutating func serverError() -> HealthChange? {
            self.health.answeredServerError(begun: self.now, now: self.now, rules: self.rules, mayEject: true)
        }
        mutating func hear(until: UInt64, ejections: UInt32, mayEject: Bool) -> Bool {
            self.health.heardEjected(until: until, ejections: ejections, now: self.now, mayEject: mayEject)
        }
        mutating func eject() -> HealthChange? {
            for _ in 0..<4 { _ = self.fail() }
            return self.fail()
        }
        var isAvailable: Bool { self.health.isAvailable(now: self.now) }
    }

    @Test func fiveFaultsInARowEject() {
        var endpoint = Endpoint()
        for _ in 0..<4 { #expect(endpoint.fail() == nil) }
        #expect(endpoint.succeed() == nil)
        for _ in 0..<4 { #expect(endpoint.fail() == nil) }
        let change = endpoint.fail()
        #expect(change?.from == .up && change?.to == .ejected)
        #expect(change?.reason == .consecutiveFaults(5) && change?.until == endpoint.now + self.second)
        #expect(!endpoint.isAvailable)
    }

    @Test func whatAnotherWorkerEjectedIsOutUntilItsTrial() {
        var endpoint = Endpoint()
        let until = endpoint.now + 3 * self.second
        #expect(endpoint.hear(until: until, ejections: 2, mayEject: true) == true)
        #expect(!endpoint.isAvailable)
        // The same again is no news.
        #expect(endpoint.hear(until: until, ejections: 2, mayEject: true) == false)
        endpoint.now = until
        #expect(endpoint.isAvailable)
        #expect(endpoint.health.began(now: endpoint.now)?.to == .trial)
        // The trial says more than what was found out before it, and its failure counts on from there.
        let later = endpoint.now + self.second
        #expect(endpoint.hear(until: later, ejections: 3, mayEject: true) == false)
        #expect(endpoint.fail()?.until == endpoint.now + 4 * self.second)
    }

    @Test func theLastOneIsNotOutBecauseAnotherWorkerSaysSo() {
        var endpoint = Endpoint()
        let until = endpoint.now + self.second
        #expect(endpoint.hear(until: until, ejections: 1, mayEject: false) == false)
        #expect(endpoint.hear(until: endpoint.now, ejections: 1, mayEject: true) == false)
        #expect(endpoint.isAvailable)
    }

    @Test func whatAnotherWorkersTrialBroughtBackIsBack() {
        var endpoint = Endpoint()
        #expect(endpoint.health.heardUp(now: endpoint.now) == false)
        #expect(endpoint.eject() != nil)
        endpoint.now += 1
        #expect(endpoint.health.heardUp(now: endpoint.now) == true)
        #expect(endpoint.isAvailable && endpoint.health.upSince == endpoint.now)
        // It begins anew.
        for _ in 0..<4 { #expect(endpoint.fail() == nil) }
    }

    @Test func halfOfTenRequestsEject() {
        var endpoint = Endpoint()
        for _ in 0..<4 {
            #expect(endpoint.fail() == nil)
            #expect(endpoint.succeed() == nil)
        }
        #expect(endpoint.succeed() == nil)
        // The tenth request, the fifth fault.
        #expect(endpoint.fail()?.reason == .faultShare(percent: 50, of: 10))
    }

    @Test func faultsOlderThanTheWindowDoNotCount() {
        var endpoint = Endpoint()
        for _ in 0..<40 {
            #expect(endpoint.fail() == nil)
            #expect(endpoint.succeed() == nil)
            endpoint.now += 3 * self.second
        }
        // Never ten within ten seconds.
        #expect(endpoint.health.state == .up)
    }

    @Test func lateFaultsAmongManyAnswersDoNotEject() {
        var endpoint = Endpoint()
        for _ in 0..<100 { _ = endpoint.succeed() }
        for _ in 0..<30 {
            #expect(endpoint.fail() == nil)
            #expect(endpoint.succeed() == nil)
            #expect(endpoint.succeed() == nil)
        }
    }

    @Test func afterTheTimeOneRequestIsLetThrough() {
        var endpoint = Endpoint()
        _ = endpoint.eject()
        endpoint.now += self.second - 1
        #expect(!endpoint.isAvailable)
        #expect(endpoint.health.began(now: endpoint.now) == nil)
        endpoint.now += 1
        #expect(endpoint.isAvailable)
        #expect(endpoint.health.began(now: endpoint.now)?.reason == .trialBegan)
        #expect(!endpoint.isAvailable)
        #expect(endpoint.health.state == .trial)
        let change = endpoint.succeed()
        #expect(change?.to == .up && change?.reason == .trialPassed)
        #expect(endpoint.isAvailable && endpoint.health.upSince == endpoint.now)
    }

    @Test func aFailedTrialEjectsForTwiceAsLongUpToTheLongest() {
        var endpoint = Endpoint()
        _ = endpoint.eject()
        var lengths: [UInt64] = []
        for _ in 0..<9 {
            endpoint.now = endpoint.health.ejectedUntil
            _ = endpoint.health.began(now: endpoint.now)
            guard let change = endpoint.fail() else { return }
            #expect(change.reason == .trialFailed && change.from == .trial)
            lengths.append((change.until - change.at) / self.second)
        }
        #expect(lengths == [2, 4, 8, 16, 32, 60, 60, 60, 60])
    }

    @Test func quietTimeShortensTheNextEjection() {
        var endpoint = Endpoint()
        _ = endpoint.eject()
        for _ in 0..<4 {
            endpoint.now = endpoint.health.ejectedUntil
            _ = endpoint.health.began(now: endpoint.now)
            _ = endpoint.fail()
        }
        endpoint.now = endpoint.health.ejectedUntil
        _ = endpoint.health.began(now: endpoint.now)
        _ = endpoint.succeed()
        #expect(endpoint.health.ejections == 5)
        // Three minutes make up for three.
        endpoint.now += 185 * self.second
        let change = endpoint.eject()
        #expect(change.map { $0.until - $0.at } == 4 * self.second)
    }

    @Test func attemptsFromBeforeAnEjectionSayNothingAboutTheTrial() {
        var endpoint = Endpoint()
        let begun = endpoint.now
        endpoint.now += self.second
        _ = endpoint.eject()
        #expect(endpoint.health.succeeded(begun: begun, now: endpoint.now, rules: endpoint.rules) == nil)
        endpoint.now += self.second
        _ = endpoint.health.began(now: endpoint.now)
        endpoint.now += 1
        let late = endpoint.health.failed(begun: begun, now: endpoint.now, rules: endpoint.rules, mayEject: true)
        #expect(late == nil && endpoint.health.state == .trial)
        #expect(endpoint.health.succeeded(begun: begun, now: endpoint.now, rules: endpoint.rules) == nil)
        #expect(endpoint.health.state == .trial)
    }

    @Test func anAnswerToARequestThatWentThereAnywayBringsItBack() {
        var endpoint = Endpoint()
        _ = endpoint.eject()
        endpoint.now += 1
        #expect(endpoint.fail() == nil)
        #expect(endpoint.succeed()?.to == .up)
    }

    @Test func aTrialThatIsAbandonedIsRepeated() {
        var endpoint = Endpoint()
        _ = endpoint.eject()
        endpoint.now = endpoint.health.ejectedUntil
        _ = endpoint.health.began(now: endpoint.now)
        endpoint.health.abandoned(begun: endpoint.now - 1)
        #expect(!endpoint.isAvailable)
        endpoint.health.abandoned(begun: endpoint.now)
        #expect(endpoint.isAvailable)
        // One whose end is never reported keeps nobody out for ever.
        _ = endpoint.health.began(now: endpoint.now)
        endpoint.now += 60 * self.second
        #expect(endpoint.isAvailable)
        #expect(endpoint.health.began(now: endpoint.now) == nil && !endpoint.isAvailable)
    }

    @Test func thePoolGuardMayForbidItAndIsAskedAgain() {
        var endpoint = Endpoint()
        endpoint.mayEject = false
        for _ in 0..<20 { #expect(endpoint.fail() == nil) }
        #expect(endpoint.isAvailable)
        endpoint.mayEject = true
        #expect(endpoint.fail()?.to == .ejected)
    }

    @Test func theGuardIsAskedOnlyWhenThereIsReason() {
        var health = PassiveHealth()
        var asked = 0
        let rules = EjectionRules(EjectionPolicy())
        for _ in 0..<5 {
            _ = health.failed(
                begun: 1,
                now: 1,
                rules: rules,
                mayEject: {
                    asked += 1
                    return false
                }()
            )
        }
        #expect(asked == 1)
    }

    @Test func serverErrorsAreCountedApart() {
        var endpoint = Endpoint()
        for _ in 0..<4 { _ = endpoint.fail() }
        for _ in 0..<50 { #expect(endpoint.serverError() == nil) }
        #expect(endpoint.health.serverErrors == 50)
        #expect(endpoint.fail() == nil)
        endpoint.rules = EjectionRules(EjectionPolicy(countsServerErrors: true))
        for _ in 0..<3 { #expect(endpoint.serverError() == nil) }
        #expect(endpoint.serverError()?.to == .ejected)
    }

    @Test func switchedOffItEjectsNobody() {
        var endpoint = Endpoint()
        endpoint.rules = EjectionRules(EjectionPolicy(isOn: false))
        for _ in 0..<100 { #expect(endpoint.fail() == nil) }
        #expect(endpoint.isAvailable)
    }

    @Test(arguments: [
        (0, 0, false), (1, 1, false), (2, 2, true), (1, 2, false), (3, 3, true), (2, 3, false), (4, 4, true),
        (3, 4, true), (2, 4, false), (10, 10, true), (6, 10, true), (5, 10, false),
    ])
    func halfOfThePoolAndTheLastStay(available: Int, total: Int, expected: Bool) {
        #expect(PoolGuard.mayEject(available: available, total: total) == expected)
    }
}
