import GatewayFaults
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// Whether it is only the site, or here.
@Suite struct ControlTests {
    private static func look(_ control: Control, _ visit: Visit?, found: Bool = true) -> Observations.ControlLook {
        var resolution = Resolution(host: control.target.host)
        resolution.addresses = found ? [JudgeTests.two] : []
        if !found {
            var view = NameView(server: "192.0.2.53:53", isGiven: false)
            view.problem = .serverFailure
            resolution.views = [view]
        }
        var look = Observations.ControlLook(control: control, resolution: resolution)
        look.visit = visit
        return look
    }

    @Test func theUsualPlacesAreKnown() {
        #expect(Control.usual.count == 3)
        #expect(Control.usual.contains { $0.status == 204 })
    }

    @Test func anotherAnswerThanTheirOwnIsASignIn() throws {
        let control = Control.usual[0]
        #expect(control.isForeign(JudgeTests.answered(302)))
        #expect(!control.isForeign(JudgeTests.answered(204)))
        // A page that fails is no portal.
        #expect(!control.isForeign(JudgeTests.answered(503)))
        #expect(control.isForeign(JudgeTests.answered(511)))
        #expect(Control.usual[1].isForeign(JudgeTests.answered(200, body: "please log in")))
        #expect(!Control.usual[1].isForeign(JudgeTests.answered(200, body: "success\n")))
        #expect(!Control.usual[2].isForeign(JudgeTests.answered(404)))
    }

    @Test func aSignInIsHere() throws {
        var seen = try JudgeTests.seen([JudgeTests.failed(.connectTimeout)])
        let portal = JudgeTests.answered(302, [("Location", "http://portal.test/")])
        seen.controls = [Self.look(Control.usual[0], portal)]
        let verdict = Verdict(seen)
        #expect(verdict.causes.first?.cause == .captivePortal)
        #expect(verdict.party == .here)
        seen.controls = [Self.look(Control.usual[0], JudgeTests.answered(204))]
        #expect(Verdict(seen).causes.first?.cause == .firewall)
    }

    @Test func otherPlacesThatFailTooAreTheNetwork() throws {
        var seen = try JudgeTests.seen([JudgeTests.failed(.networkUnreachable)])
        seen.controls = Control.usual.map { Self.look($0, JudgeTests.failed(.networkUnreachable)) }
        #expect(Verdict(seen).causes.first?.cause == .noNetwork)
    }

    @Test func namesThatAllFailAreTheResolver() throws {
        var seen = try JudgeTests.seen([])
        var view = NameView(server: "192.0.2.53:53", isGiven: false)
        view.problem = .serverFailure
        seen.resolution.views = [view]
        #expect(Verdict(seen).party == .zone)
        seen.controls = Control.usual.map { Self.look($0, nil, found: false) }
        #expect(Verdict(seen).party == .resolver)
        seen.controls = Control.usual.map { Self.look($0, nil) }
        #expect(Verdict(seen).party == .zone)
    }
}
