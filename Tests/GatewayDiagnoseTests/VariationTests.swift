import GatewayFaults
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// What handshakes with one thing changed say.
@Suite struct VariationTests {
    private static func handshake(_ variation: HandshakeVariation, works: Bool) -> Visit {
        var visit = Visit(.handshake, JudgeTests.one)
        visit.encryption = variation.applied(to: VisitPlan.Encryption(name: "site.example"))
        visit.variation = variation
        visit.connect = 1
        if works { visit.handshake = 2 } else { visit.fault = Fault(.tlsClosed, side: .upstream, phase: .handshake) }
        return visit
    }

    /// A handshake that was cut, and those variations that are not.
    private static func cut(working: Set<HandshakeVariation>) throws -> Verdict {
        var page = Visit(.page, JudgeTests.one)
        page.connect = 1
        page.encryption = VisitPlan.Encryption(name: "site.example")
        page.tlsFailure = .closedInHandshake
        page.fault = Fault(.tlsClosed, side: .upstream, phase: .handshake)
        var seen = try JudgeTests.seen([page])
        seen.handshakes = HandshakeVariation.allCases.map { handshake($0, works: working.contains($0)) }
        return Verdict(seen)
    }

    @Test func whatChangesTheResultIsTheCause() throws {
        #expect(try Self.cut(working: []).causes.first?.cause == .handshakeCut)
        #expect(try Self.cut(working: [.noName]).causes.first?.cause == .serverNameUnknown)
        #expect(try Self.cut(working: [.onlyHTTP1, .noProtocol]).causes.first?.cause == .http2Broken)
        #expect(try Self.cut(working: [.onlyTLS12]).causes.first?.cause == .tlsDisagreement)
    }

    @Test func anOriginThatWantsANameIsFound() throws {
        var seen = try JudgeTests.seen([JudgeTests.answered(502, [("Server", "nginx")])])
        var origin = JudgeTests.answered(200, at: JudgeTests.two)
        origin.encryption = VisitPlan.Encryption(name: "site.example")
        origin.handshake = 2
        seen.origins = [origin]
        seen.originHandshakes = [Self.handshake(.noName, works: false), Self.handshake(.onlyTLS12, works: true)]
        #expect(Verdict(seen).causes.first?.cause == .originTLS)
        seen.originHandshakes = [Self.handshake(.noName, works: true)]
        #expect(Verdict(seen).causes.first?.cause != .originTLS)
    }

    @Test func whatAWellSiteLacksIsANote() throws {
        var page = JudgeTests.answered(200)
        page.handshake = 2
        var seen = try JudgeTests.seen([page])
        seen.handshakes = HandshakeVariation.allCases.map { Self.handshake($0, works: $0 != .onlyTLS13) }
        let verdict = Verdict(seen)
        #expect(verdict.outcome == .healthy)
        #expect(verdict.notes.contains { $0.contains("TLS 1.3") })
    }

    @Test func eachChangesOneThing() {
        let usual = VisitPlan.Encryption(name: "site.example")
        for variation in HandshakeVariation.allCases {
            var changed = variation.applied(to: usual)
            #expect(changed != usual)
            #expect(!changed.verifies)
            changed.verifies = true
            let differences = [
                changed.name != usual.name, changed.protocols != usual.protocols, changed.minimum != usual.minimum,
                changed.maximum != usual.maximum,
            ]
            #expect(differences.count { $0 } == 1)
        }
    }
}
