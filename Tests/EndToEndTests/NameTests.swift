import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayLab
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// Names of upstreams: what changes, what fails, and what the client sees of it.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct NameTests {
        /// Runs `body` with a name server and a gateway with one endpoint of that address.
        static func withNames<Result>(
            _ address: Endpoint.Address,
            timeouts: Timeouts = .generous,
            idleConnections: Int = 1024,
            _ prepare: (LabNameServer) -> Void,
            _ body: (RunningGateway, LabNameServer) async throws -> Result
        ) async throws -> Result {
            let server = try await LabNameServer.start()
            prepare(server)
            var made = configuration(to: [Endpoint(address: address)], timeouts: timeouts)
            made.resolver.servers = [server.address]
            made.routes[0].idleConnections = idleConnections
            do {
                let result = try await withGateway(made) { try await body($0, server) }
                await server.stop()
                return result
            } catch {
                await server.stop()
                throw error
            }
        }

        static func app(_ port: Int) -> Endpoint.Address { .tcp(host: "app.test", port: port) }

        /// An upstream at another address of this machine, with a port that the first one has, too.
        static func upstreamAtTwo(_ text: String, port: Int) throws -> TestUpstream {
            let address = SocketAddress(family: .v4, high: 0x7F00_0002 << 32, low: 0, port: UInt16(port))
            return try TestUpstream.answering(text, .address(address))
        }

        @discardableResult
        static func get(_ client: Peer, _ method: String = "GET") throws -> Message {
            let content = method == "POST" ? "Content-Length: 5\r\n\r\nhello" : "\r\n"
            try client.send("\(method) / HTTP/1.1\r\nHost: a\r\n\(content)")
            return try client.finalResponse()
        }

        @Test func aNameIsResolvedBeforeTheFirstRequest() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withNames(Self.app(upstream.port)) {
                $0.set("app.test", .records([.v4(127, 0, 0, 1)]))
            } _: { running, _ in
                try await onThread {
                    let response = try Self.get(try running.client())
                    #expect(response.text == "ok")
                }
                let names = await running.gateway.report().names
                #expect(names.map(\.name) == ["app.test"])
                #expect(names.first?.addresses == ["127.0.0.1"])
                #expect(names.first?.timeToLive == 30)
            }
        }

        @Test func anAddressThatChangesWithItsTimeToLiveIsFollowed() async throws {
            let one = try TestUpstream.answering("one")
            defer { one.stop() }
            let two = try Self.upstreamAtTwo("two", port: one.port)
            defer { two.stop() }
            try await Self.withNames(Self.app(one.port)) {
                $0.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 1)]), .records([.v4(127, 0, 0, 2, ttl: 1)]))
            } _: { running, _ in
                try await onThread {
                    let client = try running.client()
                    let deadline = ContinuousClock.now + .seconds(10)
                    var seen: [String] = []
                    while seen.last != "two", ContinuousClock.now < deadline {
                        let response = try Self.get(client)
                        #expect(response.status == 200)
                        if seen.last != response.text { seen.append(response.text) }
                    }
                    // The kept connection to the address that is gone is not used again.
                    #expect(seen == ["one", "two"])
                }
                #expect(await running.gateway.report().faults.isEmpty)
            }
        }

        @Test func keptConnectionsToAddressesThatStayAreKept() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withNames(Self.app(upstream.port)) {
                $0.set(
                    "app.test",
                    .records([.v4(127, 0, 0, 1, ttl: 1)]),
                    .records([.v4(127, 0, 0, 1, ttl: 60), .v4(127, 0, 0, 3, ttl: 60)])
                )
            } _: { running, _ in
                try await onThread { _ = try Self.get(try running.client()) }
                _ = try await running.report { $0.names.first?.addresses.count == 2 }
                try await onThread { _ = try Self.get(try running.client()) }
                let report = await running.gateway.report()
                #expect(report.endpoints.first?.opened == 1)
                #expect(report.endpoints.first?.reused == 1)
                #expect(upstream.connections == 1)
            }
        }

        /// Nothing of the request was sent, so POST is as good as GET.
        @Test(arguments: ["GET", "POST"])
        func aRefusedAddressIsAskedForAgainBeforeAnError(_ method: String) async throws {
            let upstream = try TestUpstream.answering("placeholder")
            let port = upstream.port
            upstream.stop()
            let two = try Self.upstreamAtTwo("two", port: port)
            defer { two.stop() }
            try await Self.withNames(Self.app(port)) {
                // Nobody listens at the first address any more; the record says that it holds for a minute.
                $0.set("app.test", .records([.v4(127, 0, 0, 4, ttl: 60)]), .records([.v4(127, 0, 0, 2, ttl: 60)]))
            } _: { running, server in
                // Time is the subject: an answer younger than a second is believed and not asked for again.
                try await Task.sleep(for: .milliseconds(1100))
                try await onThread {
                    let response = try Self.get(try running.client(), method)
                    #expect(response.status == 200)
                    #expect(response.text == "two")
                }
                #expect(two.requests.map(\.method) == [method])
                #expect(server.count(of: "app.test") == 2)
                let report = await running.gateway.report()
                #expect(report.saved == 1)
                #expect(report.faults.map(\.key.detail) == [.connectRefused])
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.outcome == .saved)
                #expect(incident.notes.contains { $0.contains("asked for again") })
            }
        }

        @Test func anAddressThatRefusesAndIsStillTheRightOneIsARefusal() async throws {
            let upstream = try TestUpstream.answering("placeholder")
            let port = upstream.port
            upstream.stop()
            try await Self.withNames(Self.app(port)) {
                $0.set("app.test", .records([.v4(127, 0, 0, 4, ttl: 60)]))
            } _: { running, server in
                // Time is the subject: an answer younger than a second is believed and not asked for again.
                try await Task.sleep(for: .milliseconds(1100))
                try await onThread {
                    let response = try Self.get(try running.client())
                    #expect(response.status == 502)
                    let told = try ProxyStatus(parsing: response.field("Proxy-Status") ?? "")
                    #expect(told.members.first?.error == .known(.connectionRefused))
                }
                #expect(server.count(of: "app.test") == 2)
            }
        }

        @Test func aNameServerThatIsDownTakesNoUpstreamDown() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withNames(Self.app(upstream.port)) {
                $0.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 1)]))
            } _: { running, server in
                try await onThread { _ = try Self.get(try running.client()) }
                await server.stop()
                let report = try await running.report { ($0.names.first?.failuresInRow ?? 0) > 1 }
                #expect(report.names.first?.isStale == true)
                #expect(report.names.first?.problem?.contains("cannot be reached") == true)
                try await onThread {
                    for _ in 0..<5 {
                        let response = try Self.get(try running.client(), "POST")
                        #expect(response.status == 200)
                    }
                }
                #expect(await running.gateway.report().faults.isEmpty)
            }
        }

        @Test func whatTheResolverSaysIsInTheIncident() async throws {
            try await Self.withNames(Self.app(80)) {
                $0.set("app.test", .code(2, ede: 22, text: "at delegation test"))
            } _: { running, _ in
                try await onThread {
                    let response = try Self.get(try running.client())
                    #expect(response.status == 502)
                    #expect(!response.text.contains("app.test"))
                }
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.fault?.detail == Fault.Detail.dnsServerFailure.token)
                #expect(incident.fault?.code == 2)
                let words = "says SERVFAIL, EDE 22 (No Reachable Authority): at delegation test"
                #expect(incident.notes.contains { $0.contains(words) }, "\(incident.notes)")
            }
        }

        /// A name that comes to be is found by the first request that needs it, not some time later.
        @Test func aNameThatDidNotExistIsAskedForAgain() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withNames(Self.app(upstream.port)) {
                $0.set("app.test", .code(3), .code(3), .code(3), .records([.v4(127, 0, 0, 1)]))
            } _: { running, _ in
                try await onThread {
                    let client = try running.client()
                    let deadline = ContinuousClock.now + .seconds(15)
                    var status: Int?
                    while status != 200, ContinuousClock.now < deadline { status = try Self.get(client).status }
                    #expect(status == 200)
                }
            }
        }

        @Test func oneBadAddressOfThreeIsNotNoticed() async throws {
            let one = try TestUpstream.answering("one")
            defer { one.stop() }
            let two = try Self.upstreamAtTwo("two", port: one.port)
            defer { two.stop() }
            try await Self.withNames(Self.app(one.port), idleConnections: 0) {
                $0.set("app.test", .records([.v4(127, 0, 0, 1), .v4(127, 0, 0, 2), .v4(127, 0, 0, 5)]))
            } _: { running, _ in
                let answers = try await onThread {
                    // None is kept, so that each needs a connection of its own.
                    let clients = try (0..<12).map { _ in try running.client() }
                    for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
                    return try clients.map { try $0.finalResponse().text }
                }
                #expect(Set(answers) == ["one", "two"])
                #expect(await running.gateway.report().faults.isEmpty)
                // Both take turns; the bad one's turn falls to one of them.
                #expect(one.connections >= 4 && two.connections >= 4)
            }
        }

        /// The first address swallows every SYN: the next one is tried after a quarter of a second, not after two.
        @Test func aSilentAddressCostsAQuarterOfASecond() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            // Longer than the client waits: had the first address to time out, there would be no answer.
            timeouts.connect = Setting(.seconds(60))
            try await withLab { lab in
                let hole = try #require(lab.port(of: "connect-timeout"))
                try await Self.withNames(.service(name: "_http._tcp.app.test"), timeouts: timeouts) {
                    $0.set(
                        "_http._tcp.app.test",
                        .records([
                            .service("app.test", port: hole, priority: 1),
                            .service("app.test", port: upstream.port, priority: 2),
                        ])
                    )
                    $0.set("app.test", .records([.v4(127, 0, 0, 1)]))
                } _: { running, _ in
                    try await onThread {
                        let response = try Self.get(try running.client())
                        #expect(response.text == "ok")
                    }
                    let report = try await running.report { $0.endpoints.first?.connections == 1 }
                    #expect(report.endpoints.first?.connections == 1)
                    #expect(report.faults.isEmpty)
                }
            }
        }

        @Test func aReloadResolvesNewNamesBeforeItTakesEffect() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withNames(.tcp(host: "127.0.0.1", port: upstream.port)) {
                $0.set("app.test", .records([.v4(127, 0, 0, 1)]))
            } _: { running, server in
                var next = running.gateway.configuration
                next.routes[0].endpoints = [Endpoint(address: Self.app(upstream.port))]
                let configuration = next
                try await onThread {
                    try running.gateway.reload(configuration)
                    for _ in 0..<20 {
                        let response = try Self.get(try running.client())
                        #expect(response.status == 200)
                    }
                }
                #expect(server.count(of: "app.test") >= 1)
            }
        }

        /// The client leaves while addresses are being tried: every socket of the race is closed.
        @Test func aRaceEndsWithItsClient() async throws {
            try await withLab { lab in
                let first = try #require(lab.port(of: "connect-timeout"))
                try await withLab { other in
                    let second = try #require(other.port(of: "connect-timeout"))
                    try await Self.withNames(.service(name: "_http._tcp.app.test")) {
                        $0.set(
                            "_http._tcp.app.test",
                            .records([.service("app.test", port: first), .service("app.test", port: second)])
                        )
                        $0.set("app.test", .records([.v4(127, 0, 0, 1)]))
                    } _: { running, _ in
                        let held = try await onThread {
                            let client = try running.client()
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            return Held(client)
                        }
                        let racing = try await running.report { $0.endpoints.first?.opened == 2 }
                        #expect(racing.endpoints.first?.opened == 2)
                        held.peer.reset()
                        let report = try await running.report { $0.endpoints.first?.connections == 0 }
                        #expect(report.endpoints.first?.connections == 0)
                        #expect(report.endpoints.first?.active == 0)
                        #expect(report.clientsLeft == 1)
                    }
                }
            }
        }
    }
}
