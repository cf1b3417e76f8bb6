import GatewayFaults
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// What requests with one thing changed say.
@Suite struct ContrastTests {
    private static func verdict(_ page: Visit, _ contrasts: [(RequestVariation, UInt16)]) throws -> Verdict {
        var seen = try JudgeTests.seen([page])
        seen.contrasts = contrasts.map { variation, status in
            var visit = JudgeTests.answered(status)
            visit.purpose = .contrast
            visit.request = variation
            return visit
        }
        return Verdict(seen)
    }

    private static var silent: Visit {
        var visit = JudgeTests.answered(200)
        visit.exchanges[0].response = nil
        visit.exchanges[0].fault = Fault(.responseHeadTimeout, side: .upstream, phase: .responseHead, code: 8000)
        return visit
    }

    @Test func smallPacketsProveAHoleInThePath() throws {
        #expect(try Self.verdict(Self.silent, []).causes.first?.cause == .slowAnswer)
        let verdict = try Self.verdict(Self.silent, [(.smallPackets, 200)])
        #expect(verdict.causes.first?.cause == .pathMTU)
        #expect(verdict.party == .network)
    }

    @Test func cachesAreToldFromWhatIsBehindThem() throws {
        let stored = JudgeTests.answered(502, [("Age", "300")])
        #expect(try Self.verdict(stored, [(.fresh, 200)]).causes.first?.cause == .storedFailure)
        #expect(try Self.verdict(stored, [(.fresh, 502)]).causes.first?.cause != .storedFailure)
        let well = JudgeTests.answered(200, [("Age", "300")])
        let behind = try Self.verdict(well, [(.fresh, 502)])
        #expect(behind.outcome == .degraded)
        #expect(behind.stage == .pattern)
        #expect(try Self.verdict(well, [(.fresh, 200)]).outcome == .healthy)
    }

    @Test func onlyPostIsToldApart() throws {
        let well = JudgeTests.answered(200)
        #expect(try Self.verdict(well, [(.post, 500)]).causes.first?.cause == .postFails)
        #expect(try Self.verdict(well, [(.post, 405)]).outcome == .healthy)
    }

    @Test func refusingLargeHeadsIsRightAndFailingIsNot() throws {
        let well = JudgeTests.answered(200)
        let refused = try Self.verdict(well, [(.large(8192), 200), (.large(16_384), 431)])
        #expect(refused.outcome == .healthy)
        #expect(refused.notes.contains { $0.contains("16 KiB are refused") })
        #expect(try Self.verdict(well, [(.large(8192), 502)]).causes.first?.cause == .gatewayLimit)
    }

    @Test func otherPathsAreANote() throws {
        let failed = JudgeTests.answered(500)
        let one = try Self.verdict(failed, [(.path("/"), 200), (.path("/robots.txt"), 404)])
        #expect(one.notes.contains { $0.contains("other paths of the site are answered: / (200)") })
        #expect(one.outcome == .broken)
        let all = try Self.verdict(failed, [(.path("/"), 500), (.path("/robots.txt"), 500)])
        #expect(all.notes.contains { $0.contains("other paths fail as well") })
    }
}
