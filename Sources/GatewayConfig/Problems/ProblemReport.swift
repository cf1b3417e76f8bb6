/// Problems in the form in which they are shown: for people and for programs.
///
/// Not responsible for colour.
public struct ProblemReport: Sendable {
    private let problems: [Problem]

    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// A line for each problem that editors understand, and below it the line of the file with the place marked.
    public var text: String {
        self.problems.map(Self.text).joined()
    }

    /// `2 errors, 1 warning`.
    public var summary: String {
        let errors = self.problems.count { $0.severity == .error }
        let warnings = self.problems.count - errors
        let words = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
        guard !words.isEmpty else { return "no problems" }
        return words.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }

    /// An array of objects with `severity`, `file`, `line`, `column`, `key`, `message` and `fix`; what is not known is
    /// null.
    public var json: String { self.jsonValue.text }

    var jsonValue: JSONValue {
        .array(
            self.problems.map { problem in
                .object([
                    ("severity", .string(problem.severity.rawValue)),
                    ("file", .string(problem.location?.file)),
                    ("line", .integer(problem.location?.line)),
                    ("column", .integer(problem.location?.column)),
                    ("key", .string(problem.key.isEmpty ? nil : problem.key)),
                    ("message", .string(problem.message)),
                    ("fix", .string(problem.fix)),
                ])
            }
        )
    }

    private static func text(_ problem: Problem) -> String {
        let place = problem.location.map { "\($0)" } ?? (problem.key.isEmpty ? "configuration" : problem.key)
        var text = "\(place): \(problem.severity.rawValue): \(problem.message)"
        if let fix = problem.fix { text += "; \(fix)" }
        text += "\n"
        guard let location = problem.location, let line = problem.sourceLine else { return text }
        let number = "\(location.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        text += "\(margin)\(number) | \(line)\n"
        text += "      | \(String(repeating: " ", count: max(0, problem.caret)))^\n"
        return text
    }
}
