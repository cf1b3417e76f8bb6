/// Which endpoint a key belongs to, in O(1): a Maglev table (Eisenbud and others, 2016).
///
/// Chosen over a ring because shares are exact to a slot and a look-up is one load. Every key has an order of its own
/// over all slots, so that the keys of a lost endpoint spread over all others and no other key moves. Not responsible
/// for who is up.
enum KeyTable {
    /// Primes, so that every member's order visits every slot; the second where there are many members.
    private static let sizes = (65_537, 655_373)

    /// - Parameters:
    ///   - identities: a number that names the member in every gateway.
    ///   - weights: above 0.
    static func slots(identities: [UInt64], weights: [Int]) -> ContiguousArray<UInt16> {
        guard !identities.isEmpty else { return [] }
        let size = identities.count <= 6500 ? Self.sizes.0 : Self.sizes.1
        let heaviest = weights.max() ?? 1
        var next = identities.map { Int($0 % UInt64(size)) }
        let steps = identities.map { Int(RandomStream.mixed($0) % UInt64(size - 1)) + 1 }
        var credit = [Int](repeating: 0, count: identities.count)
        let vacant = UInt16.max
        var slots = ContiguousArray<UInt16>(repeating: vacant, count: size)
        var filled = 0
        while filled < size {
            for member in identities.indices where filled < size {
                // A light member takes a slot in its share of the rounds only.
                credit[member] += weights[member]
                guard credit[member] >= heaviest else { continue }
                credit[member] -= heaviest
                var slot = next[member]
                while slots[slot] != vacant {
                    slot += steps[member]
                    if slot >= size { slot -= size }
                }
                slots[slot] = UInt16(member)
                next[member] = slot
                filled += 1
            }
        }
        return slots
    }

    /// The slot at place `turn` of the key's own order; a slot may come more than once.
    @inline(__always)
    static func slot(_ key: UInt64, turn: Int, count: Int) -> Int {
        let place = RandomStream.mixed(key &+ UInt64(turn) &* 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: ((place >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
    }
}
