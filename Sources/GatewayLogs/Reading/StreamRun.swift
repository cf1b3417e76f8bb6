/// Reads an input from its start to its end: what is packed, and what comes through a pipe.
struct StreamRun: LineRun {
    let source: ByteSource
    /// What is in the buffer already.
    var filled: Int
    let place: LinePlace
    let hit: (@Sendable (LineHit) -> Void)?
    let name: String

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var loop = LineLoop(dialect: dialect, messages: MessageDialects(settings), place: self.place)
        defer { tally.endPiece(loop.place) }
        var end = self.filled
        tally.bytes &+= UInt64(end)
        var isLast = false
        var problem: InputProblem?
        while true {
            let hit = BlockEnd.function(self.hit, self.name)
            let used = loop.read(buffer.span, upTo: end, stop: .max, isLast: isLast, into: &tally, hit: hit)
            if isLast { break }
            let rest = BlockEnd.keepRest(of: &buffer, from: used, to: end, &loop, &tally)
            do {
                let count = try self.source.read(into: &buffer, at: rest, count: buffer.count - rest)
                isLast = count == 0
                end = rest + count
                tally.bytes &+= UInt64(count)
            } catch {
                // What came before the damage is still counted, its last line too.
                problem = error
                isLast = true
                end = rest
            }
        }
        if let problem { throw problem }
    }
}
