import GatewayConfig
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// Answers to gRPC calls that break inside their content.
    @Suite(.serialized) struct BrokenCallTests {
        private static let call =
            "POST /a.B/C HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nTE: trailers\r\n"
            + "Content-Length: 5\r\n\r\n"

        private static let message: [UInt8] = [0, 0, 0, 0, 3, 1, 2]

        /// Begins an answer, and resets it inside of a message.
        private static func breaking() throws -> TestUpstream {
            try TestUpstream.http2 { origin, _ in
                while let request = try origin.nextRequest() {
                    try origin.sendHead(request.stream, "HTTP/1.1 200 OK\r\ncontent-type: application/grpc\r\n")
                    try origin.send(request.stream, Self.message)
                    try origin.reset(request.stream, .internalError)
                }
            }
        }

        /// The client gets a status, behind all that came.
        @Test(.timeLimit(.minutes(1)))
        func theyEndWithAStatus() async throws {
            let upstream = try Self.breaking()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open(Self.call, isComplete: false)
                    try client.send(stream, [0, 0, 0, 0, 0], isLast: true)
                    return try client.finish(stream)
                }
                #expect(answer.status == 200)
                #expect(answer.content == Self.message)
                #expect(answer.reset == nil)
                let trailers = answer.trailers ?? ""
                #expect(trailers.contains("grpc-status: 14\r\n"))
                #expect(trailers.contains("stream_reset_inside_body"))
                let log = try await running.stopAndReadLog()
                #expect(log.count == 1)
                #expect(log.first?.contains("\"outcome\":\"aborted\"") == true)
            }
        }

        /// What is no call is reset, as every response that breaks.
        @Test(.timeLimit(.minutes(1)))
        func otherResponsesAreReset() async throws {
            let upstream = try Self.breaking()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let answer = try await onThread {
                    try HTTP2Client(port: running.port).answer(to: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                }
                #expect(answer.trailers == nil)
                #expect(answer.reset != nil)
            }
        }
    }
}
