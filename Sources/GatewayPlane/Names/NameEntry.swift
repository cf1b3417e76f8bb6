internal import GatewayCore
internal import GatewayWire

/// The resolver's state of one name: its schedule, the look-up under way, and the last good addresses of each family.
struct NameEntry {
    let name: WatchedName
    var schedule: NameSchedule
    var lookup: NameLookup?
    private var v4 = Family()
    private var v6 = Family()
    private var failure: NameFailure?

    private struct Family {
        var targets: [NameTarget] = []
        var answeredAt: UInt64 = 0
    }

    /// A time to live for what a file says: it is looked at again soon, which costs little.
    static let hostsTTL: UInt32 = 5

    init(_ name: WatchedName, _ bounds: NameSchedule.Bounds, now: UInt64) {
        self.name = name
        self.schedule = NameSchedule(bounds, now: now)
    }

    /// The hosts file knows the name.
    mutating func foundInFile(_ addresses: [DNSAddress], now: UInt64, random: UInt64) -> NameAnswer {
        let targets = addresses.map { NameTarget(address: $0) }
        self.v4 = Family(targets: targets.filter { !$0.isV6 }, answeredAt: now)
        self.v6 = Family(targets: targets.filter(\.isV6), answeredAt: now)
        self.schedule.answered(ttl: Self.hostsTTL, now: now, random: random)
        self.failure = nil
        return self.answer(isFinal: true, now: now)
    }

    /// A reply changed the look-up.
    ///
    /// Returns what there is to tell: when it is over, or when one family's addresses are others than before while the
    /// other family keeps us waiting.
    mutating func moved(_ lookup: NameLookup, keep: UInt64, now: UInt64, random: UInt64) -> NameAnswer? {
        guard lookup.isFinished else {
            self.lookup = lookup
            guard case .host = self.name, lookup.hasAddresses else { return nil }
            let changed4 = Self.take(lookup.v4, into: &self.v4, now)
            let changed6 = Self.take(lookup.v6, into: &self.v6, now)
            return changed4 || changed6 ? self.answer(isFinal: false, now: now) : nil
        }
        self.lookup = nil
        self.failure = lookup.failure
        if lookup.hasAddresses {
            Self.settle(lookup.v4, into: &self.v4, keep, now)
            Self.settle(lookup.v6, into: &self.v6, keep, now)
            self.schedule.answered(ttl: Self.ttl(lookup), now: now, random: random)
        } else {
            self.schedule.failed(now: now, random: random)
            let standing = self.schedule.standing(now: now)
            if standing == .expired || standing == .unknown {
                self.v4 = Family()
                self.v6 = Family()
            }
        }
        return self.answer(isFinal: true, now: now)
    }

    func answer(isFinal: Bool, now: UInt64) -> NameAnswer {
        NameAnswer(
            name: self.name,
            targets: Array(Set(self.v6.targets + self.v4.targets)).sorted(by: Self.precedes),
            failure: self.failure,
            isFinal: isFinal,
            standing: self.schedule.standing(now: now),
            answeredAt: self.schedule.answeredAt,
            timeToLive: self.schedule.timeToLive,
            failuresInRow: self.schedule.failuresInRow,
            failures: self.schedule.failures
        )
    }

    /// Returns whether the family's addresses changed.
    private static func take(_ found: NameLookup.Family, into family: inout Family, _ now: UInt64) -> Bool {
        guard case .found(let targets, _) = found else { return false }
        let changed = Set(targets) != Set(family.targets)
        family = Family(targets: targets, answeredAt: now)
        return changed
    }

    /// A family without an answer keeps its addresses while the other has one; "no such address" takes them away.
    private static func settle(_ found: NameLookup.Family, into family: inout Family, _ keep: UInt64, _ now: UInt64) {
        switch found {
        case .found: _ = self.take(found, into: &family, now)
        case .failed(let failure) where failure.reason == .noAddress || failure.reason == .code(3): family = Family()
        case .failed, .pending: if now > family.answeredAt + keep { family = Family() }
        }
    }

    private static func ttl(_ lookup: NameLookup) -> UInt32 {
        var shortest = UInt32.max
        for family in [lookup.v4, lookup.v6] {
            if case .found(_, let ttl) = family { shortest = min(shortest, ttl) }
        }
        return shortest
    }

    /// RFC 2782's order first, then any that is always the same.
    private static func precedes(_ a: NameTarget, _ b: NameTarget) -> Bool {
        Self.rank(a).lexicographicallyPrecedes(Self.rank(b))
    }

    private static func rank(_ target: NameTarget) -> [UInt64] {
        let address: [UInt64] =
            switch target.address {
            case .v6(let high, let low): [0, high, low]
            case .v4(let value): [1, UInt64(value), 0]
            }
        return [UInt64(target.priority)] + address + [UInt64(target.port ?? 0), UInt64(target.weight)]
    }
}
