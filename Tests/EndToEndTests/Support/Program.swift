import Foundation

/// `goodgate serve` in a process of its own, where limits can be lowered and descriptors counted.
final class Program: Sendable {
    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let process: Process

    /// - Parameter limits: shell commands before the program, such as `ulimit -n 64`.
    init(to upstream: String, limits: String = "true", arguments: String = "") throws {
        let binary = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "goodgate").path ?? ""
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let serve = "serve --json --access-log off --admin off --listen 127.0.0.1:0 --to '\(upstream)' \(arguments)"
        process.arguments = ["-c", "\(limits) && exec '\(binary)' \(serve)"]
        let output = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        try process.run()
        self.process = process
        var text = ""
        while !text.contains("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw NotStarted(description: text) }
            text += String(decoding: more, as: UTF8.self)
        }
        // What it says later is of no interest, but must not fill the pipe.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        guard let colon = text.range(of: "127.0.0.1:"),
            let port = Int(text[colon.upperBound...].prefix { $0.isNumber })
        else { throw NotStarted(description: text) }
        self.port = port
    }

    deinit { self.process.terminate() }

    var isRunning: Bool { self.process.isRunning }

    /// Descriptors that the program holds.
    var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(self.process.processIdentifier)/fd").count) ?? -1
    }

    /// CPU time so far, in clock ticks (hundredths of a second).
    var ticks: Int {
        let path = "/proc/\(self.process.processIdentifier)/stat"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return -1
        }
        let fields = text[end...].split(separator: " ")
        // Fields 14 and 15 of proc(5); the second ends with the parenthesis.
        return fields.count > 13 ? (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0) : -1
    }
}
