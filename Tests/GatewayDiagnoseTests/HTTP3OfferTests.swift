import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// Where a site says that it speaks HTTP/3.
@Suite struct HTTP3OfferTests {
    @Test(arguments: [
        (#"h3=":443"; ma=86400"#, ":443"), (#"h3-29=":443", h3="alt.example:8443"; persist=1"#, "alt.example:8443"),
        (#"h2="a,b\"c", h3=":1""#, ":1"), (#" ,, h3=":443""#, ":443"),
    ])
    func alternativeServicesAreRead(_ value: String, _ authority: String) {
        #expect(HTTP3Offer(fields: [value], protocols: [])?.authority == authority)
    }

    @Test(arguments: [
        "", "clear", "h3", "h3=", "h3=:443", #"h3=":443"#, #"h2=":443""#, #"h3-29=":443""#, #"x"h3=":4""#,
    ])
    func whatOffersNothingIsNoOffer(_ value: String) {
        #expect(HTTP3Offer(fields: [value], protocols: ["h2"]) == nil)
    }

    @Test func aLongValueIsReadInPart() {
        let many = (0..<100_000).map { "p\($0)=\":1\"" }.joined(separator: ",")
        #expect(AlternativeService.parse(many).count == 16)
        #expect(HTTP3Offer(fields: [many + #",h3=":443""#], protocols: []) == nil)
        #expect(AlternativeService.parse(String(repeating: "\"", count: 1 << 20)).isEmpty)
        #expect(AlternativeService.parse("h3=\"\(String(repeating: "a", count: 300)):1\"").isEmpty)
    }

    @Test func theOfferIsNamedAndNoFault() throws {
        let page = JudgeTests.answered(200, [("Alt-Svc", #"h3=":443"; ma=60"#)])
        var seen = try JudgeTests.seen([page])
        #expect(seen.http3 == nil, "not from plain http")
        seen.target = try Target("https://site.example/")
        seen.resolution.protocols = ["h2", "h3"]
        let offer = try #require(seen.http3)
        #expect(offer.sources == "Alt-Svc: :443, HTTPS record")
        let verdict = Verdict(seen)
        #expect(verdict.outcome == .healthy)
        #expect(verdict.notes.contains { $0.contains("HTTP/3") && $0.contains("curl --http3-only") })
        #expect(DiagnosisDocument(verdict, seen).http3Offer == offer.sources)
        let hostile = try #require(HTTP3Offer(fields: ["h3=\"\u{1B}[2J:1\""], protocols: []))
        #expect(!WalkText(color: false).text(.offered(hostile)).contains("\u{1B}"))
    }
}
