import GatewayConfig
import GatewayCore
import GatewayPlane
import Testing

extension EndToEnd {
    /// What is not kept, not given out, or not kept any longer.
    @Suite(.serialized) struct CacheRefusalTests {
        private static let fresh = "Cache-Control: max-age=600"

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\n\r\nhalf",
            ]
        )
        func aResponseThatMayBeTruncatedIsNeverKept(_ broken: String) async throws {
            let origin = try TestUpstream { peer, number, upstream in
                upstream.note(try peer.message())
                if number == 1 { return try peer.send(broken) }
                try peer.send(Origin.ok("whole", Self.fresh))
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let first = try running.client()
                    try first.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    _ = try first.readToEnd()
                    #expect(try running.client().ask("/").text == "whole")
                }
                #expect(origin.requests.count == 2)
                #expect(await running.gateway.report().cache.filling == 0)
            }
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                ["Cache-Control: no-store"], ["Cache-Control: private, max-age=600"],
                ["Vary: *", "Cache-Control: max-age=600"],
                ["Set-Cookie: session=1", "Cache-Control: max-age=600"], [],
            ]
        )
        func whatIsForOneClientIsNotKept(_ fields: [String]) async throws {
            let origin = try Origin { _, number in Origin.ok(Array("answer \(number)".utf8), fields) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for number in 0..<3 { #expect(try client.ask("/").text == "answer \(number)") }
                }
                #expect(await running.gateway.report().cache.entries == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aCookieIsNeverAnsweredFromTheCache() async throws {
            let origin = try Origin { _, _ in
                Origin.ok("x", "Cache-Control: public, max-age=600", "Set-Cookie: session=1")
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").field("Set-Cookie") == "session=1")
                    let hit = try client.ask("/")
                    #expect(hit.field("Cache-Status")?.contains("hit") == true)
                    #expect(hit.field("Set-Cookie") == nil)
                }
            }
        }

        /// RFC 9111 §4.4.
        @Test(.timeLimit(.minutes(1)))
        func anUnsafeRequestMakesWhatIsKeptInvalid() async throws {
            let origin = try Origin { request, number in
                request.method == "GET"
                    ? Origin.ok("answer \(number)", Self.fresh)
                    : Array("HTTP/1.1 303 See Other\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/page").text == "answer 0")
                    #expect(try client.ask("/other").text == "answer 1")
                    #expect(try client.ask("/third").text == "answer 2")
                    let post = try client.ask("/page", "Content-Length: 0", method: "POST")
                    #expect(post.field("Cache-Status") == "goodgate; fwd=method; fwd-status=303")
                    #expect(try client.ask("/page").text == "answer 4")
                    #expect(try client.ask("/other").text == "answer 5")
                    #expect(try client.ask("/third").text == "answer 2")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func onlyIfCachedNeverAsksTheOrigin() async throws {
            let origin = try Origin { _, _ in Origin.ok("x", Self.fresh) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    let none = try client.ask("/", "Cache-Control: only-if-cached")
                    #expect(none.status == 504)
                    #expect(none.field("Proxy-Status") == "goodgate; error=proxy_internal_response")
                    #expect(none.field("X-Incident-ID") != nil)
                    _ = try client.ask("/")
                    #expect(try client.ask("/", "Cache-Control: only-if-cached").text == "x")
                }
                #expect(origin.requests.count == 1)
            }
        }

        /// Whatever a peer writes into the fields of the cache, it gets an answer and nobody else gets it.
        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                "Cache-Control: max-age=600, x=\"", "Cache-Control: ,,=,max-age=600", "Vary: ,", "Vary: \u{7f}",
                "Age: 99999999999999999999\r\nCache-Control: max-age=600", "Expires: \u{1F600}",
                "Date: x\r\nExpires: y",
                "Cache-Tag: \(String(repeating: "a,", count: 4000))\r\nCache-Control: max-age=600",
                "ETag: W/\r\nCache-Control: max-age=600", "ETag:\r\nCache-Control: max-age=600",
                "Content-Range: bytes 0-1/2\r\nCache-Control: max-age=600", "Last-Modified: 0\r\nCache-Control: public",
            ]
        )
        func hostileFieldsOfAnOriginDoNoHarm(_ fields: String) async throws {
            let origin = try Origin { request, _ in Origin.ok(Array(request.target.utf8), [fields]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let requests = [
                        [], ["Range: bytes=0-99999999999999999999"], ["Range: bytes=--"], ["If-None-Match: \""],
                        ["If-None-Match: ,,,"], ["If-Modified-Since: x"], ["Cache-Control: max-age=\"\""],
                        ["Accept-Encoding: \(String(repeating: "a,", count: 3000))"],
                    ]
                    let client = try running.client()
                    for (number, fields) in requests.enumerated() {
                        for target in ["/same", "/\(number)"] {
                            let lines = fields.map { $0 + "\r\n" }.joined()
                            try client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
                            let answer = try client.finalResponse()
                            guard answer.status == 200 else { continue }
                            #expect(answer.text == target)
                        }
                    }
                    // A fault of the head ends a connection, not the gateway.
                    #expect(try running.client().ask("/last").status.map { [200, 502].contains($0) } == true)
                }
            }
        }
    }
}
