import Foundation
import Testing

/// The built program in a process of its own, with what it printed so far.
final class Program: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    struct TooLate: Error, CustomStringConvertible {
        let description: String
    }

    let processID: Int32
    private let process = Process()
    private let directory: URL

    /// Long enough for a busy machine; a test that is right never waits for it.
    static let patience = Duration.seconds(20)

    /// Beside the tests' own binary, whatever the build configuration.
    static let path = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "goodgate").path ?? ""

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        self.directory = FileManager.default.temporaryDirectory.appending(path: "goodgate-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: false)
        self.process.executableURL = URL(fileURLWithPath: Self.path)
        self.process.arguments = arguments
        self.process.environment = ProcessInfo.processInfo.environment
            .filter { $0.key != "NOTIFY_SOCKET" }
            .merging(environment) { _, new in new }
        for name in ["output", "errors"] {
            try Data().write(to: self.directory.appending(path: name))
        }
        self.process.standardInput = FileHandle.nullDevice
        self.process.standardOutput = try FileHandle(forWritingTo: self.directory.appending(path: "output"))
        self.process.standardError = try FileHandle(forWritingTo: self.directory.appending(path: "errors"))
        try self.process.run()
        self.processID = self.process.processIdentifier
    }

    deinit {
        if self.process.isRunning { kill(self.processID, SIGKILL) }
        try? FileManager.default.removeItem(at: self.directory)
    }

    /// Runs it to its end.
    static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Result {
        try await Program(arguments, environment: environment).ended()
    }

    var output: String { self.text("output") }
    var errors: String { self.text("errors") }
    var isRunning: Bool { self.process.isRunning }

    func send(_ signal: Int32) { kill(self.processID, signal) }

    func ended() async throws -> Result {
        try await until("the end of the program\n\(self.errors)") { !self.process.isRunning }
        return Result(status: self.process.terminationStatus, output: self.output, errors: self.errors)
    }

    /// Waits for a line of standard error that holds the text; returns the line.
    @discardableResult
    func said(_ text: String) async throws -> String {
        var found: String?
        try await until("\"\(text)\" in\n\(self.errors)") {
            found = self.errors.split(separator: "\n").map(String.init).first { $0.contains(text) }
            return found != nil || !self.process.isRunning
        }
        guard let found else { throw TooLate(description: "ended without saying \"\(text)\":\n\(self.errors)") }
        return found
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: self.directory.appending(path: name), encoding: .utf8)) ?? ""
    }
}

/// Looks until something is so, and fails when it is not in time.
func until(
    _ what: @autoclosure () -> String,
    within limit: Duration = Program.patience,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now.advanced(by: limit)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Program.TooLate(description: "waited in vain for \(what())") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
