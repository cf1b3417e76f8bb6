import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// Lines that people paste into a shell, and send to strangers.
@Suite struct RepeatedStepsTests {
    private static func seen(_ url: String) throws -> Observations {
        var seen = Observations(target: try Target(url), started: 0)
        seen.resolution.addresses = [.loopbackV4(port: seen.target.port)]
        seen.pages = [Visit(.page, .loopbackV4(port: seen.target.port))]
        return seen
    }

    @Test func eachStepHasALineAndNoSecrets() throws {
        var seen = try Self.seen("https://user:pass@site.example/a?token=abc")
        seen.method = "HEAD"
        seen.fieldNames = ["Cookie"]
        seen.resolution.views = [NameView(server: "[2001:db8::53]:5353", isGiven: true)]
        seen.versions = [Visit(.version, .loopbackV4(port: 443))]
        seen.origins = [Visit(.origin, try #require(SocketAddress(literal: "203.0.113.7", port: 8443)))]
        var contrast = Visit(.contrast, .loopbackV4(port: 443))
        contrast.request = .path("/robots.txt")
        seen.contrasts = [contrast]
        let tail = "-H 'Cookie: …' 'https://site.example/a?token=…'"
        #expect(
            RepeatedSteps(seen).lines == [
                "dig @2001:db8::53 -p 5353 site.example A site.example AAAA",
                "curl -sv -o /dev/null -I \(tail)",
                "curl -sv -o /dev/null -I --connect-to '::127.0.0.1:443' \(tail)",
                "curl -sv -o /dev/null -I --http2 \(tail)",
                "curl -sv -o /dev/null -I --http1.1 \(tail)",
                "curl -sv -o /dev/null 'https://site.example/robots.txt'",
                "curl -sv -o /dev/null -I --connect-to '::203.0.113.7:8443' -k \(tail)",
            ]
        )
    }

    @Test func aQuoteInTheAddressEndsNoQuotedWord() throws {
        let lines = RepeatedSteps(try Self.seen("http://127.0.0.1/'$(id)'")).lines
        #expect(lines.first == #"curl -sv -o /dev/null 'http://127.0.0.1/'\''$(id)'\'''"#)
    }

    @Test func theQueryIsShownOnlyWhereThatIsSaid() throws {
        var seen = try Self.seen("http://127.0.0.1/?page=2")
        #expect(RepeatedSteps(seen).lines.first?.contains("page=…") == true)
        seen.target.showsQuery = true
        #expect(RepeatedSteps(seen).lines.first?.contains("page=2") == true)
    }
}
