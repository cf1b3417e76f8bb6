/// A small fast generator (xorshift128+) seeded from the system, for ids and jitter; not for secrets.
struct RandomSource {
    private var a: UInt64
    private var b: UInt64

    init() {
        var system = SystemRandomNumberGenerator()
        self.a = system.next() | 1
        self.b = system.next()
    }

    mutating func next() -> UInt64 {
        var x = self.a
        let y = self.b
        self.a = y
        x ^= x << 23
        self.b = x ^ y ^ (x >> 17) ^ (y >> 26)
        return self.b &+ y
    }
}

/// The id of an exchange that the gateway answered itself: UUIDv7 (RFC 9562 §5.7), so ids sort by time.
enum IncidentID {
    static func make(milliseconds: UInt64, random: inout RandomSource) -> (high: UInt64, low: UInt64) {
        let high = milliseconds << 16 | 0x7000 | (random.next() & 0x0FFF)
        let low = 0x8000_0000_0000_0000 | (random.next() >> 2)
        return (high, low)
    }

    /// The canonical text with hyphens.
    static func text(high: UInt64, low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
            let half = index < 16 ? high : low
            bytes.append(digits[Int(truncatingIfNeeded: half >> UInt64(60 - (index & 15) * 4)) & 15])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
