import ArgumentParser
import GatewayConfig
import GatewayControl

/// `goodgate check`: what is wrong with a configuration file.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration file and print everything that is wrong with it.",
        discussion: CommandHelp.text(
            "Each problem with its file, line, column and what to write instead. Warnings do not keep a file from being "
                + "used, and the status is 0 unless --strict is given.",
            examples: ["goodgate check /etc/goodgate/goodgate.yaml"],
            exits: [.success, .no, .usage, .configuration]
        )
    )

    @Argument(
        help: ArgumentHelp("The configuration file.", valueName: "FILE"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var file: String

    @Flag(help: "End with status 1 when there are warnings.")
    var strict = false

    @Flag(help: "Print the problems as a JSON array.")
    var json = false

    func run() async throws {
        let problems: [Problem]
        let isGood: Bool
        switch ConfigurationSource(file: self.file).load() {
        case .success(let loaded): (problems, isGood) = (loaded.warnings, true)
        case .failure(let refused): (problems, isGood) = (refused.problems, false)
        }
        let report = ProblemReport(problems)
        if self.json {
            Console.write(report.json)
        } else {
            Console.error(report.text)
            Console.write("\(self.file): \(report.summary)\n")
        }
        guard isGood else { throw ExitStatus.configuration.exitCode }
        if self.strict, !problems.isEmpty { throw ExitStatus.no.exitCode }
    }
}
