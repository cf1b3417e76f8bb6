import GatewayConfig
import GatewayCore
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Search engines' crawlers while the origin is broken: who they are by reverse DNS, and what they are told.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct CrawlerTests {
        private static let agent = "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)"
        private static let genuine = "66.249.66.1"
        private static let liar = "203.0.113.9"

        private static func reverse(_ address: String) -> String {
            address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
        }

        /// A gateway before an origin that closes every connection; clients' addresses are what they say they are.
        private static func withBrokenOrigin(
            verifies: Bool = true,
            _ prepare: (LabNameServer) -> Void,
            _ body: (RunningGateway, LabNameServer) async throws -> Void
        ) async throws {
            let origin = try Origin { _, _ in nil }
            defer { origin.stop() }
            let server = try await LabNameServer.start()
            prepare(server)
            var made = cachingConfiguration(to: origin.port)
            made.verifiesCrawlers = verifies
            made.resolver.servers = [server.address]
            made.trustedProxies = [AddressRange(IPAddress(v4: 0x7F00_0001), prefixLength: 32)]
            do {
                try await withGateway(made) { try await body($0, server) }
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }

        /// Asks until the status is the one that is wanted, and returns how often it was another.
        private static func ask(
            _ running: RunningGateway,
            from address: String,
            until wanted: Int
        ) async throws -> [Int] {
            try await onThread {
                let client = try running.client()
                let deadline = ContinuousClock.now + .seconds(15)
                var seen: [Int] = []
                while seen.last != wanted, ContinuousClock.now < deadline {
                    seen.append(try client.ask("/", Self.agent, "X-Forwarded-For: \(address)").status ?? 0)
                }
                return seen
            }
        }

        /// Asks once and wants this status.
        private static func isTold(_ status: Int, _ running: RunningGateway, _ address: String) async throws {
            let told = try await onThread {
                try running.client().ask("/", Self.agent, "X-Forwarded-For: \(address)").status
            }
            #expect(told == status)
        }

        private static func notes(_ running: RunningGateway) async -> [String] {
            await running.gateway.incidents(limit: 10_000).flatMap(\.notes)
        }

        @Test func aGenuineCrawlerIsToldToComeBackAndALiarIsNot() async throws {
            try await Self.withBrokenOrigin {
                $0.set(Self.reverse(Self.genuine), .records([.pointer("crawl-66-249-66-1.googlebot.com")]))
                $0.set("crawl-66-249-66-1.googlebot.com", .records([.v4(66, 249, 66, 1)]))
                $0.set(Self.reverse(Self.liar), .records([.pointer("crawl-66-249-66-1.googlebot.com")]))
            } _: { running, server in
                // Nobody waits for the name server: in doubt the claim is believed.
                let first = try await Self.ask(running, from: Self.liar, until: 502)
                #expect(first.first == 503)
                #expect(first.last == 502)
                try await Self.isTold(503, running, Self.genuine)
                let name = "crawl-66-249-66-1.googlebot.com"
                let confirmed = try await running.report { _ in server.count(of: name) >= 2 }
                #expect(confirmed.crawlers[Int(CrawlerVerdict.impostor.rawValue)] == 1)
                try await Self.waitForGenuine(running)
                let notes = await Self.notes(running)
                #expect(notes.contains { $0.contains("reverse DNS says that it is one (\(name)), so it got 503") })
                #expect(notes.contains { $0.contains("does not confirm it: it got the answer that everybody gets") })
                #expect(notes.contains { $0.contains("has not answered yet") })
                // Each address is looked up once.
                #expect(server.count(of: Self.reverse(Self.genuine), type: 12) == 1)
                #expect(server.count(of: Self.reverse(Self.liar), type: 12) == 1)
            }
        }

        /// Asks as the crawler until the gateway knows it; it gets 503 all the time.
        private static func waitForGenuine(_ running: RunningGateway) async throws {
            let deadline = ContinuousClock.now + .seconds(15)
            while ContinuousClock.now < deadline {
                try await Self.isTold(503, running, Self.genuine)
                let report = await running.gateway.report()
                if report.crawlers[Int(CrawlerVerdict.genuine.rawValue)] > 0 { return }
            }
            Issue.record("never confirmed")
        }

        /// A name server that fails together with the origin takes no site out of a search engine.
        @Test(arguments: [NameAct.silence, .code(2), .garbage])
        func silentNameServersLeaveTheBenefitOfTheDoubt(_ act: NameAct) async throws {
            try await Self.withBrokenOrigin {
                $0.set(Self.reverse(Self.genuine), act)
            } _: { running, server in
                try await Self.isTold(503, running, Self.genuine)
                try await running.wait { server.count(of: Self.reverse(Self.genuine), type: 12) > 0 }
                for _ in 0..<20 { try await Self.isTold(503, running, Self.genuine) }
                let report = await running.gateway.report()
                #expect(report.crawlers[Int(CrawlerVerdict.unknown.rawValue)] == 21)
            }
        }

        @Test func whatCannotBeToldIsBelievedAndNobodyIsAsked() async throws {
            try await Self.withBrokenOrigin {
                $0.set(Self.reverse("10.0.0.7"), .code(3))
                $0.set(Self.reverse(Self.liar), .code(3))
            } _: { running, server in
                for _ in 0..<3 {
                    // Behind a proxy that nobody trusts, all have its address.
                    try await Self.isTold(503, running, "10.0.0.7")
                }
                let others = try await onThread {
                    let client = try running.client()
                    let from = "X-Forwarded-For: \(Self.liar)"
                    // DuckDuckGo has lists of addresses and no names.
                    return (
                        try client.ask("/", "User-Agent: DuckDuckBot/1.1", from).status,
                        try client.ask("/", "User-Agent: Firefox", from).status
                    )
                }
                #expect(others == (503, 502))
                let report = await running.gateway.report()
                #expect(report.crawlers[Int(CrawlerVerdict.unverifiable.rawValue)] == 4)
                #expect(report.crawlers.reduce(0, +) == 4)
                #expect(server.count(of: Self.reverse("10.0.0.7"), type: 12) == 0)
                #expect(server.count(of: Self.reverse(Self.liar), type: 12) == 0)
            }
        }

        @Test func withoutTheSettingTheNameIsEnough() async throws {
            try await Self.withBrokenOrigin(verifies: false) {
                $0.set(Self.reverse(Self.liar), .code(3))
            } _: { running, server in
                for _ in 0..<3 { try await Self.isTold(503, running, Self.liar) }
                let report = await running.gateway.report()
                #expect(report.crawlers[Int(CrawlerVerdict.unasked.rawValue)] == 3)
                #expect(server.count(of: Self.reverse(Self.liar), type: 12) == 0)
            }
        }

        /// While nothing fails, nobody is asked and nobody is counted.
        @Test func aWorkingOriginCostsNoLookUp() async throws {
            let origin = try Origin { _, _ in Origin.ok("page") }
            defer { origin.stop() }
            try await withNameServer { server in
                server.set(Self.reverse(Self.genuine), .code(3))
                var made = cachingConfiguration(to: origin.port)
                made.verifiesCrawlers = true
                made.resolver.servers = [server.address]
                made.trustedProxies = [AddressRange(IPAddress(v4: 0x7F00_0001), prefixLength: 32)]
                try await withGateway(made) { running in
                    try await Self.isTold(200, running, Self.genuine)
                    #expect(await running.gateway.report().crawlers.allSatisfy { $0 == 0 })
                }
                #expect(server.count(of: Self.reverse(Self.genuine), type: 12) == 0)
            }
        }

        private func withNameServer(_ body: (LabNameServer) async throws -> Void) async throws {
            let server = try await LabNameServer.start()
            do { try await body(server) } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }
}
