import Foundation
import GatewayConfig
import GatewayFaults
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// TLS with clients, as curl, openssl and our own sessions see it.
    @Suite(.serialized) struct EncryptionTests {
        /// An authority, a gateway that shows its certificates, and an upstream that tells what it was asked.
        private func withShop<Result>(
            _ names: [String] = ["DNS:shop.test"],
            timeouts: Timeouts = .generous,
            change: (inout ListenerTLS, Authority) throws -> Void = { _, _ in },
            _ body: (RunningGateway, Authority, TestUpstream) async throws -> Result
        ) async throws -> Result {
            let authority = try Authority()
            var tls = ListenerTLS(certificates: [.init(try authority.issue("shop", names))])
            try change(&tls, authority)
            let upstream = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.content.count)\r\n\r\n")
                    try peer.send(request.content)
                }
            }
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)], timeouts: timeouts)
            configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls)]
            return try await withGateway(configuration) { try await body($0, authority, upstream) }
        }

        private func curl(_ running: RunningGateway, _ authority: Authority, _ words: [String]) async throws -> Command
        {
            try await Command.run(
                ["curl", "-sS", "--max-time", "20", "--cacert", authority.root.certificate]
                    + ["--resolve", "shop.test:\(running.port):127.0.0.1", "https://shop.test:\(running.port)/"] + words
            )
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["1.2", "1.3"], ["1.1", "2"])
        func curlIsServedOverEachVersion(_ version: String, _ http: String) async throws {
            try await self.withShop { running, authority, upstream in
                let words = [
                    "--tlsv\(version)", "--tls-max", version, "-d", "hello", "-w", " %{http_code} %{http_version}",
                ]
                let answer = try await self.curl(running, authority, words + ["--http\(http)"])
                // What ALPN chose.
                #expect(answer.text == "hello 200 \(http)")
                let head = try #require(upstream.requests.first)
                #expect(head.field("X-Forwarded-Proto") == "https")
                #expect(head.field("Forwarded")?.contains("proto=https") == true)
                let report = await running.gateway.report()
                #expect(report.handshakes[Int(HandshakeEnding.full.rawValue)] == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["1.2", "1.3"], ["1.1", "2"])
        func tenMegabytesGoUpAndComeBackExactly(_ version: String, _ http: String) async throws {
            let content = Pattern.bytes(10 << 20)
            try await self.withShop { running, authority, upstream in
                let path = "\(authority.directory)/content"
                try Data(content).write(to: URL(fileURLWithPath: path))
                let words = ["--http\(http)", "--tls-max", version, "-H", "Expect:", "--data-binary", "@\(path)"]
                let answer = try await self.curl(running, authority, words)
                #expect(answer.status == 0)
                #expect(answer.output == content)
                #expect(upstream.requests.first?.content == content)
            }
        }

        @Test(.timeLimit(.minutes(1))) func manyRequestsOnOneConnection() async throws {
            try await self.withShop { running, authority, _ in
                let context = try TLSContext(client: .trusting(authority))
                try await onThread {
                    let client = try running.client()
                    _ = try client.secure(with: context)
                    for size in [0, 1, 5000, 16_384, 100_000] {
                        let content = Pattern.bytes(size)
                        try client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: \(size)\r\n\r\n")
                        try client.send(content)
                        #expect(try client.finalResponse().content == content)
                    }
                    // Pipelined: what lies in the session must be served without another edge.
                    try client.send(String(repeating: "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n", count: 20))
                    for _ in 0..<20 { #expect(try client.finalResponse().status == 200) }
                }
            }
        }

        @Test(.timeLimit(.minutes(1))) func theEndIsSaidBeforeTheClose() async throws {
            try await self.withShop { running, authority, _ in
                let context = try TLSContext(client: .trusting(authority))
                try await onThread {
                    let client = try running.client()
                    _ = try client.secure(with: context)
                    try client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n")
                    // A close without close_notify would be `reset` here.
                    #expect(try client.readToEnd().ending == .fin)
                }
            }
        }

        // MARK: - Certificates

        @Test(.timeLimit(.minutes(1))) func theNameChoosesTheCertificate() async throws {
            try await self.withShop(
                change: { tls, authority in
                    tls.certificates.append(.init(try authority.issue("wild", ["DNS:*.wild.test"])))
                }
            ) { running, _, _ in
                for (name, subject) in [("shop.test", "shop"), ("a.wild.test", "wild"), ("else.test", "shop")] {
                    let words = ["openssl", "s_client", "-connect", "127.0.0.1:\(running.port)", "-servername", name]
                    let answer = try await Command.run(words, merged: true)
                    #expect(answer.text.contains("subject=CN = \(subject)"), "for \(name)")
                }
            }
        }

        @Test(.timeLimit(.minutes(1))) func theStapleIsShownToWhoAsks() async throws {
            try await self.withShop(
                change: { tls, authority in
                    let path = "\(authority.directory)/staple.der"
                    let root = authority.root
                    try authority.run(
                        ["ocsp", "-index", "index.txt", "-CA", root.certificate, "-issuer", root.certificate]
                            + ["-rsigner", root.certificate, "-rkey", root.key, "-respout", path]
                            + ["-cert", tls.certificates[0].certificate]
                    )
                    tls.certificates[0].staple = path
                }
            ) { running, _, _ in
                let words = ["openssl", "s_client", "-connect", "127.0.0.1:\(running.port)"]
                let asked = try await Command.run(words + ["-status"], merged: true)
                #expect(asked.text.contains("OCSP Response Status: successful"))
                let silent = try await Command.run(words, merged: true)
                #expect(!silent.text.contains("OCSP Response Status"))
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["-tls1_2", "-tls1_3"])
        func sessionsAreTakenUpAgainAlsoAfterAReload(_ version: String) async throws {
            try await self.withShop { running, authority, _ in
                let ticket = "\(authority.directory)/ticket"
                let common = ["openssl", "s_client", "-connect", "127.0.0.1:\(running.port)", version, "-ign_eof"]
                let request = "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n"
                let first = try await Command.run(common + ["-sess_out", ticket], input: request, merged: true)
                #expect(first.text.contains("New, TLS"))
                try running.gateway.reload(running.gateway.configuration)
                // A ticket of TLS 1.3 is for one use: each visit has to bring another.
                for _ in 0..<3 {
                    let words = ["-sess_in", ticket, "-sess_out", ticket]
                    let next = try await Command.run(common + words, input: request, merged: true)
                    #expect(next.text.contains("Reused, TLS"))
                }
                let report = await running.gateway.report()
                #expect(report.handshakes[Int(HandshakeEnding.resumed.rawValue)] == 3)
            }
        }

        @Test(.timeLimit(.minutes(1))) func aReloadTakesTheNewCertificateAndDropsNobody() async throws {
            try await self.withShop { running, authority, _ in
                let context = try TLSContext(client: .trusting(authority))
                let old = try running.client()
                _ = try old.secure(with: context)
                let before = try #require(old.certificate)
                _ = try authority.issue("shop", ["DNS:shop.test"])
                try running.gateway.reload(running.gateway.configuration)
                let new = try running.client()
                // A worker takes the reload between two turns; connections before that show the old one.
                _ = await running.gateway.report()
                _ = try new.secure(with: context)
                #expect(new.certificate?.fingerprint != before.fingerprint)
                try old.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n")
                #expect(try old.finalResponse().status == 200)
            }
        }

        @Test(.timeLimit(.minutes(1))) func aBrokenFileLeavesTheOldCertificateInForce() async throws {
            try await self.withShop { running, authority, _ in
                _ = try authority.write("shop.pem", "nothing")
                #expect(throws: Gateway.StartError.self) {
                    try running.gateway.reload(running.gateway.configuration)
                }
                let answer = try await self.curl(running, authority, ["-w", "%{http_code}"])
                #expect(answer.text == "200")
            }
        }

        @Test(.timeLimit(.minutes(1))) func aRequiredClientCertificateIsRequired() async throws {
            try await self.withShop(
                change: { tls, authority in
                    tls.clientCertificates = .required
                    tls.clientAuthorities = authority.root.certificate
                }
            ) { running, authority, upstream in
                let without = try await self.curl(running, authority, [])
                #expect(without.status != 0)
                #expect(upstream.connections == 0)
                let own = try authority.issue("visitor", ["DNS:visitor.test"])
                let words = ["--cert", own.certificate, "--key", own.key, "-w", "%{http_code}"]
                #expect(try await self.curl(running, authority, words).text == "200")
                let report = try await running.report { $0.handshakes[Int(HandshakeEnding.certificate.rawValue)] == 1 }
                #expect(report.handshakes[Int(HandshakeEnding.certificate.rawValue)] == 1)
            }
        }

        @Test(.timeLimit(.minutes(1))) func theSubjectGoesUpstreamAndCannotBeForged() async throws {
            try await self.withShop(
                change: { tls, authority in
                    tls.clientCertificates = .optional
                    tls.clientAuthorities = authority.root.certificate
                    tls.clientField = "x-client-subject"
                }
            ) { running, authority, upstream in
                let forged = ["X-Client-Subject: CN=admin", "x-client_subject: CN=admin", "X-Other: kept"]
                let fields = forged.flatMap { ["-H", $0] }
                _ = try await self.curl(running, authority, fields)
                let own = try authority.issue("visitor", ["DNS:visitor.test"])
                _ = try await self.curl(running, authority, ["--cert", own.certificate, "--key", own.key] + fields)
                #expect(upstream.requests.map { $0.field("x-client-subject") } == [nil, "CN=visitor"])
                #expect(upstream.requests.map { $0.field("x-client_subject") } == [nil, nil])
                #expect(upstream.requests.map { $0.field("x-other") } == ["kept", "kept"])
            }
        }

        // MARK: - Strict transport and redirect

        @Test(.timeLimit(.minutes(1))) func strictTransportIsSaidOnceOnAnswersOfEveryKind() async throws {
            try await self.withShop(change: { tls, _ in tls.strictTransport = .seconds(60) }) { running, authority, _ in
                let served = try await self.curl(running, authority, ["-i", "--http1.1"])
                #expect(served.text.contains("Strict-Transport-Security: max-age=60\r\n"))
                let refused = try await self.curl(running, authority, ["-i", "--http1.1", "-X", "CONNECT"])
                #expect(refused.text.contains("Strict-Transport-Security: max-age=60\r\n"))
            }
            let upstream = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil {
                    let fields = "Strict-Transport-Security: max-age=5\r\nContent-Length: 0"
                    try peer.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n")
                }
            }
            defer { upstream.stop() }
            let authority = try Authority()
            var tls = ListenerTLS(certificates: [.init(try authority.issue("shop", ["DNS:shop.test"]))])
            tls.strictTransport = .seconds(60)
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls)]
            try await withGateway(configuration) { running in
                let own = try await self.curl(running, authority, ["-i"])
                #expect(own.text.contains("max-age=5\r\n"))
                #expect(!own.text.contains("max-age=60"))
            }
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                (443, "/a?b=c", "shop.test", "https://shop.test/a?b=c"),
                (443, "/", "shop.test:80", "https://shop.test/"),
                (8443, "/x", "[::1]:80", "https://[::1]:8443/x"),
                (443, "http://abs.test:80", "else", "https://abs.test/"),
            ]
        ) func everyRequestIsSentToHttps(_ port: Int, _ target: String, _ host: String, _ there: String) async throws {
            var configuration = configuration(to: [.local(1)])
            var listener = Listener(address: .tcp(host: "127.0.0.1", port: 0))
            listener.redirectPort = port
            configuration.listeners = [listener]
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                        let answer = try client.finalResponse()
                        #expect(answer.status == 308)
                        #expect(answer.field("Location") == there)
                    }
                }
            }
        }

        // MARK: - Who does not speak TLS

        @Test(.timeLimit(.minutes(1))) func aPlainRequestIsToldSo() async throws {
            try await self.withShop { running, _, upstream in
                let answer = try await Command.run(
                    ["curl", "-sS", "-i", "--max-time", "20", "http://127.0.0.1:\(running.port)/"]
                )
                #expect(answer.text.hasPrefix("HTTP/1.1 400"))
                #expect(answer.text.contains("https://"))
                #expect(answer.text.contains("request_plain_on_tls_port"))
                #expect(upstream.connections == 0)
            }
        }

        @Test(.timeLimit(.minutes(1))) func whoSaysNothingIsClosedAfterTheTimeOfAHead() async throws {
            try await self.withShop(timeouts: .short()) { running, _, _ in
                try await onThread {
                    let client = try running.client()
                    // The beginning of a ClientHello, and no more.
                    try client.send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
                    #expect(try client.readToEnd().bytes.isEmpty)
                }
                let report = try await running.report { $0.handshakes[Int(HandshakeEnding.timeout.rawValue)] == 1 }
                #expect(report.handshakes[Int(HandshakeEnding.timeout.rawValue)] == 1)
                #expect(report.incidentsKept == 0)
            }
        }

        @Test(.timeLimit(.minutes(1))) func bytesThatAreNothingAreCountedAndNoIncident() async throws {
            try await self.withShop { running, authority, _ in
                try await onThread {
                    for seed in 1...20 {
                        let client = try running.client()
                        try client.send([0x16, 0x03, 0x01] + Pattern.bytes(300, seed: UInt64(seed)))
                        client.finishSending()
                        _ = try client.readToEnd()
                    }
                }
                let answer = try await self.curl(running, authority, ["-w", "%{http_code}"])
                #expect(answer.text == "200")
                let report = await running.gateway.report()
                #expect(report.handshakes.reduce(0, +) == 21)
                #expect(report.incidentsKept == 0)
            }
        }
    }
}

extension ListenerTLS.Certificate {
    fileprivate init(_ issued: Authority.Issued) { self.init(certificate: issued.certificate, key: issued.key) }
}

extension TLSClientSettings {
    fileprivate static func trusting(_ authority: Authority) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.trust = .authorities(file: authority.root.certificate)
        return settings
    }
}
