/// How often sizes occur, in steps of an eighth: enough to tell how many lie above one.
struct SizeHistogram: Sendable {
    /// Eight steps for each power of two.
    private static let stepBits = 3

    private var counts = [UInt64](repeating: 0, count: 64 << SizeHistogram.stepBits)
    private(set) var all: UInt64 = 0

    @inline(__always)
    mutating func add(_ size: Int64) {
        self.all &+= 1
        self.counts[Self.step(size)] &+= 1
    }

    mutating func merge(_ other: SizeHistogram) {
        self.all &+= other.all
        for step in self.counts.indices { self.counts[step] &+= other.counts[step] }
    }

    /// The part of all that is at least as large, 0 to 1; what shares the step of `size` counts.
    func share(from size: Int64) -> Double {
        guard self.all > 0 else { return 0 }
        return Double(self.counts[Self.step(size)...].reduce(0, +)) / Double(self.all)
    }

    @inline(__always)
    private static func step(_ size: Int64) -> Int {
        let value = UInt64(max(0, size))
        guard value >= 1 << UInt64(Self.stepBits) else { return Int(value) }
        let power = 63 &- value.leadingZeroBitCount
        let rest = Int(truncatingIfNeeded: value >> UInt64(power &- Self.stepBits)) & ((1 << Self.stepBits) &- 1)
        return (power &- Self.stepBits &+ 1) << Self.stepBits | rest
    }
}
