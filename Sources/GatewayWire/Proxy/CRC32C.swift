/// The Castagnoli checksum (RFC 9260 Appendix A), bit by bit.
///
/// Without a table: it is needed once per connection, for a few dozen bytes, by few senders.
struct CRC32C {
    private var state: UInt32 = .max

    mutating func add(_ byte: UInt8) {
        self.state ^= UInt32(byte)
        for _ in 0..<8 { self.state = self.state >> 1 ^ (self.state & 1 == 1 ? 0x82f6_3b78 : 0) }
    }

    var value: UInt32 { ~self.state }
}
