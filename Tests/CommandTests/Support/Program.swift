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

    private let child: ChildProcess
    private let directory: URL

    /// Long enough for a busy machine; a test that is right never waits for it.
    static let patience = Duration.seconds(20)

    /// Beside the tests' own binary, whatever the build configuration.
    static let path = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "goodgate").path ?? ""

    /// - Parameter path: of another name of the program
    init(_ arguments: [String], environment: [String: String] = [:], path: String = Program.path) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "goodgate-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        self.directory = directory
        let files = ["output", "errors"].map { directory.appending(path: $0) }
        for file in files { try Data().write(to: file) }
        let inherited = ProcessInfo.processInfo.environment.filter { $0.key != "NOTIFY_SOCKET" }
        self.child = try ChildProcess(
            path,
            arguments,
            environment: inherited.merging(environment) { _, new in new },
            output: files[0].path,
            errors: files[1].path
        )
    }

    deinit { try? FileManager.default.removeItem(at: self.directory) }

    /// Runs it to its end.
    static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Result {
        try await Program(arguments, environment: environment).ended()
    }

    var output: String { self.text("output") }
    var errors: String { self.text("errors") }
    var isRunning: Bool { self.child.status == nil }

    var id: Int32 { self.child.id }

    /// Lines of standard error so far that hold the text.
    func lines(with text: String) -> [String] {
        self.errors.split(separator: "\n").map(String.init).filter { $0.contains(text) }
    }

    func send(_ signal: Int32) { kill(self.child.id, signal) }

    func ended() async throws -> Result {
        try await until("the end of the program\n\(self.errors)") { !self.isRunning }
        return Result(status: self.child.status ?? -1, output: self.output, errors: self.errors)
    }

    /// Waits for a line of standard error that holds the text; returns the line.
    @discardableResult
    func said(_ text: String) async throws -> String {
        var found: String?
        try await until("\"\(text)\" in\n\(self.errors)") {
            found = self.errors.split(separator: "\n").map(String.init).first { $0.contains(text) }
            return found != nil || !self.isRunning
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
        // Between two looks; the length decides nothing.
        try await Task.sleep(for: .milliseconds(5))
    }
}
