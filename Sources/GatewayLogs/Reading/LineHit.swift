/// A line that failed, for those who want to see the lines themselves.
public struct LineHit: Sendable {
    /// The name of the file, and the line in it from 1.
    public var file: String
    public var line: Int
    /// The token of the fault, or what is known instead: "origin", "untold", "unclassified", "client_left".
    public var fault: String
    /// The RFC 9209 type, where a fault is known.
    public var type: String?
    /// As it stands there: not safe for a terminal.
    public var text: String
}
