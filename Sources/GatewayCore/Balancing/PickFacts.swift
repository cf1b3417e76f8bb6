/// What a pick depends on besides the endpoints.
public struct PickFacts: Sendable, BitwiseCopyable {
    /// Monotonic nanoseconds.
    public var now: UInt64
    /// Fresh random bits.
    public var random: UInt64
    /// What the request is told apart by, from `HashKey`; only `hash` reads it.
    public var hash: UInt64
    /// The endpoint that a valid sticky cookie names.
    public var preferred: Int?
    /// Requests that the route has under way at this worker.
    public var inFlight: Int

    public init(now: UInt64, random: UInt64, hash: UInt64 = 0, preferred: Int? = nil, inFlight: Int = 0) {
        self.now = now
        self.random = random
        self.inFlight = inFlight
        self.hash = hash
        self.preferred = preferred
    }
}

/// How an endpoint is doing, as far as a pick depends on it.
public struct EndpointLoad: Sendable, BitwiseCopyable {
    /// Neither ejected, nor failed by its check, nor draining, nor full, and its name is resolved.
    public var isAvailable: Bool
    /// Requests under way.
    public var active: UInt32
    /// `LatencyAverage.value`; 0 when nothing is known.
    public var latency: UInt64
    /// When the endpoint came back up; 0 when it was never known to be down, and needs no slow start.
    public var upSince: UInt64

    public init(isAvailable: Bool = true, active: UInt32 = 0, latency: UInt64 = 0, upSince: UInt64 = 0) {
        self.isAvailable = isAvailable
        self.active = active
        self.latency = latency
        self.upSince = upSince
    }
}

/// As many random numbers from one as a pick needs (SplitMix64).
struct RandomStream: BitwiseCopyable {
    private var state: UInt64

    init(_ seed: UInt64) { self.state = seed }

    @inline(__always)
    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(self.state)
    }

    /// 0 ..< 1.
    @inline(__always)
    mutating func nextUnit() -> Double { Self.unit(self.next()) }

    @inline(__always)
    static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
