import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// Secrets of the command line reach the site that was asked for, and nobody else.
@Suite struct GivenFieldsTests {
    private static func walk(_ url: String) throws -> Walk {
        var options = WalkOptions()
        options.fields = [("Authorization", "Bearer s3"), ("Cookie", "sid=s3"), ("X-Api-Key", "s3"), ("Accept", "x/y")]
        return try Walk(try Target(url), options)
    }

    private static func text(_ request: VisitPlan.Request) -> String { String(decoding: request.bytes, as: UTF8.self) }

    @Test(arguments: [
        ("https://site.example/b", true), ("https://site.example:8443/", true), ("http://site.example/", false),
        ("https://www.site.example/", false), ("https://other.example/", false),
    ])
    func aRequestElsewhereHasNone(_ url: String, _ mayKnow: Bool) throws {
        let request = try Self.walk("https://site.example/").request(try Target(url), cookies: ["own=1"])
        #expect(Self.text(request).contains("s3") == mayKnow)
        #expect(Self.text(request).contains("Accept: x/y\r\n"))
        #expect(Self.text(request).contains("Cookie: own=1\r\n") == !mayKnow)
    }

    @Test func whoeverIsNotVerifiedGetsNone() throws {
        let walk = try Self.walk("https://site.example/")
        var plan = walk.plan(.page, walk.seen.target, .loopbackV4(port: 443))
        let request = try #require(walk.admitted([plan], until: .max).first?.requests.first)
        #expect(Self.text(request).contains("s3"))
        plan.encryption?.verifies = false
        for purpose in [VisitPlan.Purpose.unverified, .sample, .version] {
            plan.purpose = purpose
            let request = try #require(walk.admitted([plan], until: .max).first?.requests.first)
            #expect(!Self.text(request).contains("s3"))
            #expect(Self.text(request).hasPrefix("GET / HTTP/1.1\r\nHost: site.example\r\n"))
            #expect(Self.text(request).hasSuffix("Accept: x/y\r\n\r\n"))
        }
    }

    @Test func nothingSecretGoesInPlainTextToAPortOfTLS() throws {
        let walk = try Self.walk("https://site.example/")
        let request = walk.request(walk.seen.target)
        let plan = VisitPlan(.handshake, .loopbackV4(port: 443), nil, [request])
        let sent = try #require(walk.admitted([plan], until: .max).first?.requests.first)
        #expect(!Self.text(sent).contains("s3"))
    }
}
