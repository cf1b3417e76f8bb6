import Foundation
import GatewayLab
import Testing

/// `goodgate lab network` as far as it needs no network; the rest is in `lab_network_test.py`.
struct LabNetworkTests {
    private struct Document: Decodable {
        struct Entry: Decodable {
            let name: String
            let party: String
            let cause: String?
            let url: String
        }

        let cases: [Entry]
    }

    @Test
    func listsEveryCaseWithItsTruth() async throws {
        let result = try await Program.run("lab", "network", "--list", "--json")
        #expect(result.status == 0)
        let decoder = JSONDecoder()
        let document = try decoder.decode(Document.self, from: Data(result.output.utf8))
        #expect(document.cases.map(\.name) == NetworkCases.all.map(\.name))
        let hole = try #require(document.cases.first { $0.name == "path-mtu" })
        #expect(hole.party == "network" && hole.cause == "path_mtu")
        #expect(hole.url == "http://path-mtu.lab.test/headers/100")
        #expect(try await Program.run("lab", "network", "--list").output.contains("\npath-mtu "))
    }

    /// The lab's own list stays what it was.
    @Test
    func theLabStillListsScenarios() async throws {
        let result = try await Program.run("lab", "--list")
        #expect(result.status == 0)
        #expect(result.output.contains("\ntruncated-length "))
        #expect(!result.output.contains("\npath-mtu "))
    }

    @Test
    func anUnknownCaseNamesTheNearest() async throws {
        let result = try await Program(["lab", "network", "path-mtv"]).ended()
        #expect(result.status == 64)
        #expect(result.errors.contains("there is no case `path-mtv`; did you mean `path-mtu`?"))
    }

    @Test
    func withoutACaseItSaysWhereTheyAre() async throws {
        let result = try await Program(["lab", "network"]).ended()
        #expect(result.status == 64)
        #expect(result.errors.contains("goodgate lab network --list"))
    }

    @Test(arguments: [["--port", "3"], ["--scenario", "race"]])
    func whatIsMeantForTheServersIsNotTakenSilently(words: [String]) async throws {
        let result = try await Program(["lab", "network", "healthy", "--list"] + words).ended()
        #expect(result.status == 64)
        #expect(result.errors.contains(words[0]))
    }

    @Test
    func whatOnlyTheProgramItselfStartsIsShownToNobody() async throws {
        let help = try await Program.run("lab", "--help")
        #expect(help.output.contains("\n  network "))
        #expect(!help.output.contains("network-site"))
        let own = try await Program.run("lab", "network", "--help")
        #expect(own.output.contains("EXAMPLES:") && own.output.contains("EXIT STATUS:\n  0   done"))
    }
}
