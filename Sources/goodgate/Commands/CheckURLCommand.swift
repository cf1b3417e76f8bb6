import ArgumentParser
import Foundation
import GatewayDiagnose
import GatewayReactor

/// `goodgate check-url`: one look at many sites.
struct CheckURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-url",
        abstract: "Look at many URLs once and say which fail, and why.",
        discussion: CommandHelp.text(
            "Reads one URL a line (`-` for standard input; `#` begins a comment), looks at "
                + "each as `diagnose --no-active` "
                + "does, some at a time, and prints a line for each in their order. On a terminal a "
                + "bar on standard error says how far it is.",
            examples: ["goodgate check-url sites.txt", "goodgate check-url --json sites.txt > result.jsonl"],
            exits: [.success, .no, .usage, .failure]
        )
    )

    @Argument(help: ArgumentHelp("The file with the URLs.", valueName: "FILE"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("So many at the same time.", valueName: "N"))
    var parallel = 8

    @Option(help: ArgumentHelp("Each takes no longer.", valueName: "TIME"))
    var timeout = "10s"

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() async throws {
        try await self.reporting {
            guard (1...64).contains(self.parallel) else {
                throw Failure(.usage, "--parallel \(self.parallel) is not between 1 and 64")
            }
            let lines = try URLList.read(self.file)
            var options = DiagnoseInput.options()
            options.isPassive = true
            options.timeout = try DiagnoseInput.time(self.timeout, "--timeout", 1000...300_000)
            let run = CheckRun(lines: lines, options: options, parallel: self.parallel, isJSON: self.json)
            let failed = try await run.run()
            if !self.json { Console.error("\(lines.count - failed) of \(lines.count) are well\n") }
            if failed > 0 { throw ExitStatus.no.exitCode }
        }
    }
}
