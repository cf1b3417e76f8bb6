/// A part of an input that one worker reads at a time.
struct Piece: Sendable {
    var file: Int
    var number: UInt32
    /// The bytes whose lines belong to it; nil for an input that is read as a whole.
    var range: Range<Int>?
    /// How many bytes of disk it is, for the progress.
    var weight: Int

    private static let least = 8 << 20
    private static let mostPieces = 4096

    /// The inputs in pieces: first those that cannot be split, because they take longest.
    ///
    /// - Parameter isWhole: whether lines are numbered while they are read, which takes all lines before them.
    static func plan(_ files: [InputFile], isWhole: Bool = false) -> [Piece] {
        var whole: [Piece] = []
        var parts: [Piece] = []
        for (index, file) in files.enumerated() {
            guard file.canBeSplit else {
                whole.append(Piece(file: index, number: 0, range: nil, weight: file.size))
                continue
            }
            let part = file.part ?? 0..<file.size
            let size = isWhole ? part.count : max(Self.least, part.count / Self.mostPieces)
            var start = part.lowerBound
            var number: UInt32 = 0
            while start < part.upperBound {
                let end = part.upperBound - start < size * 3 / 2 ? part.upperBound : start + size
                parts.append(Piece(file: index, number: number, range: start..<end, weight: end - start))
                start = end
                number += 1
            }
        }
        return whole.sorted { $0.weight > $1.weight } + parts
    }
}
