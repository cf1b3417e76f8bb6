import Foundation
import GatewayLab
import Testing

/// `goodgate diagnose` and `goodgate check-url`.
struct DiagnoseTests {
    private static func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func aHealthySiteEndsWith0() async throws {
        try await withLab { lab in
            let result = try await Program.run("diagnose", "\(lab.address.url)/")
            #expect(result.status == 0)
            #expect(result.output.contains("Healthy"))
            #expect(!result.output.contains("\u{1B}"))
        }
    }

    @Test func theStatusSaysTheStageAndJSONTheVerdict() async throws {
        try await withLab { lab in
            let result = try await Program.run("diagnose", "--json", "\(lab.address.url)/truncated-length?token=abc123")
            #expect(result.status == 14)
            let document = try Self.json(result.output)
            #expect(document["version"] as? Int == 1)
            #expect(document["party"] as? String == "server")
            #expect(document["stage"] as? String == "exchange")
            let causes = try #require(document["causes"] as? [[String: Any]])
            #expect(causes.first?["cause"] as? String == "content_cut_short")
            #expect(!result.output.contains("abc123"))
        }
    }

    @Test func nobodyListeningEndsWith12() async throws {
        // A port that the lab holds, so that no other test can get it.
        let lab = try await Lab.start()
        let port = lab.port(of: "refused") ?? 0
        let result = try await Program.run("diagnose", "--json", "--no-control", "http://127.0.0.1:\(port)/")
        await lab.stop()
        #expect(result.status == 12)
    }

    @Test(arguments: [
        ["diagnose", "ftp://site.example/"], ["diagnose", "http://127.0.0.1:99999/"], ["diagnose", ""],
        ["diagnose", "--method", "POST", "http://127.0.0.1/"],
        ["diagnose", "--header", "no colon", "http://127.0.0.1/"],
        ["diagnose", "--header", "A: \u{1B}x", "http://127.0.0.1/"],
        ["diagnose", "--http", "3", "http://127.0.0.1/"],
        ["diagnose", "--authorities", "/nonexistent/ca.pem", "https://127.0.0.1/"],
        ["diagnose", "--authorities", "/dev/null", "https://127.0.0.1/"],
        ["diagnose", "--for", "soon", "http://127.0.0.1/"],
        ["diagnose", "--timeout", "0s", "http://127.0.0.1/"], ["diagnose", "--origin", "name", "http://127.0.0.1/"],
        ["diagnose", "--resolver", "name", "http://127.0.0.1/"],
        ["diagnose", "--report", "r.txt", "http://127.0.0.1/"],
        ["diagnose", "--samples", "1000", "http://127.0.0.1/"], ["check-url", "/nonexistent/list"],
        ["check-url", "--parallel", "0", "/dev/null"], ["check-url", "/dev/null"],
    ])
    func whatIsTypedWrongEndsWith64AndSaysWhat(_ arguments: [String]) async throws {
        let result = try await Program(arguments).ended()
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("goodgate: ") && !result.errors.contains("\u{1B}"))
    }

    /// An empty list was read, and holds nothing; only one that is not there cannot be read.
    @Test(arguments: [("/dev/null", "/dev/null holds no URL"), ("/nonexistent/list", "cannot read /nonexistent/list")])
    func anEmptyListIsNotOneThatCannotBeRead(file: String, words: String) async throws {
        let result = try await Program(["check-url", file]).ended()
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    /// The lab's certificate for another name: who trusts its authority sees that, and who does not sees a stranger.
    private static func causeOfOtherName(_ lab: Lab, _ environment: [String: String]) async throws -> String? {
        let port = try #require(lab.port(of: "certificate-other-name"))
        let url = "https://127.0.0.1:\(port)/"
        let result = try await Program.run("diagnose", "--json", "--no-control", url, environment: environment)
        #expect(result.status == 13)
        let document = try Self.json(result.output)
        // Tries that go on without checking the certificate are no proof that anybody gets in.
        #expect(document["outcome"] as? String == "broken")
        #expect((document["persistence"] as? [String: Any])?["kind"] as? String == "persistent")
        let causes = document["causes"] as? [[String: Any]]
        return causes?.first?["cause"] as? String
    }

    @Test func authoritiesAreReadFromTheBundleAndFromTheDirectory() async throws {
        let lab = try await Lab.start()
        let authority = lab.authorityFile ?? ""
        do {
            try await withFolder { folder in
                let (empty, nothing) = (folder.path, folder.appending(path: "nothing.pem").path)
                let bundle = ["SSL_CERT_FILE": authority, "SSL_CERT_DIR": empty]
                #expect(try await Self.causeOfOtherName(lab, bundle) == "certificate_other_name")
                let neither = ["SSL_CERT_FILE": nothing, "SSL_CERT_DIR": empty]
                #expect(try await Self.causeOfOtherName(lab, neither) == "certificate_untrusted")
                let openssl = "/usr/bin/openssl"
                guard FileManager.default.isExecutableFile(atPath: openssl) else { return }
                let words = ["x509", "-in", authority, "-noout", "-hash"]
                let hash = try await Program(words, path: openssl).ended().output.prefix { $0.isHexDigit }
                let link = folder.appending(path: "\(hash).0").path
                try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: authority)
                #expect(try await Self.causeOfOtherName(lab, neither) == "certificate_other_name")
            }
        } catch {
            await lab.stop()
            throw error
        }
        await lab.stop()
    }

    @Test func reportsAreWrittenInThreeForms() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                for (name, begin) in [("r.md", "# "), ("r.html", "<!doctype html>"), ("r.json", "{")] {
                    let file = folder.appending(path: name).path
                    let result = try await Program.run("diagnose", "--report", file, "\(lab.address.url)/garbage")
                    #expect(result.status == 14)
                    let text = try String(contentsOfFile: file, encoding: .utf8)
                    #expect(text.hasPrefix(begin))
                    #expect(text.contains("garbage"))
                }
            }
        }
    }

    @Test func manySitesAreCheckedInTheirOrder() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let file = folder.appending(path: "sites.txt")
                let lines = ["# sites", "\(lab.address.url)/", "\(lab.address.url)/garbage # broken", "ftp://x/", ""]
                try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
                let result = try await Program.run("check-url", "--json", file.path)
                #expect(result.status == 1)
                let rows = try result.output.split(separator: "\n").map { try Self.json(String($0)) }
                #expect(rows.map { $0["is_well"] as? Bool } == [true, false, false])
                #expect(rows[1]["cause"] as? String == "not_http")
                let text = try await Program.run("check-url", file.path)
                #expect(text.output.split(separator: "\n").count == 3)
            }
        }
    }

    @Test func recordingsAreReadAndDamagedOnesRefused() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "x.har")
            let entry = "{\"request\": {\"url\": \"https://a.example/?t=abc123\"}, \"response\": {\"status\": 504}}"
            try "{\"log\": {\"entries\": [\(entry)]}}".write(to: file, atomically: true, encoding: .utf8)
            let result = try await Program.run("har", "--json", file.path)
            #expect(result.status == 1)
            #expect(try Self.json(result.output)["cause"] as? String == "origin_slow")
            #expect(!result.output.contains("abc123"))
            try "{\"log\": {\"entries\": [\(entry), {".write(to: file, atomically: true, encoding: .utf8)
            let damaged = try await Program.run("har", file.path)
            #expect(damaged.status == 1)
            #expect(damaged.errors.contains("ends in the middle"))
            #expect(damaged.output.contains("504"))
            #expect(try await Program.run("har", "/nonexistent/x.har").status == 64)
        }
    }

    @Test func recordingsAreWrittenWithoutSecrets() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "x.har")
            let out = folder.appending(path: "out.har")
            let entry = "{\"request\": {\"url\": \"https://a.example/?t=abc123\"}, \"response\": {\"status\": 504}}"
            try "{\"log\": {\"entries\": [\(entry)]}}".write(to: file, atomically: true, encoding: .utf8)
            let result = try await Program.run("har", file.path, "--sanitize", out.path)
            #expect(result.status == 0)
            let written = try String(contentsOf: out, encoding: .utf8)
            #expect(written.contains("https://a.example/?t=mark-") && !written.contains("abc123"))
            let rights = try FileManager.default.attributesOfItem(atPath: out.path)[.posixPermissions] as? Int
            #expect(rights == 0o600)
            #expect(try await Program.run("har", out.path).status == 1)
            #expect(try await Program.run("har", file.path, "--sanitize", file.path).status == 64)
            // What cannot be read leaves nothing half done behind.
            try "{".write(to: file, atomically: true, encoding: .utf8)
            let half = folder.appending(path: "half.har")
            #expect(try await Program.run("har", file.path, "--sanitize", half.path).status == 1)
            #expect(!FileManager.default.fileExists(atPath: half.path))
        }
    }

    @Test func liveLooksAgain() async throws {
        try await withFolder { folder in
            try await withLab { lab in
                let file = folder.appending(path: "x.har")
                let request = "{\"method\": \"GET\", \"url\": \"\(lab.address.url)/\"}"
                let entry = "{\"request\": \(request), \"response\": {\"status\": 502}}"
                try "{\"log\": {\"entries\": [\(entry), \(entry)]}}".write(to: file, atomically: true, encoding: .utf8)
                let result = try await Program.run("har", file.path, "--live")
                #expect(result.status == 1)
                #expect(result.output.components(separatedBy: "now: ").count == 2)
                #expect(result.output.contains("200"))
            }
        }
    }
}
