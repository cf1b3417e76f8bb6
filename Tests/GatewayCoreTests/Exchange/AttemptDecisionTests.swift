import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct AttemptDecisionTests {
    private static func decide(
        _ detail: Fault.Detail,
        _ method: Method = .get,
        side: Fault.Side = .upstream,
        phase: Fault.Phase = .responseHead,
        _ change: (inout AttemptDecision.Facts) -> Void = { _ in }
    ) -> AttemptDecision {
        var facts = AttemptDecision.Facts(method: method)
        facts.bytesSent = 100
        facts.otherEndpoints = 1
        change(&facts)
        return AttemptDecision(Fault(detail, side: side, phase: phase), facts)
    }

    // MARK: - S0

    @Test(arguments: Method.allCases)
    func whatWasNotSentGoesToAnotherEndpoint(method: Method) {
        #expect(Self.decide(.connectRefused, method, phase: .connect) { $0.bytesSent = 0 } == .retry(.notSent))
        // However many attempts were made before that sent something.
        #expect(
            Self.decide(.connectRefused, method, phase: .connect) {
                $0.bytesSent = 0
                $0.attempts = 3
            } == .retry(.notSent)
        )
    }

    @Test func withoutAnotherEndpointWhatWasNotSentWaitsWhereItMay() {
        let alone: (inout AttemptDecision.Facts) -> Void = {
            $0.bytesSent = 0
            $0.otherEndpoints = 0
        }
        #expect(Self.decide(.connectRefused, .post, phase: .connect, alone) == .answer(.same))
        #expect(
            Self.decide(.connectRefused, .post, phase: .connect) {
                alone(&$0)
                $0.canWait = true
            } == .wait
        )
        // A kept connection that was dead says nothing about the endpoint.
        #expect(
            Self.decide(.closedOnReuse, .post) {
                alone(&$0)
                $0.isReused = true
            } == .retry(.notSent)
        )
    }

    @Test func thereIsAnEndToAttemptsThatSendNothing() {
        let last = Self.decide(.connectRefused, phase: .connect) {
            $0.bytesSent = 0
            $0.unsentInRow = AttemptDecision.unsentAttempts
        }
        #expect(last == .answer(.same))
    }

    // MARK: - S1

    @Test(arguments: Method.allCases)
    func whatThePeerNeverReadIsSentAgain(method: Method) {
        let decision = Self.decide(.closedOnReuse, method) {
            $0.isReused = true
            $0.proof = .unread
            $0.otherEndpoints = 0
        }
        #expect(decision == .retry(.notProcessed))
    }

    @Test(arguments: Method.allCases)
    func aStatusThatDeniesProcessingIsTriedAgain(method: Method) {
        var facts = AttemptDecision.Facts(method: method)
        facts.bytesSent = 100
        facts.bytesReceived = 100
        #expect(AttemptDecision(status: 421, facts) == .retry(.notProcessed))
        #expect(AttemptDecision(status: 408, facts) == .answer(.none))
        facts.isReused = true
        #expect(AttemptDecision(status: 408, facts) == .retry(.notProcessed))
        facts.canReplay = false
        #expect(AttemptDecision(status: 421, facts) == .answer(.none))
    }

    // MARK: - S2 and S3

    @Test(arguments: Method.allCases)
    func aKeptConnectionThatWasDeadIsTriedAgainWhereTwiceIsAsGoodAsOnce(method: Method) {
        let decision = Self.decide(.resetOnReuse, method) {
            $0.isReused = true
            $0.otherEndpoints = 0
        }
        #expect(decision == (method.isIdempotent ? .retry(.reusedConnection) : .answer(.mayBeProcessed)))
        let keyed = Self.decide(.resetOnReuse, method) {
            $0.isReused = true
            $0.isRepeatable = true
        }
        #expect(keyed == .retry(.reusedConnection))
    }

    @Test(arguments: [
        Fault.Detail.resetBeforeHead, .closedBeforeHead, .closedInsideHead, .responseHeadTimeout, .statusLineMalformed,
        .tlsOnPlainPort,
        .lengthTruncated,
    ])
    func whatMayHaveBeenProcessedIsSentAgainOnlyIfTwiceIsAsGoodAsOnce(detail: Fault.Detail) {
        let phase: Fault.Phase = detail == .lengthTruncated ? .responseBody : .responseHead
        #expect(Self.decide(detail, .get, phase: phase) == .retry(.sentOnFresh))
        #expect(Self.decide(detail, .post, phase: phase) == .answer(.mayBeProcessed))
    }

    @Test func whatTookTooLongIsNotAskedForTwiceInTheSamePlace() {
        #expect(Self.decide(.responseHeadTimeout) { $0.otherEndpoints = 0 } == .answer(.same))
        #expect(Self.decide(.resetBeforeHead) { $0.otherEndpoints = 0 } == .retry(.sentOnFresh))
    }

    @Test func aServerErrorGoesElsewhereOnlyIfThereIsElsewhere() {
        var facts = AttemptDecision.Facts(method: .get)
        facts.bytesSent = 100
        for status in [502, 503, 504] as [UInt16] {
            facts.otherEndpoints = 0
            #expect(AttemptDecision(status: status, facts) == .answer(.none))
            facts.otherEndpoints = 1
            #expect(AttemptDecision(status: status, facts) == .retry(.sentOnFresh))
        }
        for status in [200, 404, 429, 500, 501] as [UInt16] {
            #expect(AttemptDecision(status: status, facts) == .answer(.none))
        }
        facts.method = .post
        #expect(AttemptDecision(status: 503, facts) == .answer(.none))
    }

    @Test func offIsOff() {
        for detail in Fault.Detail.allCases {
            let decision = Self.decide(detail) {
                $0.extraAttempts = 0
                $0.bytesSent = 0
                $0.canWait = true
            }
            #expect(decision == .answer(.off), "\(detail)")
        }
    }

    // MARK: - S1 by the peer's word

    @Test func aRefusedStreamIsSentAgainUnlessItWasAnswered() {
        #expect(Self.decide(.streamRefused, .post) == .retry(.notProcessed))
        #expect(Self.decide(.streamRefused, .post) { $0.bytesReceived = 1 } == .answer(.mayBeProcessed))
        #expect(Self.decide(.streamRefused, .post) { $0.canReplay = false } == .answer(.contentGone))
    }

    // MARK: - Always

    /// Every combination of facts against the rules that must hold whatever the rest says.
    @Test(arguments: Method.allCases)
    func theRulesHoldForEveryCombination(method: Method) {
        for detail in Fault.Detail.allCases {
            for side in Fault.Side.allCases {
                for phase in Fault.Phase.allCases {
                    for number in 0..<512 { Self.check(Fault(detail, side: side, phase: phase), method, number) }
                }
            }
        }
    }

    private static func check(_ fault: Fault, _ method: Method, _ number: Int) {
        func flag(_ bit: Int) -> Bool { number >> bit & 1 == 1 }
        var facts = AttemptDecision.Facts(method: method)
        facts.bytesSent = flag(0) ? 10 : 0
        facts.bytesReceived = flag(1) ? 1 : 0
        facts.isReused = flag(2)
        facts.canReplay = flag(3)
        facts.responseStarted = flag(4)
        facts.otherEndpoints = flag(5) ? 1 : 0
        facts.attempts = flag(6) ? 3 : 1
        facts.proof = flag(7) && !flag(1) ? .unread : .none
        facts.canWait = flag(8)
        switch AttemptDecision(fault, facts) {
        case .answer: break
        case .wait:
            #expect(facts.bytesSent == 0 && facts.canWait && !facts.responseStarted)
        case .retry(let proof):
            #expect(!facts.responseStarted && facts.canReplay && fault.side != .client)
            let isUnread = facts.bytesSent == 0 && facts.bytesReceived == 0 || facts.proof == .unread
            let isRefused = fault.detail == .streamRefused && fault.side == .upstream && facts.bytesReceived == 0
            #expect(isUnread || isRefused || method.isIdempotent)
            #expect(proof == .notSent || facts.attempts <= facts.extraAttempts)
        }
    }
}

@Suite struct DeliveryProofTests {
    private static func proof(fin: Bool = true, acknowledged: UInt64? = 101, received: UInt64 = 0) -> DeliveryProof {
        DeliveryProof(
            DeliveryProof.Facts(
                sawFIN: fin,
                acknowledged: acknowledged,
                writtenBefore: 100,
                bytesReceived: received
            )
        )
    }

    @Test func aFINBeforeTheFirstByteWasAcknowledgedProvesThatNobodyReadIt() { #expect(Self.proof() == .unread) }

    @Test func oneAcknowledgedByteIsEnoughToDoubt() { #expect(Self.proof(acknowledged: 102) == .none) }

    @Test func aLoneResetProvesNothing() { #expect(Self.proof(fin: false) == .none) }

    @Test func withoutTheKernelsWordThereIsNoProof() { #expect(Self.proof(acknowledged: nil) == .none) }

    @Test func aByteOfAnAnswerRefutes() { #expect(Self.proof(received: 1) == .none) }
}
