/// How a route learns that an endpoint is down: by asking it, and by what its requests meet.
public struct HealthPolicy: Hashable, Sendable {
    /// nil: endpoints are not asked.
    public var check: HealthCheck?
    public var ejection: EjectionPolicy

    public init(check: HealthCheck? = nil, ejection: EjectionPolicy = EjectionPolicy()) {
        self.check = check
        self.ejection = ejection
    }
}

/// A question put to every endpoint again and again.
public struct HealthCheck: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A GET, judged by its status and content.
        case http
        /// A connection that is accepted.
        case tcp
        /// `grpc.health.v1.Health/Check`, which must answer `SERVING`.
        case grpc
    }

    public var kind: Kind
    public var path: String
    /// `Host` of the question; nil for the endpoint's own.
    public var host: String?
    /// The service that a gRPC server is asked after; nil for the server as a whole.
    public var service: String?
    public var interval: Milliseconds
    public var timeout: Milliseconds
    /// Good answers in a row that bring an endpoint up.
    public var rise: Int
    /// Bad answers in a row that take it down.
    public var fall: Int
    public var statuses: [ClosedRange<Int>]
    /// Must stand somewhere in the first 64 KiB of the content; nil for any.
    public var bodyText: String?
    public var origin: SettingOrigin

    public init(
        kind: Kind = .http,
        path: String = "/",
        host: String? = nil,
        service: String? = nil,
        interval: Milliseconds = .seconds(5),
        timeout: Milliseconds = .seconds(2),
        rise: Int = 2,
        fall: Int = 3,
        statuses: [ClosedRange<Int>] = [200...399],
        bodyText: String? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.kind = kind
        self.path = path
        self.host = host
        self.service = service
        self.interval = interval
        self.timeout = timeout
        self.rise = rise
        self.fall = fall
        self.statuses = statuses
        self.bodyText = bodyText
        self.origin = origin
    }
}

/// When requests that met a fault take an endpoint out of the rotation for a while.
///
/// Only transport faults count, unless `countsServerErrors`; never below half the pool, never the last.
public struct EjectionPolicy: Hashable, Sendable {
    public var isOn: Bool
    /// Faults in a row.
    public var consecutive: Int
    /// Share of the requests of `window` that failed, in percent.
    public var percent: Int
    public var window: Milliseconds
    /// How long the first ejection lasts; doubles with each that follows.
    public var base: Milliseconds
    public var longest: Milliseconds
    /// Whether 5xx of the application count as faults.
    public var countsServerErrors: Bool

    public init(
        isOn: Bool = true,
        consecutive: Int = 5,
        percent: Int = 50,
        window: Milliseconds = .seconds(10),
        base: Milliseconds = .seconds(1),
        longest: Milliseconds = .seconds(60),
        countsServerErrors: Bool = false
    ) {
        self.isOn = isOn
        self.consecutive = consecutive
        self.percent = percent
        self.window = window
        self.base = base
        self.longest = longest
        self.countsServerErrors = countsServerErrors
    }
}
