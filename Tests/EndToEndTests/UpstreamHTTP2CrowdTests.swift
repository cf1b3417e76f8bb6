import GatewayConfig
import GatewayPlane
import Testing

extension EndToEnd {
    /// Many requests at once for an upstream of HTTP/2 to which there is no connection yet.
    @Suite(.serialized) struct UpstreamHTTP2CrowdTests {
        /// A crowd waits for the connection that is on its way, instead of opening one for each.
        @Test(.timeLimit(.minutes(1)))
        func aCrowdDoesNotOpenAConnectionEach() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                // No SETTINGS yet: nobody knows how many streams it will take.
                gate.wait()
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() { try origin.answer(request.stream, request.path) }
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let (clients, streams) = try await onThread {
                    let clients = try (0..<4).map { _ in try HTTP2Client(port: running.port) }
                    return (
                        clients,
                        try clients.map { client in
                            try (0..<100).map { try client.open("GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n") }
                        }
                    )
                }
                _ = try await running.report { $0.exchangesActive == 400 }
                for _ in 0..<16 { gate.open() }
                try await onThread {
                    for (client, streams) in zip(clients, streams) {
                        for (number, stream) in streams.enumerated() {
                            let answer = try client.finish(stream)
                            #expect(answer.text == "/\(number)")
                        }
                    }
                }
                // One for every hundred that wait, in each worker.
                #expect(upstream.connections <= 8)
            }
        }
    }
}
