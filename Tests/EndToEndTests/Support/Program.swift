import Foundation
import Synchronization

/// `goodgate serve` in a process of its own, where limits can be lowered and descriptors counted.
final class Program: Sendable {
    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    struct NotSaid: Error, CustomStringConvertible {
        let description: String
    }

    /// What it wrote to standard error, from any thread.
    private final class Errors: Sendable {
        private let text = Mutex("")
        /// Whole lines; the last one may still be being written.
        var lines: ArraySlice<Substring> {
            self.text.withLock { $0 }.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        }
        func add(_ more: Data) { self.text.withLock { $0 += String(decoding: more, as: UTF8.self) } }
    }

    let port: Int
    private let process: Process
    private let errors = Errors()
    /// Lines that `hears` is past.
    private let heard = Mutex(0)

    /// - Parameter limits: shell commands before the program, such as `ulimit -n 64`.
    convenience init(to upstream: String, limits: String = "true", arguments: String = "") throws {
        let flags = "--access-log off --admin off --listen 127.0.0.1:0 --to '\(upstream)' \(arguments)"
        try self.init(flags, limits: limits)
    }

    /// With what only a file can say; it is read before this returns.
    convenience init(configuration text: String) throws {
        let file = NSTemporaryDirectory() + "goodgate-test-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try self.init("--config '\(file)'", limits: "true")
    }

    private init(_ flags: String, limits: String) throws {
        let binary = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "goodgate").path ?? ""
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(limits) && exec '\(binary)' serve --json \(flags)"]
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
        // Always read, so that the pipe never fills; events may stand in what was read above.
        let errors = self.errors
        errors.add(Data(text.utf8))
        output.fileHandleForReading.readabilityHandler = { errors.add($0.availableData) }
        guard let colon = text.range(of: "127.0.0.1:"),
            let port = Int(text[colon.upperBound...].prefix { $0.isNumber })
        else { throw NotStarted(description: text) }
        self.port = port
    }

    deinit { self.process.terminate() }

    var isRunning: Bool { self.process.isRunning }

    /// Runs `body` while the program stands still, so that it finds all that happened meanwhile in one turn.
    func whileStopped(_ body: () throws -> Void) rethrows {
        kill(self.process.processIdentifier, SIGSTOP)
        defer { kill(self.process.processIdentifier, SIGCONT) }
        try body()
    }

    /// The first line on standard error that is as wanted and was not returned before; waits for it.
    func hears(_ isWanted: (Substring) -> Bool) throws -> String {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let lines = self.errors.lines
            let start = self.heard.withLock { $0 }
            if let found = lines.indices.dropFirst(start).first(where: { isWanted(lines[$0]) }) {
                self.heard.withLock { $0 = found + 1 }
                return String(lines[found])
            }
            // Between two looks at a condition that has a deadline; the length decides nothing.
            Thread.sleep(forTimeInterval: 0.005)
        }
        throw NotSaid(description: self.errors.lines.joined(separator: "\n"))
    }

    /// Sockets and pipes that the program holds, as proc(5) names them.
    ///
    /// Not its events and timers: the runtime's threads open theirs whenever they start, also after "listening".
    var socketsAndPipes: [String] {
        let folder = "/proc/\(self.process.processIdentifier)/fd"
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return numbers.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
            .filter { $0.hasPrefix("socket:") || $0.hasPrefix("pipe:") }
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
