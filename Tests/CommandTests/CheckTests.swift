import Foundation
import Testing

/// `goodgate check`.
struct CheckTests {
    private struct Problem: Decodable {
        let severity: String
        let line: Int?
        let message: String
    }

    private func check(_ text: String, _ flags: String...) async throws -> Program.Result {
        try await withFolder { folder in
            let file = folder.appending(path: "gate.yaml").path
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try await Program(["check", file] + flags).ended()
        }
    }

    @Test
    func aGoodFileEndsWith0() async throws {
        let result = try await self.check("routes:\n  - to: http://127.0.0.1:3000\n")
        #expect(result.status == 0)
        #expect(result.output.contains("no problems"))
        #expect(result.errors.isEmpty)
    }

    @Test
    func everyProblemIsToldWithItsPlace() async throws {
        let result = try await self.check("workers: many\nroutes:\n  - to: http://127.0.0.1:99999\n    paht: /x\n")
        #expect(result.status == 78)
        for place in ["gate.yaml:1:10: error", "gate.yaml:3:9: error", "gate.yaml:4:5: error"] {
            #expect(result.errors.contains(place), "\(place) in\n\(result.errors)")
        }
    }

    @Test
    func problemsAreThereAsJSON() async throws {
        let result = try await self.check("workers: many\n", "--json")
        #expect(result.status == 78)
        #expect(result.errors.isEmpty)
        let problems = try JSONDecoder().decode([Problem].self, from: Data(result.output.utf8))
        #expect(problems.contains { $0.severity == "error" && $0.line == 1 })
    }

    @Test
    func aFileThatIsNotThereEndsWith78() async throws {
        let result = try await Program.run("check", "/nonexistent/gate.yaml")
        #expect(result.status == 78)
        #expect(result.errors.contains("/nonexistent/gate.yaml"))
    }

    @Test
    func badTemplatesAreProblemsToo() async throws {
        try await withFolder { folder in
            try "{{no_such_variable}}".write(toFile: folder.path + "/502.html", atomically: true, encoding: .utf8)
            let text = "pages: \(folder.path)\nroutes:\n  - to: http://127.0.0.1:3000\n"
            let result = try await self.check(text)
            #expect(result.status == 78)
            #expect(result.errors.contains("502.html:1"))
        }
    }

    @Test
    func warningsCountOnlyWhenStrict() async throws {
        let text = """
            routes:
              - to: http://127.0.0.1:3000
                timeouts: { total: 1s, connect: 5s }

            """
        let lenient = try await self.check(text)
        #expect(lenient.errors.contains("warning"))
        #expect(lenient.status == 0)
        #expect(try await self.check(text, "--strict").status == 1)
    }
}
