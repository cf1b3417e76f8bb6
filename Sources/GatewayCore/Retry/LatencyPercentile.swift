/// The time within which a given share of a route's answers of late began.
///
/// A histogram with four buckets for each doubling, so a result is at most a quarter too long; it forgets by halving
/// all counts once they are many. Not responsible for which times are observed.
public struct LatencyPercentile: Sendable, BitwiseCopyable {
    /// Observations before which nothing is said: one in a hundred must have had its chance.
    static let fewest: UInt32 = 100
    /// Observations after which the older half counts for less.
    private static let most: UInt32 = 2000
    /// A result is made anew after so many observations.
    private static let pace: UInt32 = 16
    /// From 65 µs, below which nobody would wait for a timer, to 68 s.
    private static let lowestBit = 16
    private static let highestBit = 36
    private static let count = (highestBit - lowestBit) * 4

    private var counts = InlineArray<80, UInt16>(repeating: 0)
    private var total: UInt32 = 0
    private var untilNext: UInt32 = LatencyPercentile.fewest
    private let percent: UInt32

    /// In nanoseconds; nil while too little is known.
    public private(set) var value: UInt64?

    /// - Parameter percent: what is outside of 1 ... 99 is moved there.
    public init(_ percent: Int) {
        self.percent = UInt32(min(max(percent, 1), 99))
    }

    /// An answer began after `nanoseconds`, or had not begun by then and nobody waited any longer.
    public mutating func observe(_ nanoseconds: UInt64) {
        self.counts[Self.bucket(nanoseconds)] += 1
        self.total += 1
        self.untilNext -= 1
        guard self.untilNext == 0 else { return }
        self.untilNext = Self.pace
        if self.total >= Self.most { self.forget() }
        self.value = Self.upperBound(self.place)
    }

    private mutating func forget() {
        self.total = 0
        for index in self.counts.indices {
            self.counts[index] /= 2
            self.total += UInt32(self.counts[index])
        }
    }

    /// The bucket in which the share is reached.
    private var place: Int {
        let wanted = (self.total * self.percent + 99) / 100
        var sum: UInt32 = 0
        for index in self.counts.indices {
            sum += UInt32(self.counts[index])
            if sum >= wanted { return index }
        }
        return Self.count - 1
    }

    private static func bucket(_ nanoseconds: UInt64) -> Int {
        let bit = UInt64.bitWidth - 1 - nanoseconds.leadingZeroBitCount
        guard bit >= Self.lowestBit else { return 0 }
        guard bit < Self.highestBit else { return Self.count - 1 }
        return (bit - Self.lowestBit) * 4 + Int(nanoseconds >> UInt64(bit - 2) & 3)
    }

    private static func upperBound(_ bucket: Int) -> UInt64 {
        UInt64(4 + bucket % 4 + 1) << UInt64(Self.lowestBit + bucket / 4 - 2)
    }
}
