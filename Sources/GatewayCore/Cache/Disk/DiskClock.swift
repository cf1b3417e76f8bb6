/// The two clocks at one moment, by which times of stored responses move between memory and disk.
public struct DiskClock: Sendable, BitwiseCopyable {
    /// Monotonic nanoseconds.
    public var now: UInt64
    /// Milliseconds since 1970.
    public var wall: UInt64

    /// How far ahead a stored time may be: clocks that are set right by a few seconds are nothing to worry about.
    static let mostAhead: UInt64 = 60_000

    public init(now: UInt64, wall: UInt64) {
        self.now = now
        self.wall = wall
    }

    /// When a response came, by the wall clock.
    public func wall(of facts: StoredFacts) -> UInt64 {
        let resident = self.now > facts.receivedAt ? (self.now - facts.receivedAt) / 1_000_000 : 0
        return self.wall > resident ? self.wall - resident : 0
    }

    /// The facts as they are now: the time on disk is part of the age (RFC 9111 §4.2.3).
    ///
    /// A response from the future was stored before the clock was set back, and its age cannot be known. It is taken as
    /// stale: asked for before it is used, and good enough when the upstream fails.
    public func facts(_ facts: StoredFacts, receivedWall: UInt64) -> StoredFacts {
        var facts = facts
        facts.receivedAt = self.now
        guard receivedWall <= self.wall else {
            if receivedWall - self.wall > Self.mostAhead { facts.expire() }
            return facts
        }
        let resident = (self.wall - receivedWall) / 1000
        facts.initialAge = DeltaSeconds.clamped(Int64(facts.initialAge) + Int64(min(resident, DeltaSeconds.most)))
        return facts
    }
}
