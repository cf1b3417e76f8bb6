/// The groups of an IPv6 address as they come, with the place of the run of zeros that `::` stands for.
struct V6Groups {
    private var groups = InlineArray<8, UInt16>(repeating: 0)
    private var count = 0
    private var gap: Int?

    /// Returns false when there are eight already.
    mutating func append(_ group: UInt16) -> Bool {
        guard self.count < 8 else { return false }
        self.groups[self.count] = group
        self.count += 1
        return true
    }

    /// `::` stands here.
    ///
    /// Returns false when there was one before.
    @discardableResult
    mutating func skip() -> Bool {
        guard self.gap == nil else { return false }
        self.gap = self.count
        return true
    }

    /// nil when there are too few groups, or so many that `::` would stand for none.
    var address: (high: UInt64, low: UInt64)? {
        guard self.gap == nil ? self.count == 8 : self.count < 8 else { return nil }
        let zeros = 8 - self.count
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for place in 0..<8 {
            let group: UInt16 =
                switch self.gap {
                case let gap? where place >= gap + zeros: self.groups[place - zeros]
                case let gap? where place >= gap: 0
                case _: self.groups[place]
                }
            if place < 4 {
                halves.high = halves.high << 16 | UInt64(group)
            } else {
                halves.low = halves.low << 16 | UInt64(group)
            }
        }
        return halves
    }
}
