import GatewayFaults
import GatewayGuide
import GatewayReactor
import GatewayWire
import Testing

@testable import GatewayDiagnose

/// Verdicts from records that were written by hand: no network, no clock.
@Suite struct JudgeTests {
    static let one = SocketAddress(family: .v4, high: 0xC000_0201 << 32, low: 0, port: 80)
    static let two = SocketAddress(family: .v4, high: 0xC000_0202 << 32, low: 0, port: 80)
    static let six = SocketAddress(family: .v6, high: 0x2001_0DB8 << 32, low: 1, port: 80)

    static func seen(_ visits: [Visit]) throws -> Observations {
        var seen = Observations(target: try Target("http://site.example/"), started: 1_780_000_000_000)
        seen.resolution.source = .resolver
        seen.resolution.addresses = visits.map(\.address)
        seen.pages = visits
        return seen
    }

    static func failed(_ detail: Fault.Detail, at address: SocketAddress = one) -> Visit {
        var visit = Visit(.page, address)
        visit.fault = Fault(detail, side: .upstream, phase: .connect)
        return visit
    }

    static func answered(
        _ status: UInt16,
        _ fields: [(String, String)] = [],
        body: String = "",
        after: Double = 30,
        at address: SocketAddress = one
    ) -> Visit {
        var visit = Visit(.page, address)
        visit.connect = 1
        var response = VisitResponse(status: status)
        response.fields = fields.map { .init($0.0, $0.1) }
        response.content = Array(body.utf8)
        response.contentBytes = UInt64(body.utf8.count)
        response.isComplete = true
        var exchange = Visit.Exchange()
        exchange.response = response
        exchange.firstByte = after
        exchange.total = after
        visit.exchanges = [exchange]
        return visit
    }

    private static let nginx502 =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 "
        + "Bad Gateway</h1></center>\r\n"
        + "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"

    // MARK: - Connections

    @Test(arguments: [
        (Fault.Detail.connectRefused, SiteCause.serverDown, Party.server),
        (.connectTimeout, .firewall, .server), (.hostUnreachable, .hostUnreachable, .network),
        (.networkUnreachable, .noNetwork, .here),
    ])
    func tellsHowConnectionsFail(_ detail: Fault.Detail, _ cause: SiteCause, _ party: Party) throws {
        let verdict = Verdict(try Self.seen([Self.failed(detail)]))
        #expect(verdict.stage == .connect)
        #expect(verdict.outcome == .broken)
        #expect(verdict.causes.first?.cause == cause)
        #expect(verdict.party == party)
    }

    @Test func oneBadAddressIsNotTheSite() throws {
        let verdict = Verdict(try Self.seen([Self.answered(200), Self.failed(.connectTimeout, at: Self.two)]))
        #expect(verdict.outcome == .degraded)
        #expect(verdict.causes.first?.cause == .addressBad)
        #expect(verdict.causes.first?.supporting.contains { $0.contains("192.0.2.2") } == true)
    }

    @Test func whatWasNotLookedAtIsNoFault() throws {
        var seen = try Self.seen([Self.answered(302, [("Location", "/next")])])
        var hop = Observations.Hop(target: try Target("http://site.example/next"), resolution: seen.resolution)
        hop.visit = nil
        seen.hops = [hop]
        seen.isCutShort = true
        let verdict = Verdict(seen)
        #expect(verdict.outcome == .healthy)
        #expect(verdict.notes.contains { $0.contains("--timeout") })
    }

    @Test func brokenIPv6IsToldApart() throws {
        let verdict = Verdict(try Self.seen([Self.answered(200), Self.failed(.connectTimeout, at: Self.six)]))
        #expect(verdict.causes.first?.cause == .ipv6Broken)
    }

    @Test func aMachineWithoutIPv6IsNoFault() throws {
        let verdict = Verdict(try Self.seen([Self.answered(200), Self.failed(.networkUnreachable, at: Self.six)]))
        #expect(verdict.outcome == .healthy)
        #expect(verdict.party == .nobody)
        #expect(verdict.notes.contains { $0.contains("IPv6") })
    }

    // MARK: - Names

    private static func names(_ problems: [(NameView.Problem?, Bool)]) throws -> Verdict {
        var seen = try Self.seen([])
        seen.resolution.views = problems.enumerated().map { index, entry in
            var view = NameView(server: "192.0.2.\(index):53", isGiven: entry.1)
            view.problem = entry.0
            if entry.0 == nil { view.addresses = [Self.one] }
            return view
        }
        return Verdict(seen)
    }

    @Test func namesAreJudgedByAllServers() throws {
        #expect(try Self.names([(.noName, false)]).party == .zone)
        #expect(try Self.names([(.serverFailure, false)]).causes.first?.cause == .zoneBroken)
        #expect(try Self.names([(.noAddress, false)]).causes.first?.cause == .nameWithoutAddress)
        #expect(try Self.names([(.timedOut, false), (.timedOut, false)]).party == .resolver)
        #expect(try Self.names([(.noName, false), (nil, true)]).causes.first?.cause == .resolverFilters)
        #expect(try Self.names([(.serverFailure, false), (nil, true)]).causes.first?.cause == .resolverDown)
        #expect(try Self.names([]).party == .resolver)
    }

    @Test func itIsSaidHowLongAMissingNameIsRemembered() throws {
        var seen = try Self.seen([])
        var view = NameView(server: "192.0.2.1:53", isGiven: false)
        view.problem = .noName
        view.negativeTTL = 300
        seen.resolution.views = [view]
        #expect(Verdict(seen).notes.contains { $0.contains("up to 300 s") })
        #expect(WalkText(color: false).text(.resolved(seen.resolution)).contains("remembered for up to 300 s"))
        seen.resolution.views[0].negativeTTL = nil
        #expect(!Verdict(seen).notes.contains { $0.contains("remember") })
    }

    // MARK: - Answers

    @Test func aGatewaysPageSpeaksOfTheServerBehindIt() throws {
        let visit = Self.answered(502, [("Server", "nginx/1.22.1")], body: Self.nginx502, after: 2)
        let verdict = Verdict(try Self.seen([visit]))
        #expect(verdict.party == .origin)
        #expect(verdict.causes.first?.cause == .originDown)
        #expect(verdict.attribution?.product?.id == "nginx")
    }

    @Test func anApplicationsPageBehindAGatewayIsTheApplications() throws {
        let visit = Self.answered(500, [("Server", "nginx/1.22.1")], body: "Traceback (most recent call last)")
        let verdict = Verdict(try Self.seen([visit]))
        #expect(verdict.causes.first?.cause == .applicationError)
        #expect(verdict.attribution?.madeBy == .behind)
    }

    @Test func theOriginAskedDirectlyDecides() throws {
        var seen = try Self.seen([Self.answered(502, body: Self.nginx502)])
        var refused = Self.failed(.connectRefused, at: Self.two)
        refused.purpose = .origin
        seen.origins = [refused]
        #expect(Verdict(seen).causes.first?.cause == .originDown)
        var large = Self.answered(200, at: Self.two)
        large.exchanges[0].response?.headBytes = 9000
        seen.origins = [large]
        #expect(Verdict(seen).causes.first?.cause == .originHeadTooLarge)
    }

    @Test func aWellKnownRefusalOfPlainTextIsUnderstood() throws {
        let body = "<center>The plain HTTP request was sent to HTTPS port</center>"
        #expect(Verdict(try Self.seen([Self.answered(400, body: body)])).causes.first?.cause == .tlsOnPlainPort)
        #expect(Verdict(try Self.seen([Self.answered(400)])).outcome == .healthy)
    }

    // MARK: - Patterns

    private static func samples(_ statuses: [UInt16], first: UInt16 = 200) throws -> Verdict {
        var seen = try Self.seen([Self.answered(first)])
        seen.samples = statuses.map { .init(visit: Self.answered($0), gap: 150) }
        return Verdict(seen)
    }

    @Test func failuresNowAndThenAreIntermittent() throws {
        let verdict = try Self.samples([200, 502, 200, 502, 200])
        #expect(verdict.outcome == .degraded)
        #expect(verdict.stage == .pattern)
        #expect(verdict.persistence == .intermittent(failed: 2, tries: 6))
    }

    @Test func failuresAlwaysArePersistentAndOnceTemporary() throws {
        #expect(try Self.samples([502, 502, 502], first: 502).persistence == .persistent(tries: 4))
        #expect(try Self.samples([200, 200, 200], first: 502).persistence == .intermittent(failed: 1, tries: 4))
        #expect(try Self.samples([200], first: 502).persistence == .temporary(tries: 1))
        #expect(try Self.samples([200, 200]).outcome == .healthy)
    }

    @Test func failuresAtOneAddressAreThatAddress() throws {
        var seen = try Self.seen([Self.answered(200), Self.answered(200, at: Self.two)])
        seen.samples = (0..<6).map { index in
            .init(visit: index % 2 == 0 ? Self.answered(200) : Self.answered(502, at: Self.two), gap: 150)
        }
        #expect(Verdict(seen).causes.first?.cause == .addressBad)
    }

    @Test func reuseThatFailsIsARace() throws {
        var seen = try Self.seen([Self.answered(200)])
        var visit = Self.answered(200)
        var broken = Visit.Exchange(idle: 2000)
        broken.fault = Fault(.resetOnReuse, side: .upstream, phase: .responseHead)
        visit.exchanges.append(broken)
        seen.reuse = [visit]
        let verdict = Verdict(seen)
        #expect(verdict.causes.first?.cause == .keepAliveRace)
        #expect(verdict.stage == .pattern)
    }
}
