import GatewayFaults
import GatewayReactor
import GatewayWire
import Testing

@testable import GatewayDiagnose

/// What both versions of HTTP say together.
@Suite struct VersionJudgeTests {
    private static func answered(_ status: UInt16, _ version: HTTPVersion?) -> Visit {
        var visit = JudgeTests.answered(status)
        visit.version = version
        return visit
    }

    private static func verdict(two: [UInt16], one: [UInt16]) throws -> Verdict {
        var seen = try JudgeTests.seen([Self.answered(two[0], .http2)])
        seen.versions = [Self.answered(one[0], nil)]
        for (two, one) in zip(two.dropFirst(), one.dropFirst()) {
            seen.samples.append(.init(visit: Self.answered(two, .http2), gap: 150))
            seen.samples.append(.init(visit: Self.answered(one, nil), gap: 150))
        }
        return Verdict(seen)
    }

    @Test func aFailureOfOneVersionIsToldApart() throws {
        let two = try Self.verdict(two: [502, 502, 502, 502], one: [200, 200, 200, 200])
        #expect(two.causes.first?.cause == .http2Broken)
        #expect(two.outcome == .degraded)
        #expect(two.persistence == .persistent(tries: 4))
        let one = try Self.verdict(two: [200, 200, 200, 200], one: [502, 502, 502, 502])
        #expect(one.causes.first?.cause == .http1Broken)
        #expect(one.stage == .exchange)
    }

    @Test func aFailureOfBothIsNoMatterOfVersions() throws {
        let both = try Self.verdict(two: [502, 502, 502, 502], one: [502, 502, 502, 502])
        #expect(both.outcome == .broken)
        #expect(!both.causes.contains { $0.cause == .http2Broken || $0.cause == .http1Broken })
        let sometimes = try Self.verdict(two: [502, 200, 502, 200], one: [200, 200, 502, 200])
        #expect(!sometimes.causes.contains { $0.cause == .http2Broken || $0.cause == .http1Broken })
    }

    @Test func serversOfHTTP2OnlyAreWell() throws {
        var seen = try JudgeTests.seen([Self.answered(200, .http2)])
        var refused = Visit(.version, JudgeTests.one)
        refused.connect = 1
        refused.tlsFailure = .alert(120)
        refused.fault = Fault(.tlsAlert, side: .upstream, phase: .handshake, code: 120)
        seen.versions = [refused]
        let verdict = Verdict(seen)
        #expect(verdict.outcome == .healthy)
        #expect(verdict.notes.contains { $0.contains("HTTP/2 only") })
    }

    @Test func aServerThatAsksForHTTP1GetsIt() throws {
        var page = Self.answered(200, .http2)
        page.exchanges[0].response = nil
        page.exchanges[0].fault = Fault(.streamReset, side: .upstream, phase: .responseHead, code: 13)
        var seen = try JudgeTests.seen([page])
        #expect(Verdict(seen).outcome == .broken)
        seen.versions = [Self.answered(200, nil)]
        #expect(Verdict(seen).outcome == .healthy)
    }

    @Test func brokenRulesOfHTTP2AreTold() throws {
        var visit = Self.answered(200, .http2)
        visit.exchanges[0].response = nil
        visit.exchanges[0].fault = Fault(.http2Violation, side: .upstream, phase: .responseHead, code: 1)
        visit.exchanges[0].violation = .stream(1, .protocolError, .connectionSpecificField)
        let verdict = Verdict(try JudgeTests.seen([visit]))
        #expect(verdict.causes.first?.cause == .http2Broken)
        #expect(verdict.causes.first?.supporting.contains { $0.contains("RFC 9113 §8.2.2") } == true)
    }
}
