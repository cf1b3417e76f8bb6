import Foundation
import GatewayLab
import Testing

/// What an operator learns of a client that breaks the rules of HTTP/2.
@Suite struct HTTP2ViolationTests {
    /// The preface and SETTINGS.
    private static let beginning = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    private static let dataOnNoStream = Self.beginning + [0, 0, 1, 0, 0, 0, 0, 0, 0, 1]

    @Test(.timeLimit(.minutes(1)))
    func peerRuleAndFrameAreNamed() async throws {
        let (line, story) = try await Self.line("http2_violation", after: Self.dataOnNoStream)
        #expect(line.peer.hasPrefix("127.0.0.1:"))
        #expect(line.listener == "127.0.0.1:0")
        #expect(line.rule == "stream_required")
        #expect(line.section == "RFC 9113 §6")
        #expect(line.frame == "DATA")
        #expect(line.length == 1)
        #expect(line.stream == 0)
        #expect(line.byte == 33)
        // The line's id is that of an incident.
        #expect(story.status == 0)
        #expect(story.output.contains("request_http_two_violation"))
        #expect(story.output.contains("RFC 9113 §6, stream_required"))
        #expect(story.output.contains("type DATA, 1 octets, stream 0, at byte 33"))
    }

    @Test(.timeLimit(.minutes(1)))
    func whatCostsAStreamOnlyIsToldToo() async throws {
        // HEADERS of a request whose content is to come, and a WINDOW_UPDATE by nothing on its stream.
        let head: [UInt8] = [0, 0, 6, 1, 4, 0, 0, 0, 1, 0x83, 0x86, 0x84, 0x41, 1, 0x61]
        let update: [UInt8] = [0, 0, 4, 8, 0, 0, 0, 0, 1, 0, 0, 0, 0]
        let (line, _) = try await Self.line("http2_stream_error", after: Self.beginning + head + update)
        #expect(line.id == nil)
        #expect(line.frame == "WINDOW_UPDATE")
        #expect(line.stream == 1)
        #expect(line.byte == 48)
    }

    /// The line of that event which a gateway writes that was sent these bytes, and what `explain` tells of its id.
    private static func line(_ event: String, after bytes: [UInt8]) async throws -> (Line, Program.Result) {
        try await withFolder { folder in
            let file = folder.appending(path: "gate.yaml").path
            let text = """
                access-log: off
                listen: ["127.0.0.1:0"]
                admin: "127.0.0.1:0"
                routes: [{ to: "http://127.0.0.1:9" }]

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let serving = try await Serving(["--config", file])
            var request = DrillRequest([DrillRequest.Piece(bytes)], until: .bytes(1))
            request.timeLimit = .seconds(20)
            _ = await DrillClient.send(request, to: serving.front)
            let said = try await serving.program.said("\"event\":\"\(event)\"")
            let line = try JSONDecoder().decode(Line.self, from: Data(said.utf8))
            let admin = try #require(serving.admin).description
            let story = try await Program.run("explain", "--admin", admin, line.id ?? "none")
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
            return (line, story)
        }
    }

    private struct Line: Decodable {
        let id: String?
        let peer: String
        let listener: String
        let rule: String
        let section: String
        let frame: String
        let length: Int
        let stream: UInt32
        let byte: Int
    }
}
