import GatewayBytes
import GatewayCore
import GatewayWire
import Testing

/// Primary and secondary keys, invalidation, and names that are looked for.
struct CacheKeyTests {
    private static func key(_ request: String..., trusted: Bool = false) throws -> String {
        var row = CacheCase("")
        row.request = request
        return try row.withRequest { head, bytes in
            var key = Buffer()
            CacheKey.append(head, bytes, client: ClientFacts(isTrusted: trusted, isTLS: false), into: &key)
            return key.text
        }
    }

    @Test
    func hostIsNormalisedAndPathIsNot() throws {
        #expect(try Self.key("GET /a?b HTTP/1.1", "Host: EXAMPLE.org") == "http://example.org/a?b")
        #expect(try Self.key("GET /a HTTP/1.1", "Host: example.org:80") == "http://example.org/a")
        #expect(try Self.key("GET /a HTTP/1.1", "Host: example.org:443") == "http://example.org:443/a")
        #expect(try Self.key("GET /a HTTP/1.1", "Host: [::1]:8080") == "http://[::1]:8080/a")
        #expect(try Self.key("GET /%7Ea/../b?y&x HTTP/1.1", "Host: a") == "http://a/%7Ea/../b?y&x")
        #expect(try Self.key("GET http://B.org HTTP/1.1", "Host: a") == "http://b.org/")
        #expect(try Self.key("GET http://b.org?x HTTP/1.1", "Host: a") == "http://b.org/?x")
    }

    @Test
    func onlyATrustedProxyChangesTheKey() throws {
        let lines = ["GET / HTTP/1.1", "Host: a", "X-Forwarded-Proto: https", "X-Forwarded-Host: b"]
        #expect(try Self.key(lines[0], lines[1], lines[2], lines[3]) == "http://a/")
        #expect(try Self.key(lines[0], lines[1], lines[2], lines[3], trusted: true) == "https://a/\nb")
    }

    @Test(arguments: [
        ("http://Example.org", "http://example.org/"), ("https://a:443/x#y", "https://a/x"),
        ("HTTP://a:8080/x?y", "http://a:8080/x?y"), ("http://a?x", "http://a/?x"),
    ])
    func aURLHasTheKeyOfItsRequest(_ url: String, _ key: String) {
        #expect(CacheKey.bytes(of: url).map { String(decoding: $0, as: UTF8.self) } == key)
    }

    @Test(arguments: [
        "", "/x", "a", "ftp://a/", "http:/a", "http://", "http:///x", "http://a/ b", "http://a/\u{e4}", "://a",
    ])
    func whatIsNoURLHasNoKey(_ text: String) { #expect(CacheKey.bytes(of: text) == nil) }

    @Test
    func numbersOfKeysDifferByProcess() {
        let key = Array("http://a/".utf8)
        #expect(CacheKey.hash(key.span, seed: 1) != CacheKey.hash(key.span, seed: 2))
        #expect(CacheKey.hash(key.span, seed: 1) == CacheKey.hash(key.span, seed: 1))
    }

    /// The low bits choose the shard: 4,096 like names must spread over 16 of them.
    @Test
    func numbersOfKeysSpreadOverTheShards() {
        var counts = [Double](repeating: 0, count: 16)
        for number in 0..<4096 {
            let key = Array("http://example.org/page/\(number)".utf8)
            counts[Int(CacheKey.hash(key.span, seed: 7) % 16)] += 1
        }
        let chiSquare = counts.reduce(0) { $0 + ($1 - 256) * ($1 - 256) / 256 }
        // 15 degrees of freedom: 37.7 is exceeded by chance once in a thousand seeds, and the seed is fixed.
        #expect(chiSquare < 37.7)
    }

    // MARK: - Vary

    private static func variant(_ names: [String], _ request: String...) throws -> [UInt8] {
        try CacheCase("", request: request).withRequest { head, bytes in
            var key = Buffer()
            VaryKey.append(names.map { VaryName($0) }, head.fields, bytes, into: &key)
            return key.prefix(key.count)
        }
    }

    @Test
    func namesOfVaryAreSortedAndUnique() throws {
        let names = try CacheCase("", response: ["Vary: Accept, accept-LANGUAGE", "Vary: accept"]).withResponse {
            VaryKey.names($0.fields, $1)
        }
        #expect(names == ["accept", "accept-language"])
    }

    @Test
    func tooManyNamesMatchNothing() throws {
        let list = (0..<17).map { "x\($0)" }.joined(separator: ",")
        #expect(try CacheCase("", response: ["Vary: \(list)"]).withResponse { VaryKey.names($0.fields, $1) } == nil)
    }

    /// RFC 9111 §4.1: values that mean the same match.
    @Test
    func valuesAreNormalised() throws {
        #expect(try Self.variant(["x"], "X: a, b") == Self.variant(["x"], "x:a,b"))
        #expect(try Self.variant(["x"], "X: a", "X: b") == Self.variant(["x"], "X: a , b"))
        #expect(
            try Self.variant(["accept-encoding"], "Accept-Encoding: gzip, br")
                == Self.variant(["accept-encoding"], "Accept-Encoding: BR,gzip")
        )
    }

    @Test
    func valuesThatMayMeanDifferentThingsDiffer() throws {
        let cases = [
            try Self.variant(["x", "y"]),
            try Self.variant(["x", "y"], "X:"),
            try Self.variant(["x", "y"], "Y:"),
            try Self.variant(["x", "y"], "X: a"),
            try Self.variant(["x", "y"], "Y: a"),
            try Self.variant(["x", "y"], "X: a,b"),
            try Self.variant(["x", "y"], "X: \"a,b\""),
            try Self.variant(["x", "y"], "X: b,a"),
            try Self.variant(["x", "y"], "X: a", "Y: b"),
            try Self.variant(["accept-encoding", "x"], "Accept-Encoding: gzip"),
            try Self.variant(["accept-encoding", "x"], "Accept-Encoding: gzip;q=0"),
            try Self.variant(["accept-encoding", "x"], "Accept-Encoding: gzip, br"),
            try Self.variant(["accept-encoding", "x"], "Accept-Encoding: gzip, dcb"),
        ]
        #expect(Set(cases).count == cases.count)
    }

    // MARK: - Invalidation

    /// RFC 9111 §4.4.
    @Test(arguments: [
        (Method.post, UInt16(200), true), (.put, 204, true), (.delete, 302, true), (.patch, 201, true),
        (.other, 200, true), (.post, 404, false), (.post, 500, false), (.get, 200, false), (.head, 200, false),
        (.options, 200, false), (.trace, 200, false),
    ])
    func unsafeMethodsThatSucceedInvalidate(_ method: Method, _ status: UInt16, _ applies: Bool) {
        #expect(Invalidation.applies(method, status: status) == applies)
    }

    /// RFC 9111 §4.4: other URIs only where their origin is the same.
    @Test(arguments: [
        ("/x", ["http://a/x"]), ("http://a/y#z", ["http://a/y"]), ("http://A:80/y", ["http://a/y"]),
        ("http://b/y", []), ("https://a/y", []), ("//b/y", []), ("y", []), ("", []), ("/x#y", ["http://a/x"]),
    ])
    func locationIsInvalidatedWithinItsOrigin(_ location: String, _ keys: [String]) throws {
        let found = try CacheCase("", response: ["Location: \(location)"]).withResponse {
            Invalidation.keys($0, $1, of: Array("http://a/form".utf8))
        }
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == keys)
    }

    // MARK: - Tags, files, crawlers

    @Test
    func tagsAreSeparatedByCommasAndSpaces() throws {
        let numbers = try CacheCase("", response: ["Cache-Tag: a, b  c", "cache-tag: ,d,"]).withResponse {
            CacheTags.numbers($0, $1, name: Array("cache-tag".utf8))
        }
        #expect(numbers == ["a", "b", "c", "d"].map(CacheTags.number))
    }

    @Test(arguments: [
        ("/robots.txt", true), ("/sitemap.xml", true), ("/sitemap-2.xml.gz", true), ("/sitemap_index.xml", true),
        ("/robots.txt2", false), ("/sitemap", false), ("/sitemap.txt", false), ("/x/robots.txt", false), ("/", false),
        ("/s", false), ("/sitemapxml", false), ("/sitema.xml", false),
    ])
    func knowsTheFilesOfSearchEngines(_ path: String, _ isOne: Bool) throws {
        var row = CacheCase("")
        row.request[0] = "GET \(path)?x=/robots.txt HTTP/1.1"
        #expect(try row.withRequest { SearchFiles.matches($0, $1) } == isOne)
    }

    // MARK: - Cache-Status

    /// RFC 9211 §2.
    @Test
    func cacheStatusSaysWhatHappened() {
        func line(_ name: String = "gw", _ change: (inout CacheStatus) -> Void) -> String {
            var status = CacheStatus()
            change(&status)
            var buffer = Buffer()
            let bytes = Array(name.utf8)
            status.append(name: bytes.span, into: &buffer)
            return buffer.text
        }
        #expect(line { _ in } == "")
        #expect(line { ($0.outcome, $0.timeToLive) = (.hit, 30) } == "Cache-Status: gw; hit; ttl=30\r\n")
        #expect(
            line { ($0.outcome, $0.timeToLive) = (.staleOnError, -5) }
                == "Cache-Status: gw; hit; ttl=-5; detail=stale-if-error\r\n"
        )
        #expect(
            line { ($0.outcome, $0.forwardedStatus, $0.isStored) = (.miss, 200, true) }
                == "Cache-Status: gw; fwd=uri-miss; fwd-status=200; stored\r\n"
        )
        #expect(
            line { ($0.outcome, $0.forwardedStatus) = (.expired, 304) }
                == "Cache-Status: gw; fwd=stale; fwd-status=304\r\n"
        )
        #expect(
            line { ($0.outcome, $0.refusal) = (.varyMiss, .isPrivate) }
                == "Cache-Status: gw; fwd=vary-miss; detail=private\r\n"
        )
        #expect(line { ($0.outcome, $0.isCollapsed) = (.hit, true) } == "Cache-Status: gw; fwd=uri-miss; collapsed\r\n")
        #expect(line { $0.outcome = .asked } == "Cache-Status: gw; fwd=request\r\n")
        #expect(line { $0.outcome = .method } == "Cache-Status: gw; fwd=method\r\n")
        #expect(line("10.0.0.1") { $0.outcome = .bypass } == "Cache-Status: \"10.0.0.1\"; fwd=bypass\r\n")
    }
}
