import Foundation
import GatewayLab
import Testing

/// What an operator learns of a proxy that sends no PROXY header.
@Suite struct ProxyHeaderRefusalTests {
    @Test(.timeLimit(.minutes(1)))
    func peerListenerAndByteAreNamed() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "gate.yaml").path
            let text = """
                access-log: off
                listen: [{ address: "127.0.0.1:0", proxy-protocol: { from: 127.0.0.1 } }]
                admin: off
                routes: [{ to: "http://127.0.0.1:9" }]

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let serving = try await Serving(["--config", file])
            #expect(await serving.get("/").response == nil)
            let said = try await serving.program.said("\"event\":\"proxy_header_refused\"")
            let line = try JSONDecoder().decode(Line.self, from: Data(said.utf8))
            #expect(line.peer.hasPrefix("127.0.0.1:"))
            #expect(line.listener == "127.0.0.1:0")
            #expect(line.reason == "absent")
            #expect(line.byte == 0)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    private struct Line: Decodable {
        let peer: String
        let listener: String
        let reason: String
        let byte: Int
    }
}
