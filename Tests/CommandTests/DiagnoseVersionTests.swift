import Foundation
import GatewayLab
import GatewayReactor
import Testing

/// `goodgate diagnose` at a site of TLS that speaks both versions of HTTP: the project's own gateway.
struct DiagnoseVersionTests {
    /// A gateway with a certificate of an authority that is made for it.
    private static func configuration(in folder: URL, to lab: Lab) throws -> (file: String, authority: String) {
        let now = Int64(Date().timeIntervalSince1970)
        var root = CertificateTemplate(commonName: "root", notBefore: now - 60, notAfter: now + 3600)
        root.isAuthority = true
        let leaf = CertificateTemplate(
            commonName: "both",
            names: ["IP:127.0.0.1"],
            notBefore: now - 60,
            notAfter: now + 3600
        )
        let authority = try #require(MadeCertificate(root))
        let made = try #require(MadeCertificate(leaf, by: authority))
        let (certificate, key) = (folder.appending(path: "both.pem").path, folder.appending(path: "both.key").path)
        let trusted = folder.appending(path: "root.pem").path
        try authority.certificateText.write(toFile: trusted, atomically: true, encoding: .utf8)
        try made.certificateText.write(toFile: certificate, atomically: true, encoding: .utf8)
        try made.keyText.write(toFile: key, atomically: true, encoding: .utf8)
        let text = """
            listen: [{ address: "127.0.0.1:0", tls: { certificate: "\(certificate)", key: "\(key)" } }]
            routes:
              - to: "\(lab.address.url)"
            """
        let file = folder.appending(path: "goodgate.yaml").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return (file, trusted)
    }

    /// Two handshakes, the second one short, and both are counted as such.
    @Test func theOtherVersionTakesTheSessionUp() async throws {
        try await withFolder { folder in
            try await withLab { lab in
                let (file, authority) = try Self.configuration(in: folder, to: lab)
                let serving = try await Serving(["--config", file])
                let url = "https://\(serving.front)/"
                let result = try await Program.run(
                    "diagnose",
                    "--json",
                    "--no-control",
                    "--authorities",
                    authority,
                    url
                )
                #expect(result.status == 0)
                let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                let document = try #require(object as? [String: Any])
                let visits = try #require(document["visits"] as? [[String: Any]])
                #expect(visits.map { $0["http_version"] as? String } == ["2", "1.1"])
                #expect(visits.map { $0["is_resumed"] as? Bool } == [nil, true])
                #expect(document["requests"] as? Int == 2)
                let times = visits.compactMap { $0["handshake_milliseconds"] as? Double }
                let stages = try #require(document["stages"] as? [[String: Any]])
                let handshake = stages.first { $0["stage"] as? String == "handshake" }
                let counted = try #require(handshake?["milliseconds"] as? Double)
                #expect(counted >= times.reduce(0, +))
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
            }
        }
    }
}
