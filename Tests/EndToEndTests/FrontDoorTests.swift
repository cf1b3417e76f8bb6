import GatewayConfig
import GatewayFaults
import GatewayPlane
import GatewayReactor
import GatewayWire
import Testing

extension EndToEnd {
    /// Where TLS, PROXY headers, names and redirects meet.
    @Suite(.serialized) struct FrontDoorTests {
        private static func get(_ host: String, _ path: String = "/") -> String {
            "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n"
        }

        private func tls(_ authority: Authority, _ certificates: (String, [String])...) throws -> ListenerTLS {
            ListenerTLS(
                certificates: try certificates.map { file, names in
                    let issued = try authority.issue(file, names.map { "DNS:\($0)" })
                    return .init(certificate: issued.certificate, key: issued.key)
                }
            )
        }

        private func listener(_ tls: ListenerTLS?) -> GatewayConfig.Listener {
            Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls)
        }

        private func trusting(_ authority: Authority) throws -> TLSContext {
            var settings = TLSClientSettings()
            settings.trust = .authorities(file: authority.root.certificate)
            return try TLSContext(client: settings)
        }

        // MARK: - PROXY headers

        /// A relay as in front of a gateway: the header and the client's first bytes go out in one piece.
        private func relay(to port: Int, _ header: String) throws -> TestUpstream {
            try TestUpstream { client, _, _ in
                let gateway = try Peer(port: port)
                try client.readMore()
                try gateway.send(Array(header.utf8) + client.takePending(.max))
                while client.ending == nil, gateway.ending == nil {
                    if try !client.isSilent(milliseconds: 2) { try gateway.send(client.takePending(.max)) }
                    if try !gateway.isSilent(milliseconds: 2) { try client.send(gateway.takePending(.max)) }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["1.1", "2"])
        func aProxyHeaderIsReadInFrontOfTheHandshake(_ version: String) async throws {
            let authority = try Authority()
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            var door = self.listener(try self.tls(authority, ("shop", ["shop.test"])))
            let here = AddressRange(IPAddress(v4: 0x7f00_0001), prefixLength: 32)
            door.proxyProtocol = ProxyProtocolPolicy(sources: [here])
            configuration.listeners = [door]
            try await withGateway(configuration) { running in
                let relay = try self.relay(to: running.port, "PROXY TCP4 203.0.113.7 198.51.100.1 4711 443\r\n")
                defer { relay.stop() }
                let words = [
                    "curl", "-sS", "--max-time", "20", "--cacert", authority.root.certificate, "--http\(version)",
                    "--resolve", "shop.test:\(relay.port):127.0.0.1", "https://shop.test:\(relay.port)/",
                    "-w", " %{http_version}",
                ]
                #expect(try await Command.run(words).text == "ok \(version)")
                #expect(upstream.requests.first?.field("X-Forwarded-For") == "203.0.113.7")
                // Who does not send one is not let in, and a header alone is no handshake.
                try await onThread {
                    let client = try running.client()
                    try client.send("PROXY TCP4 203.0.113.7 198.51.100.1 4711 443\r\nGET / HTTP/1.1\r\n\r\n")
                    let (bytes, _) = try client.readToEnd()
                    #expect(String(decoding: bytes, as: UTF8.self).contains("request_plain_on_tls_port"))
                }
                let report = await running.gateway.report()
                #expect(report.handshakes[Int(HandshakeEnding.full.rawValue)] == 1)
            }
        }

        // MARK: - Hosts and names

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                ("a.test", "a.test", 200), ("a.test", "A.TEST:443", 200), ("a.test", "b.test", 421),
                ("b.test", "a.test", 421), ("b.test", "b.test", 200), ("a.test", "shared.test", 200),
                ("a.test", "x.wild.test", 421), ("x.wild.test", "y.wild.test", 200),
                // No certificate has it, so that another connection would show the same one.
                ("a.test", "else.test", 200), ("a.test", "127.0.0.1", 200),
            ]
        ) func aRequestForAnotherCertificateIsSentToAnotherConnection(
            _ name: String,
            _ host: String,
            _ status: Int
        ) async throws {
            let authority = try Authority()
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.listeners = [
                self.listener(
                    try self.tls(
                        authority,
                        ("a", ["a.test", "shared.test"]),
                        ("b", ["b.test"]),
                        ("w", ["*.wild.test"])
                    )
                )
            ]
            let context = try self.trusting(authority)
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    _ = try client.secure(with: context, name: name)
                    try client.send(Self.get(host))
                    let answer = try client.finalResponse()
                    #expect(answer.status == status)
                    #expect(answer.text.contains("request_misdirected") == (status == 421))
                    // The same on a stream, and its connection lives on.
                    let streams = try HTTP2Client(port: running.port, context: context, name: name)
                    #expect(try streams.answer(to: Self.get(host)).status == status)
                    #expect(try streams.answer(to: Self.get(name)).status == 200)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aHostBehindClientCertificatesIsNotServedWithoutThem() async throws {
            let authority = try Authority()
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            var guarded = try self.tls(authority, ("admin", ["admin.test"]))
            guarded.clientCertificates = .required
            guarded.clientAuthorities = authority.root.certificate
            configuration.listeners = [
                self.listener(try self.tls(authority, ("shop", ["shop.test"]))),
                Listener(address: .tcp(host: "127.0.0.2", port: 0), tls: guarded),
            ]
            let context = try self.trusting(authority)
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    _ = try client.secure(with: context)
                    for (host, status) in [("shop.test", 200), ("admin.test", 421)] {
                        try client.send(Self.get(host))
                        #expect(try client.finalResponse().status == status)
                    }
                }
                #expect(upstream.requests.count == 1)
            }
        }

        // MARK: - Redirects

        @Test(.timeLimit(.minutes(1)))
        func challengesOfAuthoritiesAreServedAndTheRestIsRedirected() async throws {
            let upstream = try TestUpstream.answering("token")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            var challenges = configuration.routes[0]
            challenges.name = "challenges"
            challenges.match = RouteMatch(pathPrefix: "/.well-known/acme-challenge")
            configuration.routes.append(challenges)
            var door = self.listener(nil)
            door.redirectPort = 443
            configuration.listeners = [door]
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    for (path, status) in [
                        ("/.well-known/acme-challenge/abc", 200), ("/", 308), ("/.well-known/other", 308),
                        ("/x/.well-known/acme-challenge/abc", 308),
                    ] {
                        try client.send(Self.get("shop.test", path))
                        #expect(try client.finalResponse().status == status, "for \(path)")
                    }
                }
            }
            // A route for everything is not meant: it gets the challenge over https://, where the redirect leads.
            configuration.routes.removeLast()
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(Self.get("shop.test", "/.well-known/acme-challenge/abc"))
                    #expect(try client.finalResponse().status == 308)
                }
            }
        }

        // MARK: - The end

        @Test(.timeLimit(.minutes(1)), arguments: [true, false])
        func idleClientsAreToldThatNothingIsMissing(_ isDrained: Bool) async throws {
            let authority = try Authority()
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.listeners = [self.listener(try self.tls(authority, ("shop", ["shop.test"])))]
            let context = try self.trusting(authority)
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    _ = try client.secure(with: context)
                    try client.send(Self.get("shop.test"))
                    #expect(try client.finalResponse().status == 200)
                    let streams = try HTTP2Client(port: running.port, context: context)
                    #expect(try streams.answer(to: Self.get("shop.test")).status == 200)
                    if isDrained { running.gateway.drain(milliseconds: 10_000) } else { running.gateway.stop() }
                    // A close without close_notify would be `reset` here.
                    #expect(try client.readToEnd().ending == .fin)
                    try streams.readToEnd()
                    #expect(streams.goAway == .noError)
                    #expect(streams.peer.ending == .fin)
                }
            }
        }

        // MARK: - Limits and violations

        /// One more stream than allowed (RFC 9113 §5.1.2), by a client that does not keep count.
        @Test(.timeLimit(.minutes(1)))
        func theLimitOfStreamsIsThatOfTheConfiguration() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                _ = try peer.readMore()
            }
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.limits.http2Streams = 3
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    for _ in 0..<3 { _ = try client.open(Self.get("a")) }
                    let block: [UInt8] = [0x82, 0x86, 0x84, 0x41, 1] + Array("a".utf8)
                    try client.sendRaw([0, 0, UInt8(block.count), 1, 5, 0, 0, 0, 7] + block)
                    while true {
                        let header = try client.peer.take(9)
                        let content = try client.peer.take(Int(header[1]) << 8 | Int(header[2]))
                        guard header[3] == 3 else { continue }
                        #expect(header[8] == 7)
                        // REFUSED_STREAM: it may be sent again.
                        #expect(content == [0, 0, 0, 7])
                        return
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theLimitOfResetsIsThatOfTheConfiguration() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.limits.http2Resets = 10
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    // The gateway may have hung up before the last of them.
                    do {
                        for _ in 0..<200 { try client.reset(try client.open(Self.get("a"))) }
                    } catch is Peer.Problem {}
                    try client.readToEnd()
                    #expect(client.goAway == .enhanceYourCalm)
                }
                let report = try await running.report { $0.sessionsBroken == 1 }
                #expect(report.violations == ["rapid_reset": 1])
            }
        }
    }
}
