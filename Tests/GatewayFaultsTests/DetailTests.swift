import GatewayFaults
import Testing

struct DetailTests {
    @Test
    func tokensAreUniqueStableNames() {
        let tokens = Fault.Detail.allCases.map(\.token)
        #expect(Set(tokens).count == tokens.count)
        for token in tokens {
            #expect((1...48).contains(token.utf8.count))
            #expect(token.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }, "\(token)")
            #expect(!token.hasPrefix("_") && !token.hasSuffix("_") && !token.contains("__"), "\(token)")
        }
    }

    @Test(arguments: Fault.Detail.allCases)
    func tokenLeadsBackToItsDetail(detail: Fault.Detail) {
        #expect(Fault.Detail(token: detail.token) == detail)
    }

    @Test
    func indexesFillAnArrayOfCounters() {
        #expect(Fault.Detail.allCases.map(\.index) == Array(0..<Fault.Detail.count))
    }

    @Test(arguments: Fault.Detail.allCases)
    func statusFollowsTheRecommendationExceptWhereDocumented(detail: Fault.Detail) {
        let deviations: [Fault.Detail: Int] = [
            .noRoute: 404, .descriptorsExhausted: 503, .memoryExhausted: 503, .portsExhausted: 503, .rateLimited: 429,
            .clientLimit: 429,
        ]
        if let status = deviations[detail] {
            #expect(detail.status == status)
        } else if let recommended = detail.kind.recommendedStatus {
            #expect(detail.status == recommended)
        }
    }

    @Test
    func requestErrorsAnswerWhatTheSpecificationNames() {
        let expected: [Fault.Detail: Int] = [
            .requestLineMalformed: 400, .requestLengthAndCoding: 400, .hostMissing: 400, .requestBodyTooLarge: 413,
            .requestLineTooLong: 414, .requestHeadTooLarge: 431, .requestHeadTimeout: 408, .expectationUnknown: 417,
            .requestCodingUnknown: 501, .requestVersionUnsupported: 505,
        ]
        for (detail, status) in expected { #expect(detail.status == status, "\(detail)") }
        for detail in Fault.Detail.allCases where detail.kind == .httpRequestError {
            #expect((400...499).contains(detail.status) || [501, 505].contains(detail.status), "\(detail)")
        }
    }

    /// RFC 9110 §9.2.2: nothing that may have been processed is repeated without proof.
    @Test(arguments: Fault.Detail.allCases)
    func nothingIsProvablyUnsentOnceBytesMayHaveLeft(detail: Fault.Detail) {
        for phase in [Fault.Phase.requestBody, .sendRequest, .responseHead] {
            #expect(Fault(detail, side: .upstream, phase: phase).retryClass != .notSent)
        }
        for phase in [Fault.Phase.responseBody, .sendResponse, .tunnel] {
            #expect(Fault(detail, side: .upstream, phase: phase).retryClass == .never)
        }
    }

    @Test(arguments: Fault.Detail.allCases)
    func aFaultOfTheRequestIsNeverRetried(detail: Fault.Detail) {
        guard detail.kind == .httpRequestError || detail.kind == .httpRequestDenied else { return }
        #expect(detail.retryClass == .never)
        #expect(detail.defaultSide == .client)
        #expect(detail.severity == .notice)
    }

    @Test
    func theKeepAliveRaceHasItsOwnClass() {
        #expect(Fault(.closedOnReuse).retryClass == .reusedConnection)
        #expect(Fault(.resetOnReuse).retryClass == .reusedConnection)
        #expect(Fault(.closedBeforeHead).retryClass == .sentOnFresh)
        #expect(Fault(.connectRefused).retryClass == .notSent)
        #expect(Fault.RetryClass.allCases.map(\.label) == ["S0", "S1", "S2", "S3", "S4"])
    }

    @Test
    func whatTheGatewaySaysOnPurposeIsNeitherRetriedNorAlarming() {
        #expect(Fault(.maintenance).retryClass == .never)
        #expect(Fault.Detail.maintenance.severity == .notice)
        #expect(Fault.Detail.maintenance.defaultSide == .gateway)
        #expect(Fault.Detail.maintenance.status == 503)
        #expect(Fault.Detail.maintenance.isTemporary)
    }

    @Test
    func anEndpointThatStartsGotNothingYet() {
        #expect(Fault(.endpointStarting).retryClass == .notSent)
        #expect(Fault.Detail.endpointStarting.defaultSide == .upstream)
        #expect(Fault.Detail.endpointStarting.status == 503)
        #expect(Fault.Detail.endpointStarting.isTemporary)
    }

    @Test
    func sidesAndPhasesHaveUniqueTokensThatLeadBack() {
        #expect(Set(Fault.Side.allCases.map(\.token)).count == Fault.Side.allCases.count)
        #expect(Set(Fault.Phase.allCases.map(\.token)).count == Fault.Phase.allCases.count)
        for side in Fault.Side.allCases { #expect(Fault.Side(token: side.token) == side) }
        for phase in Fault.Phase.allCases { #expect(Fault.Phase(token: phase.token) == phase) }
    }

    @Test
    func aFaultStaysSmall() {
        #expect(MemoryLayout<Fault>.size <= 8)
    }
}
