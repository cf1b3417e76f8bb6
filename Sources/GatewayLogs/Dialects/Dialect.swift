/// One way to write a log: turns a line into a `LogLine`.
///
/// A dialect looks at one line at a time, holds no memory of its lines, and makes something of every sequence of bytes:
/// `unreadable` where it is not its own.
protocol Dialect: Sendable {
    /// Reads `bytes[start..<end]`, which holds no line feed. `line` is blank before.
    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine)
}

extension Dialect {
    /// Whether a status is one of the three that gateways answer with themselves, or any other failure.
    static func isGatewayStatus(_ status: UInt16) -> Bool { status == 502 || status == 503 || status == 504 }
}
