/// What is known of one address of an endpoint when a connection is to be made.
public struct AddressStanding: Hashable, Sendable, BitwiseCopyable {
    public var isV6: Bool
    /// RFC 2782; the same for all addresses that come from no SRV record.
    public var priority: UInt16
    public var weight: UInt16
    /// It failed, and is tried after the others until then; 0 for none.
    public var failedUntil: UInt64
    public var failuresInRow: UInt8

    public init(isV6: Bool, priority: UInt16 = 0, weight: UInt16 = 0) {
        self.isV6 = isV6
        self.priority = priority
        self.weight = weight
        self.failedUntil = 0
        self.failuresInRow = 0
    }

    /// A second after the first failure, doubling to half a minute: as long as a process takes to come back.
    public mutating func failed(now: UInt64) {
        self.failedUntil = now + min(1_000_000_000 << UInt64(min(self.failuresInRow, 5)), 30_000_000_000)
        self.failuresInRow = min(self.failuresInRow, 250) + 1
    }

    public mutating func worked() {
        self.failedUntil = 0
        self.failuresInRow = 0
    }
}

/// The order in which up to eight addresses of an endpoint are tried.
///
/// What failed lately comes last. Then by SRV priority; within it the families alternate, beginning with the one that
/// won last (RFC 8305 §4), each from a place that turns from one connection to the next, or at random by SRV weight.
public struct AddressOrder: Sendable, BitwiseCopyable {
    private var places: InlineArray<8, UInt8> = InlineArray(repeating: 0)
    public private(set) var count = 0

    /// Of no address.
    public init() {}

    /// Addresses of one endpoint that are looked at.
    public static let most = 64

    /// - Parameters:
    ///   - turn: grows by one with every connection, so that equal addresses take turns.
    ///   - random: for the choice by weight.
    public init(
        _ addresses: ContiguousArray<AddressStanding>,
        now: UInt64,
        prefersV6: Bool,
        turn: UInt32,
        random: UInt64
    ) {
        let total = min(addresses.count, Self.most)
        guard total > 1 else {
            self.count = total
            return
        }
        var taken: UInt64 = 0
        var wantsV6 = prefersV6
        var random = random
        while self.count < min(total, AddressRace.mostAddresses) {
            let picked = Self.pick(addresses, taken, now, wantsV6, Int(turn) % total, random)
            taken |= 1 << UInt64(picked)
            self.places[self.count] = UInt8(picked)
            self.count += 1
            wantsV6 = !addresses[picked].isV6
            // Any bits that the last choice did not use.
            random = random &* 0x9E37_79B9_7F4A_7C15 &+ 0x1405_7B7E_F767_814F
        }
    }

    public subscript(_ place: Int) -> Int {
        precondition(place >= 0 && place < self.count, "only places of the order are asked for")
        return Int(self.places[place])
    }

    private static func pick(
        _ addresses: ContiguousArray<AddressStanding>,
        _ taken: UInt64,
        _ now: UInt64,
        _ wantsV6: Bool,
        _ start: Int,
        _ random: UInt64
    ) -> Int {
        let total = min(addresses.count, Self.most)
        var best = UInt64.max
        var found = 0
        var weights: UInt64 = 0
        for step in 0..<total {
            let index = (start + step) % total
            guard taken & (1 << UInt64(index)) == 0 else { continue }
            let rank = Self.rank(addresses[index], now, wantsV6)
            if rank < best {
                best = rank
                found = index
                weights = 0
            }
            if rank == best { weights += UInt64(addresses[index].weight) }
        }
        guard weights > 0 else { return found }
        // RFC 2782: a number below the sum of the weights falls into somebody's share.
        var left = (random >> 16) % weights
        for index in 0..<total where taken & (1 << UInt64(index)) == 0 {
            guard Self.rank(addresses[index], now, wantsV6) == best else { continue }
            let weight = UInt64(addresses[index].weight)
            if left < weight { return index }
            left -= weight
        }
        return found
    }

    /// The lowest is tried first.
    private static func rank(_ address: AddressStanding, _ now: UInt64, _ wantsV6: Bool) -> UInt64 {
        let hasFailed: UInt64 = address.failedUntil > now ? 1 : 0
        let isOther: UInt64 = address.isV6 == wantsV6 ? 0 : 1
        return hasFailed << 32 | UInt64(address.priority) << 8 | isOther
    }
}
