import ArgumentParser
import Foundation

/// `goodgate docs`: the documents that are made from the code.
struct DocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Write or check the documents that are made from the program itself.",
        discussion: CommandHelp.text(
            "The pages of faults, configuration and commands, the manual page and the shell completions. The folder is "
                + "the root of the repository.",
            examples: ["goodgate docs --write .", "goodgate docs --check ."],
            exits: [.success, .no, .usage, .failure]
        )
    )

    @Flag(help: "Write the files that are missing or differ.")
    var write = false

    @Flag(help: "Say which files are missing or differ.")
    var check = false

    @Flag(help: "Print the paths as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The root of the repository.", valueName: "DIR"), completion: .directory)
    var directory = "."

    private struct Body: Encodable {
        let written: [String]?
        let outdated: [String]?
    }

    mutating func validate() throws {
        guard self.write != self.check else { throw ValidationError("Say either `--write DIR` or `--check DIR`.") }
    }

    func run() async throws {
        try await self.reporting {
            guard FileManager.default.fileExists(atPath: "\(self.directory)/docs") else {
                throw Failure(
                    .usage,
                    "there is no folder docs in \(self.directory)",
                    fix: "give the root of the repository"
                )
            }
            let paths =
                self.write
                ? try GeneratedFiles.write(in: self.directory) : try GeneratedFiles.outdated(in: self.directory)
            if self.json {
                Console.write(
                    JSONOutput.text(Body(written: self.write ? paths : nil, outdated: self.check ? paths : nil))
                )
            } else {
                Console.write(paths.map { "\(self.write ? "written" : "differs"): \($0)\n" }.joined())
            }
            guard self.write || paths.isEmpty else { throw ExitStatus.no.exitCode }
        }
    }
}
