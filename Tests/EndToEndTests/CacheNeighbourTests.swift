import GatewayConfig
import GatewayCore
import GatewayGuide
import GatewayPlane
import Testing

extension EndToEnd {
    /// The cache beside other routes, other features of its route, and the records of what it saved.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct CacheNeighbourTests {
        private static let fresh = "Cache-Control: max-age=600"
        /// Stale as soon as it is there.
        private static let stale = ["Cache-Control: max-age=600", "Age: 700"]

        /// GET goes to a route with a cache, all else to one without.
        private static func twoRoutes(to port: Int) -> Configuration {
            var made = cachingConfiguration(to: port)
            made.routes[0].match.methods = ["GET", "HEAD"]
            var other = made.routes[0]
            other.name = "changes"
            other.match.methods = []
            other.cache = nil
            made.routes.append(other)
            return made
        }

        // MARK: - Other routes

        /// RFC 9111 §4.4: keys do not tell routes apart.
        @Test(arguments: ["POST", "PUT", "DELETE"])
        func aChangeOnAnotherRouteDropsWhatIsKept(_ method: String) async throws {
            let origin = try Origin { request, number in
                request.method == "GET"
                    ? Origin.ok("v\(number)", Self.fresh) : Origin.ok("done", "Content-Location: /list")
            }
            defer { origin.stop() }
            try await withGateway(Self.twoRoutes(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    for path in ["/page", "/list", "/other"] { _ = try client.ask(path) }
                    #expect(try client.ask("/page").text == "v0")
                    let change = try client.ask("/page", "Content-Length: 0", method: method)
                    #expect(change.text == "done")
                    // The route that made it has no cache and says nothing of one.
                    #expect(change.field("Cache-Status") == nil)
                    #expect(try client.ask("/page").text == "v4")
                    #expect(try client.ask("/list").text == "v5")
                    #expect(try client.ask("/other").text == "v2")
                }
            }
        }

        @Test func whatDidNotChangeAnythingDropsNothing() async throws {
            let origin = try Origin { request, number in
                switch request.method {
                case "GET": Origin.ok("v\(number)", Self.fresh)
                case "POST": Array("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n".utf8)
                default: Origin.ok("options")
                }
            }
            defer { origin.stop() }
            try await withGateway(Self.twoRoutes(to: origin.port)) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/page").text == "v0")
                    #expect(try client.ask("/page", "Content-Length: 0", method: "POST").status == 409)
                    #expect(try client.ask("/page", method: "OPTIONS").status == 200)
                    #expect(try client.ask("/page").text == "v0")
                    // Another site's page of the same path.
                    try client.send("POST /page HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\n\r\n")
                    _ = try client.finalResponse()
                    #expect(try client.ask("/page").text == "v0")
                }
            }
        }

        // MARK: - Other features

        @Test func aHitSaysTheRateAndSetsNoStickyCookie() async throws {
            let origin = try Origin { _, _ in Origin.ok("page", Self.fresh) }
            defer { origin.stop() }
            var made = cachingConfiguration(to: origin.port)
            made.routes[0].rate = RatePolicy(client: RateLimit(requests: 100, period: .seconds(3600), burst: 100))
            made.routes[0].balance.stickyCookie = "seat"
            try await withGateway(made) { running in
                try await onThread {
                    let client = try running.client()
                    let miss = try client.ask("/")
                    #expect(miss.field("Set-Cookie")?.hasPrefix("seat=") == true)
                    #expect(miss.field("RateLimit")?.hasPrefix("\"client\";r=99;t=") == true)
                    let hit = try client.ask("/")
                    #expect(hit.field("Cache-Status")?.hasPrefix("goodgate; hit") == true)
                    #expect(hit.field("Set-Cookie") == nil)
                    #expect(hit.field("RateLimit")?.hasPrefix("\"client\";r=98;t=") == true)
                    #expect(hit.count(of: "RateLimit-Policy") == 1)
                    #expect(try client.ask("/", "If-None-Match: *").field("RateLimit")?.contains("r=97") == true)
                }
            }
        }

        // MARK: - Records

        @Test func aStaleAnswerForAnErrorOfTheOriginHasItsStory() async throws {
            let origin = try Origin { _, number in
                number == 0
                    ? Origin.ok(Array("page".utf8), Self.stale)
                    : Array("HTTP/1.1 503 Bad\r\nContent-Length: 5\r\n\r\nerror".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let texts = try await onThread {
                    let client = try running.client()
                    return [try client.ask("/").text, try client.ask("/").text]
                }
                #expect(texts == ["page", "page"])
                let incident = try #require(await running.gateway.incidents(limit: 10).first)
                #expect(incident.outcome == .saved)
                #expect(incident.savedBy == .stored)
                #expect(incident.status == 200)
                #expect(incident.fault == nil)
                #expect(incident.attempts.map(\.status) == [503])
                #expect(incident.notes.contains { $0.contains("a stored response instead") })
                let story = Story(incident).text()
                #expect(story.contains("saved by a stored response, answered 200"))
                #expect(story.contains("the upstream server answered 503"))
                let report = await running.gateway.report()
                #expect(report.saved == 1)
                #expect(report.routes.first { $0.name == "all" }?.prevented[Int(Prevention.stale.rawValue)] == 1)
                let lines = try await running.stopAndReadLog()
                #expect(lines.last?.contains("\"outcome\":\"saved\"") == true)
                // The line has the id under which the story is kept.
                #expect(lines.last?.contains(incident.id) == true)
            }
        }

        @Test func anErrorOfOneOriginThatAnotherMadeGoodHasItsStory() async throws {
            let bad = try Origin { _, _ in Array("HTTP/1.1 503 Bad\r\nContent-Length: 0\r\n\r\n".utf8) }
            let good = try Origin { _, _ in Origin.ok("page") }
            defer {
                bad.stop()
                good.stop()
            }
            let made = configuration(to: [.local(bad.port), .local(good.port)])
            try await withGateway(made) { running in
                let statuses = try await onThread {
                    let client = try running.client()
                    // At least one of the two begins at the bad one.
                    return try (0..<2).map { _ in try client.ask("/").status }
                }
                #expect(statuses == [200, 200])
                let incidents = await running.gateway.incidents(limit: 10)
                #expect(!incidents.isEmpty)
                #expect(incidents.allSatisfy { $0.outcome == .saved && $0.savedBy == .retry })
                #expect(incidents.allSatisfy { $0.attempts.map(\.status) == [503, 200] })
                #expect(await running.gateway.report().saved == UInt64(incidents.count))
            }
        }

        @Test func anErrorThatEveryOriginGivesWasNotPrevented() async throws {
            let bad = try (0..<2).map { _ in
                try Origin { _, _ in Array("HTTP/1.1 503 Bad\r\nContent-Length: 0\r\n\r\n".utf8) }
            }
            defer { for one in bad { one.stop() } }
            try await withGateway(configuration(to: bad.map { .local($0.port) })) { running in
                let status = try await onThread { try running.client().ask("/").status }
                #expect(status == 503)
                let report = await running.gateway.report()
                #expect(report.retries == 1)
                #expect(report.saved == 0)
                #expect(report.routes.first { $0.name == "all" }?.prevented.allSatisfy { $0 == 0 } == true)
                #expect(await running.gateway.incidents(limit: 10).isEmpty)
            }
        }

        // MARK: - Slow answers

        /// The origin does not even begin its first answer until the gate is opened.
        @Test func whoWaitsForASlowAnswerAsksInTheEnd() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, number, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    guard number == 1, upstream.requests.count == 1 else {
                        try peer.send(Origin.ok("second", Self.fresh))
                        continue
                    }
                    gate.wait()
                    try peer.send(Origin.ok("first", Self.fresh))
                }
            }
            defer { upstream.stop() }
            try await withGateway(cachingConfiguration(to: upstream.port)) { running in
                async let slow = onThread { try running.client().ask("/page").text }
                try await running.wait { upstream.requests.count == 1 }
                let others = try await onThreads(3) { _ in try running.client().ask("/page") }
                #expect(others.allSatisfy { $0.text == "second" })
                // Who comes now does not wait for the slow one at all: another answer is there.
                let late = try await onThread { try running.client().ask("/page").field("Cache-Status") }
                #expect(late?.hasPrefix("goodgate; hit") == true)
                gate.open()
                let text = try await slow
                #expect(text == "first")
            }
        }
    }
}
