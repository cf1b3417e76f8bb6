import ArgumentParser
import Foundation
import GatewayGuide
import GatewayLab

/// `goodgate lab network`: a visitor, a router and a site of which one is broken.
struct LabNetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Run a command in a network that is broken in exactly one way.",
        discussion: CommandHelp.text(
            "Makes a visitor, a router and a site, each a network namespace of its own, so that drops, resets, ICMP, "
                + "wrong routes, lost packets and name servers are real; runs COMMAND in the visitor's place, or else "
                + "`goodgate diagnose`; and takes everything away again. Ends with the status of COMMAND. "
                + "GOODGATE_LAB_URL says inside what to ask for. Nothing of the machine's own network is touched. Needs "
                + "root and `ip` (package iproute2).",
            examples: [
                "goodgate lab network --list", "sudo goodgate lab network path-mtu",
                "sudo goodgate lab network port-dropped -- sh -c 'curl -v \"$GOODGATE_LAB_URL\"'",
                "sudo goodgate lab network resolver-silent -- sh",
            ],
            exits: [
                .success, .stageHere, .stageResolve, .stageConnect, .stageHandshake, .stageExchange, .stagePattern,
                .usage, .unavailable, .failure, .permission,
            ]
        )
    )

    @Argument(
        help: ArgumentHelp("The case.", valueName: "NAME"),
        completion: .list(NetworkCases.all.map(\.name))
    )
    var name: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("What runs in the visitor's place, after `--`.", valueName: "COMMAND"),
        completion: .shellCommand("compgen -c")
    )
    var command: [String] = []

    @Flag(help: "Take away what killed runs have left behind, and end.")
    var clean = false

    @OptionGroup
    var output: LabOutput

    @ParentCommand
    var lab: LabCommand

    func run() async throws {
        try await self.reporting {
            // The parser takes them wherever they stand.
            guard self.lab.scenario == nil, self.lab.port == LabCommand.usualPort else {
                throw Failure(.usage, "--port and --scenario are for `goodgate lab` alone", fix: "leave them out")
            }
            guard !self.output.list else { return self.list() }
            guard !self.clean else { return try await self.removeLeftovers() }
            let network = try self.network()
            let tools = try NetworkTools.find()
            let command = try self.command(for: network)
            let signals = await NetworkSignals.caught()
            self.mentionLeftovers()
            let run = NetworkRun(network: network, command: command, tools: tools, signals: signals)
            let status = try await run.run { self.announce(network) }
            guard status == 0 else { throw ExitCode(status) }
        }
    }

    private func network() throws -> NetworkCase {
        guard let name = self.name else {
            throw Failure(.usage, "no case is named", fix: "`goodgate lab network --list` shows all of them")
        }
        if let network = NetworkCases.named(name) { return network }
        let near = Likeness.nearest(to: name, among: NetworkCases.all.map(\.name), most: 1).first
        throw Failure(
            .usage,
            "there is no case `\(name)`",
            fix: (near.map { "did you mean `\($0)`? " } ?? "") + "`goodgate lab network --list` shows all of them"
        )
    }

    private func command(for network: NetworkCase) throws -> [String] {
        guard let program = self.command.first else {
            return [ProgramFile.atStart().path, "diagnose", network.url] + (self.output.json ? ["--json"] : [])
        }
        guard NetworkTools.program(program) != nil else {
            throw Failure(.usage, "there is no program `\(program)` to run", fix: "name one that is in PATH")
        }
        return self.command
    }

    /// On standard error: the output is the command's.
    private func announce(_ network: NetworkCase) {
        if self.output.json { return Console.error(JSONOutput.line(NetworkListing.Entry(network))) }
        Console.error("\(network.name): \(network.summary)\nGOODGATE_LAB_URL=\(network.url)\n")
    }

    // MARK: - Lists

    private func list() {
        let listing = NetworkListing()
        struct Document: Encodable { let cases: [NetworkListing.Entry] }
        Console.write(self.output.json ? JSONOutput.text(Document(cases: listing.cases)) : listing.text)
    }

    private func mentionLeftovers() {
        let count = NetworkPlaces.found().count { !$0.isAlive }
        guard count > 0 else { return }
        Console.error(
            "goodgate: \(count == 1 ? "a killed run has" : "\(count) killed runs have") left something behind; "
                + "`goodgate lab network --clean` takes it away\n"
        )
    }

    private func removeLeftovers() async throws {
        let tools = try NetworkTools.find()
        let dead = NetworkPlaces.found().filter { !$0.isAlive }
        try await NetworkRun.aside {
            for names in dead { NetworkPlaces(tools: tools, names: names).remove() }
        }
        struct Document: Encodable { let removed: [String] }
        let removed = dead.flatMap(\.all)
        guard !self.output.json else { return Console.write(JSONOutput.text(Document(removed: removed))) }
        Console.write(removed.map { "removed: \($0)\n" }.joined())
    }
}
