/// The columns of a W3C log that are read.
enum W3CColumn: Sendable {
    case date, time, client, method, target, status, substatus, win32, bytes, requestBytes, seconds, milliseconds, host,
        upstream
    case resultType, resultDetail
    case other

    /// By the names that IIS, CloudFront and Azure write behind `#Fields:`.
    init(_ name: String) {
        switch name.lowercased() {
        case "date": self = .date
        case "time": self = .time
        case "c-ip": self = .client
        case "cs-method": self = .method
        case "cs-uri-stem": self = .target
        case "sc-status": self = .status
        case "sc-substatus": self = .substatus
        case "sc-win32-status": self = .win32
        case "sc-bytes": self = .bytes
        case "cs-bytes": self = .requestBytes
        // CloudFront counts seconds with decimals, IIS milliseconds; which it is depends on its neighbours.
        case "time-taken": self = .milliseconds
        case "cs-host", "cs(host)", "x-host-header": self = .host
        case "s-computername", "x-arr-log-id": self = .upstream
        case "x-edge-result-type": self = .resultType
        case "x-edge-detailed-result-type": self = .resultDetail
        default: self = .other
        }
    }
}

extension DialectSettings {
    /// Takes the columns from the `#Fields:` line among the first lines of a file.
    mutating func takeColumns(from head: [UInt8]) {
        let span = head.span
        guard let at = Text.find("#Fields:", in: span, from: 0, to: span.count) else { return }
        let end = ByteScan.newline(in: span, from: at, to: span.count)
        self.takeColumns(fromLine: Slice(at, end).string(span, most: 8192))
        // The first line that is none of the heading tells how columns are divided.
        var line = end + 1
        while line < span.count, span[line] == UInt8(ascii: "#") {
            line = ByteScan.newline(in: span, from: line, to: span.count) + 1
        }
        let lineEnd = ByteScan.newline(in: span, from: min(line, span.count), to: span.count)
        self.hasTabs = ByteScan.first(0x09, in: span, from: min(line, lineEnd), to: lineEnd) < lineEnd
    }

    mutating func takeColumns(fromLine text: String) {
        var columns = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }.dropFirst().map { W3CColumn(String($0)) }
        if text.contains("x-edge-location") { columns = columns.map { $0 == .milliseconds ? .seconds : $0 } }
        self.columns = Array(columns.prefix(200))
    }
}
