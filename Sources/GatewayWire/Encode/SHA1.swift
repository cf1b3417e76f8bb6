/// SHA-1 (RFC 3174), which protocols of old ask for.
///
/// Not for anything that must withstand an attacker.
internal struct SHA1: Sendable, BitwiseCopyable {
    private var state: InlineArray<5, UInt32> = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    private var block: InlineArray<16, UInt32> = .init(repeating: 0)
    private var count: UInt64 = 0

    internal init() {}

    internal mutating func update(_ bytes: borrowing Span<UInt8>) {
        for index in bytes.indices { self.append(bytes[index]) }
    }

    /// The digest, as five words.
    internal mutating func finish() -> InlineArray<5, UInt32> {
        let bits = self.count &* 8
        self.append(0x80)
        while self.count & 63 != 56 { self.append(0) }
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            self.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return self.state
    }

    private mutating func append(_ byte: UInt8) {
        let place = Int(self.count & 63)
        if place & 3 == 0 { self.block[place / 4] = 0 }
        self.block[place / 4] |= UInt32(byte) << UInt32(24 &- 8 &* (place & 3))
        self.count &+= 1
        if self.count & 63 == 0 { self.mix() }
    }

    private mutating func mix() {
        var words = self.block
        var (a, b, c, d, e) = (self.state[0], self.state[1], self.state[2], self.state[3], self.state[4])
        for round in 0..<80 {
            if round >= 16 {
                let word = words[(round &+ 13) & 15] ^ words[(round &+ 8) & 15] ^ words[(round &+ 2) & 15]
                words[round & 15] = Self.rotate(word ^ words[round & 15], 1)
            }
            let (mixed, constant): (UInt32, UInt32) =
                switch round {
                case ..<20: (b & c | ~b & d, 0x5a82_7999)
                case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case ..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let next = Self.rotate(a, 5) &+ mixed &+ e &+ constant &+ words[round & 15]
            (a, b, c, d, e) = (next, a, Self.rotate(b, 30), c, d)
        }
        self.state[0] &+= a
        self.state[1] &+= b
        self.state[2] &+= c
        self.state[3] &+= d
        self.state[4] &+= e
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 &- count) }
}
