/// How long a response is fresh and how old it was when it came (RFC 9111 §4.2.1 to §4.2.3).
public struct Freshness: Equatable, Sendable, BitwiseCopyable {
    /// What the lifetime was taken from.
    public enum Source: UInt8, Equatable, Sendable, BitwiseCopyable {
        case sMaxAge, maxAge, expires, heuristic, configured, negative
    }

    /// Seconds.
    public var lifetime: UInt32
    public var source: Source

    /// A tenth of the time since the last change, at most a day (RFC 9111 §4.2.2).
    private static var longestHeuristic: Int64 { 86_400 }

    public init(lifetime: UInt32, source: Source) {
        self.lifetime = lifetime
        self.source = source
    }

    /// Nil when neither the response nor the rules say anything.
    ///
    /// - Parameter wall: seconds since 1970 when the response came.
    public init?(
        status: UInt16,
        _ control: CacheControl,
        _ dates: ResponseDates,
        _ rules: CacheRules,
        wall: Int64
    ) {
        // RFC 9111 §4.2.1: in this order, the first that is there.
        if let seconds = control.sMaxAge {
            self.init(lifetime: seconds, source: .sMaxAge)
            return
        }
        if let seconds = control.maxAge {
            self.init(lifetime: seconds, source: .maxAge)
            return
        }
        let date = dates.date ?? wall
        switch dates.expires {
        case .invalid:
            self.init(lifetime: 0, source: .expires)
            return
        case .at(let moment):
            self.init(
                lifetime: DeltaSeconds.clamped(moment.subtractingReportingOverflow(date).partialValue),
                source: .expires
            )
            return
        case .absent: break
        }
        guard !CachedStatus.isError(status) else {
            guard let negative = rules.negative else { return nil }
            self.init(lifetime: negative, source: .negative)
            return
        }
        guard CachedStatus.allowsHeuristic(status) else { return nil }
        if let changed = dates.lastModified, changed <= date {
            self.init(
                lifetime: DeltaSeconds.clamped(min((date - changed) / 10, Self.longestHeuristic)),
                source: .heuristic
            )
            return
        }
        guard let seconds = rules.defaultFresh else { return nil }
        self.init(lifetime: seconds, source: .configured)
    }

    /// The age at the moment the response came (RFC 9111 §4.2.3).
    ///
    /// - Parameters:
    ///   - delay: seconds from the request to the response.
    ///   - wall: seconds since 1970 when the response came. A `Date` in the future (a clock that is ahead) counts as now.
    public static func initialAge(_ dates: ResponseDates, delay: UInt32, wall: Int64) -> UInt32 {
        let apparent = DeltaSeconds.clamped(dates.date.map { wall - $0 } ?? 0)
        return max(apparent, DeltaSeconds.clamped(Int64(dates.age) + Int64(delay)))
    }
}

/// What is known of status codes (RFC 9110 §15.1).
internal enum CachedStatus {
    /// Final statuses whose meaning a cache of ours needs to know, and does (RFC 9111 §5.2.2.3).
    static func isUnderstood(_ status: UInt16) -> Bool {
        switch status {
        case 200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 451, 501: true
        // Default: a number that the registry may give a meaning that forbids keeping it.
        default: false
        }
    }

    /// Whether the status may be kept without a word about freshness, errors apart.
    static func allowsHeuristic(_ status: UInt16) -> Bool {
        switch status {
        case 200, 203, 204, 300, 301, 308: true
        // Default: every other number needs explicit words.
        default: false
        }
    }

    static func isError(_ status: UInt16) -> Bool { status >= 400 }
}
