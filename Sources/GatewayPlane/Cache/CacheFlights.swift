internal import GatewayBytes
internal import GatewayReactor
internal import Synchronization

/// A request that waits for the answer to another one.
struct CacheWaiter: Sendable {
    let mailbox: Mailbox<WorkerMessage>
    let exchange: SlabKey
}

/// How the request that others waited for ended.
enum FlightEnding: Sendable, Equatable {
    /// Its answer is stored.
    case stored
    /// Its answer is for nobody else.
    case unusable
    /// It got none.
    case failed
    /// Its client left; another has to ask.
    case left
}

/// Requests under way whose answers others wait for, and URLs for which waiting is useless.
///
/// Confined to the lock of its shard.
struct CacheFlights: ~Copyable {
    private struct Flight {
        var token: UInt64
        /// Nobody waits longer.
        var until: UInt64
        var waiters: [CacheWaiter] = []
        /// Its answer, while it comes and may be had by others.
        var fill: CacheFill?
    }

    enum Join: Equatable {
        /// Ask; the others wait for the answer. The token proves whose flight it is.
        case lead(UInt64)
        /// For the answer to another request, at most until then.
        case wait(until: UInt64)
        /// The answer to another request, which is coming.
        case follow(CacheFill)
        /// Ask for yourself: answers of this URL are not shared.
        case alone
    }

    /// For the head of an answer.
    ///
    /// Counted from the first request and not from each one that waits: those who come later wait for the rest of this
    /// time or not at all, and do not gather without bound.
    static let longestWait: UInt64 = 5_000_000_000
    /// URLs remembered as not worth waiting for.
    private static let mostUnusable = 1024
    /// For 10 s: long enough that a crowd is not let through one by one, short enough to notice a change.
    static let unusableTime: UInt64 = 10_000_000_000

    private var flights: [UInt64: Flight] = [:]
    private var unusable: [UInt64: UInt64] = [:]
    private var lastToken: UInt64 = 0

    init() {}

    /// - Parameters:
    ///   - waiter: nil for somebody who asks or leaves it.
    ///   - mayLead: whether the answer to its request can be everybody's.
    ///   - mayFollow: whether it takes the answer from the first byte on.
    mutating func join(
        _ hash: UInt64,
        _ waiter: CacheWaiter?,
        now: UInt64,
        mayLead: Bool = true,
        mayFollow: Bool = false
    ) -> Join {
        if let until = self.unusable[hash] {
            if now < until { return .alone }
            self.unusable[hash] = nil
        }
        if mayFollow, let fill = self.flights[hash]?.fill { return .follow(fill) }
        if let until = self.flights[hash]?.until {
            guard let waiter, now < until else { return .alone }
            self.flights[hash]?.waiters.append(waiter)
            return .wait(until: until)
        }
        guard mayLead else { return .alone }
        self.lastToken += 1
        self.flights[hash] = Flight(token: self.lastToken, until: now + Self.longestWait)
        return .lead(self.lastToken)
    }

    /// Its answer begins to come, or no longer comes; returns who waits.
    mutating func setFill(_ hash: UInt64, token: UInt64, _ fill: CacheFill?) -> [CacheWaiter] {
        guard let flight = self.flights[hash], flight.token == token else { return [] }
        self.flights[hash]?.fill = fill
        return flight.waiters
    }

    /// Whether anybody waited, if only for a while.
    func hasWaiters(_ hash: UInt64, token: UInt64) -> Bool {
        guard let flight = self.flights[hash], flight.token == token else { return false }
        return !flight.waiters.isEmpty
    }

    /// Ends a flight and returns who waited for it.
    mutating func end(_ hash: UInt64, token: UInt64, _ ending: FlightEnding, now: UInt64) -> [CacheWaiter] {
        guard let flight = self.flights[hash], flight.token == token else { return [] }
        self.flights[hash] = nil
        if ending == .unusable { self.remember(hash, now: now) }
        return flight.waiters
    }

    private mutating func remember(_ hash: UInt64, now: UInt64) {
        if self.unusable.count >= Self.mostUnusable {
            self.unusable = self.unusable.filter { $0.value > now }
            // A crowd of different URLs: to forget them costs each one wait.
            if self.unusable.count >= Self.mostUnusable { self.unusable.removeAll(keepingCapacity: true) }
        }
        self.unusable[hash] = now + Self.unusableTime
    }
}
