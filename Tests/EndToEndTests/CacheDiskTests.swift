import Foundation
import GatewayConfig
import GatewayCore
import GatewayPlane
import Testing

extension EndToEnd {
    /// The cache's second level: what memory lost, and what a restart left.
    @Suite(.serialized) struct CacheDiskTests {
        private static let fresh = "Cache-Control: max-age=600"
        /// Stale as soon as it is there.
        private static let stale = ["Cache-Control: max-age=600", "Age: 700"]

        static func configuration(
            _ origin: Origin,
            _ place: TemporaryFolder,
            memory: UInt64 = 1 << 20,
            workers: Int = 1
        ) -> Configuration {
            var configuration = cachingConfiguration(to: origin.port, memory: memory, workers: workers)
            configuration.cacheStore.directory = place.path
            return configuration
        }

        static func whenReady(_ running: RunningGateway) async throws {
            let report = try await running.report { $0.cache.disk?.state == .ready }
            #expect(report.cache.disk?.state == .ready)
        }

        static func large(_ target: String) -> String { target + String(repeating: "x", count: 200_000) }

        @Test(.timeLimit(.minutes(1)), arguments: [1, 2])
        func whatMemoryEvictsIsFoundOnDisk(_ workers: Int) async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in Origin.ok(Self.large(request.target), Self.fresh, "ETag: \"a\"") }
            defer { origin.stop() }
            try await withGateway(Self.configuration(origin, place, workers: workers)) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for page in 0..<8 { #expect(try client.ask("/\(page)").status == 200) }
                }
                let filled = try await running.report { $0.cache.disk?.writes == 8 }
                #expect(filled.cache.entries < 8)
                #expect(filled.cache.disk?.entries == 8)
                try await onThread {
                    let client = try running.client()
                    for page in 0..<8 {
                        let answer = try client.ask("/\(page)")
                        #expect(answer.text == Self.large("/\(page)"))
                        #expect(answer.field("Cache-Status")?.hasPrefix("goodgate; hit; ttl=") == true)
                        // Read once, it is in memory.
                        #expect(try client.ask("/\(page)").field("Cache-Status")?.contains("disk") == false)
                    }
                }
                #expect(origin.requests.count == 8)
                let report = await running.gateway.report()
                // Which of the eight memory kept is chance, but all of them it cannot hold.
                #expect((report.cache.disk?.hits ?? 0) >= 1)
                #expect(report.cache.count(.miss) == 8)
                #expect(report.cache.count(.hit) == 16)
            }
        }

        /// Parts, confirmations and heads of what is on disk alone.
        @Test(.timeLimit(.minutes(1)))
        func theDiskAnswersEveryKindOfRequest() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in
                request.field("If-None-Match") == nil
                    ? Origin.ok(
                        Self.large(request.target),
                        request.target == "/old" ? "Cache-Control: no-cache" : Self.fresh,
                        "ETag: \"a\""
                    )
                    : Array("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n".utf8)
            }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for target in ["/1", "/2", "/3", "/old"] { #expect(try client.ask(target).status == 200) }
                }
            }
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/1", "Range: bytes=1-1").text == "1")
                    #expect(try client.ask("/2", "If-None-Match: \"a\"").status == 304)
                    let head = try client.ask("/3", method: "HEAD")
                    #expect(head.field("Content-Length") == "200002")
                    #expect(head.field("Cache-Status")?.hasSuffix("; detail=disk") == true)
                    #expect(origin.requests.count == 4)
                    // Asked for with its validator before it is used.
                    #expect(try client.ask("/old").text == Self.large("/old"))
                    #expect(origin.requests.last?.field("If-None-Match") == "\"a\"")
                }
                #expect(await running.gateway.report().cache.disk?.hits == 4)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRestartLosesNothing() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in
                switch request.target {
                case "/stale": Origin.ok(Array("stale".utf8), Self.stale)
                case "/vary":
                    Origin.ok("for \(request.field("X-Kind") ?? "")", Self.fresh, "Vary: X-Kind")
                default: Origin.ok("page \(request.target)", Self.fresh)
                }
            }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for target in ["/a", "/stale", "/robots.txt"] { #expect(try client.ask(target).status == 200) }
                    for kind in ["x", "y"] { #expect(try client.ask("/vary", "X-Kind: \(kind)").text == "for \(kind)") }
                }
            }
            origin.breakDown()
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                let found = try await running.report { $0.cache.files == 1 }
                #expect(found.cache.files == 1)
                #expect(found.cache.disk?.entries == 6)
                try await onThread {
                    let client = try running.client()
                    let answer = try client.ask("/a")
                    #expect(answer.text == "page /a")
                    #expect(answer.field("Age").flatMap { Int($0) } != nil)
                    #expect(answer.field("Cache-Status")?.hasSuffix("detail=disk") == true)
                    #expect(try client.ask("/vary", "X-Kind: y").text == "for y")
                    #expect(try client.ask("/vary", "X-Kind: x").text == "for x")
                    #expect(try client.ask("/vary", "X-Kind: z").status == 502)
                    // The origin is broken, and nobody notices.
                    let stale = try client.ask("/stale")
                    #expect(stale.text == "stale")
                    #expect(stale.field("Cache-Status")?.hasSuffix("detail=stale-if-error") == true)
                    #expect((stale.field("Age").flatMap { Int($0) } ?? 0) >= 700)
                    #expect(try client.ask("/unknown").status == 502)
                }
            }
        }

        /// A robots.txt on a route without a cache, for errors only.
        @Test(.timeLimit(.minutes(1)))
        func filesForSearchEnginesSurviveARestart() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { _, _ in Origin.ok("User-agent: *") }
            defer { origin.stop() }
            var configuration = Self.configuration(origin, place)
            configuration.routes[0].cache = nil
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                #expect(try await onThread { try running.client().ask("/robots.txt").status } == 200)
            }
            origin.breakDown()
            try await withGateway(configuration) { running in
                let report = try await running.report { $0.cache.files == 1 }
                #expect(report.cache.files == 1)
                #expect(try await onThread { try running.client().ask("/robots.txt").text } == "User-agent: *")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aPurgeTakesTheDiskToo() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, number in
                Origin.ok(Self.large("\(number)"), Self.fresh, "Cache-Tag: t\(request.target.dropFirst())")
            }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for page in 0..<8 { #expect(try client.ask("/\(page)").status == 200) }
                }
                _ = try await running.report { $0.cache.disk?.writes == 8 }
                // Long gone from memory, and still in it: one each.
                #expect(running.gateway.purge(.url("http://a/0")) == 1)
                #expect(running.gateway.purge(.url("http://a/7")) == 1)
                #expect(running.gateway.purge(.tag("t1")) == 1)
                #expect(running.gateway.purge(.tag("t1")) == 0)
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/0").text == Self.large("8"))
                    #expect(try client.ask("/2").text == Self.large("2"))
                }
                _ = try await running.report { $0.cache.disk?.writes == 9 }
                #expect(place.responses.count == 6)
                #expect(running.gateway.purge(.all) == 6)
            }
            #expect(place.responses.isEmpty)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                #expect(await running.gateway.report().cache.disk?.entries == 0)
            }
        }

        /// RFC 9111 §4.4, for what is on disk alone.
        @Test(.timeLimit(.minutes(1)))
        func anUnsafeRequestInvalidatesTheDiskToo() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { _, number in Origin.ok("answer \(number)", Self.fresh) }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                #expect(try await onThread { try running.client().ask("/a").text } == "answer 0")
            }
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/a", "Content-Length: 0", method: "POST").text == "answer 1")
                    #expect(try client.ask("/a").text == "answer 2")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theBoundOnDiskHolds() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in Origin.ok(Self.large(request.target), Self.fresh) }
            defer { origin.stop() }
            var configuration = Self.configuration(origin, place)
            configuration.cacheStore.disk = 1 << 20
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for page in 0..<20 { #expect(try client.ask("/\(page)").status == 200) }
                }
                let report = try await running.report { $0.cache.disk?.writes == 20 }
                #expect(report.cache.disk?.entries == 5)
                #expect(report.cache.disk?.evictions == 15)
                #expect((report.cache.disk?.bytes ?? .max) <= 1 << 20)
            }
            #expect(place.responses.count == 5)
        }

        /// As in a binary upgrade: the new program waits for the directory until the old one has let it go.
        @Test(.timeLimit(.minutes(1)))
        func theNextGatewayTakesTheDirectoryOver() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { _, number in Origin.ok("answer \(number)", Self.fresh) }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { old in
                try await Self.whenReady(old)
                #expect(try await onThread { try old.client().ask("/a").text } == "answer 0")
                try await withGateway(configuration) { new in
                    let waiting = try await new.report { $0.cache.disk?.state == .waiting }
                    #expect(waiting.cache.disk?.state == .waiting)
                    old.gateway.retire(milliseconds: 60_000)
                    try await Self.whenReady(new)
                    #expect(try await onThread { try new.client().ask("/a").text } == "answer 0")
                    #expect(origin.requests.count == 1)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadChangesTheDirectory() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { _, _ in Origin.ok("page", Self.fresh) }
            defer { origin.stop() }
            var configuration = Self.configuration(origin, place)
            configuration.cacheStore.directory = nil
            try await withGateway(configuration) { running in
                #expect(await running.gateway.report().cache.disk == nil)
                configuration.listeners = running.gateway.configuration.listeners
                configuration.cacheStore.directory = place.path
                try running.gateway.reload(configuration)
                try await Self.whenReady(running)
                #expect(try await onThread { try running.client().ask("/").text } == "page")
                _ = try await running.report { $0.cache.disk?.writes == 1 }
                configuration.cacheStore.directory = nil
                try running.gateway.reload(configuration)
                #expect(await running.gateway.report().cache.disk == nil)
            }
            #expect(place.responses.count == 1)
        }
    }
}
