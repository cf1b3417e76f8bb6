/// Reads bytes with every dialect and checks what no line may break: for fuzzing and its replay.
public enum LineProbe {
    /// How many of the lines were read, over all formats.
    ///
    /// Traps where a field lies outside of its line.
    public static func read(_ bytes: [UInt8]) -> Int {
        var settings = DialectSettings(year: 2026)
        settings.template = LineTemplate(#"$remote_addr [$time_local] "$request" $status "$upstream_status""#)
        settings.takeColumns(from: bytes)
        var count = 0
        var buffer = bytes
        var tally = Tally(mostRecords: 100)
        for format in LogFormat.allCases {
            var run = ProbeRun()
            do { try format.run(&run, settings, &buffer, &tally) } catch { continue }
            count += run.count
        }
        return count
    }

    /// Reads and checks the lines of one template.
    static func read(_ bytes: [UInt8], by template: LineTemplate) {
        var run = ProbeRun()
        var buffer = bytes
        var tally = Tally(mostRecords: 100)
        let settings = DialectSettings(template: template, year: 2026)
        // Bytes in memory have no problem to be read.
        do { try LogFormat.template.run(&run, settings, &buffer, &tally) } catch { return }
    }
}

/// Reads and counts every line of a buffer, as `LineLoop` does.
private struct ProbeRun: LineRun {
    var count = 0

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
            for field in [line.client, line.method, line.target, line.host, line.upstream, line.requestID] {
                precondition(field.isMissing || (field.lower >= at && field.upper <= feed), "a field lies in its line")
            }
            let place = LinePlace(file: 0, piece: 0, line: 1)
            _ = tally.add(line, bytes, at, feed, at: place)
            self.count += line.kind == .unreadable ? 0 : 1
            at = feed + 1
        }
    }
}
