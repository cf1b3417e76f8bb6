import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Changes while it runs: reload, endpoints taken out of use, routes closed.
    @Suite(.serialized) struct OperatingTests {
        // MARK: - Reload

        @Test(.timeLimit(.minutes(1)))
        func aTunnelAndAStreamLiveThroughTenReloadsAndThePoolStays() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                while let request = try? peer.message() {
                    switch request.target {
                    case "/events":
                        try peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: first\n\n")
                        gate.wait()
                        try peer.send("data: last\n\n")
                        return peer.finishSending()
                    case "/socket":
                        let fields = "Connection: upgrade\r\nUpgrade: echo"
                        try peer.send("HTTP/1.1 101 Switching Protocols\r\n\(fields)\r\n\r\n")
                        while let bytes = try? peer.take(4) { try peer.send(bytes) }
                        return
                    default: try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    }
                }
            }
            defer { upstream.stop() }
            let settings = configuration(to: [.local(upstream.port)])
            try await withGateway(settings) { running in
                try await onThread {
                    let socket = try running.client()
                    try socket.send("GET /socket HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
                    #expect(try socket.message().status == 101)
                    let events = try running.client()
                    try events.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = try events.take(through: "data: first")
                    let kept = try running.client()
                    for number in 0...10 {
                        if number > 0 { try running.gateway.reload(Self.changed(settings, number, running)) }
                        try socket.send("ab\(number % 10)\n")
                        #expect(try socket.take(4) == Array("ab\(number % 10)\n".utf8))
                        try kept.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try kept.message().text == "ok")
                    }
                    gate.open()
                    _ = try events.take(through: "data: last")
                }
                let after = try await running.report { $0.generation == 11 && $0.clientsActive == 0 }
                #expect(after.generation == 11)
                let endpoint = try #require(after.endpoints.first { $0.label.hasSuffix(":\(upstream.port)") })
                // The tunnel, the stream, and one connection for all that was asked before, between and after.
                #expect(endpoint.opened == 3)
                #expect(endpoint.reused == 10)
                #expect(after.visible.isEmpty)
            }
        }

        /// Something changes every time, and a route comes and goes beside the one that stays.
        private static func changed(_ settings: Configuration, _ number: Int, _ running: RunningGateway)
            -> Configuration
        {
            var changed = settings
            changed.limits.requestFields = 100 + number
            if number % 2 == 1 {
                changed.routes.append(
                    Route(name: "other", match: RouteMatch(pathPrefix: "/other"), endpoints: [.local(1)])
                )
            }
            changed.listeners = running.gateway.configuration.listeners
            changed.accessLog = running.gateway.configuration.accessLog
            return changed
        }

        // MARK: - Endpoints out of use

        @Test(.timeLimit(.minutes(1)))
        func aDrainedEndpointFinishesWhatRunsThereAndGetsNothingNew() async throws {
            let gate = Gate()
            let old = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    if request.target == "/slow" { gate.wait() }
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold")
                }
            }
            let new = try TestUpstream.answering("new")
            defer {
                old.stop()
                new.stop()
            }
            try await withGateway(configuration(to: [.local(old.port), .local(new.port)])) { running in
                let label = "http://127.0.0.1:\(old.port)"
                let other = "http://127.0.0.1:\(new.port)"
                #expect(running.gateway.drainEndpoint(other, true))
                #expect(try await Self.ask(running, "/") == "old")
                async let slow = onThread { try Self.get(running, "/slow") }
                try await running.wait { old.requests.contains { $0.target == "/slow" } }
                #expect(running.gateway.drainEndpoint(other, false))
                #expect(running.gateway.drainEndpoint(label, true))
                let during = try await running.report { report in
                    report.endpoints.contains { $0.label == label && $0.isDrained && $0.pooled == 0 }
                }
                #expect(during.endpoints.first { $0.label == label }?.active == 1)
                let seen = old.requests.count
                for _ in 0..<10 { #expect(try await Self.ask(running, "/") == "new") }
                #expect(old.requests.count == seen)
                gate.open()
                #expect(try await slow == "old")
                let after = try await running.report { report in
                    report.endpoints.contains { $0.label == label && $0.connections == 0 }
                }
                // Its connection is closed instead of kept.
                #expect(after.endpoints.first { $0.label == label }?.connections == 0)
                #expect(running.gateway.drainEndpoint(label, false))
                #expect(running.gateway.drainEndpoint(other, true))
                #expect(try await Self.ask(running, "/") == "old")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func drainingSurvivesAReloadThatTakesTheEndpointAwayAndBringsItBack() async throws {
            let a = try TestUpstream.answering("a")
            let b = try TestUpstream.answering("b")
            defer {
                a.stop()
                b.stop()
            }
            let both = configuration(to: [.local(a.port), .local(b.port)])
            try await withGateway(both) { running in
                let label = "http://127.0.0.1:\(a.port)"
                #expect(running.gateway.drainEndpoint(label, true))
                for endpoints in [[Endpoint.local(b.port)], [.local(a.port), .local(b.port)]] {
                    var next = configuration(to: endpoints)
                    next.listeners = running.gateway.configuration.listeners
                    next.accessLog = running.gateway.configuration.accessLog
                    try running.gateway.reload(next)
                    for _ in 0..<4 { #expect(try await Self.ask(running, "/") == "b") }
                }
                #expect(!running.gateway.drainEndpoint("http://127.0.0.1:1", true))
                #expect(running.gateway.drainedEndpoints == [label])
            }
        }

        // MARK: - Maintenance

        @Test(.timeLimit(.minutes(1)))
        func aClosedRouteSaysWhatItsOperatorWroteAndWhenToComeBack() async throws {
            let upstream = try TestUpstream.answering("open")
            defer { upstream.stop() }
            var settings = configuration(to: [.local(upstream.port)])
            settings.routes[0].maintenance = MaintenancePolicy(
                retryAfter: .seconds(120),
                message: "New shelves <b>tonight</b> & `tomorrow`."
            )
            try await withGateway(settings) { running in
                #expect(running.gateway.closeRoute("all", true))
                #expect(!running.gateway.closeRoute("none", true))
                let closed = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                    return try client.message()
                }
                #expect(closed.status == 503)
                #expect(closed.field("Retry-After") == "120")
                #expect(closed.text.contains("New shelves &lt;b&gt;tonight&lt;/b&gt; &amp; `tomorrow`."))
                #expect(running.gateway.maintenanceOverrides == ["all": true])
                #expect(running.gateway.closeRoute("all", false))
                #expect(try await Self.ask(running, "/") == "open")
                #expect(upstream.requests.count == 1)
            }
        }

        // MARK: - The ledger

        @Test(.timeLimit(.minutes(1)))
        func whatClientsSeeIsCountedByRouteAndEndpointAndWhatIsPreventedIsNot() async throws {
            let broken = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                peer.reset()
            }
            let whole = try TestUpstream.answering("fine")
            defer {
                broken.stop()
                whole.stop()
            }
            var settings = configuration(to: [.local(broken.port), .local(whole.port)])
            settings.routes[0].match = RouteMatch(pathPrefix: "/both")
            // Each of the four needs a retry, and the budget of so few requests is three a second.
            settings.routes[0].retry.budgetPercent = 100
            settings.routes.append(
                Route(name: "bad", match: RouteMatch(pathPrefix: "/bad"), endpoints: [.local(broken.port)])
            )
            try await withGateway(settings) { running in
                for _ in 0..<4 { #expect(try await Self.ask(running, "/both") == "fine") }
                _ = try await Self.ask(running, "/bad")
                _ = try await Self.ask(running, "/nowhere")
                let report = await running.gateway.report()
                let seen = Dictionary(report.visible.map { ("\($0.key.route) \($0.key.endpoint)", $0) }) { a, _ in a }
                #expect(report.visible.count == 2)
                let bad = try #require(seen["bad http://127.0.0.1:\(broken.port)"])
                #expect(bad.key.side == .upstream)
                #expect(bad.count == 1)
                #expect(seen["- -"]?.key.detail == .noRoute)
                let both = try #require(report.routes.first { $0.name == "all" })
                #expect(both.prevented[Int(Prevention.retry.rawValue)] >= 1)
                let incident = try #require(
                    await running.gateway.incidents(limit: 10).first { $0.route?.name == "bad" }
                )
                #expect(incident.notes.contains { $0.hasPrefix("retry class of the last failed attempt: S") })
                #expect(incident.notes.contains { $0.hasPrefix("there was no further attempt: ") })
            }
        }

        // MARK: - What an incident says about it

        @Test(.timeLimit(.minutes(1)))
        func aLostKeptConnectionTellsWhatIsKnownOfItsLifetime() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=30\r\nContent-Length: 2\r\n\r\nok")
                // The next request comes while the connection closes.
                _ = try peer.message()
                peer.close()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                for _ in 0..<2 { #expect(try await Self.ask(running, "/") == "ok") }
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.attempts.first?.fault?.detail == "closed_on_reuse")
                let note = "origin says that it keeps idle connections for 30 s (Keep-Alive: timeout=30); "
                #expect(incident.notes.contains { $0.hasPrefix(note + "connections are reused for at most ") })
                #expect(incident.notes.contains { $0.contains(" S2, a kept connection ended") })
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRequestThatWaitedInVainTellsHowLong() async throws {
            let nobody = Endpoint(address: .unix(path: "/nonexistent/origin.sock"))
            let settings = configuration(to: [nobody], wait: Milliseconds(300))
            try await withGateway(settings) { running in
                _ = try await Self.ask(running, "/")
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.status == 503)
                #expect(incident.notes.contains { $0.hasPrefix("it waited for 0.3 s in vain (at most 0.3 s here)") })
            }
        }

        // MARK: - Asking

        // Not a closure inside `#expect`: the compiler of Swift 6.3 takes two of them in one function for the same.
        @discardableResult
        private static func ask(_ running: RunningGateway, _ path: String) async throws -> String {
            try await onThread { try Self.get(running, path) }
        }

        private static func get(_ running: RunningGateway, _ path: String) throws -> String {
            let client = try running.client()
            try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return try client.message().text
        }
    }
}
