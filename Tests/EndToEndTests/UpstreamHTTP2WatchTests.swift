import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import Testing

extension EndToEnd {
    /// An upstream that has requests and says nothing is asked whether it is there, over the wire.
    @Suite(.serialized) struct UpstreamHTTP2WatchTests {
        /// PING without ACK (RFC 9113 §6.7); its eight octets follow.
        private static let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0]

        private static let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"

        /// No answer to the PING: the connection goes, and its request is told why; it may have been processed.
        @Test(.timeLimit(.minutes(1)))
        func whoNeitherAnswersNorIsThereIsGivenUp() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                let origin = try HTTP2Origin(peer)
                upstream.note(Message(startLine: try #require(try origin.nextRequest()).method))
                var bytes: [UInt8] = []
                while try peer.readMore() { bytes += peer.takePending(.max) }
                let count = bytes.indices.count { bytes[$0...].starts(with: Self.ping) }
                upstream.note(Message(startLine: "\(count) PING"))
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: upstream, answersWithin: Milliseconds(300))) { running in
                let answer = try await Self.answer(running)
                #expect(answer.status == 504)
                #expect(answer.field("Proxy-Status")?.contains("ping_unanswered") == true)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.map(\.key.detail) == [.pingUnanswered])
                #expect(report.upstreamHTTP2.pings == 1)
                #expect(report.upstreamHTTP2.broken == 1)
                #expect(report.upstreamHTTP2.connectionsActive == 0)
                while upstream.requests.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
                #expect(upstream.requests.map(\.startLine) == ["POST", "1 PING"])
            }
        }

        /// Who answers the PING may take as long as the route's other timers allow.
        @Test(.timeLimit(.minutes(1)))
        func whoIsThereMayTakeItsTime() async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                while let request = try origin.nextRequest() {
                    while origin.pings == 0 { guard try origin.step() else { return } }
                    try origin.answer(request.stream, "late")
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: upstream, answersWithin: .seconds(10))) { running in
                let answer = try await Self.answer(running)
                #expect(answer.text == "late")
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.upstreamHTTP2.pings == 1)
                #expect(report.faults.isEmpty)
            }
        }

        private static func answer(_ running: RunningGateway) async throws -> Message {
            try await onThread {
                let client = try running.client()
                try client.send(Self.post)
                return try client.finalResponse()
            }
        }

        /// Asks soon; with the fault's own name in `Proxy-Status`.
        private static func setup(to upstream: TestUpstream, answersWithin limit: Milliseconds) -> Configuration {
            var timeouts = Timeouts.generous
            timeouts.upstreamWatch = Setting(Milliseconds(100))
            timeouts.connect = Setting(limit)
            var setup = configuration(to: [.http2(upstream.port)], timeouts: timeouts)
            setup.proxyStatus = .full
            return setup
        }
    }
}
