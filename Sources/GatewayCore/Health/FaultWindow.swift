/// How many requests of the last while met a fault, in eight slices of bounded size.
///
/// Oldest slices are forgotten whole, so the window is between seven and eight eighths of its length.
struct FaultWindow: Sendable, BitwiseCopyable {
    private static let slices: UInt64 = 8

    private struct Slice: BitwiseCopyable {
        var total: UInt32 = 0
        var faults: UInt32 = 0
    }

    /// Number of the newest slice since the clock's zero.
    private var newest: UInt64 = 0
    private var slices = InlineArray<8, Slice>(repeating: Slice())

    init() {}

    mutating func add(isFault: Bool, now: UInt64, length: UInt64) {
        self.advance(to: now / max(1, length / Self.slices))
        let index = Int(self.newest % Self.slices)
        self.slices[index].total &+= 1
        if isFault { self.slices[index].faults &+= 1 }
    }

    /// The sums as of the last `add`.
    var sums: (total: UInt32, faults: UInt32) {
        var total: UInt32 = 0
        var faults: UInt32 = 0
        for index in 0..<Int(Self.slices) {
            total &+= self.slices[index].total
            faults &+= self.slices[index].faults
        }
        return (total, faults)
    }

    private mutating func advance(to slice: UInt64) {
        guard slice > self.newest else { return }
        for step in 1...min(slice - self.newest, Self.slices) {
            self.slices[Int((self.newest &+ step) % Self.slices)] = Slice()
        }
        self.newest = slice
    }
}
