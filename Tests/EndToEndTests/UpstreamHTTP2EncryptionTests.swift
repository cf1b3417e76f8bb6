import GatewayConfig
import GatewayPlane
import GatewayReactor
import GatewayWire
import Testing

extension EndToEnd {
    /// HTTP/2 to upstreams over TLS: what the handshake has to do with it.
    @Suite(.serialized) struct UpstreamHTTP2EncryptionTests {
        private let authority: Authority
        private let context: TLSContext

        init() throws {
            self.authority = try Authority()
            let issued = try self.authority.issue("app", ["IP:127.0.0.1"])
            var settings = TLSServerSettings(
                certificates: [TLSCertificateFiles(certificate: issued.certificate, key: issued.key)],
                tickets: TicketKeys()
            )
            settings.protocols = ["h2", "http/1.1"]
            self.context = try TLSContext(server: settings)
        }

        private func endpoint(_ upstream: TestUpstream, offersHTTP2: Bool = true) -> Endpoint {
            var tls = UpstreamTLS()
            tls.authorities = self.authority.root.certificate
            tls.offersHTTP2 = offersHTTP2
            return Endpoint(address: .tcp(host: "127.0.0.1", port: upstream.port), tls: tls)
        }

        /// Answers with the version that was agreed on; an HTTP/2 connection says GOAWAY behind `requests` of them.
        private func upstream(requests: Int = .max) throws -> TestUpstream {
            try TestUpstream { [context] peer, number, upstream in
                let version = try peer.secure(with: context)?.applicationProtocol ?? "none"
                guard version == "h2" else {
                    while let request = try? peer.message() {
                        upstream.note(request)
                        try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(version.utf8.count)\r\n\r\n\(version)")
                    }
                    return
                }
                let origin = try HTTP2Origin(peer)
                var count = 0
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: "\(request.method) \(request.path) on \(number)"))
                    count += 1
                    if count == requests { try origin.sendGoAway(last: request.stream) }
                    try origin.answer(request.stream, version)
                }
            }
        }

        private static func ask(_ running: RunningGateway) async throws -> Message {
            try await onThread {
                let client = try running.client()
                try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.finalResponse()
            }
        }

        /// The connection behind one that said GOAWAY takes its session up again.
        @Test(.timeLimit(.minutes(1)))
        func theNextConnectionIsResumed() async throws {
            let upstream = try self.upstream(requests: 1)
            defer { upstream.stop() }
            try await withGateway(configuration(to: [self.endpoint(upstream)])) { running in
                for _ in 0..<3 {
                    #expect(try await Self.ask(running).text == "h2")
                    _ = try await running.report { $0.upstreamHTTP2.connectionsActive == 0 }
                }
                let report = await running.gateway.report()
                #expect(upstream.connections == 3)
                #expect(report.upstreamHandshakes[Int(HandshakeEnding.full.rawValue)] == 1)
                #expect(report.upstreamHandshakes[Int(HandshakeEnding.resumed.rawValue)] == 2)
                #expect(report.upstreamHTTP2.goAways == 3)
            }
        }

        /// `upstream-tls.http2` holds for the next request, in both directions.
        @Test(.timeLimit(.minutes(1)))
        func aReloadChangesTheVersion() async throws {
            let upstream = try self.upstream()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [self.endpoint(upstream)])) { running in
                #expect(try await Self.ask(running).text == "h2")
                for offersHTTP2 in [false, true] {
                    var other = configuration(to: [self.endpoint(upstream, offersHTTP2: offersHTTP2)])
                    other.listeners = running.gateway.configuration.listeners
                    try running.gateway.reload(other)
                    #expect(try await Self.ask(running).text == (offersHTTP2 ? "h2" : "http/1.1"))
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.isEmpty)
            }
        }

        /// gRPC's question goes out over HTTP/2, which the handshake agrees on.
        @Test(.timeLimit(.minutes(1)))
        func gRPCChecksAreAskedOverTLS() async throws {
            let upstream = try TestUpstream { [context] peer, _, upstream in
                guard try peer.secure(with: context)?.applicationProtocol == "h2" else { return }
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: "\(request.method) \(request.path)"))
                    try origin.sendHead(request.stream, "HTTP/1.1 200 OK\r\ncontent-type: application/grpc\r\n")
                    // NOT_SERVING.
                    try origin.send(request.stream, [0, 0, 0, 0, 2, 8, 2])
                    try origin.sendTrailers(request.stream, "grpc-status: 0\r\n")
                }
            }
            defer { upstream.stop() }
            var setup = configuration(to: [self.endpoint(upstream)])
            setup.routes[0].health = HealthPolicy(
                check: HealthCheck(kind: .grpc, interval: Milliseconds(20), timeout: .seconds(10), rise: 1, fall: 1)
            )
            try await withGateway(setup) { running in
                let report = try await running.report { $0.endpoints.first?.standing.isPassedOver == true }
                #expect(report.endpoints.first?.standing.isPassedOver == true)
                #expect(upstream.requests.first?.startLine == "POST /grpc.health.v1.Health/Check")
            }
        }
    }
}
