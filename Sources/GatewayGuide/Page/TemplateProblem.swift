/// Something wrong with a custom page, and how to put it right.
public struct TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// From 1; nil when the problem is the file itself.
    public let line: Int?
    public let message: String
    public let fix: String

    public init(file: String, line: Int? = nil, message: String, fix: String) {
        self.file = file
        self.line = line
        self.message = message
        self.fix = fix
    }

    public var description: String {
        let place = self.line.map { "\(self.file):\($0)" } ?? self.file
        return Escape.terminal("\(place): \(self.message): \(self.fix)")
    }
}
