import GatewayFaults
import GatewayLab
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// What another port of the same machine says of the one that was asked for.
@Suite(.timeLimit(.minutes(1))) struct OtherPortTests {
    enum Other: CaseIterable, Sendable {
        case open, refused, silent
    }

    private static func verdict(_ asked: Fault.Detail, _ other: Other) throws -> Verdict {
        var seen = try JudgeTests.seen([JudgeTests.failed(asked)])
        var visit = JudgeTests.failed(
            other == .silent ? .connectTimeout : .connectRefused,
            at: JudgeTests.one.at(port: 443)
        )
        visit.purpose = .port
        if other == .open {
            visit.fault = nil
            visit.connect = 1
        }
        seen.otherPort = visit
        return Verdict(seen)
    }

    @Test(arguments: [
        (Fault.Detail.connectTimeout, Other.open, SiteCause.portFiltered, "443 of it is open, port 80 is silent"),
        (.connectTimeout, .refused, .portFiltered, "443 of it refuses, port 80 is silent"),
        (.connectTimeout, .silent, .firewall, "443 of it is silent, too"),
        (.hostUnreachable, .open, .portFiltered, "the machine can be reached"),
        (.hostUnreachable, .refused, .portFiltered, "the machine can be reached"),
        (.connectRefused, .open, .serverDown, "nothing serves port 80"),
        (.connectRefused, .refused, .serverDown, "no web server is running"),
        (.connectRefused, .silent, .serverDown, "lets port 80 pass"),
    ])
    func twoPortsTellMoreThanOne(
        _ asked: Fault.Detail,
        _ other: Other,
        _ cause: SiteCause,
        _ words: String
    ) throws {
        let verdict = try Self.verdict(asked, other)
        let first = try #require(verdict.causes.first)
        #expect(first.cause == cause)
        #expect(verdict.party == .server)
        #expect(first.supporting.contains { $0.contains(words) })
    }

    /// A machine of which nothing is known stays in doubt; one that is on does not.
    @Test func aMachineThatIsOnMakesAFirewallInGeneralUnlikely() throws {
        let known = try Self.verdict(.connectTimeout, .open)
        let unknown = try Self.verdict(.connectTimeout, .silent)
        let general = known.causes.first { $0.cause == .firewall }
        #expect(general?.against.contains { $0.contains("only this port") } == true)
        #expect(!unknown.causes.contains { $0.cause == .portFiltered })
        #expect(!known.causes.contains { $0.cause == .packetLoss })
    }

    @Test func oneBadAddressStaysOneBadAddress() throws {
        var seen = try JudgeTests.seen([
            JudgeTests.failed(.connectTimeout), JudgeTests.answered(200, at: JudgeTests.two),
        ])
        seen.otherPort = JudgeTests.failed(.connectRefused, at: JudgeTests.one.at(port: 443))
        let verdict = Verdict(seen)
        #expect(verdict.causes.first?.cause == .addressBad)
        #expect(verdict.outcome == .degraded)
    }

    @Test(arguments: [
        (UInt16(80), Target.Scheme.http, UInt16(443)), (443, .https, 80), (8080, .http, 80), (8443, .https, 443),
        (443, .http, 80),
    ])
    func theOtherUsualPortIsTried(_ asked: UInt16, _ scheme: Target.Scheme, _ other: UInt16) {
        #expect(Walk.otherPort(than: asked, scheme) == other)
    }

    @Test func oneConnectionTellsAndNothingIsSent() async throws {
        // Port 9 of this machine: whatever is true of it, a walk asks one other port once.
        let seen = try await WalkTests.walk("http://127.0.0.1:9/") { $0.controls = [] }
        try #require(seen.pages.first?.connect == nil)
        let other = try #require(seen.otherPort)
        #expect(other.address.text == "127.0.0.1:80")
        #expect(other.purpose == .port)
        #expect(other.exchanges.isEmpty)
        let document = DiagnosisDocument(Verdict(seen), seen)
        #expect(document.visits.count { $0.purpose == .port } == 1)
        #expect(WalkText(color: false).text(.triedPort(other)).contains("127.0.0.1:80"))
    }

    @Test func aSingleLookTriesNoOtherPort() async throws {
        let seen = try await WalkTests.walk("http://127.0.0.1:9/") { $0.isPassive = true }
        #expect(seen.otherPort == nil)
    }

    @Test func whereTheSiteAnswersNoOtherPortIsTried() async throws {
        let lab = try await Lab.start()
        let seen = try await WalkTests.walk("http://127.0.0.1:\(lab.httpPort)/")
        await lab.stop()
        #expect(seen.otherPort == nil)
    }
}
