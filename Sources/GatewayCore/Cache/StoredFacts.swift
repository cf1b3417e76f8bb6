/// What reuse of a stored response is decided by.
public struct StoredFacts: Equatable, Sendable, BitwiseCopyable {
    public struct Flags: OptionSet, Sendable, BitwiseCopyable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `no-cache`: never without asking first.
        public static let mustValidate = Flags(rawValue: 1)
        /// RFC 9111 §3.5: may answer requests with `Authorization`.
        public static let allowsAuthorization = Flags(rawValue: 2)
        /// Asking whether it is still good has a chance: there is an `ETag` or a `Last-Modified`.
        public static let hasValidator = Flags(rawValue: 4)
        /// RFC 9111 §4.2.4: never stale, not even when a client would take it.
        public static let forbidsStale = Flags(rawValue: 8)
    }

    public var status: UInt16
    public var flags: Flags = []
    /// Seconds.
    public var lifetime: UInt32
    /// Seconds of age at `receivedAt`.
    public var initialAge: UInt32
    /// Monotonic nanoseconds.
    public var receivedAt: UInt64
    public var staleWhileRevalidate: UInt32 = 0
    public var staleIfError: UInt32 = 0
    /// `Date` and `Last-Modified` in seconds since 1970.
    public var date: Int64
    public var lastModified: Int64?

    public init(status: UInt16, lifetime: UInt32, initialAge: UInt32, receivedAt: UInt64, date: Int64) {
        self.status = status
        self.lifetime = lifetime
        self.initialAge = initialAge
        self.receivedAt = receivedAt
        self.date = date
    }

    /// RFC 9111 §4.2.3: by the monotonic clock, which nobody sets back.
    public func age(now: UInt64) -> UInt32 {
        let resident = now > self.receivedAt ? (now - self.receivedAt) / 1_000_000_000 : 0
        return DeltaSeconds.clamped(Int64(self.initialAge) + Int64(min(resident, DeltaSeconds.most)))
    }

    /// Seconds of freshness left; negative once it is stale.
    public func timeToLive(now: UInt64) -> Int64 { Int64(self.lifetime) - Int64(self.age(now: now)) }

    /// Whether it may stand in for an answer that failed (RFC 5861 §4).
    public func mayStandIn(now: UInt64) -> Bool {
        guard !self.flags.contains(.mustValidate) else { return false }
        let left = self.timeToLive(now: now)
        // RFC 9111 §4.2: fresh while the lifetime is greater than the age.
        return left > 0 || -left <= Int64(self.staleIfError) && self.staleIfError > 0
    }

    /// Makes it stale now, for a resource that has changed.
    public mutating func expire() {
        self.lifetime = 0
        self.staleWhileRevalidate = 0
    }
}
