import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayPlane
import Testing

extension EndToEnd {
    /// What one client or one route may take, and who may not pass.
    @Suite(.serialized) struct LimitTests {
        private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func requestsBeyondTheRateAreToldWhenToComeBack(_ isOfClient: Bool) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            let limit = RateLimit(requests: 2, period: .seconds(3600), burst: 2)
            setup.routes[0].rate = isOfClient ? RatePolicy(client: limit) : RatePolicy(total: limit)
            setup.workers = 2
            try await withGateway(setup) { running in
                let responses = try await onThread {
                    try (0..<4).map { _ in
                        let client = try running.client()
                        try client.send(Self.request)
                        return try client.finalResponse()
                    }
                }
                #expect(responses.map(\.status) == [200, 200, 429, 429])
                let name = isOfClient ? "client" : "route"
                #expect(
                    responses.map { $0.field("RateLimit-Policy") }
                        == Array(repeating: "\"\(name)\";q=2;w=3600", count: 4)
                )
                #expect(responses[0].field("RateLimit")?.hasPrefix("\"\(name)\";r=1;t=") == true)
                #expect(responses[2].field("RateLimit")?.hasPrefix("\"\(name)\";r=0;t=") == true)
                #expect(responses[2].field("Retry-After").flatMap { Int($0) } ?? 0 > 1)
                let told = try ProxyStatus(parsing: responses[2].field("Proxy-Status") ?? "")
                #expect(told.members.first?.error == .known(.httpRequestDenied))
                #expect(upstream.requests.count == 2)
                // Its story is known, if only in numbers.
                let id = try #require(responses[2].field("X-Incident-ID"))
                let incident = try #require(await running.gateway.incident(id: id))
                #expect(incident.fault?.detail == Fault.Detail.rateLimited.token)
                #expect(await running.gateway.report().shed == 2)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadForgetsNoRate() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.routes[0].rate = RatePolicy(client: RateLimit(requests: 1, period: .seconds(3600)))
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(Self.request)
                    #expect(try client.finalResponse().status == 200)
                    try running.gateway.reload(running.gateway.configuration)
                    try client.send(Self.request)
                    #expect(try client.finalResponse().status == 429)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aClientHasSoManyConnectionsAndNoMore() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.clientLimits = ClientLimits(connections: 2)
            setup.workers = 2
            try await withGateway(setup) { running in
                try await onThread {
                    let clients = try (0..<2).map { _ in try running.client() }
                    for client in clients {
                        try client.send(Self.request)
                        #expect(try client.finalResponse().status == 200)
                    }
                    let third = try running.client()
                    #expect(try !third.readMore())
                    clients[0].close()
                    // The place is free as soon as the close was seen.
                    while true {
                        let next = try running.client()
                        try? next.send(Self.request)
                        guard (try? next.finalResponse())?.status != 200 else { break }
                    }
                }
                #expect(await running.gateway.report().clientsRefused > 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aClientHasSoManyRequestsUnderWayAndNoMore() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    if request.target == "/slow" { gate.wait() }
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.clientLimits = ClientLimits(requests: 1)
            try await withGateway(setup) { running in
                try await onThread {
                    let slow = try running.client()
                    try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                    while upstream.requests.isEmpty { _ = try slow.isSilent(milliseconds: 1) }
                    let other = try running.client()
                    try other.send(Self.request)
                    #expect(try other.finalResponse().status == 429)
                    gate.open()
                    #expect(try slow.finalResponse().status == 200)
                    try other.send(Self.request)
                    #expect(try other.finalResponse().status == 200)
                }
            }
        }

        // MARK: - Maintenance

        @Test(.timeLimit(.minutes(1)))
        func aRouteUnderMaintenanceIsClosedExceptForItsGuests() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.routes[0].maintenance = MaintenancePolicy(isOn: true, retryAfter: .seconds(600), cookie: "pass=yes")
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(Self.request)
                    let response = try client.finalResponse()
                    #expect(response.status == 503)
                    #expect(response.field("Retry-After") == "600")
                    for (cookie, status) in [
                        ("a=b; pass=yes", 200), ("pass=yes", 200), ("xpass=yes", 503), ("pass=no", 503),
                    ] {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: \(cookie)\r\n\r\n")
                        #expect(try client.finalResponse().status == status, "\(cookie)")
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadChangesTheOverloadPolicyOfAnEndpointThatStays() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil {
                    try peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                }
            }
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.routes[0].overload = OverloadPolicy(isAdaptive: false)
            try await withGateway(setup) { running in
                let limitAfter = { @Sendable (policy: OverloadPolicy) async throws -> Int? in
                    try await onThread {
                        var changed = running.gateway.configuration
                        changed.routes[0].overload = policy
                        try running.gateway.reload(changed)
                        let client = try running.client()
                        for _ in 0..<20 { #expect(try client.ask("/").status == 503) }
                    }
                    return await running.gateway.report().endpoints.first?.requestLimit
                }
                let off = try await limitAfter(OverloadPolicy(isAdaptive: false))
                let on = try await limitAfter(OverloadPolicy())
                let offAgain = try await limitAfter(OverloadPolicy(isAdaptive: false))
                #expect([off, on, offAgain] == [nil, 4, nil])
            }
        }
    }
}
