import GatewayFaults
import GatewayLab
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// The way to an address, and what it means.
@Suite(.timeLimit(.minutes(1))) struct PathTests {
    @Test func thisMachineIsOneHopAway() async throws {
        let lab = try await Lab.start()
        let address = SocketAddress.loopbackV4(port: UInt16(lab.httpPort))
        let facts = try await WalkTests.onThread { () throws(SystemError) in
            PathProbe(loop: try EventLoop()).look(at: address, until: EventLoop.monotonicNanoseconds + 20_000_000_000)
        }
        await lab.stop()
        #expect(facts.problem == nil)
        #expect(facts.hops.map(\.number) == [1])
        #expect(facts.hops.first?.end == .reached)
        #expect(facts.circle.isEmpty)
    }

    private static func facts(_ reporters: [SocketAddress?], echo: PathFacts.Echo = .silent) -> PathFacts {
        var facts = PathFacts(JudgeTests.one)
        facts.hops = reporters.enumerated().map { PathFacts.Hop(number: $0.offset + 1, reporter: $0.element) }
        facts.echo = echo
        return facts
    }

    @Test func aCircleIsSeen() throws {
        let circle = Self.facts([JudgeTests.two, JudgeTests.six, JudgeTests.two, JudgeTests.six, JudgeTests.two])
        #expect(circle.circle.map(\.hostText) == [JudgeTests.two.hostText])
        var seen = try JudgeTests.seen([JudgeTests.failed(.hostUnreachable)])
        seen.path = circle
        #expect(Verdict(seen).causes.first?.cause == .routeLoop)
        #expect(Verdict(seen).party == .network)
    }

    @Test func pingTellsAMachineThatIsOnFromOneThatIsNot() throws {
        var seen = try JudgeTests.seen([JudgeTests.failed(.connectTimeout)])
        seen.path = Self.facts([JudgeTests.two, nil], echo: .answered(3))
        let verdict = Verdict(seen)
        #expect(verdict.causes.first?.cause == .firewall)
        let lines = verdict.causes.first?.supporting ?? []
        #expect(lines.contains { $0.contains("answers ping") })
        #expect(lines.contains { $0.contains(JudgeTests.two.hostText) })
    }
}
