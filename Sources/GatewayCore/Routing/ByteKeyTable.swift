/// Small integers found by a key of bytes: hosts and path prefixes.
///
/// Open addressing over one arena of key bytes, so that ten thousand routes cost what ten do. Built once, then
/// read only. Keys are compared whole: a hash collision costs time, never a wrong route.
struct ByteKeyTable: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64
        var start: Int32
        var count: Int32
        var value: Int32
    }

    private var entries: ContiguousArray<Entry>
    private var keys: ContiguousArray<UInt8> = []
    private var mask: Int
    private(set) var count = 0

    init(expecting count: Int) {
        var size = 8
        while size < count * 2 { size *= 2 }
        self.entries = ContiguousArray(repeating: Entry(hash: 0, start: 0, count: -1, value: -1), count: size)
        self.mask = size - 1
    }

    // FNV-1a: short keys, no setup, and it can be continued byte by byte along a path.
    static let hashStart: UInt64 = 0xCBF2_9CE4_8422_2325
    @inline(__always)
    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 29)) & self.mask }

    /// Adds `key`, or returns the value it has already.
    mutating func insert(_ key: [UInt8], value: Int32) -> Int32 {
        precondition(self.count * 2 <= self.entries.count, "the table was sized for its keys")
        let hash = key.reduce(Self.hashStart) { Self.hash($0, $1) }
        var at = self.home(hash)
        while self.entries[at].count >= 0 {
            if self.matches(self.entries[at], hash, key.span, 0, key.count) { return self.entries[at].value }
            at = (at + 1) & self.mask
        }
        self.entries[at] = Entry(hash: hash, start: Int32(self.keys.count), count: Int32(key.count), value: value)
        self.keys.append(contentsOf: key)
        self.count += 1
        return value
    }

    /// Finds `bytes[start ..< start + count]`, whose hash the caller computed, in lower case where `folding`.
    func find(_ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int, hash: UInt64, folding: Bool = false) -> Int32?
    {
        guard self.count > 0 else { return nil }
        var at = self.home(hash)
        while self.entries[at].count >= 0 {
            let entry = self.entries[at]
            if folding
                ? self.matchesFolded(entry, hash, bytes, start, count) : self.matches(entry, hash, bytes, start, count)
            {
                return entry.value
            }
            at = (at + 1) & self.mask
        }
        return nil
    }

    private func matches(_ entry: Entry, _ hash: UInt64, _ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int)
        -> Bool
    {
        guard entry.hash == hash, Int(entry.count) == count else { return false }
        for index in 0..<count where self.keys[Int(entry.start) + index] != bytes[start + index] { return false }
        return true
    }

    private func matchesFolded(
        _ entry: Entry,
        _ hash: UInt64,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ count: Int
    ) -> Bool {
        guard entry.hash == hash, Int(entry.count) == count else { return false }
        for index in 0..<count where self.keys[Int(entry.start) + index] != bytes[start + index].lowercased {
            return false
        }
        return true
    }
}

extension UInt8 {
    /// The byte in lower case if it is an ASCII letter.
    @inline(__always)
    var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
