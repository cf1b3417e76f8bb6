/// Reads the complete lines that a growing file has gained; the incomplete last one is left for the next time.
struct FollowRun: LineRun {
    let file: FileBytes
    /// Where the next line begins.
    var offset: Int
    /// With the number of lines that were read before.
    var place: LinePlace

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var loop = LineLoop(reader: LineReader(dialect, settings), place: self.place)
        defer {
            self.place = loop.place
            tally.endPiece(loop.place)
        }
        while true {
            let count = try self.file.read(into: &buffer, at: 0, count: buffer.count, offset: self.offset)
            let used = loop.read(buffer.span, upTo: count, stop: .max, isLast: false, into: &tally)
            self.offset += used
            tally.bytes &+= UInt64(used)
            if used > 0 { continue }
            guard count == buffer.count else { return }
            // A line longer than a block: cut, and the rest passed over.
            loop.readCut(buffer.span, upTo: count, into: &tally)
            self.offset += count
        }
    }
}
