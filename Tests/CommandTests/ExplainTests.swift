import Foundation
import GatewayLab
import Testing

/// `goodgate explain`.
struct ExplainTests {
    @Test(arguments: ["connection_refused", "502", "SH--", "upstream prematurely closed connection", "AH01102"])
    func explainsNames(name: String) async throws {
        let result = try await Program.run("explain", name)
        #expect(result.status == 0)
        #expect(!result.output.isEmpty)
        let json = try await Program.run("explain", "--json", name)
        #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    }

    @Test
    func whatIsUnknownEndsWith1AndTellsWhatIsNear() async throws {
        let result = try await Program.run("explain", "conection_refused")
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("connection_refused"))
    }

    @Test
    func textFromOutsideCannotControlTheTerminal() async throws {
        let result = try await Program.run("explain", "\u{1B}[2Jnothing\u{7}")
        #expect(result.status == 1)
        #expect(!result.errors.contains("\u{1B}") && !result.errors.contains("\u{7}"))
    }

    @Test
    func anIdIsAskedOfTheRunningGateway() async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            let id = try #require(await serving.get("/garbage").response?.fields("x-incident-id").first)
            let admin = try #require(serving.admin).description
            let text = try await Program.run("explain", "--admin", admin, id)
            #expect(text.status == 0)
            #expect(text.output.contains("status_line_malformed"))
            let json = try await Program.run("explain", "--admin", "http://\(admin)/", "--json", id.uppercased())
            let story = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect((story?["causes"] as? [Any])?.isEmpty == false)
            let unknown = try await Program.run("explain", "--admin", admin, "00000000-0000-7000-8000-000000000000")
            #expect(unknown.status == 1)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    @Test
    func withoutAGatewayAnIdEndsWith69() async throws {
        let id = "00000000-0000-7000-8000-000000000000"
        let result = try await Program.run("explain", "--admin", "unix:/nonexistent/admin.sock", id)
        #expect(result.status == 69)
        #expect(result.errors.contains("--admin"))
    }

    @Test
    func theTokenComesFromAFileOrTheEnvironment() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let secret = folder.appending(path: "token").path
                try "s3cret-token-of-the-test\n".write(toFile: secret, atomically: true, encoding: .utf8)
                let file = folder.appending(path: "gate.yaml").path
                let text = """
                    access-log: off
                    listen: 127.0.0.1:0
                    admin: { address: "127.0.0.1:0", token-file: token }
                    routes: [{ to: "\(lab.address.url)" }]

                    """
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                let serving = try await Serving(["--config", file])
                let id = try #require(await serving.get("/garbage").response?.fields("x-incident-id").first)
                let admin = try #require(serving.admin).description
                #expect(try await Program.run("explain", "--admin", admin, id).status == 69)
                #expect(try await Program.run("explain", "--admin", admin, "--token-file", secret, id).status == 0)
                let environment = ["GOODGATE_TOKEN": "s3cret-token-of-the-test"]
                let result = try await Program.run("explain", "--admin", admin, id, environment: environment)
                #expect(result.status == 0)
                serving.program.send(SIGTERM)
                _ = try await serving.program.ended()
            }
        }
    }
}
