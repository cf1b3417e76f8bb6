import GatewayConfig
import Synchronization
import Testing

extension EndToEnd {
    /// Servers may merge trailers into the head (RFC 9110 §6.5.1), and read a client's there as the gateway's own.
    @Suite(.serialized) struct ForgedTrailerTests {
        private final class Seen: Sendable { let text = Mutex("") }

        private static let trailers = """
            X-Client-Subject: CN=admin\r
            x_client_subject: CN=admin\r
            Forwarded: for=10.0.0.1\r
            X-Forwarded-For: 10.0.0.1\r
            X-Forwarded-Proto: https\r
            X-Forwarded-Host: admin.test\r
            X-Sum: 7\r
            \r

            """

        /// What the upstream reads behind the last chunk.
        private func trailers(_ send: @escaping @Sendable (RunningGateway) throws -> Void) async throws -> String {
            let seen = Seen()
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.take(through: "\r\nbody\r\n0\r\n")
                let behind = String(decoding: try peer.take(through: "\r\n\r\n"), as: UTF8.self)
                seen.text.withLock { $0 = behind }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
            defer { upstream.stop() }
            let authority = try Authority()
            let issued = try authority.issue("shop", ["DNS:shop.test"])
            var tls = ListenerTLS(certificates: [.init(certificate: issued.certificate, key: issued.key)])
            tls.clientCertificates = .optional
            tls.clientAuthorities = authority.root.certificate
            tls.clientField = "x-client-subject"
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.listeners = [
                Listener(address: .tcp(host: "127.0.0.1", port: 0)),
                Listener(address: .tcp(host: "127.0.0.2", port: 0), tls: tls),
            ]
            return try await withGateway(configuration) { running in
                try await onThread { try send(running) }
                return seen.text.withLock { $0 }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func overHTTP1() async throws {
            let passed = try await self.trailers { running in
                let client = try running.client()
                try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n")
                try client.send(Self.trailers)
                #expect(try client.finalResponse().status == 200)
            }
            #expect(passed == "X-Sum: 7\r\n\r\n")
        }

        @Test(.timeLimit(.minutes(1)))
        func overHTTP2() async throws {
            let passed = try await self.trailers { running in
                let client = try HTTP2Client(port: running.port)
                let stream = try client.open("POST / HTTP/1.1\r\nHost: a\r\n\r\n", isComplete: false)
                try client.send(stream, Array("body".utf8))
                try client.sendTrailers(stream, Self.trailers)
                #expect(try client.finish(stream).status == 200)
            }
            #expect(passed == "x-sum: 7\r\n\r\n")
        }
    }
}
