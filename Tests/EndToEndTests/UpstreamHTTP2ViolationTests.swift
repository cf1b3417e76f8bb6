import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// Rules of HTTP/2 that an upstream breaks: each is a fault that says which one.
    @Suite(.serialized) struct UpstreamHTTP2ViolationTests {
        private static let post = "POST /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n42"

        struct Violation: Sendable, CustomTestStringConvertible {
            let testDescription: String
            /// What comes instead of an answer on stream 1.
            let bytes: [UInt8]
            /// Whether other streams of the connection go on.
            var endsStreamOnly = false
        }

        private static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
            [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xff), type, flags, 0, 0, 0, stream] + payload
        }

        /// `:status: 200` of the static table.
        private static let ok: [UInt8] = [0x88]

        private static func literal(_ name: String, _ value: String) -> [UInt8] {
            [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
        }

        static let violations: [Violation] = [
            Violation(testDescription: "a frame over the limit", bytes: [0x7f, 0xff, 0xff, 0, 0, 0, 0, 0, 1]),
            Violation(testDescription: "DATA on stream 0", bytes: frame(0, 0, 0, [1])),
            Violation(testDescription: "DATA before a head", bytes: frame(0, 0, 1, [1]), endsStreamOnly: true),
            Violation(testDescription: "PUSH_PROMISE", bytes: frame(5, 4, 1, [0, 0, 0, 2, 0x88])),
            Violation(testDescription: "CONTINUATION alone", bytes: frame(9, 4, 1, ok)),
            Violation(
                testDescription: "another frame inside a header block",
                bytes: frame(1, 0, 1, ok) + frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])
            ),
            Violation(testDescription: "a header block that is none", bytes: frame(1, 4, 1, [0xff, 0xff, 0xff, 0xff])),
            Violation(testDescription: "no status", bytes: frame(1, 5, 1, literal("a", "b")), endsStreamOnly: true),
            Violation(
                testDescription: "a name with capital letters",
                bytes: frame(1, 5, 1, ok + literal("Bad", "b")),
                endsStreamOnly: true
            ),
            Violation(
                testDescription: "a line break in a value",
                bytes: frame(1, 5, 1, ok + literal("a", "b\r\nc: d")),
                endsStreamOnly: true
            ),
            Violation(
                testDescription: "Connection",
                bytes: frame(1, 5, 1, ok + literal("connection", "close")),
                endsStreamOnly: true
            ),
            Violation(
                testDescription: "status 101",
                bytes: frame(1, 5, 1, literal(":status", "101")),
                endsStreamOnly: true
            ),
            Violation(
                testDescription: "less content than announced",
                bytes: frame(1, 4, 1, ok + literal("content-length", "5")) + frame(0, 1, 1, [1]),
                endsStreamOnly: true
            ),
            Violation(testDescription: "a window opened by nothing", bytes: frame(8, 0, 0, [0, 0, 0, 0])),
            Violation(
                testDescription: "a setting out of range",
                bytes: frame(4, 0, 0, [0, 4, 0xff, 0xff, 0xff, 0xff])
            ),
            Violation(testDescription: "RST_STREAM of an idle stream", bytes: frame(3, 0, 99, [0, 0, 0, 0])),
        ]

        @Test(.timeLimit(.minutes(1)), arguments: Self.violations)
        func aBrokenRuleIsAFaultOfItsOwn(_ violation: Violation) async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                let request = try #require(try origin.nextRequest())
                upstream.note(Message(startLine: request.method))
                guard request.path == "/pay" else { return try origin.answer(request.stream, "fine") }
                try origin.sendRaw(violation.bytes)
                while let next = try origin.nextRequest() { try origin.answer(next.stream, "fine") }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                let report = try await running.report { $0.exchangesActive == 0 && !$0.faults.isEmpty }
                if violation.testDescription == "less content than announced" {
                    // The head had gone out.
                    #expect(!answer.isComplete || answer.status == 502)
                } else {
                    #expect(answer.status == 502)
                    #expect(answer.field("Proxy-Status")?.contains("http_two_violation") == true)
                }
                #expect(report.faults.map(\.key.detail) == [.http2Violation])
                #expect(upstream.requests.count == 1)
                #expect(report.upstreamHTTP2.broken == (violation.endsStreamOnly ? 0 : 1))
                #expect(try await Self.answer(running, to: "GET / HTTP/1.1\r\nHost: a\r\n\r\n").text == "fine")
                #expect(upstream.connections == (violation.endsStreamOnly ? 1 : 2))
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.notes.contains { $0.contains("the upstream ") && $0.contains("RFC ") })
            }
        }

        /// With the fault's own name in `Proxy-Status`.
        private static func setup(to endpoints: [Endpoint], timeouts: Timeouts = .generous) -> Configuration {
            var setup = configuration(to: endpoints, timeouts: timeouts)
            setup.proxyStatus = .full
            return setup
        }

        private static func answer(_ running: RunningGateway, to request: String) async throws -> Message {
            try await onThread {
                let client = try running.client()
                try client.send(request)
                return try client.finalResponse()
            }
        }
    }
}
