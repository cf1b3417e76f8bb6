/// Finds small numbers by hashes, in open addressing: what a dictionary does, for keys that are hashes already.
///
/// Slots are chosen with a number that differs in every run, because what is hashed comes from those who write logs full
/// of chosen names.
struct HashIndex: Sendable {
    /// What the slots of every table depend on.
    static let secret = UInt64.random(in: 1...UInt64.max)

    private var keys: [UInt64]
    private var values: [Int32]
    private var mask: Int
    private let secret = HashIndex.secret
    private(set) var count = 0

    /// - Parameter room: how many keys it takes without growing.
    init(room: Int = 48) {
        var slots = 16
        while slots * 3 / 4 <= room { slots *= 2 }
        self.keys = [UInt64](repeating: 0, count: slots)
        self.values = [Int32](repeating: 0, count: slots)
        self.mask = slots - 1
    }

    /// The number that was kept with this hash; nil for none.
    @inline(__always)
    func find(_ hash: UInt64) -> Int? {
        let key = Self.key(hash)
        var slot = self.slot(key)
        while self.keys[slot] != 0 {
            if self.keys[slot] == key { return Int(self.values[slot]) }
            slot = (slot &+ 1) & self.mask
        }
        return nil
    }

    /// Keeps a number with a hash that is not there yet.
    mutating func insert(_ hash: UInt64, _ value: Int) {
        if (self.count + 1) * 4 > self.keys.count * 3 { self.grow() }
        let key = Self.key(hash)
        var slot = self.slot(key)
        while self.keys[slot] != 0 { slot = (slot &+ 1) & self.mask }
        self.keys[slot] = key
        self.values[slot] = Int32(truncatingIfNeeded: value)
        self.count += 1
    }

    mutating func removeAll() {
        guard self.count > 0 else { return }
        for slot in self.keys.indices { self.keys[slot] = 0 }
        self.count = 0
    }

    private mutating func grow() {
        var larger = HashIndex(room: self.keys.count)
        for (key, value) in zip(self.keys, self.values) where key != 0 { larger.insert(key, Int(value)) }
        self = larger
    }

    /// 0 marks a free slot.
    @inline(__always)
    private static func key(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: Text.mixed(key ^ self.secret) >> 20) & self.mask
    }
}
