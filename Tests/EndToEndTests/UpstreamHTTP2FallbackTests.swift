import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import GatewayReactor
import GatewayWire
import Testing

extension EndToEnd {
    /// Upstreams that want HTTP/1.1 for what they were asked in HTTP/2 (RFC 9113 §7, HTTP_1_1_REQUIRED).
    @Suite(.serialized) struct UpstreamHTTP2FallbackTests {
        /// How the upstream says it.
        enum Word: CaseIterable { case reset, goAway }

        private static func say(_ word: Word, on stream: UInt32, _ origin: HTTP2Origin) throws {
            switch word {
            case .reset: try origin.reset(stream, .http11Required)
            case .goAway: try origin.sendGoAway(last: 0, .http11Required)
            }
        }

        private static func serve(_ peer: Peer, _ number: Int, _ upstream: TestUpstream) throws {
            while let request = try? peer.message() {
                upstream.note(Message(startLine: "\(request.method) \(request.text) in HTTP/1.1 on \(number)"))
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npaid")
            }
        }

        private static func refuse(_ word: Word, _ peer: Peer, _ upstream: TestUpstream) throws {
            let origin = try HTTP2Origin(peer)
            while let request = try origin.nextRequest() {
                upstream.note(Message(startLine: "\(request.method) \(request.text) in HTTP/2"))
                try Self.say(word, on: request.stream, origin)
            }
        }

        private static func askTwice(_ running: RunningGateway) async throws {
            try await onThread {
                for _ in 0..<2 {
                    let client = try running.client()
                    try client.send("POST /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n42")
                    #expect(try client.finalResponse().text == "paid")
                }
            }
        }

        private static let story = ["POST 42 in HTTP/2", "POST 42 in HTTP/1.1 on 2", "POST 42 in HTTP/1.1 on 2"]

        /// Without TLS the next connection begins in HTTP/1.1, and so does what comes later.
        @Test(.timeLimit(.minutes(1)), arguments: Word.allCases)
        func withPriorKnowledge(_ word: Word) async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                number == 1 ? try Self.refuse(word, peer, upstream) : try Self.serve(peer, number, upstream)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await Self.askTwice(running)
                #expect(upstream.requests.map(\.startLine) == Self.story)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.retries == 1 && report.saved == 1)
                let log = try await running.stopAndReadLog()
                let events = log.filter { $0.contains("\"event\":\"endpoint_protocol\"") }
                #expect(events.count == 1)
                #expect(events.first?.contains("\"reason\":\"HTTP_1_1_REQUIRED\"") == true)
            }
        }

        /// With TLS it is not offered HTTP/2 any more.
        @Test(.timeLimit(.minutes(1)), arguments: Word.allCases)
        func withTLS(_ word: Word) async throws {
            let authority = try Authority()
            let issued = try authority.issue("app", ["IP:127.0.0.1"])
            var settings = TLSServerSettings(
                certificates: [TLSCertificateFiles(certificate: issued.certificate, key: issued.key)]
            )
            settings.protocols = ["h2", "http/1.1"]
            let context = try TLSContext(server: settings)
            let upstream = try TestUpstream { peer, number, upstream in
                let isHTTP2 = try peer.secure(with: context)?.applicationProtocol == "h2"
                isHTTP2 ? try Self.refuse(word, peer, upstream) : try Self.serve(peer, number, upstream)
            }
            defer { upstream.stop() }
            var tls = UpstreamTLS()
            tls.authorities = authority.root.certificate
            let endpoint = Endpoint(address: .tcp(host: "127.0.0.1", port: upstream.port), tls: tls)
            try await withGateway(configuration(to: [endpoint])) { running in
                try await Self.askTwice(running)
                #expect(upstream.requests.map(\.startLine) == Self.story)
            }
        }
    }
}
