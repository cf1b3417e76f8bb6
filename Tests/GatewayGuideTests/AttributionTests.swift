import GatewayFaults
import Testing

@testable import GatewayGuide

@Suite struct AttributionTests {
    private static let nginx =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 "
        + "Bad Gateway</h1></center>\r\n"
        + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    private static let haproxy =
        "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n"

    private static func attribution(
        _ status: Int,
        _ fields: [(name: String, value: String)] = [],
        _ body: String = "",
        seconds: Double? = nil
    ) -> Attribution {
        Attribution(
            ResponseTraits(status: status, fields: fields, body: body, length: body.utf8.count, seconds: seconds)
        )
    }

    // MARK: - The book

    @Test func theBookIsWhole() {
        let book = FingerprintBook.current
        #expect(book.version == 1)
        #expect(book.marks.count > 50)
        for mark in book.marks {
            #expect(book.product(mark.product) != nil, "\(mark.product)")
            #expect((1...99).contains(mark.points))
            #expect((mark.fields ?? [:]).keys.allSatisfy { $0 == $0.lowercased() })
            #expect((mark.errors ?? []).allSatisfy { Fault.Kind(token: $0) != nil }, "\(mark.errors ?? [])")
            // What nobody verified is never more than a hint.
            if mark.source == .unverified { #expect(mark.points <= 30) }
            #expect(mark.fields != nil || mark.body != nil || mark.status != nil)
        }
        for meaning in book.meanings {
            #expect(book.product(meaning.product) != nil, "\(meaning.product)")
            #expect(book.errors(product: meaning.product, status: meaning.status).count == meaning.errors.count)
        }
    }

    @Test func aliasesAreReadByWholeLabels() {
        let book = FingerprintBook.current
        for row in book.aliases {
            #expect(book.product(row.product) != nil, "\(row.product)")
            #expect(row.suffix == row.suffix.lowercased() && row.suffix.contains("."))
            #expect(row.reference.hasPrefix("https://"))
            #expect(book.alias(of: "www.Shop.example.\(row.suffix).") == row)
            // The service's own site, and names that only end with the same letters.
            #expect(book.alias(of: row.suffix) == nil)
            #expect(book.alias(of: "not\(row.suffix)") == nil)
        }
        #expect(Set(book.aliases.map(\.suffix)).count == book.aliases.count)
        #expect(book.alias(of: "www.example") == nil)
    }

    // MARK: - Precedence

    @Test func proxyStatusWinsOverThePage() {
        let found = Self.attribution(
            502,
            [("Proxy-Status", "edge; error=dns_timeout"), ("Server", "nginx")],
            Self.nginx
        )
        #expect(found.identity == "edge")
        #expect(found.errors == [.dnsTimeout])
        #expect(found.isStated)
    }

    @Test func theMemberNearestTheVisitorCounts() {
        let found = Self.attribution(
            504,
            [("Proxy-Status", "inner; error=connection_refused, outer; error=http_response_timeout")]
        )
        #expect(found.identity == "outer")
    }

    @Test func aBrokenProxyStatusIsPassedOver() {
        #expect(Self.attribution(502, [("Proxy-Status", "\"")], Self.nginx).product?.id == "nginx")
    }

    @Test func pagesAreRecognised() {
        #expect(Self.attribution(502, [], Self.nginx).product?.id == "nginx")
        #expect(Self.attribution(503, [], Self.haproxy).product?.id == "haproxy")
        #expect(Self.attribution(503, [], Self.haproxy).evidence.contains { $0.contains("107 bytes") })
        #expect(Self.attribution(503, [("server", "envoy")], "no healthy upstream").errors == [.destinationUnavailable])
        #expect(Self.attribution(502, [("server", "Caddy")]).product?.id == "caddy")
    }

    @Test func whatAProxyPassesOnIsNotItsOwn() {
        let passed = Self.attribution(500, [("server", "nginx/1.26.0")], "Traceback")
        #expect(passed.madeBy == .behind)
        #expect(passed.confidence < 0.5)
        let branded = Self.attribution(502, [("server", "cloudflare")], "<div id=\"cf-error-details\">")
        #expect(branded.madeBy == .behind)
        #expect(Self.attribution(502, [("server", "cloudflare"), ("cf-error-type", "x")]).madeBy == .product)
    }

    @Test func nothingIsSaidWhereNothingIsKnown() {
        let found = Self.attribution(502)
        #expect(found.name == nil && found.confidence == 0 && found.errors.isEmpty)
    }

    @Test func wallsOfTimeAreNamed() {
        let found = Self.attribution(504, [], "", seconds: 60.1)
        #expect(found.evidence.contains { $0.contains("nginx") })
        #expect(Self.attribution(504, [], "", seconds: 47).evidence.isEmpty)
    }

    // MARK: - Ids

    @Test func theReferenceOfAkamaiIsDecoded() {
        let found = ServerReference.akamai("<p>Reference #11.24962a17.1748826672.9a27cbd</p>")
        #expect(found?.meaning?.contains("edge 23.42.150.36") == true)
        #expect(found?.meaning?.contains("2025-06-02") == true)
        #expect(ServerReference.akamai("Reference #11.zz.1.2") == nil)
        #expect(ServerReference.akamai("Reference #11.123456789.1.2") == nil)
    }

    @Test(arguments: [
        ("CF-RAY", "8f00ba4ac8a1-FRA", "FRA"), ("X-Amz-Cf-Pop", "FRA56-P1", "FRA"),
        ("X-Served-By", "cache-iad-kiad1, cache-fra-eddf8230112-FRA", "FRA"),
        ("X-Amzn-Trace-Id", "Root=1-683d8f30-0123", "2025-06-02"),
    ])
    func placesAndTimesAreRead(_ name: String, _ value: String, _ expected: String) {
        let traits = ResponseTraits(status: 502, fields: [(name, value)], body: "", length: 0)
        #expect(ServerReference.all(in: traits).first?.meaning?.contains(expected) == true)
    }
}
