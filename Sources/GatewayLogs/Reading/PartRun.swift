/// Reads the lines that begin in one range of a file, by offset.
///
/// A line belongs to the range in which it begins: the rest of the last one is read from the next range, and the rest of
/// one that began before is passed over.
struct PartRun: LineRun {
    let file: FileBytes
    let range: Range<Int>
    let place: LinePlace
    let hit: (@Sendable (LineHit) -> Void)?
    let name: String
    var progress: LogProgress?
    var worker = 0
    var answered = 0

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var loop = LineLoop(reader: LineReader(dialect, settings), place: self.place)
        // One byte earlier: when it ends a line, a line begins at the start of the range.
        var base = max(0, self.range.lowerBound - 1)
        loop.isSkipping = self.range.lowerBound > 0
        var filled = 0
        defer { tally.endPiece(loop.place) }
        while true {
            let count = try self.file.read(
                into: &buffer,
                at: filled,
                count: buffer.count - filled,
                offset: base + filled
            )
            let end = filled + count
            let stop = self.range.upperBound - base
            let used = loop.read(
                buffer.span,
                upTo: end,
                stop: stop,
                isLast: count == 0,
                into: &tally,
                hit: BlockEnd.function(self.hit, self.name)
            )
            self.progress?.offer(tally, of: self.worker, answered: &self.answered)
            if count == 0 || used >= stop { break }
            filled = BlockEnd.keepRest(of: &buffer, from: used, to: end, &loop, &tally)
            base += end - filled
        }
        tally.bytes &+= UInt64(self.range.count)
    }
}
