/// What both ways of reading need at the end of a block.
enum BlockEnd {
    /// The function that a loop calls for lines that failed; none where nobody wants them.
    static func function(
        _ hit: (@Sendable (LineHit) -> Void)?,
        _ name: String
    ) -> ((LogLine, Slice, LinePlace, borrowing Span<UInt8>) -> Void)? {
        guard let hit else { return nil }
        return { line, text, place, bytes in hit(LineHit(line, text, place, bytes, file: name)) }
    }

    /// Moves what is left of the block to its start; gives how much.
    ///
    /// A line that fills the block is cut.
    static func keepRest(
        of buffer: inout [UInt8],
        from used: Int,
        to end: Int,
        _ loop: inout LineLoop<some Dialect>,
        _ tally: inout Tally
    ) -> Int {
        if used == 0, end == buffer.count {
            loop.readCut(buffer.span, upTo: end, into: &tally)
            return 0
        }
        guard used > 0, used < end else { return end - used }
        // The rest of a line: short, and at most once in a block.
        for index in used..<end { buffer[index - used] = buffer[index] }
        return end - used
    }
}
