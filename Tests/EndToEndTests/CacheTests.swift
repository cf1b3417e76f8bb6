import GatewayConfig
import GatewayCore
import GatewayPlane
import Testing

extension EndToEnd {
    /// What is answered from the cache, and how.
    @Suite(.serialized) struct CacheTests {
        private static let fresh = "Cache-Control: max-age=600"

        @Test(.timeLimit(.minutes(1)))
        func theSecondRequestIsAnsweredFromTheCache() async throws {
            let origin = try Origin { _, number in Origin.ok("answer \(number)", Self.fresh, "Set-Fine: 1") }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    let miss = try client.ask("/page?x")
                    #expect(miss.text == "answer 0")
                    #expect(miss.field("Cache-Status") == "goodgate; fwd=uri-miss; fwd-status=200; stored")
                    #expect(miss.field("Age") == nil)
                    let hit = try client.ask("/page?x")
                    #expect(hit.text == "answer 0")
                    #expect(hit.field("Cache-Status")?.hasPrefix("goodgate; hit; ttl=") == true)
                    #expect(hit.field("Age").flatMap { Int($0) } != nil)
                    #expect(hit.field("Set-Fine") == "1")
                    #expect(hit.count(of: "Date") == 1)
                    #expect(hit.count(of: "Via") == 1)
                    #expect(hit.count(of: "Content-Length") == 1)
                    #expect(try client.ask("/page?y").text == "answer 1")
                }
                #expect(origin.requests.count == 2)
                let report = await running.gateway.report().cache
                #expect(report.count(.hit) == 1)
                #expect(report.count(.miss) == 2)
                #expect(report.stored == 2)
                #expect(report.entries == 2)
                let lines = try await running.stopAndReadLog()
                #expect(lines.map { $0.contains("\"cache\":\"hit\"") } == [false, true, false])
                #expect(lines.first?.contains("\"cache\":\"miss\"") == true)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRouteWithoutACacheKeepsNothing() async throws {
            let origin = try Origin { _, number in Origin.ok("answer \(number)", Self.fresh) }
            defer { origin.stop() }
            try await withGateway(configuration(to: [.local(origin.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for number in 0..<3 {
                        let answer = try client.ask("/")
                        #expect(answer.text == "answer \(number)")
                        #expect(answer.field("Cache-Status") == nil)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func headIsAnsweredFromAGETAndIsNotKeptItself() async throws {
            let origin = try Origin { request, _ in
                request.method == "HEAD"
                    ? Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\(Self.fresh)\r\n\r\n".utf8)
                    : Origin.ok("abc", Self.fresh)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/", method: "HEAD").field("Cache-Status")?.contains("fwd=uri-miss") == true)
                    #expect(try client.ask("/").text == "abc")
                    let head = try client.ask("/", method: "HEAD")
                    #expect(head.field("Content-Length") == "3")
                    #expect(head.field("Cache-Status")?.contains("hit") == true)
                    // Still in step.
                    #expect(try client.ask("/").text == "abc")
                }
                #expect(origin.requests.map(\.method) == ["HEAD", "GET"])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func requestsThatVaryGetTheirOwnAnswers() async throws {
            let origin = try Origin { request, _ in
                Origin.ok(request.field("Accept-Language") ?? "none", Self.fresh, "Vary: Accept-Language")
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        #expect(try client.ask("/", "Accept-Language: de").text == "de")
                        #expect(try client.ask("/", "Accept-Language: fr").text == "fr")
                        #expect(try client.ask("/").text == "none")
                    }
                    let miss = try client.ask("/", "Accept-Language: en")
                    #expect(miss.field("Cache-Status")?.contains("fwd=vary-miss") == true)
                }
                #expect(origin.requests.count == 4)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func conditionsAndRangesAreAnsweredFromTheCache() async throws {
            let content = Pattern.bytes(200_000)
            let origin = try Origin { _, _ in Origin.ok(content, [Self.fresh, "ETag: \"v1\""]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").content == content)
                    let known = try client.ask("/", "If-None-Match: W/\"v0\", \"v1\"")
                    #expect(known.status == 304)
                    #expect(known.field("ETag") == "\"v1\"")
                    #expect(try client.ask("/", "If-None-Match: \"v0\"").content == content)
                    // Over the edge of a block.
                    let part = try client.ask("/", "Range: bytes=65000-140000")
                    #expect(part.status == 206)
                    #expect(part.field("Content-Range") == "bytes 65000-140000/200000")
                    #expect(part.content == Array(content[65000...140_000]))
                    #expect(try client.ask("/", "Range: bytes=-5").content == Array(content.suffix(5)))
                    #expect(try client.ask("/", "Range: bytes=131072-").content == Array(content[131_072...]))
                    #expect(try client.ask("/", "Range: bytes=200000-").status == 416)
                    #expect(try client.ask("/", "Range: bytes=0-1,5-6").content == content)
                    #expect(try client.ask("/", "Range: bytes=0-1", "If-Range: \"v0\"").content == content)
                    #expect(try client.ask("/").content == content)
                }
                #expect(origin.requests.count == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aStaleResponseIsAskedForAndServedAfter304() async throws {
            let origin = try Origin { request, number in
                guard number > 0 else {
                    return Origin.ok("first", "Cache-Control: max-age=600", "Age: 700", "ETag: \"a\"")
                }
                #expect(request.field("If-None-Match") == "\"a\"")
                return Array("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nX-New: 1\r\n\(Self.fresh)\r\n\r\n".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "first")
                    // What the client has is older: it gets the whole although the origin said 304.
                    let validated = try client.ask("/", "If-None-Match: \"old\"", "Range: bytes=0-1")
                    #expect(validated.text == "fi" || validated.text == "first")
                    #expect(validated.field("Cache-Status") == "goodgate; fwd=stale; fwd-status=304; stored")
                    #expect(validated.field("X-New") == "1")
                    let hit = try client.ask("/")
                    #expect(hit.text == "first")
                    #expect(hit.field("Cache-Status")?.contains("hit") == true)
                    #expect(try client.ask("/", "If-None-Match: \"a\"").status == 304)
                }
                #expect(origin.requests.count == 2)
                // The connection of the 304 was kept.
                #expect(origin.upstream.connections == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func a304ForAnotherResponseIsNotBelieved() async throws {
            let origin = try Origin { request, number in
                if request.field("If-None-Match") != nil {
                    return Array("HTTP/1.1 304 Not Modified\r\nETag: \"other\"\r\n\r\n".utf8)
                }
                return Origin.ok("answer \(number)", "Cache-Control: max-age=600", "Age: 700", "ETag: \"a\"")
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "answer 0")
                    #expect(try client.ask("/").text == "answer 2")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func pipelinedHitsComeInOrder() async throws {
            let origin = try Origin { request, _ in Origin.ok("content of \(request.target)", Self.fresh) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for path in ["/a", "/b"] { _ = try client.ask(path) }
                    let order = ["/a", "/b", "/c", "/b", "/a", "/a"]
                    try client.send(order.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                    for path in order { #expect(try client.finalResponse().text == "content of \(path)") }
                    #expect(try client.ask("/a", version: "1.0").text == "content of /a")
                    #expect(try client.readToEnd().ending == .fin)
                }
                #expect(origin.requests.count == 3)
            }
        }

        /// Content is larger than any socket's buffer and the client reads only later.
        @Test(.timeLimit(.minutes(1)))
        func aSlowClientGetsALargeStoredResponseWhole() async throws {
            let content = Pattern.bytes(7_000_000)
            let origin = try Origin { _, _ in Origin.ok(content, [Self.fresh]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let first = try running.client()
                    #expect(try first.ask("/").content == content)
                    let slow = try running.client()
                    try slow.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    // Others are served while it does not read.
                    #expect(try first.ask("/").content == content)
                    #expect(try slow.finalResponse().content == content)
                }
                #expect(origin.requests.count == 1)
            }
        }
    }
}
