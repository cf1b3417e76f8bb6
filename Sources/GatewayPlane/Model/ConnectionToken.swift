internal import GatewayBytes

/// What a socket is registered under with the kernel: whose it is, and which generation of that slot.
///
/// An event that was already fetched when its connection was closed misses, because the generation moved on.
enum ConnectionToken {
    case client(SlabKey)
    case upstream(SlabKey)
    case listener(Int)
    case wake

    private static let kindShift: UInt64 = 62
    private static let generationMask: UInt64 = (1 << 30) - 1

    static func client(_ key: SlabKey) -> UInt64 { Self.pack(0, key) }
    static func upstream(_ key: SlabKey) -> UInt64 { Self.pack(1, key) }
    static func listener(_ index: Int) -> UInt64 { 2 << Self.kindShift | UInt64(index) }

    @inline(__always)
    private static func pack(_ kind: UInt64, _ key: SlabKey) -> UInt64 {
        kind << Self.kindShift | (UInt64(key.generation) & Self.generationMask) << 32 | UInt64(key.index)
    }

    static func kind(_ token: UInt64) -> Int { Int(token >> Self.kindShift) }
    static func index(_ token: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: token) }

    /// Whether `key` is the one the token was made from.
    static func matches(_ token: UInt64, _ key: SlabKey) -> Bool {
        (token >> 32) & Self.generationMask == UInt64(key.generation) & Self.generationMask
    }
}
