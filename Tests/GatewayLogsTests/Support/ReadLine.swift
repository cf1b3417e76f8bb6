import Foundation
import GatewayFaults

@testable import GatewayLogs

/// A line as a dialect read it, with its texts taken out of the block.
struct ReadLine {
    var kind: LogLine.Kind
    var verdict: LogLine.Verdict
    var event: LogEvent
    var time: Int64
    var status: UInt16
    var duration: Int64
    var bytes: Int64
    var fault: String?
    var client: String
    var method: String
    var target: String
    var host: String
    var upstream: String

    init(_ line: LogLine, _ bytes: borrowing Span<UInt8>) {
        self.kind = line.kind
        self.verdict = line.verdict
        self.event = line.event
        self.time = line.time
        self.status = line.status
        self.duration = line.duration
        self.bytes = line.bytes
        self.fault = line.cause.detail?.token
        self.client = line.client.string(bytes)
        self.method = line.method.string(bytes)
        self.target = line.target.string(bytes)
        self.host = line.host.string(bytes)
        self.upstream = line.upstream.string(bytes)
    }

    /// Reads the lines of a text with the dialect of a format.
    static func all(_ text: String, as format: LogFormat, _ settings: DialectSettings = DialectSettings()) -> [ReadLine]
    {
        self.all(Array(text.utf8), as: format, settings)
    }

    static func all(_ bytes: [UInt8], as format: LogFormat, _ settings: DialectSettings = DialectSettings())
        -> [ReadLine]
    {
        var settings = settings
        settings.takeColumns(from: bytes)
        var run = Collecting()
        var buffer = bytes
        var tally = Tally(mostRecords: 10)
        do { try format.run(&run, settings, &buffer, &tally) } catch { return [] }
        return run.lines
    }
}

/// Collects every line of a buffer.
private struct Collecting: LineRun {
    var lines: [ReadLine] = []

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var dialect = dialect
        let bytes = buffer.span
        var at = 0
        while at < bytes.count {
            let feed = ByteScan.newline(in: bytes, from: at, to: bytes.count)
            var line = LogLine()
            dialect.read(bytes, at, feed, into: &line)
            self.lines.append(ReadLine(line, bytes))
            at = feed + 1
        }
    }
}
