import Foundation
import GatewayLab
import Testing

/// What an operator learns of a client that cannot shake hands.
@Suite struct HandshakeLineTests {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            // Nothing of it is among the ciphers that are offered.
            (["-tls1_2", "-cipher", "AES128-SHA"], "nothing_in_common", nil),
            // It trusts nobody.
            (["-verify_return_error"], "alert", "unknown_ca"),
        ] as [([String], String, String?)]
    )
    func peerNameAndReasonAreSaid(_ words: [String], _ result: String, _ reason: String?) async throws {
        try await withFolder { folder in
            let authority = try Authority()
            let issued = try authority.issue("shop", ["DNS:shop.test"])
            let file = folder.appending(path: "gate.yaml").path
            let text = """
                access-log: off
                listen:
                  - address: 127.0.0.1:0
                    tls: { certificate: \(issued.certificate), key: \(issued.key) }
                admin: off
                routes: [{ to: "http://127.0.0.1:9" }]

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let serving = try await Serving(["--config", file])
            guard case .tcp(_, let port) = serving.front else { throw CocoaError(.coderInvalidValue) }
            // It fails, which is the point.
            try? authority.run(["s_client", "-connect", "127.0.0.1:\(port)", "-servername", "shop.test"] + words)
            let said = try await serving.program.said("\"event\":\"tls_handshake_failed\"")
            let line = try JSONDecoder().decode(Line.self, from: Data(said.utf8))
            #expect(line.peer.hasPrefix("127.0.0.1:"))
            #expect(line.listener == "127.0.0.1:0")
            #expect(line.result == result)
            #expect(line.reason == reason)
            #expect(line.name == "shop.test")
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    private struct Line: Decodable {
        let peer: String
        let listener: String
        let result: String
        let reason: String?
        let name: String?
    }
}
