import GatewayCore
import GatewayWire
import Testing

/// What becomes of the target and of `Host`.
@Suite struct RequestTargetTests {
    private func line(_ line: String, strip: String = "", add: String = "") throws -> String {
        try RequestCase(rewrite: RouteRewrite(strippedPrefix: strip.utf8.count, addedPrefix: Array(add.utf8))).line(
            line
        )
    }

    @Test(arguments: [
        ("GET / HTTP/1.1", "GET / HTTP/1.1"), ("GET /a/b?c=/d HTTP/1.1", "GET /a/b?c=/d HTTP/1.1"),
        ("GET //a HTTP/1.1", "GET //a HTTP/1.1"), ("GET /? HTTP/1.1", "GET /? HTTP/1.1"),
        ("PROPFIND /%2e%2E/x HTTP/1.1", "PROPFIND /%2e%2E/x HTTP/1.1"), ("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"),
        ("GET http://a.example/x?y HTTP/1.1", "GET /x?y HTTP/1.1"), ("GET http://a.example HTTP/1.1", "GET / HTTP/1.1"),
        ("GET http://a.example?y=1 HTTP/1.1", "GET /?y=1 HTTP/1.1"),
        ("GET HTTPS://a.example/ HTTP/1.1", "GET / HTTP/1.1"),
        // RFC 9112 §3.2.4: the last hop asks the server itself.
        ("OPTIONS http://a.example HTTP/1.1", "OPTIONS * HTTP/1.1"),
        ("OPTIONS http://a.example/ HTTP/1.1", "OPTIONS / HTTP/1.1"),
        ("OPTIONS http://a.example?x HTTP/1.1", "OPTIONS /?x HTTP/1.1"),
        ("GET /x HTTP/1.0", "GET /x HTTP/1.1"),
    ])
    func targetsWithoutRewriting(from: String, to: String) throws {
        #expect(try self.line(from) == to)
    }

    @Test(arguments: [
        ("GET /api/x HTTP/1.1", "GET /x HTTP/1.1"), ("GET /api HTTP/1.1", "GET / HTTP/1.1"),
        ("GET /api/ HTTP/1.1", "GET / HTTP/1.1"), ("GET /api?q=/api HTTP/1.1", "GET /?q=/api HTTP/1.1"),
        ("GET /api/?q HTTP/1.1", "GET /?q HTTP/1.1"), ("GET /api//x HTTP/1.1", "GET //x HTTP/1.1"),
        ("GET http://h/api HTTP/1.1", "GET / HTTP/1.1"), ("GET http://h/api?q HTTP/1.1", "GET /?q HTTP/1.1"),
        ("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"), ("OPTIONS http://h HTTP/1.1", "OPTIONS * HTTP/1.1"),
        // Not its route, but nothing may be read before the path.
        ("GET /a HTTP/1.1", "GET / HTTP/1.1"), ("GET http://h HTTP/1.1", "GET / HTTP/1.1"),
        ("GET http://h?q HTTP/1.1", "GET /?q HTTP/1.1"), ("GET /a?query HTTP/1.1", "GET /?query HTTP/1.1"),
    ])
    func aStrippedPrefix(from: String, to: String) throws {
        #expect(try self.line(from, strip: "/api") == to)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1", "GET /v1/ HTTP/1.1"), ("GET /x HTTP/1.1", "GET /v1/x HTTP/1.1"),
        ("GET http://h HTTP/1.1", "GET /v1/ HTTP/1.1"), ("GET http://h?q HTTP/1.1", "GET /v1/?q HTTP/1.1"),
        ("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"), ("GET //x HTTP/1.1", "GET /v1//x HTTP/1.1"),
    ])
    func anAddedPrefix(from: String, to: String) throws {
        #expect(try self.line(from, add: "/v1") == to)
    }

    @Test(arguments: [
        ("GET /api HTTP/1.1", "GET /v1/ HTTP/1.1"), ("GET /api/x?y HTTP/1.1", "GET /v1/x?y HTTP/1.1"),
        ("GET /api?y HTTP/1.1", "GET /v1/?y HTTP/1.1"),
    ])
    func oneForAnother(from: String, to: String) throws {
        #expect(try self.line(from, strip: "/api", add: "/v1") == to)
    }

    // MARK: - Host

    @Test func theHostOfTheTargetWins() throws {
        let text = head("GET http://real.example:81/ HTTP/1.1", "Host: other.example")
        #expect(try RequestCase().values("Host", text) == ["real.example:81"])
        #expect(try RequestCase().values("X-Forwarded-Host", text) == ["real.example:81"])
        #expect(
            try RequestCase().values("Forwarded", text) == ["for=192.0.2.9;host=\"real.example:81\";proto=http"]
        )
    }

    @Test func theHostCanBeReplacedAndIsStillTold() throws {
        let fixed = RequestCase(rewrite: RouteRewrite(host: .fixed(Array("10.0.0.1:9001".utf8))))
        let text = head("GET / HTTP/1.1", "Host: shop.example")
        #expect(try fixed.values("Host", text) == ["10.0.0.1:9001"])
        #expect(try fixed.values("X-Forwarded-Host", text) == ["shop.example"])
    }

    @Test(arguments: [
        "a\"b", "a;b", "a,b", "a\\b", "a b", "a;for=1.2.3.4", "a\"", "a@b", "a/b", "[::1", "a\u{1}b", "é.example",
    ])
    func aHostileAuthorityCannotEndItsQuotes(host: String) throws {
        let text = head("GET / HTTP/1.1", "Host: \(host)")
        guard let values = try? RequestCase().values("Forwarded", text) else { return }
        // What the parser lets through needs no escape between the quotes.
        #expect(values == ["for=192.0.2.9;host=\"\(host)\";proto=http"])
        #expect(!host.contains("\"") && !host.contains("\\"))
    }
}
