/// A place in a configuration file.
///
/// Lines and columns count from 1, columns count Unicode scalars.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The form that editors and terminals make clickable.
    public var description: String { "\(self.file):\(self.line):\(self.column)" }
}
