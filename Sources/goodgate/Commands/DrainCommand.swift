import ArgumentParser
import Foundation
import GatewayLab

/// `goodgate drain`: no new requests for one upstream server.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take an upstream server out of use, so that it can be stopped.",
        discussion: CommandHelp.text(
            "The running gateway sends it no new request and closes its idle connections; what runs there finishes. It "
                + "stays out of use over reloads and upgrades until --undo. Prints the state: `draining` while "
                + "requests are under way there, `drained` when it can be stopped.",
            examples: [
                "goodgate drain http://127.0.0.1:9001", "goodgate drain --wait http://127.0.0.1:9001",
                "goodgate drain --undo http://127.0.0.1:9001",
            ],
            exits: [.success, .no, .usage, .unavailable]
        )
    )

    @Argument(help: ArgumentHelp("The server as the configuration names it.", valueName: "ENDPOINT"))
    var endpoint: String

    @Flag(help: "Put it back into use.")
    var undo = false

    @Flag(help: "Return when nothing is under way there any more.")
    var wait = false

    @OptionGroup var access: AdminOptions

    @Flag(help: "Print JSON.")
    var json = false

    private struct State: Codable {
        let endpoint: String
        let state: String
        let active: Int
        let routesWithoutEndpoint: [String]
    }

    func run() async throws {
        try await self.reporting {
            var state = try await self.ask()
            while self.wait, !self.undo, state.active > 0 {
                try await Task.sleep(for: .milliseconds(250))
                state = try await self.ask()
            }
            for route in state.routesWithoutEndpoint where !self.undo {
                Console.error("goodgate: route \(route) has no other server; its requests wait, and then fail\n")
            }
            let text = "\(state.endpoint)  \(state.state)  \(state.active) under way\n"
            Console.write(self.json ? JSONOutput.text(state) : text)
        }
    }

    private func ask() async throws -> State {
        let path = self.undo ? "/endpoints/undrain" : "/endpoints/drain"
        let body = JSONOutput.line(["endpoint": self.endpoint])
        let response = try await self.access.client().post(path, json: body)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard response.status == 200, let state = try? decoder.decode(State.self, from: Data(response.content)) else {
            throw Failure(.no, AdminClient.detail(of: response))
        }
        return state
    }
}
