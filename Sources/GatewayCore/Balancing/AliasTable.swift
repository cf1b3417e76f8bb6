/// A weighted random choice in O(1) (Walker's alias method, built as Vose does).
///
/// Each cell is one entry's share up to a threshold, and another entry's above it.
enum AliasTable {
    struct Cell: Sendable, BitwiseCopyable {
        /// Of 2^32.
        var threshold: UInt64
        var other: UInt16

        /// The entry that `random`'s lower half chooses in this cell, which is number `own`.
        @inline(__always)
        func entry(_ own: Int, _ random: UInt64) -> Int {
            (random & 0xFFFF_FFFF) < self.threshold ? own : Int(self.other)
        }
    }

    /// Which of `count` cells `random`'s upper half falls on.
    @inline(__always)
    static func cell(_ random: UInt64, count: Int) -> Int {
        Int(truncatingIfNeeded: ((random >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
    }

    /// - Parameter weights: above 0; at most 65,535 of them.
    static func cells(weights: [Int]) -> ContiguousArray<Cell> {
        let count = weights.count
        let total = weights.reduce(0, +)
        var cells = ContiguousArray<Cell>(repeating: Cell(threshold: 1 << 32, other: 0), count: count)
        // In units in which a full cell is `total`; exact, so that no rounding leaves a cell without an owner.
        var shares = weights.map { $0 * count }
        var small = shares.indices.filter { shares[$0] < total }
        var large = shares.indices.filter { shares[$0] >= total }
        while let poor = small.popLast(), let rich = large.last {
            cells[poor] = Cell(threshold: UInt64(shares[poor]) << 32 / UInt64(total), other: UInt16(rich))
            shares[rich] -= total - shares[poor]
            if shares[rich] < total {
                large.removeLast()
                small.append(rich)
            }
        }
        return cells
    }
}
