internal import GatewayBytes
public import GatewayFaults
public import GatewayWire

/// Whether a response may be kept, and on what terms (RFC 9111 §3).
///
/// Where the RFC leaves a choice the safe side is taken: a response with `Set-Cookie` is kept only when it says that
/// it is for everybody, and then without the cookie; one to a request with `Cookie` only when it says anything about
/// caching at all; one without framing never, because its end cannot be told from a cut.
public enum Storability: Equatable, Sendable {
    case store(StoredFacts)
    case refuse(Refusal)

    /// Why a response is not kept; the words go into `Cache-Status`.
    public enum Refusal: UInt8, Equatable, Sendable, BitwiseCopyable, CaseIterable {
        case method, status, partial, requestNoStore, noStore, isPrivate, authorization, setCookie, cookie, vary
        case noFreshness, useless, tooLarge, unframed

        public var token: StaticString {
            switch self {
            case .method: "method"
            case .status: "status"
            case .partial: "partial"
            case .requestNoStore: "request-no-store"
            case .noStore: "no-store"
            case .isPrivate: "private"
            case .authorization: "authorization"
            case .setCookie: "set-cookie"
            case .cookie: "cookie"
            case .vary: "vary"
            case .noFreshness: "no-freshness"
            case .useless: "always-stale"
            case .tooLarge: "too-large"
            case .unframed: "no-length"
            }
        }
    }

    /// What is known of the request.
    public struct Asked: Equatable, Sendable, BitwiseCopyable {
        public var method: Method
        public var control: CacheControl
        public var hasAuthorization: Bool
        public var hasCookie: Bool

        public init(method: Method, control: CacheControl, hasAuthorization: Bool, hasCookie: Bool) {
            self.method = method
            self.control = control
            self.hasAuthorization = hasAuthorization
            self.hasCookie = hasCookie
        }

        public init(_ head: borrowing RequestHead, _ bytes: borrowing Span<UInt8>) {
            self.method = head.method
            self.control = CacheControl(head.fields, bytes)
            self.hasAuthorization = head.fields.contains(.authorization)
            self.hasCookie = head.fields.contains(.cookie)
        }
    }

    /// When the response came, by both clocks, and how long it took.
    public struct Moment: Equatable, Sendable, BitwiseCopyable {
        /// Monotonic nanoseconds.
        public var now: UInt64
        /// Seconds since 1970.
        public var wall: Int64
        /// Seconds since the request was sent.
        public var delay: UInt32

        public init(now: UInt64, wall: Int64, delay: UInt32) {
            self.now = now
            self.wall = wall
            self.delay = delay
        }
    }

    /// - Parameter age: of the response as it came, where `head` is a merged one without `Age`.
    public init(
        _ asked: Asked,
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        _ rules: CacheRules,
        at moment: Moment,
        age: UInt32? = nil
    ) {
        let control = CacheControl(head.fields, bytes)
        if let refusal = Self.refusal(asked, head, bytes, control, rules) {
            self = .refuse(refusal)
            return
        }
        var dates = ResponseDates(head, bytes, wall: moment.wall)
        if let age { dates.age = age }
        let hasValidator = head.fields.contains(.etag) || dates.lastModified != nil
        let isExplicit = control.isExplicit || dates.expires != .absent
        let varies = VaryKey.names(head.fields, bytes)
        guard isExplicit || !asked.hasCookie || varies?.contains("cookie") == true else {
            self = .refuse(.cookie)
            return
        }
        let freshness = Freshness(status: head.status, control, dates, rules, wall: moment.wall)
        guard freshness != nil || control.isExplicit || hasValidator && CachedStatus.allowsHeuristic(head.status) else {
            self = .refuse(.noFreshness)
            return
        }
        var facts = StoredFacts(
            status: head.status,
            lifetime: freshness?.lifetime ?? 0,
            initialAge: Freshness.initialAge(dates, delay: moment.delay, wall: moment.wall),
            receivedAt: moment.now,
            date: dates.date ?? moment.wall
        )
        facts.lastModified = dates.lastModified
        Self.setFlags(&facts, control, hasValidator: hasValidator)
        Self.setStale(&facts, control, rules)
        let isUseful =
            facts.flags.contains(.hasValidator) || facts.staleIfError > 0
            || facts.lifetime > 0 && !facts.flags.contains(.mustValidate)
        self = isUseful ? .store(facts) : .refuse(.useless)
    }

    /// The same for a stored response that a 304 confirmed.
    ///
    /// - Parameter age: of the 304.
    public static func again(
        _ asked: Asked,
        _ stored: borrowing StoredHead,
        _ rules: CacheRules,
        at moment: Moment,
        age: UInt32
    ) throws(Fault) -> Storability {
        var copy = Buffer()
        copy.append(stored.lines)
        copy.append("\r\n")
        var head = ResponseHead()
        return try copy.withSpan { bytes throws(Fault) in
            // As for HEAD: the length of the content is not among the stored fields.
            _ = try head.parse(bytes, limits: .response, requestMethod: .head)
            return Storability(asked, head, bytes, rules, at: moment, age: age)
        }
    }

    private static func refusal(
        _ asked: Asked,
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        _ control: CacheControl,
        _ rules: CacheRules
    ) -> Refusal? {
        guard asked.method == .get else { return .method }
        guard !asked.control.flags.contains(.noStore) else { return .requestNoStore }
        // RFC 9111 §3.3: a part is not the whole, and we keep no parts.
        guard head.status != 206, !head.fields.contains(.contentRange) else { return .partial }
        guard head.status >= 200, head.status != 304 else { return .status }
        // RFC 9111 §5.2.2.3: `must-understand` makes `no-store` void for those who know the status.
        let isUnderstood = CachedStatus.isUnderstood(head.status)
        if control.flags.contains(.mustUnderstand) {
            guard isUnderstood else { return .status }
        } else if control.flags.contains(.noStore) {
            return .noStore
        }
        // An error of the server must not push out the good answer that could stand in for it.
        guard head.status < 500 || rules.negative != nil else { return .status }
        guard !control.flags.contains(.isPrivate) else { return .isPrivate }
        let isForAll = control.flags.contains(.isPublic) || control.sMaxAge != nil
        // RFC 9111 §3.5.
        guard !asked.hasAuthorization || isForAll || control.flags.contains(.mustRevalidate) else {
            return .authorization
        }
        guard !head.fields.contains(.setCookie) || isForAll else { return .setCookie }
        guard VaryKey.names(head.fields, bytes) != nil else { return .vary }
        switch head.framing {
        case .untilClose: return .unframed
        case .length(let count): return count > rules.object ? .tooLarge : nil
        case .none, .chunked: return nil
        }
    }

    private static func setFlags(_ facts: inout StoredFacts, _ control: CacheControl, hasValidator: Bool) {
        if control.flags.contains(.noCache) { facts.flags.insert(.mustValidate) }
        if hasValidator { facts.flags.insert(.hasValidator) }
        if control.flags.contains(.isPublic) || control.sMaxAge != nil || control.flags.contains(.mustRevalidate) {
            facts.flags.insert(.allowsAuthorization)
        }
        // RFC 9111 §5.2.2.10: for a shared cache `s-maxage` says `proxy-revalidate` too.
        if control.flags.contains(.mustRevalidate) || control.flags.contains(.proxyRevalidate)
            || control.flags.contains(.noCache) || control.sMaxAge != nil
        {
            facts.flags.insert(.forbidsStale)
        }
    }

    /// What the response says wins over the rules; what it forbids they cannot allow.
    ///
    /// RFC 5861: an extension that a response names next to `s-maxage` counts "regardless of other freshness
    /// information", so only the plain `s-maxage` forbids stale answers.
    private static func setStale(_ facts: inout StoredFacts, _ control: CacheControl, _ rules: CacheRules) {
        let isForbidden =
            control.flags.contains(.mustRevalidate) || control.flags.contains(.proxyRevalidate)
            || control.flags.contains(.noCache)
        guard !isForbidden else { return }
        let hasSharedAge = control.sMaxAge != nil
        facts.staleIfError = control.staleIfError ?? (hasSharedAge ? 0 : rules.staleIfError)
        facts.staleWhileRevalidate = control.staleWhileRevalidate ?? (hasSharedAge ? 0 : rules.staleWhileRevalidate)
    }
}
