import ArgumentParser
import Foundation
import GatewayDiagnose
import GatewayGuide

/// `goodgate har`: what failed in a browser's recording, and why.
struct HARCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "har",
        abstract: "Find the failed requests of a browser's recording and say why they failed.",
        discussion: CommandHelp.text(
            "Reads a HAR file of any size (`-` for standard input) and tells who made each error answer, as `diagnose` "
                + "does; requests without an answer are told apart by what the browser says: blocked, cancelled, "
                + "certificate, name, connection. Nothing is sent anywhere.",
            examples: ["goodgate har shop.example.har", "goodgate har --json shop.example.har"],
            exits: [.success, .no, .usage, .failure]
        )
    )

    @Argument(help: ArgumentHelp("The recording.", valueName: "FILE"), completion: .file(extensions: ["har", "json"]))
    var file: String

    @Flag(help: "Print one JSON object a line.")
    var json = false

    private static let piece = 1 << 18

    func run() async throws {
        try await self.reporting {
            let handle = self.file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: self.file)
            guard let handle else { throw Failure(.usage, "cannot read \(self.file)", fix: "give a HAR file") }
            var recording = Recording()
            do {
                while let data = try handle.read(upToCount: Self.piece), !data.isEmpty {
                    try recording.read(Array(data)) { self.print($0) }
                }
                try recording.end()
            } catch let problem as Recording.Problem {
                self.conclude(recording)
                throw Failure(.no, "\(self.file) cannot be read further: \(problem.message)")
            } catch {
                throw Failure(.failure, "cannot read \(self.file)", fix: "see that it is a file")
            }
            self.conclude(recording)
            if recording.failed > 0 { throw ExitStatus.no.exitCode }
        }
    }

    private func print(_ failure: RecordedFailure) {
        guard !self.json else { return Console.write(JSONOutput.line(failure)) }
        let status = failure.status > 0 ? String(failure.status) : failure.browserError ?? "no answer"
        let maker = failure.maker.map { " (answered by \($0))" } ?? ""
        let says = Escape.terminal("\(failure.says)\(maker) [\(failure.party.rawValue)]")
        let url = TextTable.cut("\(failure.method) \(failure.url)", to: 100)
        Console.write("#\(failure.number)  \(Console.bad(TextTable.cut(status, to: 40)))  \(url)\n    \(says)\n")
    }

    private func conclude(_ recording: Recording) {
        guard !self.json else { return }
        var text = "\(recording.failed) of \(recording.count) requests failed"
        if recording.unreadable > 0 { text += ", \(recording.unreadable) entries could not be read" }
        if recording.skipped > 0 { text += ", \(recording.skipped) were too large" }
        Console.error(text + "\n")
    }
}
