import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// Waiting instead of failing.
    @Suite(.serialized) struct WaitTests {
        /// A port on which nothing listens, until something does.
        private static func freePort() throws -> Int {
            Int(try Listener(.address(.loopbackV4(port: 0)), shared: false).address.port)
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["GET", "POST"])
        func aRequestWaitsForAnUpstreamThatStarts(_ method: String) async throws {
            let port = try Self.freePort()
            try await withGateway(configuration(to: [.local(port)], wait: .seconds(10))) { running in
                let clients = try await onThread {
                    try (0..<20).map { _ in
                        let client = try running.client()
                        try client.send("\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                        return client
                    }.map(Held.init)
                }
                let report = try await running.report { $0.waiting == 20 }
                #expect(report.waiting == 20)
                let upstream = try TestUpstream.answering("ok", .address(.loopbackV4(port: UInt16(port))))
                defer { upstream.stop() }
                try await onThread {
                    let texts = try clients.map { try $0.peer.finalResponse().text }
                    #expect(Set(texts) == ["ok"])
                }
                let after = await running.gateway.report()
                #expect(after.waiting == 0)
                #expect(after.routes.first { $0.name == "all" }?.prevented[Int(Prevention.wait.rawValue)] == 20)
                #expect(upstream.requests.count == 20)
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.outcome == .saved)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whoWaitedInVainIsToldWhenToComeBack() async throws {
            let port = try Self.freePort()
            try await withGateway(configuration(to: [.local(port)], wait: Milliseconds(200))) { running in
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(response.status == 503)
                let pause = try #require(response.field("Retry-After").flatMap { Int($0) })
                #expect((1...120).contains(pause))
                // The first cause, not the breaker.
                let told = try ProxyStatus(parsing: response.field("Proxy-Status") ?? "")
                #expect(told.members.first?.error == .known(.connectionRefused))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theQueueIsBounded() async throws {
            let port = try Self.freePort()
            var setup = configuration(to: [.local(port)], wait: .seconds(20))
            setup.routes[0].wait.requests = 2
            try await withGateway(setup) { running in
                let held = try await onThread {
                    // One that tries, two that wait behind it.
                    try (0..<3).map { _ in
                        let client = try running.client()
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        return Held(client)
                    }
                }
                _ = try await running.report { $0.waiting == 3 }
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(response.status == 503)
                #expect(response.field("Retry-After") != nil)
                withExtendedLifetime(held) {}
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whoLeavesTheQueueIsForgotten() async throws {
            let port = try Self.freePort()
            try await withGateway(configuration(to: [.local(port)], wait: .seconds(20))) { running in
                try await onThread {
                    let clients = try (0..<5).map { _ in
                        let client = try running.client()
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        return client
                    }
                    for client in clients { client.reset() }
                }
                let report = try await running.report { $0.waiting == 0 && $0.exchangesActive == 0 }
                #expect(report.waiting == 0)
                #expect(report.exchangesActive == 0)
                #expect(report.blocksLent == 0)
            }
        }

        // MARK: - Limits

        /// With room for one request at a time, the others wait and are served in order of arrival.
        @Test(.timeLimit(.minutes(1)))
        func requestsBeyondTheLimitWaitForTheirTurn() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    gate.wait()
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)], wait: .seconds(20))
            setup.routes[0].load.endpointRequests = 1
            try await withGateway(setup) { running in
                var held: [Held] = []
                for number in 0..<6 {
                    held.append(
                        try await onThread {
                            let client = try running.client()
                            try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                            return Held(client)
                        }
                    )
                    // Each is in its place before the next comes.
                    _ = try await running.report { $0.exchangesActive == number + 1 }
                }
                #expect(await running.gateway.report().waiting == 5)
                for _ in 0..<6 { gate.open() }
                let clients = held
                try await onThread {
                    let texts = try clients.map { try $0.peer.finalResponse().text }
                    #expect(Set(texts) == ["ok"])
                }
                #expect(upstream.requests.map(\.target) == (0..<6).map { "/\($0)" })
                #expect(upstream.connections == 1)
            }
        }

        // MARK: - Urgency

        /// RFC 9218 §4.1, where the route believes the field; where it does not, arrival decides.
        @Test(.timeLimit(.minutes(1)), arguments: [true, false])
        func theUrgentAreServedFirstAndTheLeastUrgentTurnedAway(_ isBelieved: Bool) async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    gate.wait()
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)], wait: .seconds(60))
            setup.routes[0].load.endpointRequests = 1
            setup.routes[0].wait.requests = 2
            setup.routes[0].overload.priorityField = isBelieved ? "Priority" : nil
            // Waits of a busy machine are no overload.
            setup.routes[0].overload.sojourn = .seconds(60)
            try await withGateway(setup) { running in
                var held: [Held] = []
                // One that is served; two that fill the queue; and one more, the most urgent of all.
                for (number, urgency) in [3, 6, 3, 0].enumerated() {
                    let sent = try await onThread {
                        let client = try running.client()
                        try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\nPriority: i, u=\(urgency)\r\n\r\n")
                        return Held(client)
                    }
                    held.append(sent)
                    // Each is in its place before the next comes.
                    if number < 3 { _ = try await running.report { $0.exchangesActive == number + 1 } }
                }
                let clients = held
                let turnedAway = isBelieved ? 1 : 3
                let status = try await onThread { try clients[turnedAway].peer.finalResponse().status }
                #expect(status == 503)
                for _ in 0..<3 { gate.open() }
                let texts = try await onThread {
                    try clients.indices.filter { $0 != turnedAway }.map { try clients[$0].peer.finalResponse().text }
                }
                #expect(texts == ["ok", "ok", "ok"])
                #expect(upstream.requests.map(\.target) == (isBelieved ? ["/0", "/3", "/2"] : ["/0", "/1", "/2"]))
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.queueFull])
            }
        }
    }
}
