import Foundation
import GatewayLab
import Testing

/// The commands that show: lab, demo, drill.
struct ShowTests {
    private struct Drill: Decodable {
        struct Result: Decodable {
            let name: String
            let agrees: Bool
            let observed: String?
            let truth: String?
            let differences: [String]
        }
        let cases: Int
        let agree: Int
        let results: [Result]
    }

    private struct Demo: Decodable {
        struct Thing: Decodable {
            let title: String
            let works: Bool
            let problem: String?
        }
        let things: [Thing]
    }

    @Test
    func labListsEveryScenario() async throws {
        let text = try await Program.run("lab", "--list")
        #expect(text.status == 0)
        for scenario in Scenarios.all { #expect(text.output.contains("\n\(scenario.name) ")) }
        let json = try await Program.run("lab", "--list", "--json")
        let listing = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((listing?["scenarios"] as? [Any])?.count == Scenarios.all.count)
    }

    @Test
    func labRunsUntilItIsTold() async throws {
        let program = try Program(["lab", "--port", "0", "--scenario", "garbage"])
        try await until("the lab's address") { program.output.contains("The lab is at http://") }
        let line = try #require(program.output.split(separator: "\n").first { $0.hasPrefix("The lab is at") })
        let address = Serving.address(String(line.dropFirst("The lab is at http://".count)))
        let exchange = await DrillClient.send(
            DrillRequest([.init("GET / HTTP/1.1\r\nHost: a\r\n\r\n")], until: .end),
            to: address
        )
        #expect(exchange.text.hasPrefix("HTTP/1.1 OK 200"))
        program.send(SIGTERM)
        #expect(try await program.ended().status == 0)
    }

    @Test
    func labRefusesANameThatIsNone() async throws {
        let result = try await Program.run("lab", "--scenario", "nonsense")
        #expect(result.status == 64)
        #expect(result.errors.contains("goodgate lab --list"))
    }

    @Test
    func theSixThingsOfTheDemoWork() async throws {
        let result = try await Program.run("demo", "--port", "0", "--admin-port", "0", "--check", "--json")
        let demo = try JSONDecoder().decode(Demo.self, from: Data(result.output.utf8))
        #expect(demo.things.count == 6)
        for thing in demo.things { #expect(thing.works, "\(thing.title): \(thing.problem ?? "")") }
        #expect(result.status == 0)
    }

    @Test
    func theDemoChoosesAnotherPortWhenItsIsTaken() async throws {
        try await withLab { lab in
            guard case .tcp(_, let port) = lab.address else { return }
            let result = try await Program.run("demo", "--port", "\(port)", "--admin-port", "0", "--check")
            #expect(result.status == 0)
            #expect(result.errors.contains("port \(port) is taken"))
            #expect(!result.output.contains(":\(port)/"))
        }
    }

    /// The whole point: for every fault that a peer or a client can cause, all places tell the same.
    @Test
    func allPlacesAgreeOnEveryFault() async throws {
        let result = try await Program.run("drill", "--json")
        let drill = try JSONDecoder().decode(Drill.self, from: Data(result.output.utf8))
        #expect(drill.cases > 80)
        for result in drill.results { #expect(result.agrees, "\(result.name): \(result.differences)") }
        #expect(result.status == 0)
    }

    @Test
    func theDrillTakesSingleCases() async throws {
        let names = ["truncated-length", "shared-truncated", "late", "restart-gap", "client/two-hosts"]
        let result = try await Program(["drill", "--json"] + names.flatMap { ["--only", $0] }).ended()
        let drill = try JSONDecoder().decode(Drill.self, from: Data(result.output.utf8))
        #expect(drill.results.map(\.name) == names)
        #expect(drill.results.compactMap(\.truth) == [Scenarios.named("restart-gap")?.trial?.truth])
        #expect(drill.results.map(\.observed) == ["length_truncated", "length_truncated", nil, nil, "host_repeated"])
    }

    @Test
    func theDrillRefusesACaseThatIsNone() async throws {
        #expect(try await Program.run("drill", "--only", "nonsense").status == 64)
    }
}
