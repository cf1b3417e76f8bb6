import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// What counts as the time of a stage.
@Suite struct StageTimeTests {
    private static func visit(_ purpose: VisitPlan.Purpose, _ began: UInt64, _ connected: UInt64?, _ ended: UInt64)
        -> Visit
    {
        var visit = Visit(purpose, .loopbackV4(port: 80))
        visit.marks.began = began
        visit.marks.connected = connected
        visit.marks.ended = ended
        return visit
    }

    private static func spans(_ times: (UInt64, UInt64)...) -> [StageTime.Span] {
        times.map { StageTime.Span(began: $0, ended: $1) }
    }

    private static func seen() throws -> Observations {
        Observations(target: try Target("http://127.0.0.1/"), started: 0)
    }

    private static func stages(_ seen: Observations) -> [Stage: StageTime] {
        Dictionary(uniqueKeysWithValues: StageTime.all(of: seen, since: 1_000_000).map { ($0.stage, $0) })
    }

    @Test func whatOverlapsCountsOnceAndPausesDoNot() {
        #expect(StageTime.length(of: []) == 0)
        #expect(StageTime.length(of: Self.spans((10, 20), (15, 30), (16, 18))) == 20)
        #expect(StageTime.length(of: Self.spans((40, 50), (10, 20))) == 20)
    }

    @Test func eachPartOfAVisitIsAStageOfItsOwn() throws {
        var seen = try Self.seen()
        var page = Self.visit(.page, 2_000_000, 3_000_000, 9_000_000)
        seen.pages = [page]
        var stages = Self.stages(seen)
        #expect(stages[.connect]?.began == 1)
        #expect(stages[.connect]?.milliseconds == 1)
        #expect(stages[.handshake] == nil)
        #expect(stages[.exchange]?.milliseconds == 6)
        page.encryption = VisitPlan.Encryption(name: nil)
        page.marks.secured = 5_000_000
        seen.pages = [page]
        stages = Self.stages(seen)
        #expect(stages[.handshake]?.milliseconds == 2)
        #expect(stages[.exchange]?.milliseconds == 4)
    }

    @Test func whereNothingConnectsAllOfItIsConnecting() throws {
        var seen = try Self.seen()
        seen.pages = [Self.visit(.page, 2_000_000, nil, 9_000_000)]
        let stages = Self.stages(seen)
        #expect(stages[.connect]?.milliseconds == 7)
        #expect(stages[.exchange] == nil)
    }

    @Test func redirectsAreOfTheExchangeTheOtherVersionIsALookAndTriesAreOfThePattern() throws {
        var seen = try Self.seen()
        seen.pages = [Self.visit(.page, 2_000_000, 3_000_000, 4_000_000)]
        var version = Self.visit(.version, 4_000_000, 5_000_000, 7_000_000)
        version.encryption = VisitPlan.Encryption(name: nil)
        version.marks.secured = 6_500_000
        seen.versions = [version]
        var hop = Observations.Hop(target: seen.target, resolution: seen.resolution)
        hop.resolution.began = 7_000_000
        hop.resolution.ended = 8_000_000
        hop.visit = Self.visit(.page, 8_000_000, 9_000_000, 11_000_000)
        seen.hops = [hop]
        seen.samples = [.init(visit: Self.visit(.sample, 20_000_000, 21_000_000, 22_000_000), gap: 0)]
        let stages = Self.stages(seen)
        #expect(stages[.connect]?.milliseconds == 2)
        #expect(stages[.handshake]?.milliseconds == 1.5)
        #expect(stages[.exchange]?.milliseconds == 5.5)
        #expect(stages[.pattern]?.milliseconds == 2)
        #expect(stages[.pattern]?.began == 19)
    }
}
