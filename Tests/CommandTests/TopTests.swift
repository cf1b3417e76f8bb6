import Foundation
import GatewayLab
import Testing

/// `goodgate top`.
struct TopTests {
    private struct Figures: Decodable {
        struct Route: Decodable { let route: String }
        struct Endpoint: Decodable {
            let endpoint: String
            let state: String
        }
        let routes: [Route]
        let endpoints: [Endpoint]
    }

    @Test
    func showsARunningGatewayOnce() async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            _ = await serving.get("/garbage")
            let admin = try #require(serving.admin).description
            let text = try await Program.run("top", "--admin", admin, "--once", "--interval", "0.1")
            #expect(text.status == 0)
            #expect(text.output.contains("upstream 1 (0/s)") && text.output.contains("ENDPOINT"))
            #expect(!text.output.contains("\u{1B}"), "it is no terminal")
            let json = try await Program.run("top", "--admin", admin, "--once", "--json", "--interval", "0.1")
            let figures = try JSONDecoder().decode(Figures.self, from: Data(json.output.utf8))
            #expect(figures.endpoints.map(\.endpoint) == [lab.address.url])
            #expect(figures.endpoints.first?.state == "in use" && figures.routes.count == 1)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    @Test
    func showsUntilItIsToldAndOutlivesTheGateway() async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            let admin = try #require(serving.admin).description
            let top = try Program(["top", "--admin", admin, "--json", "--interval", "0.1"])
            try await until("two lines of JSON") { top.output.split(separator: "\n").count >= 2 }
            serving.program.send(SIGTERM)
            _ = try await serving.program.ended()
            try await top.said("no gateway answers")
            #expect(top.isRunning)
            top.send(SIGINT)
            #expect(try await top.ended().status == 0)
        }
    }

    @Test
    func withoutAGatewayItEndsWith69() async throws {
        let result = try await Program.run("top", "--once", "--admin", "unix:/nonexistent/admin.sock")
        #expect(result.status == 69)
        #expect(result.errors.contains("--admin"))
    }

    @Test(arguments: ["0", "-1", "4000", "soon"])
    func anImpossibleIntervalIsRefused(interval: String) async throws {
        #expect(try await Program.run("top", "--interval=\(interval)").status == 64)
    }
}
