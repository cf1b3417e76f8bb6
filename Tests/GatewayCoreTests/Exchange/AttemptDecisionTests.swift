import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct AttemptDecisionTests {
    private static func facts(
        _ detail: Fault.Detail = .closedOnReuse,
        method: Method = .get,
        sent: UInt64 = 0,
        received: UInt64 = 0,
        isReused: Bool = false,
        others: Int = 1
    ) -> AttemptDecision.Facts {
        AttemptDecision.Facts(
            fault: Fault(detail, side: .upstream, phase: .connect),
            method: method,
            bytesSent: sent,
            bytesReceived: received,
            isReused: isReused,
            canReplay: true,
            attempts: 1,
            extraAttempts: 2,
            otherEndpoints: others,
            responseStarted: false
        )
    }

    @Test(arguments: Method.allCases)
    func whatWasNotSentGoesToAnotherEndpoint(method: Method) {
        #expect(AttemptDecision(Self.facts(method: method)) == .retry)
        // The same endpoint again would fail again.
        #expect(AttemptDecision(Self.facts(method: method, others: 0)) == .answer)
        #expect(AttemptDecision(Self.facts(method: method, isReused: true, others: 0)) == .retry)
    }

    @Test(arguments: Method.allCases)
    func aKeptConnectionThatWasDeadIsTriedAgainWhereTwiceIsAsGoodAsOnce(method: Method) {
        let facts = Self.facts(.closedOnReuse, method: method, sent: 100, isReused: true, others: 0)
        #expect(AttemptDecision(facts) == (method.isIdempotent ? .retry : .answer))
    }

    @Test func afterBytesWereSentOnlyTheRaceIsTriedAgain() {
        #expect(AttemptDecision(Self.facts(.closedOnReuse, sent: 100, isReused: false)) == .answer)
        #expect(AttemptDecision(Self.facts(.closedOnReuse, sent: 100, received: 1, isReused: true)) == .answer)
        for detail in Fault.Detail.allCases {
            let decision = AttemptDecision(Self.facts(detail, sent: 100, isReused: true))
            let isRace = Fault(detail, side: .upstream, phase: .connect).kind == .connectionTerminated
            #expect(decision == (isRace ? .retry : .answer), "\(detail)")
        }
    }

    /// Every combination of facts against the three rules that must hold whatever the rest says.
    @Test(arguments: Method.allCases)
    func theRulesHoldForEveryCombination(method: Method) {
        let flags = [true, false]
        for detail in Fault.Detail.allCases {
            for (sent, received) in [(0, 0), (1, 0), (1, 1), (.max, 0)] as [(UInt64, UInt64)] {
                for number in 0..<128 {
                    var facts = Self.facts(detail, method: method, sent: sent, received: received)
                    facts.isReused = flags[number & 1]
                    facts.canReplay = flags[number >> 1 & 1]
                    facts.responseStarted = flags[number >> 2 & 1]
                    facts.otherEndpoints = number >> 3 & 1
                    facts.attempts = 1 + (number >> 4 & 3)
                    facts.extraAttempts = number >> 6 & 1
                    guard AttemptDecision(facts) == .retry else { continue }
                    #expect(!facts.responseStarted)
                    #expect(facts.canReplay)
                    #expect(facts.attempts <= facts.extraAttempts)
                    #expect(sent == 0 || (method.isIdempotent && received == 0))
                }
            }
        }
    }
}
