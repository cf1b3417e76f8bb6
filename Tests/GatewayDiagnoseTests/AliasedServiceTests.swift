import GatewayFaults
import GatewayGuide
import Testing

@testable import GatewayDiagnose

/// Whom a name leads to, and how little that weighs.
@Suite struct AliasedServiceTests {
    private static let alias = "site.example.edgesuite.net"
    private static let words = "alias of site.example.edgesuite.net, which belongs to Akamai"

    private static func seen(_ visits: [Visit], aliases: [String] = [alias]) throws -> Observations {
        var seen = try JudgeTests.seen(visits)
        var view = NameView(server: "192.0.2.53:53", isGiven: false)
        view.aliases = aliases
        view.addresses = visits.map(\.address)
        seen.resolution.views = [view]
        return seen
    }

    @Test func theServiceIsToldWithTheName() throws {
        let seen = try Self.seen([JudgeTests.answered(200)], aliases: ["other.example", Self.alias, "a1.akamai.test"])
        #expect(WalkText(color: false).text(.resolved(seen.resolution)).contains("\(Self.alias) belongs to Akamai"))
        let document = DiagnosisDocument(Verdict(seen), seen)
        #expect(document.service?.product == "akamai")
        #expect(document.service?.alias == Self.alias)
    }

    @Test func aNameOfNobodysIsNotTold() throws {
        let seen = try Self.seen([JudgeTests.answered(200)], aliases: ["edgesuite.net.example", "myedgesuite.net"])
        #expect(!WalkText(color: false).text(.resolved(seen.resolution)).contains("belongs to"))
        #expect(DiagnosisDocument(Verdict(seen), seen).service == nil)
    }

    @Test func aHostThatIsTheServicesOwnNeedsNoAlias() throws {
        var resolution = Resolution(host: "d111111abcdef8.cloudfront.net")
        #expect(AliasedService(resolution)?.product.id == "cloudfront")
        resolution.host = "cloudfront.net"
        #expect(AliasedService(resolution) == nil)
    }

    /// An answer without a name: the cause stays, with one line more.
    @Test func anAnswerWithoutANameIsOfAGatewaysOrigin() throws {
        let plain = Verdict(try JudgeTests.seen([JudgeTests.answered(502)]))
        let verdict = Verdict(try Self.seen([JudgeTests.answered(502)]))
        #expect(verdict.causes.first?.cause == plain.causes.first?.cause)
        #expect(verdict.causes.first?.supporting.contains { $0.contains(Self.words) } == true)
        #expect(plain.causes.first?.supporting.contains { $0.contains("alias") } == false)
    }

    @Test func theMakersOwnWordsWinOverTheAlias() throws {
        let page = JudgeTests.answered(521, [("Server", "cloudflare"), ("CF-RAY", "8a0123456789abcd-FRA")])
        let plain = Verdict(try JudgeTests.seen([page]))
        let verdict = Verdict(try Self.seen([page]))
        #expect(verdict.attribution?.product?.id == "cloudflare")
        #expect(verdict.causes.map(\.cause) == plain.causes.map(\.cause))
        #expect(verdict.attribution?.evidence == plain.attribution?.evidence)
    }

    @Test func theSameMakerIsConfirmed() throws {
        let page = JudgeTests.answered(503, [("Server", "AkamaiGHost")])
        let verdict = Verdict(try Self.seen([page]))
        try #require(verdict.attribution?.product?.id == "akamai")
        #expect(verdict.attribution?.evidence.contains { $0.contains(Self.words) } == true)
    }

    @Test func aDeadAddressOfAServiceIsStillADeadAddress() throws {
        let verdict = Verdict(try Self.seen([JudgeTests.failed(.connectTimeout)]))
        #expect(verdict.causes.first?.cause == .firewall)
        #expect(verdict.causes.first?.against.contains { $0.contains(Self.words) } == true)
    }

    /// The alias was left behind when its service was deleted.
    @Test func anAliasThatLeadsNowhereIsNamed() throws {
        var seen = try Self.seen([])
        seen.resolution.source = .none
        seen.resolution.views[0].problem = .noName
        let verdict = Verdict(seen)
        #expect(verdict.causes.first?.cause == .nameUnknown)
        #expect(verdict.causes.first?.supporting.contains { $0.contains("left behind") } == true)
    }

    @Test func whatNobodyVerifiedIsMarked() {
        var book = FingerprintBook.current
        #expect(AliasedService(Resolution(host: Self.alias), book: book)?.isUnverified == false)
        for index in book.aliases.indices { book.aliases[index].source = .unverified }
        #expect(AliasedService(Resolution(host: Self.alias), book: book)?.isUnverified == true)
    }
}
