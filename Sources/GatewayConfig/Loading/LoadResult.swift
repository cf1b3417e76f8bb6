/// What reading a configuration gave.
public struct LoadResult: Hashable, Sendable {
    /// nil exactly when `problems` holds an error.
    public let configuration: Configuration?
    /// Everything found, in the order of the file.
    public let problems: [Problem]

    public init(configuration: Configuration?, problems: [Problem]) {
        self.configuration = configuration
        self.problems = problems
    }

    public var errors: [Problem] { self.problems.filter { $0.severity == .error } }
    public var warnings: [Problem] { self.problems.filter { $0.severity == .warning } }
}
