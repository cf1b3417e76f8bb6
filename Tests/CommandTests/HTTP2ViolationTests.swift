import Foundation
import GatewayLab
import Testing

/// What an operator learns of a client that breaks the rules of HTTP/2.
@Suite struct HTTP2ViolationTests {
    @Test(.timeLimit(.minutes(1)))
    func peerRuleAndFrameAreNamed() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "gate.yaml").path
            let text = """
                access-log: off
                listen: ["127.0.0.1:0"]
                admin: off
                routes: [{ to: "http://127.0.0.1:9" }]

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let serving = try await Serving(["--config", file])
            // The preface, SETTINGS, and DATA on stream 0.
            let bytes =
                Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
                + [0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
            var request = DrillRequest(String(decoding: bytes, as: UTF8.self))
            request.timeLimit = .seconds(20)
            _ = await DrillClient.send(request, to: serving.front)
            let said = try await serving.program.said("\"event\":\"http2_violation\"")
            let line = try JSONDecoder().decode(Line.self, from: Data(said.utf8))
            #expect(line.peer.hasPrefix("127.0.0.1:"))
            #expect(line.listener == "127.0.0.1:0")
            #expect(line.rule == "stream_required")
            #expect(line.section == "RFC 9113 §6")
            #expect(line.frame == "DATA")
            #expect(line.length == 1)
            #expect(line.stream == 0)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    private struct Line: Decodable {
        let peer: String
        let listener: String
        let rule: String
        let section: String
        let frame: String
        let length: Int
        let stream: UInt32
    }
}
