import ArgumentParser
import GatewayControl

/// `goodgate version`: which version runs.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version.",
        discussion: CommandHelp.text(
            "The same as `goodgate --version`, and as JSON with --json.",
            examples: ["goodgate version --json"],
            exits: [.success, .usage]
        )
    )

    @Flag(help: "Print it as JSON.")
    var json = false

    private struct Body: Encodable {
        let name = "goodgate"
        let version = ProgramVersion.text
    }

    func run() async throws {
        Console.write(self.json ? JSONOutput.text(Body()) : "goodgate \(ProgramVersion.text)\n")
    }
}
