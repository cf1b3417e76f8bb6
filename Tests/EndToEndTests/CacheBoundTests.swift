import GatewayConfig
import GatewayCore
import GatewayPlane
import Testing

extension EndToEnd {
    /// How much is kept, and what an operator takes out.
    @Suite(.serialized) struct CacheBoundTests {
        private static let fresh = "Cache-Control: max-age=600"

        @Test(.timeLimit(.minutes(1)))
        func memoryStaysWithinItsBound() async throws {
            let content = Pattern.bytes(50_000)
            let origin = try Origin { _, _ in Origin.ok(content, [Self.fresh]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port, memory: 1 << 20)) { running in
                try await onThread {
                    let client = try running.client()
                    for number in 0..<100 { #expect(try client.ask("/\(number)").content == content) }
                    for number in 0..<100 { #expect(try client.ask("/\(number)").content == content) }
                }
                let report = await running.gateway.report().cache
                #expect(report.bytes <= 1 << 20)
                #expect(report.entries > 10)
                #expect(report.evictions > 100)
                #expect(report.filling == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whatIsTooLargePassesAndIsNotKept() async throws {
            let content = Pattern.bytes(300_000)
            let origin = try Origin { request, _ in
                request.target == "/chunked"
                    ? Array("HTTP/1.1 200 OK\r\n\(Self.fresh)\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
                        + Array(String(content.count, radix: 16).utf8) + [13, 10] + content
                        + Array("\r\n0\r\n\r\n".utf8)
                    : Origin.ok(content, [Self.fresh])
            }
            defer { origin.stop() }
            var policy = CachePolicy()
            policy.object = 100_000
            try await withGateway(cachingConfiguration(to: origin.port, policy: policy)) { running in
                try await onThread {
                    let client = try running.client()
                    for path in ["/length", "/length", "/chunked", "/chunked"] {
                        #expect(try client.ask(path).content == content)
                    }
                }
                #expect(origin.requests.count == 4)
                let report = await running.gateway.report().cache
                #expect(report.entries == 0)
                #expect(report.bytes == 0)
            }
        }

        /// It would push out everything else on its way, and then not fit.
        @Test(.timeLimit(.minutes(1)))
        func whatTakesMoreThanHalfOfTheMemoryLeavesTheRestAlone() async throws {
            let content = Pattern.bytes(700_000)
            let origin = try Origin { request, number in
                Origin.ok(request.target == "/large" ? content : Pattern.bytes(number), [Self.fresh])
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port, memory: 1 << 20)) { running in
                let statuses = try await onThread {
                    let client = try running.client()
                    for number in 1...20 { _ = try client.ask("/\(number)") }
                    return try (0..<2).map { _ in
                        let answer = try client.ask("/large")
                        #expect(answer.content == content)
                        return answer.field("Cache-Status")
                    }
                }
                #expect(statuses.allSatisfy { $0?.contains("too-large") == true })
                #expect(origin.requests.count == 22)
                let report = await running.gateway.report().cache
                #expect(report.entries == 20 && report.evictions == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func purgingTakesWhatItNames() async throws {
            let origin = try Origin { request, number in
                Origin.ok("answer \(number)", Self.fresh, "Cache-Tag: all, tag-\(request.target.dropFirst())")
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let gateway = running.gateway
                try await onThread {
                    let client = try running.client()
                    for path in ["/a", "/b", "/c"] { _ = try client.ask(path) }
                    #expect(gateway.purge(.url("http://A/a")) == 1)
                    #expect(gateway.purge(.url("http://a/a")) == 0)
                    #expect(gateway.purge(.url("a")) == nil)
                    #expect(try client.ask("/a").text == "answer 3")
                    #expect(try client.ask("/b").text == "answer 1")
                    #expect(gateway.purge(.tag("tag-b")) == 1)
                    #expect(try client.ask("/b").text == "answer 4")
                    #expect(try client.ask("/c").text == "answer 2")
                    #expect(gateway.purge(.tag("all")) == 3)
                    #expect(try client.ask("/c").text == "answer 5")
                    #expect(gateway.purge(.all) == 1)
                    #expect(try client.ask("/c").text == "answer 6")
                }
            }
        }
    }
}
