import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayGuide
import GatewayPlane
import Testing

extension EndToEnd {
    /// Clients that say how long they wait.
    @Suite(.serialized) struct DeadlineTests {
        private static func setup(_ ports: [Int], field: String? = "X-Request-Timeout") -> Configuration {
            var setup = configuration(to: ports.map { .local($0) })
            setup.routes[0].deadlineField = field
            return setup
        }

        /// Reads requests and answers none.
        private static func silent() throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() { upstream.note(request) }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["x-request-timeout", "X-REQUEST-TIMEOUT"])
        func theExchangeEndsWithTheTimeAndBlamesNobody(_ name: String) async throws {
            let upstream = try Self.silent()
            defer { upstream.stop() }
            try await withGateway(Self.setup([upstream.port])) { running in
                let response = try await onThread { try running.client().ask("/", "\(name): 300ms") }
                #expect(response.status == 504)
                let told = try ProxyStatus(parsing: response.field("Proxy-Status") ?? "")
                #expect(told.members.first?.error == .known(.httpResponseTimeout))
                let report = await running.gateway.report()
                #expect(report.faults.map(\.key.detail) == [.totalTimeout])
                #expect(report.faults.map(\.key.side) == [.client])
                #expect(report.endpoints.first?.standing.state == .up)
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.notes.contains { $0.contains("waits for 0.3 s only") }, "\(incident.notes)")
            }
        }

        /// However many do so: an endpoint cannot be taken out by clients in a hurry.
        @Test(.timeLimit(.minutes(1)))
        func clientsInAHurryEjectNoEndpoint() async throws {
            let upstreams = try [Self.silent(), Self.silent()]
            defer { for upstream in upstreams { upstream.stop() } }
            try await withGateway(Self.setup(upstreams.map(\.port))) { running in
                try await onThread { () throws -> Void in
                    for _ in 0..<30 {
                        let client = try running.client()
                        #expect(try client.ask("/", "X-Request-Timeout: 2").status == 504)
                    }
                }
                let report = await running.gateway.report()
                #expect(report.endpoints.map(\.standing.state) == [.up, .up])
                #expect(report.endpoints.allSatisfy { $0.requestLimit == nil && !$0.isSkipped })
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theUpstreamIsToldWhatIsLeft() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(Self.setup([upstream.port], field: "grpc-timeout")) { running in
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/", "A: 1", "Grpc-Timeout: 60S", "B: 2").status == 200)
                    #expect(try client.ask("/", "grpc-timeout: soon").status == 200)
                    #expect(try client.ask("/").status == 200)
                }
                let seen = upstream.requests
                let left = try #require(seen[0].field("Grpc-Timeout"))
                let milliseconds = try #require(Int(left.dropLast()))
                #expect(left.hasSuffix("m") && (1...60_000).contains(milliseconds))
                #expect(seen[0].field("A") == "1" && seen[0].field("B") == "2")
                // What is no time is somebody else's business.
                #expect(seen[1].field("grpc-timeout") == "soon")
                #expect(seen[2].field("grpc-timeout") == nil)
            }
        }

        /// Where nobody asked for it the field is one of many.
        @Test(.timeLimit(.minutes(1)))
        func withoutTheSettingNobodyIsBelieved() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(Self.setup([upstream.port], field: nil)) { running in
                let response = try await onThread { try running.client().ask("/", "X-Request-Timeout: 0") }
                #expect(response.status == 200)
                #expect(upstream.requests.first?.field("X-Request-Timeout") == "0")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whatIsOverAlreadyReachesNoUpstream() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(Self.setup([upstream.port])) { running in
                let response = try await onThread { try running.client().ask("/", "X-Request-Timeout: 0") }
                #expect(response.status == 504)
                #expect(upstream.requests.isEmpty && upstream.connections == 0)
            }
        }

        /// The usual time to an answer is 300 ms, and less than that is left after a failed attempt.
        @Test(.timeLimit(.minutes(1)))
        func anAttemptThatCannotEndInTimeDoesNotBegin() async throws {
            let slow = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    // Time is the subject.
                    _ = try peer.isSilent(milliseconds: 300)
                    if request.target == "/broken" { return peer.close() }
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { slow.stop() }
            try await withGateway(Self.setup([slow.port])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<3 { #expect(try client.ask("/").status == 200) }
                    // Half of the time is gone when the first attempt fails.
                    let broken = try client.ask("/broken", "X-Request-Timeout: 590ms")
                    #expect((broken.status ?? 0) >= 500)
                }
                #expect(slow.requests.count { $0.target == "/broken" } == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func nobodyWaitsForLongerThanItsClientDoes() async throws {
            let port = try TestUpstream.answering("gone").releasedPort
            var setup = Self.setup([port])
            setup.routes[0].wait.longest = .seconds(600)
            try await withGateway(setup) { running in
                let response = try await onThread { try running.client().ask("/", "X-Request-Timeout: 200ms") }
                #expect(response.status == 503)
            }
        }
    }
}

extension TestUpstream {
    /// Its port, on which nobody listens any more once connecting fails.
    fileprivate var releasedPort: Int {
        self.stop()
        while (try? Peer(port: self.port)) != nil {}
        return self.port
    }
}
