/// Requests and failures over time, in a bounded number of buckets.
///
/// A bucket is 2^k seconds wide; k grows when there are too many, so that a minute is seen by the second and ten years
/// still fit. Neighbouring lines fall into one bucket, which is held beside the table.
struct Timeline: Sendable {
    struct Counts: Sendable {
        var requests: UInt64 = 0
        var failures: UInt64 = 0

        static func += (left: inout Counts, right: Counts) {
            left.requests &+= right.requests
            left.failures &+= right.failures
        }
    }

    private static let most = 4096

    private(set) var widthBits: UInt64 = 0
    private var table: [Int64: Counts] = [:]
    private var current: Int64 = .min
    private var pending = Counts()

    @inline(__always)
    mutating func add(second: Int64, failed: Bool) {
        let bucket = second &>> Int64(self.widthBits)
        if bucket != self.current { self.turn(to: second) }
        self.pending.requests &+= 1
        self.pending.failures &+= failed ? 1 : 0
    }

    private mutating func turn(to second: Int64) {
        // Settling may widen the buckets, and with them change their numbers.
        self.settle()
        self.current = second &>> Int64(self.widthBits)
    }

    /// Puts what is held beside the table into it.
    mutating func settle() {
        guard self.pending.requests > 0 else { return }
        self.table[self.current, default: Counts()] += self.pending
        self.pending = Counts()
        while self.table.count > Self.most { self.widen() }
    }

    private mutating func widen() {
        self.widthBits += 1
        var wide: [Int64: Counts] = [:]
        wide.reserveCapacity(self.table.count)
        for (bucket, counts) in self.table { wide[bucket &>> 1, default: Counts()] += counts }
        self.table = wide
        // The bucket that was current has another number now.
        self.current = .min
    }

    mutating func merge(_ other: Timeline) {
        var other = other
        self.settle()
        other.settle()
        while self.widthBits < other.widthBits { self.widen() }
        while other.widthBits < self.widthBits { other.widen() }
        for (bucket, counts) in other.table { self.table[bucket, default: Counts()] += counts }
        self.current = .min
        while self.table.count > Self.most { self.widen() }
    }

    /// The counts between two seconds, in this many equal steps.
    func steps(from first: Int64, to last: Int64, count: Int) -> [Counts] {
        guard count > 0, last >= first else { return [] }
        var steps = [Counts](repeating: Counts(), count: count)
        let width = max(1, last - first + 1)
        for (bucket, counts) in self.table {
            let second = max(first, bucket << Int64(self.widthBits))
            guard second <= last else { continue }
            steps[min(count - 1, Int((second - first) * Int64(count) / width))] += counts
        }
        return steps
    }
}
