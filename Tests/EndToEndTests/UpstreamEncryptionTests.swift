import Foundation
import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// TLS with upstreams: what works, and what each way of not working is called.
    @Suite(.serialized) struct UpstreamEncryptionTests {
        /// Answers every request of every connection over TLS; connections whose handshake fails just end.
        private func upstream(_ settings: TLSServerSettings, text: String = "hello") throws -> TestUpstream {
            let context = try TLSContext(server: settings)
            return try TestUpstream { peer, _, upstream in
                guard (try? peer.secure(with: context)) != nil else { return }
                while let request = try? peer.message() {
                    upstream.note(request)
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
                }
            }
        }

        private func endpoint(_ port: Int, _ change: (inout UpstreamTLS) -> Void = { _ in }) -> Endpoint {
            var tls = UpstreamTLS()
            change(&tls)
            return Endpoint(address: .tcp(host: "127.0.0.1", port: port), tls: tls)
        }

        private func ask(_ running: RunningGateway, count: Int = 1) async throws -> [Message] {
            try await onThread {
                let client = try running.client()
                return try (0..<count).map { _ in
                    try client.send("GET /a HTTP/1.1\r\nHost: shop.test\r\n\r\n")
                    return try client.message()
                }
            }
        }

        /// The one answer to one request, and what the gateway keeps of it.
        private func failure(
            _ endpoint: Endpoint,
            timeouts: Timeouts = .generous
        ) async throws -> (Message, Incident) {
            try await withGateway(configuration(to: [endpoint], timeouts: timeouts, wait: .seconds(10))) { running in
                let answer = try #require(try await self.ask(running).first)
                let incidents = await running.gateway.incidents(limit: 10)
                return (answer, try #require(incidents.first))
            }
        }

        // MARK: - What works

        @Test(.timeLimit(.minutes(1)), arguments: [GatewayReactor.TLSVersion.v12, .v13])
        func oneHandshakeServesManyRequestsAndTheNextIsResumed(_ version: GatewayReactor.TLSVersion) async throws {
            let authority = try Authority()
            var settings = TLSServerSettings(
                certificates: [.init(try authority.issue("app", ["DNS:app.test"]))],
                tickets: TicketKeys()
            )
            settings.maximum = version
            let upstream = try self.upstream(settings)
            defer { upstream.stop() }
            let endpoint = self.endpoint(upstream.port) {
                $0.authorities = authority.root.certificate
                $0.serverName = "app.test"
            }
            var configuration = configuration(to: [endpoint])
            configuration.routes[0].idleConnections = 1
            try await withGateway(configuration) { running in
                let answers = try await self.ask(running, count: 3)
                #expect(answers.allSatisfy { $0.content == Array("hello".utf8) })
                #expect(upstream.connections == 1)
                // Two at a time need a second connection, which takes up what the first agreed on.
                try await onThread {
                    let clients = try (0..<2).map { _ in try running.client() }
                    for client in clients { try client.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n") }
                    for client in clients { #expect(try client.message().text == "hello") }
                }
                let report = await running.gateway.report()
                let full = report.upstreamHandshakes[Int(HandshakeEnding.full.rawValue)]
                let resumed = report.upstreamHandshakes[Int(HandshakeEnding.resumed.rawValue)]
                #expect(full == 1)
                #expect(Int(full + resumed) == upstream.connections)
                let head = try #require(upstream.requests.first)
                #expect(head.field("X-Forwarded-Proto") == "http")
            }
        }

        @Test(.timeLimit(.minutes(1))) func theServerSeesNameAndCertificate() async throws {
            let authority = try Authority()
            var settings = TLSServerSettings(certificates: [.init(try authority.issue("app", ["IP:127.0.0.1"]))])
            settings.clientCertificates = .required(authorities: authority.root.certificate)
            let upstream = try self.upstream(settings)
            defer { upstream.stop() }
            let own = try authority.issue("gateway", ["DNS:gateway.test"])
            let good = self.endpoint(upstream.port) {
                $0.authorities = authority.root.certificate
                $0.certificate = own.certificate
                $0.key = own.key
            }
            try await withGateway(configuration(to: [good])) { running in
                let answer = try await self.ask(running).first
                #expect(answer?.status == 200)
            }
            // Without a certificate the server says so, by an alert (RFC 8446 §4.4.2.4).
            let bare = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            let (answer, incident) = try await self.failure(bare)
            #expect(answer.status == 502)
            #expect(incident.fault?.fault?.detail == .tlsAlert)
            #expect(answer.field("Proxy-Status")?.contains("alert-id=116") == true)
        }

        @Test(.timeLimit(.minutes(1))) func largeContentGoesBothWays() async throws {
            let authority = try Authority()
            let context = try TLSContext(
                server: TLSServerSettings(certificates: [.init(try authority.issue("app", ["IP:127.0.0.1"]))])
            )
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.secure(with: context)
                while let request = try? peer.message() {
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.content.count)\r\n\r\n")
                    try peer.send(request.content)
                }
            }
            defer { upstream.stop() }
            let endpoint = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            try await withGateway(configuration(to: [endpoint])) { running in
                let content = Pattern.bytes(3 << 20)
                try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(content.count)\r\n\r\n")
                    try client.send(content)
                    #expect(try client.message().content == content)
                }
            }
        }

        // MARK: - What does not

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                ("expired", Fault.Detail.certificateExpired), ("early", .certificateNotYetValid),
                ("name", .certificateNameMismatch), ("untrusted", .certificateUntrusted),
                ("self", .certificateSelfSigned),
            ]
        )
        func everyCertificateThatIsNotAcceptedHasItsName(_ case: String, _ detail: Fault.Detail) async throws {
            let authority = try Authority()
            let stranger = try Authority()
            let names = ["IP:127.0.0.1"]
            let issued =
                switch `case` {
                case "expired": try authority.issue("app", names, to: "20210101000000Z")
                case "early": try authority.issue("app", names, from: "20980101000000Z")
                case "name": try authority.issue("app", ["DNS:other.test"])
                case "untrusted": try stranger.issue("app", names)
                default: try authority.selfSigned("app", names)
                }
            let upstream = try self.upstream(TLSServerSettings(certificates: [.init(issued)]))
            defer { upstream.stop() }
            let endpoint = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            let (answer, incident) = try await self.failure(endpoint)
            #expect(answer.status == 502)
            #expect(answer.field("Proxy-Status")?.contains("tls_certificate_error") == true)
            #expect(incident.fault?.fault?.detail == detail)
            // Nobody waited for what stays as it is, and nothing was sent.
            #expect(incident.attempts.count == 1)
            #expect(upstream.requests.isEmpty)
            let told = Story(incident).text()
            #expect(told.contains("certificate of CN=app"))
            #expect(told.contains("asked for 127.0.0.1"))
        }

        @Test(.timeLimit(.minutes(1))) func aPlainPortIsCalledOne() async throws {
            let talker = try TestUpstream { peer, _, _ in
                _ = try peer.readMore()
                try peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            }
            defer { talker.stop() }
            let (answer, incident) = try await self.failure(self.endpoint(talker.port))
            #expect(answer.status == 502)
            #expect(incident.fault?.fault?.detail == .plainOnTLSPort)
        }

        @Test(.timeLimit(.minutes(1))) func whoHangsUpOrStallsIsTold() async throws {
            let closing = try TestUpstream { peer, _, _ in _ = try peer.readMore() }
            defer { closing.stop() }
            let (_, incident) = try await self.failure(self.endpoint(closing.port), timeouts: .generous)
            #expect(incident.attempts.first?.fault?.fault?.detail == .tlsClosed)
            let silent = try TestUpstream { peer, _, _ in while try peer.readMore() {} }
            defer { silent.stop() }
            var timeouts = Timeouts.generous
            timeouts.handshake = Setting(Milliseconds(200))
            let (answer, stalled) = try await self.failure(self.endpoint(silent.port), timeouts: timeouts)
            #expect(answer.status == 504 || answer.status == 503)
            #expect(stalled.attempts.first?.fault?.fault?.detail == .handshakeTimeout)
            #expect(stalled.timers.first { $0.name == "handshake" }?.fired == true)
        }

        @Test(.timeLimit(.minutes(1))) func anotherEndpointTakesOver() async throws {
            let authority = try Authority()
            let expired = try authority.issue("old", ["IP:127.0.0.1"], to: "20210101000000Z")
            let bad = try self.upstream(TLSServerSettings(certificates: [.init(expired)]))
            let valid = try authority.issue("new", ["IP:127.0.0.1"])
            let good = try self.upstream(TLSServerSettings(certificates: [.init(valid)]))
            defer {
                bad.stop()
                good.stop()
            }
            let endpoints = [bad, good].map { upstream in
                self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            }
            try await withGateway(configuration(to: endpoints)) { running in
                let answers = try await self.ask(running, count: 4)
                #expect(answers.allSatisfy { $0.status == 200 })
                #expect(bad.requests.isEmpty)
            }
        }

        /// A body that ends with its connection may have been cut off by anybody (RFC 9112 §9.8).
        @Test(.timeLimit(.minutes(1)), arguments: [true, false])
        func theEndOfAConnectionCountsOnlyWithItsNotice(_ isNoticed: Bool) async throws {
            let authority = try Authority()
            let context = try TLSContext(
                server: TLSServerSettings(certificates: [.init(try authority.issue("app", ["IP:127.0.0.1"]))])
            )
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.secure(with: context)
                _ = try peer.message()
                try peer.send("HTTP/1.1 200 OK\r\n\r\nhalf")
                if isNoticed { peer.finishSending() } else { peer.close() }
            }
            defer { upstream.stop() }
            let endpoint = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            try await withGateway(configuration(to: [endpoint])) { running in
                let (bytes, _) = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    return try client.readToEnd()
                }
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.hasSuffix("0\r\n\r\n") == isNoticed)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.visible.isEmpty == isNoticed)
            }
        }

        /// A connection that was made under other rules must not serve the next request.
        @Test(.timeLimit(.minutes(1))) func aReloadThatTrustsOthersEndsTheTrustInOpenConnections() async throws {
            let authority = try Authority()
            let stranger = try Authority()
            let upstream = try self.upstream(
                TLSServerSettings(certificates: [.init(try authority.issue("app", ["IP:127.0.0.1"]))])
            )
            defer { upstream.stop() }
            func trusting(_ authority: Authority) -> Configuration {
                configuration(
                    to: [self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }]
                )
            }
            try await withGateway(trusting(authority)) { running in
                let before = try await self.ask(running).first
                #expect(before?.status == 200)
                var same = trusting(authority)
                same.listeners = running.gateway.configuration.listeners
                try running.gateway.reload(same)
                let between = try await self.ask(running).first
                #expect(between?.status == 200)
                // What stays as it is keeps its connections.
                #expect(upstream.connections == 1)
                var other = trusting(stranger)
                other.listeners = same.listeners
                try running.gateway.reload(other)
                let after = try await self.ask(running).first
                #expect(after?.status == 502)
                #expect(upstream.requests.count == 2)
            }
        }

        @Test(.timeLimit(.minutes(1))) func filesThatCannotBeUsedLeaveTheOldOnesInForce() async throws {
            let authority = try Authority()
            let upstream = try self.upstream(
                TLSServerSettings(certificates: [.init(try authority.issue("app", ["IP:127.0.0.1"]))])
            )
            defer { upstream.stop() }
            let good = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            let bad = self.endpoint(upstream.port) { $0.authorities = "/nonexistent/ca.pem" }
            try await withGateway(configuration(to: [good])) { running in
                var broken = configuration(to: [bad])
                broken.listeners = running.gateway.configuration.listeners
                #expect(throws: Gateway.StartError.self) { try running.gateway.reload(broken) }
                let problems = UpstreamContexts.problems(broken)
                #expect(problems.map(\.message) == ["`/nonexistent/ca.pem`: there is no such file"])
                let answer = try await self.ask(running).first
                #expect(answer?.status == 200)
            }
        }

        @Test(.timeLimit(.minutes(1))) func checksAreAskedOverTLS() async throws {
            let authority = try Authority()
            let valid = try authority.issue("app", ["IP:127.0.0.1"])
            let upstream = try self.upstream(TLSServerSettings(certificates: [.init(valid)]))
            defer { upstream.stop() }
            let endpoint = self.endpoint(upstream.port) { $0.authorities = authority.root.certificate }
            var configuration = configuration(to: [endpoint])
            configuration.routes[0].health = HealthPolicy(check: HealthCheck(path: "/health"))
            try await withGateway(configuration) { running in
                try await running.wait { upstream.requests.contains { $0.target == "/health" } }
                #expect(upstream.requests.first?.target == "/health")
            }
        }
    }
}

extension TLSCertificateFiles {
    fileprivate init(_ issued: Authority.Issued) { self.init(certificate: issued.certificate, key: issued.key) }
}
