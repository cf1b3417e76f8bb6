/// Where a line stands: the file, the piece of it that one worker read, and the line in that piece.
///
/// Pieces are read side by side, so the number of the line in the file is known only when all are counted.
struct LinePlace: Hashable, Comparable, Sendable, BitwiseCopyable {
    var file: UInt32
    var piece: UInt32
    var line: UInt32

    static func < (left: LinePlace, right: LinePlace) -> Bool {
        (left.file, left.piece, left.line) < (right.file, right.piece, right.line)
    }
}
