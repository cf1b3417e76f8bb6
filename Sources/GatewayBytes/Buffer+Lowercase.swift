extension Buffer {
    /// Appends `bytes[offset..<offset + count]` with ASCII letters in lower case; traps when that is out of bounds.
    public mutating func append(lowercased bytes: borrowing Span<UInt8>, from offset: Int, count: Int) {
        self.append(bytes, from: offset, count: count)
        guard count > 0, let base = unsafe self.base else { return }
        // SAFETY: the last `count` bytes before `end` were written just now; each word lies among them.
        var place = unsafe UnsafeMutableRawPointer(base + Int(self.end) - count)
        var left = count
        while left >= 8 {
            let word = unsafe place.loadUnaligned(as: UInt64.self)
            unsafe place.storeBytes(of: Self.lowercased(word), as: UInt64.self)
            unsafe place += 8
            left &-= 8
        }
        while left > 0 {
            let byte = unsafe place.load(as: UInt8.self)
            unsafe place.storeBytes(of: byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte, as: UInt8.self)
            unsafe place += 1
            left &-= 1
        }
    }

    /// Eight bytes at once: a byte's top bit tells whether it is a capital letter, and becomes the bit of small ones.
    private static func lowercased(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = word & (0x7f &* ones)
        let fromA = low &+ (0x80 &- UInt64(UInt8(ascii: "A"))) &* ones
        let afterZ = low &+ (0x7f &- UInt64(UInt8(ascii: "Z"))) &* ones
        return word | (fromA & ~afterZ & ~word & (0x80 &* ones)) &>> 2
    }
}
