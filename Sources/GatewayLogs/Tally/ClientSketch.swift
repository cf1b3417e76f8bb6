import Foundation

/// How many different clients were seen, to about 2 %, in 4 KiB (HyperLogLog, 4096 registers).
struct ClientSketch: Sendable {
    private static let bits: UInt64 = 12
    private static let size = 1 << 12

    private var registers = [UInt8](repeating: 0, count: ClientSketch.size)

    /// - Parameter hash: well mixed.
    mutating func add(_ hash: UInt64) {
        let register = Int(hash >> (64 - Self.bits))
        let rank = UInt8(truncatingIfNeeded: min(52, (hash << Self.bits).leadingZeroBitCount) + 1)
        if self.registers[register] < rank { self.registers[register] = rank }
    }

    mutating func merge(_ other: ClientSketch) {
        for index in self.registers.indices {
            self.registers[index] = max(self.registers[index], other.registers[index])
        }
    }

    var estimate: Int {
        let size = Double(Self.size)
        let sum = self.registers.reduce(0.0) { $0 + 1 / Double(UInt64(1) << UInt64($1)) }
        let raw = 0.7213 / (1 + 1.079 / size) * size * size / sum
        let empty = self.registers.count { $0 == 0 }
        // Few clients leave registers empty, and how many is then the better measure.
        if raw <= 2.5 * size, empty > 0 { return Int((size * log(size / Double(empty))).rounded()) }
        return Int(raw.rounded())
    }
}
