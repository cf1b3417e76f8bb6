/// What to do with a stored response that matches a request (RFC 9111 §4).
public enum Reuse: Equatable, Sendable, BitwiseCopyable {
    /// It answers; `ttl` is negative when the client said that it takes a stale one (`max-stale`).
    case serve(age: UInt32, ttl: Int64)
    /// It answers now, and somebody has to fetch a fresh one (RFC 5861 §3).
    case serveAndRefresh(age: UInt32, ttl: Int64)
    /// It must not answer before the upstream was asked, because it is stale.
    case validateStale
    /// The same, because the client wants it so.
    case validateAsked
    /// It is not for this request (RFC 9111 §3.5).
    case pass

    /// - Parameter now: monotonic nanoseconds.
    public init(_ stored: StoredFacts, _ asked: Storability.Asked, now: UInt64) {
        guard !asked.hasAuthorization || stored.flags.contains(.allowsAuthorization) else {
            self = .pass
            return
        }
        guard !stored.flags.contains(.mustValidate) else {
            self = .validateStale
            return
        }
        let age = stored.age(now: now)
        let left = Int64(stored.lifetime) - Int64(age)
        let control = asked.control
        // RFC 9111 §5.2.1.4, §5.2.1.1, §5.2.1.3.
        guard !control.flags.contains(.noCache), control.maxAge.map({ age <= $0 }) ?? true,
            left >= Int64(control.minFresh ?? 0) || left <= 0
        else {
            self = .validateAsked
            return
        }
        if left > 0 {
            self = .serve(age: age, ttl: left)
            return
        }
        if -left <= Int64(stored.staleWhileRevalidate), stored.staleWhileRevalidate > 0, control.minFresh == nil {
            self = .serveAndRefresh(age: age, ttl: left)
            return
        }
        if !stored.flags.contains(.forbidsStale), let most = control.maxStale, -left <= Int64(most),
            control.minFresh == nil
        {
            self = .serve(age: age, ttl: left)
            return
        }
        self = .validateStale
    }
}
