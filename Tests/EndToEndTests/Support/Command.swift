import Foundation

/// A program of the system that a test runs to its end.
struct Command: Sendable {
    let status: Int32
    let output: [UInt8]
    var text: String { String(decoding: self.output, as: UTF8.self) }

    /// Runs it on a thread of its own; standard error goes with standard output where `merged`.
    static func run(_ words: [String], input: String = "", merged: Bool = false) async throws -> Command {
        try await onThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = words
            let (stdin, stdout) = (Pipe(), Pipe())
            process.standardInput = stdin
            process.standardOutput = stdout
            process.standardError = merged ? stdout : FileHandle.nullDevice
            try process.run()
            try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try stdin.fileHandleForWriting.close()
            let bytes = [UInt8](stdout.fileHandleForReading.readDataToEndOfFile())
            process.waitUntilExit()
            return Command(status: process.terminationStatus, output: bytes)
        }
    }
}
