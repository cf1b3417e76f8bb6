/// Reads an input from its start to its end: what is packed, and what comes through a pipe.
struct StreamRun: LineRun {
    let source: ByteSource
    /// What is in the buffer already.
    var filled: Int
    let place: LinePlace
    let hit: (@Sendable (LineHit) -> Void)?
    let name: String
    var progress: LogProgress?
    var worker = 0
    private var answered = 0
    private var packedBytes = 0

    init(
        source: ByteSource,
        filled: Int,
        place: LinePlace,
        hit: (@Sendable (LineHit) -> Void)?,
        name: String
    ) {
        self.source = source
        self.filled = filled
        self.place = place
        self.hit = hit
        self.name = name
    }

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var loop = LineLoop(reader: LineReader(dialect, settings), place: self.place)
        defer { tally.endPiece(loop.place) }
        var end = self.filled
        tally.bytes &+= UInt64(end)
        var isLast = false
        var problem: InputProblem?
        while true {
            let hit = BlockEnd.function(self.hit, self.name)
            let used = loop.read(buffer.span, upTo: end, stop: .max, isLast: isLast, into: &tally, hit: hit)
            if isLast { break }
            self.tell(tally)
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
        self.tell(tally)
        if let problem { throw problem }
    }

    /// How much of the file was read, however much it became.
    private mutating func tell(_ tally: Tally) {
        guard let progress = self.progress else { return }
        let packed = self.source.packedBytes
        progress.done(packed - self.packedBytes)
        self.packedBytes = packed
        progress.offer(tally, of: self.worker, answered: &self.answered)
    }
}
