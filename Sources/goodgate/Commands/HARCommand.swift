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
                + "certificate, name, connection. Nothing is sent anywhere, but with --live.",
            examples: [
                "goodgate har shop.example.har", "goodgate har --json shop.example.har",
                "goodgate har shop.example.har --sanitize to-share.har",
            ],
            exits: [.success, .no, .usage, .failure]
        )
    )

    @Argument(help: ArgumentHelp("The recording.", valueName: "FILE"), completion: .file(extensions: ["har", "json"]))
    var file: String

    @Flag(help: "Print one JSON object a line.")
    var json = false

    @Flag(help: "Look at the addresses that failed once more, without cookies: at most 20, as `check-url` does.")
    var live = false

    @Option(
        help: ArgumentHelp(
            "Write the recording without secrets: values become marks, the same value the same mark.",
            valueName: "FILE"
        ),
        completion: .file(extensions: ["har"])
    )
    var sanitize: String?

    private static let mostLive = 20
    private static let piece = 1 << 18

    func run() async throws {
        try await self.reporting {
            if let out = self.sanitize { return try self.write(to: out) }
            var failed: [Target] = []
            let handle = self.file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: self.file)
            guard let handle else { throw Failure(.usage, "cannot read \(self.file)", fix: "give a HAR file") }
            var recording = Recording()
            do {
                while let data = try handle.read(upToCount: Self.piece), !data.isEmpty {
                    try recording.read(Array(data)) { failure in
                        self.print(failure)
                        guard let target = failure.target, !failed.contains(target) else { return }
                        if failed.count < Self.mostLive { failed.append(target) }
                    }
                }
                try recording.end()
            } catch let problem as Recording.Problem {
                self.conclude(recording)
                throw Failure(.no, "\(self.file) cannot be read further: \(problem.message)")
            } catch {
                throw Failure(.failure, "cannot read \(self.file)", fix: "see that it is a file")
            }
            self.conclude(recording)
            if self.live { try await self.lookAgain(failed) }
            if recording.failed > 0 { throw ExitStatus.no.exitCode }
        }
    }

    private func lookAgain(_ targets: [Target]) async throws {
        var options = DiagnoseInput.options()
        options.isPassive = true
        for target in targets {
            let row = try await CheckedURL.look(target, options)
            Console.write(self.json ? row.jsonLine : "now: \(row.line)")
        }
    }

    private func write(to out: String) throws {
        guard out != self.file else { throw Failure(.usage, "--sanitize would overwrite the recording itself") }
        let handle = self.file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: self.file)
        guard let handle else { throw Failure(.usage, "cannot read \(self.file)", fix: "give a HAR file") }
        // Nobody else's to read, whatever was overlooked.
        let rights: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: out, contents: nil, attributes: rights),
            let result = FileHandle(forWritingAtPath: out)
        else { throw Failure(.usage, "cannot write \(out)", fix: "name a file in a folder that exists") }
        var sanitizer = RecordingSanitizer()
        do {
            try result.write(contentsOf: Data(RecordingSanitizer.head.utf8))
            while let data = try handle.read(upToCount: Self.piece), !data.isEmpty {
                var text = Data()
                try sanitizer.read(Array(data)) { text.append(contentsOf: $0) }
                try result.write(contentsOf: text)
            }
            try sanitizer.end()
            try result.write(contentsOf: Data(RecordingSanitizer.tail.utf8))
        } catch let problem as Recording.Problem {
            try? FileManager.default.removeItem(atPath: out)
            throw Failure(.no, "\(self.file) cannot be read further: \(problem.message)")
        } catch {
            try? FileManager.default.removeItem(atPath: out)
            throw Failure(.failure, "cannot copy \(self.file) to \(out)", fix: "see that there is room")
        }
        let rest = sanitizer.unreadable > 0 ? ", \(sanitizer.unreadable) could not be read" : ""
        Console.error("\(sanitizer.count) requests written to \(out)\(rest); look through it before you share it\n")
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
        if let line = recording.timeLine.text { Console.write(line) }
        Console.error(text + "\n")
    }
}
