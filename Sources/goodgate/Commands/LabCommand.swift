import ArgumentParser
import GatewayLab
import UnixSignals

/// `goodgate lab`: peers that misbehave on purpose.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Run upstream servers that misbehave, each in exactly one way.",
        discussion: CommandHelp.text(
            "Serves healthy pages and every scenario under its path on one port, and each scenario on an address of its "
                + "own, for a gateway's endpoint to point at. On loopback only. Ctrl-C ends it.",
            examples: ["goodgate lab --list", "goodgate lab --port 9000", "goodgate lab --scenario truncated-length"],
            exits: [.success, .usage, .unavailable]
        ),
        subcommands: [LabNetworkCommand.self, LabNetworkSiteCommand.self]
    )

    static let usualPort: UInt16 = 8090

    @Option(help: ArgumentHelp("Main port; 0 lets the system choose.", valueName: "N"))
    var port: UInt16 = LabCommand.usualPort

    @Option(
        help: ArgumentHelp("A scenario that every request to the main port meets.", valueName: "NAME"),
        completion: .list(Scenarios.all.map(\.name))
    )
    var scenario: String?

    @OptionGroup
    var output: LabOutput

    func run() async throws {
        try await self.reporting {
            let scenario = try self.scenario.map(Self.named)
            guard !self.output.list else { return try self.print(LabListing(only: scenario)) }
            var options = LabOptions()
            options.everyRequest = scenario?.name
            let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
            let lab = try await Self.start(port: Int(self.port), options: options)
            try self.print(LabListing(of: lab, only: scenario))
            for await _ in signals { break }
            await lab.stop()
        }
    }

    private static func named(_ name: String) throws -> Scenario {
        if let scenario = Scenarios.named(name) { return scenario }
        throw Failure(.usage, "there is no scenario `\(name)`", fix: "`goodgate lab --list` shows all of them")
    }

    private static func start(port: Int, options: LabOptions) async throws -> Lab {
        do {
            return try await Lab.start(port: port, options: options)
        } catch let error as LabError {
            throw Failure(.usage, error.description)
        } catch {
            throw Failure(
                .unavailable,
                "the lab cannot listen on port \(port): \(error)",
                fix: "choose another with `--port N`"
            )
        }
    }

    private func print(_ listing: LabListing) throws {
        Console.write(self.output.json ? try listing.json() : listing.text)
    }
}
