import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import GatewayReactor
import GatewayWire
import Testing

extension EndToEnd {
    /// Which version is spoken to an upstream, and switches of protocols there.
    @Suite(.serialized) struct UpstreamHTTP2SwitchTests {
        private static let ask =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

        /// Sends back what comes, until the other side ends.
        private static func echo(_ origin: HTTP2Origin, _ stream: UInt32) throws {
            var sent = 0
            while let request = origin.request(stream), request.reset == nil {
                if request.content.count > sent {
                    try origin.send(stream, Array(request.content[sent...]))
                    sent = request.content.count
                }
                if request.hasEnded { return try origin.send(stream, "", endStream: true) }
                guard try origin.step() else { return }
            }
        }

        /// RFC 8441: a WebSocket of an HTTP/1.1 client on a stream of an HTTP/2 upstream.
        @Test(.timeLimit(.minutes(1)))
        func aWebSocketRunsOnAStream() async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                let request = try #require(try origin.nextHead())
                #expect(request.head.hasPrefix("GET /chat HTTP/1.1\r\n"))
                #expect(request.field("upgrade") == "websocket")
                #expect(request.field("sec-websocket-version") == "13")
                try origin.sendHead(request.stream, "HTTP/1.1 200 \r\nSec-WebSocket-Protocol: chat\r\n")
                try Self.echo(origin, request.stream)
                upstream.note(Message(startLine: "ended"))
                try origin.readToEnd()
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(Self.ask)
                    let answer = try client.message()
                    #expect(answer.status == 101)
                    #expect(answer.field("Upgrade") == "websocket")
                    #expect(answer.field("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    #expect(answer.field("Sec-WebSocket-Protocol") == "chat")
                    let content = Pattern.bytes(300_000)
                    for piece in Pattern.pieces(content, 30_000) {
                        try client.send(piece)
                        let back = try client.take(piece.count)
                        #expect(back == piece)
                    }
                    client.finishSending()
                    let (rest, ending) = try client.readToEnd()
                    #expect(rest.isEmpty)
                    #expect(ending == .fin)
                }
                let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                #expect(report.faults.isEmpty)
                #expect(report.upstreamHTTP2.connectionsActive == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whoDoesNotOfferItGetsAClearFault() async throws {
            var limits = HTTP2Limits()
            limits.allowsExtendedConnect = false
            let plain = limits
            let upstream = try TestUpstream { peer, _, upstream in
                let origin = try HTTP2Origin(peer, limits: plain)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: request.path))
                    try origin.answer(request.stream, "ok")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let answers = try await onThread {
                    let client = try running.client()
                    try client.send(Self.ask)
                    let refused = try client.finalResponse()
                    let other = try running.client()
                    try other.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                    return [refused, try other.finalResponse()]
                }
                #expect(answers.map(\.status) == [502, 200])
                let report = await running.gateway.report()
                #expect(report.faults.map(\.key.detail) == [.extendedConnectMissing])
                #expect(upstream.requests.map(\.startLine) == ["/plain"])
            }
        }

        // MARK: - ALPN

        private static let protocolSets: [[String]] = [["h2", "http/1.1"], ["http/1.1"]]

        /// TLS lets the upstream choose; both choices serve the same clients.
        @Test(.timeLimit(.minutes(1)), arguments: Self.protocolSets)
        func theUpstreamChoosesTheVersion(_ protocols: [String]) async throws {
            let authority = try Authority()
            let issued = try authority.issue("app", ["IP:127.0.0.1"])
            var settings = TLSServerSettings(
                certificates: [TLSCertificateFiles(certificate: issued.certificate, key: issued.key)]
            )
            settings.protocols = protocols
            let context = try TLSContext(server: settings)
            let upstream = try TestUpstream { peer, _, upstream in
                let facts = try peer.secure(with: context)
                upstream.note(Message(startLine: facts?.applicationProtocol ?? ""))
                guard facts?.applicationProtocol == "h2" else {
                    while let request = try? peer.message() {
                        let path = request.target
                        try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
                    }
                    return
                }
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    #expect(request.field("x-forwarded-proto") == "http")
                    try origin.answer(request.stream, request.path)
                }
            }
            defer { upstream.stop() }
            var tls = UpstreamTLS()
            tls.authorities = authority.root.certificate
            let endpoint = Endpoint(address: .tcp(host: "127.0.0.1", port: upstream.port), tls: tls)
            try await withGateway(configuration(to: [endpoint])) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    for round in 0..<3 {
                        let streams = try (0..<10).map {
                            try client.open("GET /\(round)/\($0) HTTP/1.1\r\nHost: a\r\n\r\n")
                        }
                        for (number, stream) in streams.enumerated() {
                            let answer = try client.finish(stream)
                            #expect(answer.text == "/\(round)/\(number)")
                        }
                    }
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.isEmpty)
                if protocols.first == "h2" {
                    #expect(upstream.requests.map(\.startLine) == ["h2"])
                } else {
                    #expect(upstream.requests.allSatisfy { $0.startLine == "http/1.1" })
                    #expect(report.upstreamHTTP2.connections == 0)
                }
            }
        }
    }
}
