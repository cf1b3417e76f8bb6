import GatewayConfig
import GatewayCore
import GatewayGuide
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// A broken origin that nobody notices, and a slow one that is asked once.
    @Suite(.serialized) struct CacheFailureTests {
        private static let fresh = "Cache-Control: max-age=600"
        /// Stale as soon as it is there.
        private static let stale = ["Cache-Control: max-age=600", "Age: 700"]

        @Test(.timeLimit(.minutes(1)))
        func aDeadOriginIsInvisibleToVisitorsOfKeptPages() async throws {
            let origin = try Origin { request, _ in Origin.ok(Array("page \(request.target)".utf8), Self.stale) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for page in 0..<10 { #expect(try client.ask("/\(page)").status == 200) }
                    origin.breakDown()
                    for page in 0..<10 {
                        let answer = try client.ask("/\(page)")
                        #expect(answer.text == "page /\(page)")
                        #expect(answer.field("Cache-Status")?.hasPrefix("goodgate; hit; ttl=-") == true)
                        #expect(answer.field("Cache-Status")?.hasSuffix("; detail=stale-if-error") == true)
                    }
                    #expect(try client.ask("/0", method: "HEAD").status == 200)
                    #expect(try client.ask("/unknown").status == 502)
                }
                let report = await running.gateway.report()
                #expect(report.cache.count(.staleOnError) == 11)
                #expect(report.routes.first { $0.name == "all" }?.prevented[Int(Prevention.stale.rawValue)] == 11)
                let incidents = await running.gateway.incidents(limit: 100)
                #expect(incidents.count { $0.outcome == .saved } == 11)
                #expect(incidents.count { $0.outcome == .failed } == 1)
                #expect(incidents.count { $0.notes.contains { $0.contains("a stored response instead") } } == 11)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func anOriginThatIsGoneIsInvisibleToo() async throws {
            let origin = try Origin { _, _ in Origin.ok(Array("page".utf8), Self.stale) }
            try await withLab { lab in
                let dead = try #require(lab.address(of: "refused"))
                var configuration = cachingConfiguration(to: origin.port)
                // A wait must not come before what can be had at once: the client does not wait for as long as this.
                configuration.routes[0].wait.longest = .seconds(60)
                try await withGateway(configuration) { running in
                    let first = try await onThread { try running.client().ask("/").text }
                    #expect(first == "page")
                    configuration.routes[0].endpoints = [.at(dead)]
                    configuration.listeners = running.gateway.configuration.listeners
                    try running.gateway.reload(configuration)
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<5 { #expect(try client.ask("/").text == "page") }
                    }
                }
            }
            origin.stop()
        }

        @Test(.timeLimit(.minutes(1)), arguments: [500, 502, 503, 504])
        func anErrorOfTheOriginIsReplacedByWhatIsKept(_ status: Int) async throws {
            let origin = try Origin { _, number in
                number == 0
                    ? Origin.ok(Array("page".utf8), Self.stale)
                    : Array("HTTP/1.1 \(status) Bad\r\nContent-Length: 5\r\n\r\nerror".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<3 { #expect(try client.ask("/").text == "page") }
                }
                #expect(await running.gateway.report().cache.count(.staleOnError) == 2)
            }
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                "Cache-Control: max-age=600, must-revalidate", "Cache-Control: s-maxage=600",
                "Cache-Control: max-age=600, stale-if-error=0", "Cache-Control: max-age=600, stale-if-error=10",
            ]
        )
        func whatForbidsItIsNotShownStale(_ field: String) async throws {
            let origin = try Origin { _, _ in Origin.ok("page", field, "Age: 700", "ETag: \"a\"") }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").status == 200)
                    origin.breakDown()
                    #expect(try client.ask("/").status == 502)
                }
            }
        }

        /// A part, or the answer to a condition, says nothing against what is kept.
        @Test(.timeLimit(.minutes(1)))
        func aPartFromTheOriginLeavesWhatIsKept() async throws {
            let origin = try Origin { request, _ in
                guard request.field("Range") == nil else {
                    return Array(
                        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-0/4\r\nContent-Length: 1\r\n\r\np".utf8
                    )
                }
                return Origin.ok(Array("page".utf8), Self.stale)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "page")
                    #expect(try client.ask("/", "Range: bytes=0-0").status == 206)
                    origin.breakDown()
                    #expect(try client.ask("/").text == "page")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [403, 404, 410])
        func whatIsGoneOrForbiddenIsNotShownAgain(_ status: Int) async throws {
            let origin = try Origin { _, number in
                number == 0
                    ? Origin.ok(Array("page".utf8), Self.stale)
                    : Array("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "page")
                    #expect(try client.ask("/").status == status)
                    origin.breakDown()
                    #expect(try client.ask("/").status == 502)
                }
            }
        }

        // MARK: - Search engines

        @Test(.timeLimit(.minutes(1)))
        func filesForSearchEnginesAreKeptForErrorsOnEveryRoute() async throws {
            let origin = try Origin { request, _ in
                request.target == "/private.txt" ? Origin.ok("x") : Origin.ok("file \(request.target)")
            }
            defer { origin.stop() }
            var configuration = configuration(to: [.local(origin.port)], retryAttempts: 0)
            configuration.routes[0].wait.longest = .off
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    for path in ["/robots.txt", "/sitemap-1.xml", "/other.txt"] { _ = try client.ask(path) }
                    // While the origin is up it is asked each time.
                    #expect(try client.ask("/robots.txt").field("Age") == nil)
                    #expect(origin.requests.count == 4)
                    origin.breakDown()
                    #expect(try client.ask("/robots.txt").text == "file /robots.txt")
                    #expect(try client.ask("/sitemap-1.xml").text == "file /sitemap-1.xml")
                    #expect(try client.ask("/sitemap-2.xml").status == 502)
                    #expect(try client.ask("/other.txt").status == 502)
                }
                #expect(await running.gateway.report().cache.files == 2)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aCrawlerIsToldToComeBack() async throws {
            let origin = try Origin { _, _ in nil }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    let crawler = try client.ask("/", "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)")
                    #expect(crawler.status == 503)
                    #expect(crawler.field("Retry-After").flatMap { Int($0) } != nil)
                    #expect(try client.ask("/", "User-Agent: Firefox").status == 502)
                }
            }
        }

        // MARK: - One for all

        /// The origin holds its answer back until it is let go.
        private static func held(_ gate: Gate, _ fields: String...) throws -> Origin {
            try Origin { _, number in
                if number == 0 { gate.wait() }
                return Origin.ok(Array("answer \(number)".utf8), fields)
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [1, 2])
        func aHundredClientsCostTheOriginOneRequest(_ workers: Int) async throws {
            let gate = Gate()
            let origin = try Self.held(gate, Self.fresh)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port, workers: workers)) { running in
                async let answers = onThreads(100) { _ in try running.client().ask("/page") }
                _ = try await running.report { $0.exchangesActive == 100 }
                gate.open()
                let texts = try await answers
                #expect(texts.allSatisfy { $0.text == "answer 0" })
                #expect(texts.count { $0.field("Cache-Status")?.contains("collapsed") == true } == 99)
                #expect(origin.requests.count == 1)
                #expect(await running.gateway.report().cache.collapsed == 99)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func answersThatAreNotSharedAreNotWaitedForOneByOne() async throws {
            let gate = Gate()
            let origin = try Self.held(gate, "Cache-Control: no-store")
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                async let answers = onThreads(20) { _ in try running.client().ask("/page").text }
                _ = try await running.report { $0.exchangesActive == 20 }
                gate.open()
                let texts = Set(try await answers)
                #expect(texts.count == 20)
                #expect(origin.requests.count == 20)
                // The URL is remembered: the next crowd does not wait at all.
                let second = try await onThreads(5) { _ in try running.client().ask("/page").text }
                #expect(Set(second).count == 5)
                #expect(await running.gateway.report().cache.collapsed == 0)
            }
        }

        /// The one who asked for all leaves: what it asked for is fetched for the others.
        @Test(.timeLimit(.minutes(1)))
        func whenTheFirstClientLeavesTheOthersGetTheirAnswer() async throws {
            let gate = Gate()
            let origin = try Self.held(gate, Self.fresh)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let first = try await onThread {
                    let client = try running.client()
                    try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
                try await running.wait { origin.requests.count == 1 }
                async let answers = onThreads(10) { _ in try running.client().ask("/page").text }
                _ = try await running.report { $0.exchangesActive == 11 }
                first.peer.reset()
                _ = try await running.report { $0.clientsLeft == 1 }
                gate.open()
                let texts = Set(try await answers)
                #expect(texts == ["answer 0"])
                #expect(origin.requests.count == 1)
            }
        }

        /// Nobody waits: the upstream's connection is closed with the client's, and the next one asks.
        @Test(.timeLimit(.minutes(1)))
        func whenTheOnlyClientLeavesNothingIsFetched() async throws {
            let gate = Gate()
            let origin = try Self.held(gate, Self.fresh)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let first = try await onThread {
                    let client = try running.client()
                    try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
                try await running.wait { origin.requests.count == 1 }
                first.peer.reset()
                let report = try await running.report { $0.clientsLeft == 1 && $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0)
                #expect(try await onThread { try running.client().ask("/page").text } == "answer 1")
                gate.open()
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func waitersGetStaleAnswersWhenTheOneThatAskedFails() async throws {
            let gate = Gate()
            let origin = try Origin { _, number in
                if number == 0 { return Origin.ok(Array("page".utf8), Self.stale) }
                gate.wait()
                return nil
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread { _ = try running.client().ask("/page") }
                async let answers = onThreads(10) { _ in try running.client().ask("/page").text }
                _ = try await running.report { $0.exchangesActive == 10 }
                gate.open()
                let texts = try await answers
                #expect(texts.allSatisfy { $0 == "page" })
                #expect(origin.requests.count == 2)
            }
        }

        // MARK: - Refreshing

        @Test(.timeLimit(.minutes(1)))
        func aStaleAnswerIsGivenAtOnceWhileAFreshOneIsFetched() async throws {
            let gate = Gate()
            let origin = try Origin { request, number in
                if number == 0 {
                    return Origin.ok(
                        "old",
                        "Cache-Control: max-age=600, stale-while-revalidate=6000",
                        "Age: 700",
                        "ETag: \"a\""
                    )
                }
                #expect(request.field("If-None-Match") == "\"a\"")
                gate.wait()
                return Origin.ok("new", Self.fresh)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "old")
                    // Nobody waits for the origin, which does not answer yet.
                    for _ in 0..<5 {
                        let answer = try client.ask("/", "Range: bytes=0-1")
                        #expect(answer.text == "ol")
                        #expect(answer.field("Cache-Status")?.contains("hit; ttl=-") == true)
                    }
                }
                try await running.wait { origin.requests.count == 2 }
                gate.open()
                _ = try await running.report { $0.exchangesActive == 0 && $0.cache.stored == 2 }
                try await onThread {
                    let hit = try running.client().ask("/")
                    #expect(hit.text == "new")
                    #expect(hit.field("Cache-Status")?.contains("hit; ttl=-") == false)
                }
                #expect(origin.requests.count == 2)
                let report = await running.gateway.report()
                #expect(report.cache.count(.stale) == 5)
                #expect(report.clientsActive <= 2)
                // What the cache asked for itself is in no line of the log.
                let lines = try await running.stopAndReadLog()
                #expect(lines.count == 7)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRefreshThatFailsLeavesTheStaleAnswer() async throws {
            let origin = try Origin { _, number in
                Origin.ok("old", "Cache-Control: max-age=600, stale-while-revalidate=6000", "Age: 700")
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "old")
                    origin.breakDown()
                    for _ in 0..<20 { #expect(try client.ask("/").text == "old") }
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0)
                #expect(report.cache.count(.stale) == 20)
            }
        }
    }
}
