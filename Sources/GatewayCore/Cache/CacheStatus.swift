public import GatewayBytes

/// What the cache did with a request: the `Cache-Status` field (RFC 9211), the log and the counters.
public struct CacheStatus: Equatable, Sendable, BitwiseCopyable {
    /// How the cache took part.
    public enum Outcome: UInt8, Equatable, Sendable, BitwiseCopyable, CaseIterable {
        /// The route has no cache.
        case none
        case hit
        /// Answered with a stale response while a fresh one is fetched, or because the client allows it.
        case stale
        /// Answered with a stale response instead of an error.
        case staleOnError
        /// Forwarded: nothing is stored for the URL.
        case miss
        /// Forwarded: what is stored for the URL was chosen by other request fields.
        case varyMiss
        /// Forwarded with conditions, because what is stored is stale.
        case expired
        /// The same, because the request asked for it.
        case asked
        /// The cache did not look.
        case bypass
        /// The method is none that is stored.
        case method

        /// The word in the access log and the label in metrics.
        public var token: StaticString {
            switch self {
            case .none: "none"
            case .hit: "hit"
            case .stale: "stale"
            case .staleOnError: "stale_on_error"
            case .miss: "miss"
            case .varyMiss: "vary_miss"
            case .expired: "expired"
            case .asked: "asked"
            case .bypass: "bypass"
            case .method: "method"
            }
        }
    }

    public var outcome = Outcome.none
    /// Seconds of freshness; for what was answered from the cache.
    public var timeToLive: Int64 = 0
    /// Status of the answer from upstream to what was forwarded; 0 for none.
    public var forwardedStatus: UInt16 = 0
    public var isStored = false
    /// It waited for the answer to another request.
    public var isCollapsed = false
    /// It was read from the disk for this request.
    public var isFromDisk = false
    public var refusal: Storability.Refusal?

    public init() {}

    /// Whether the client's answer came out of the cache without asking.
    public var isHit: Bool {
        switch self.outcome {
        case .hit, .stale, .staleOnError: true
        case .none, .miss, .varyMiss, .expired, .asked, .bypass, .method: false
        }
    }

    /// Appends the line, unless there is nothing to say.
    ///
    /// - Parameter name: the gateway's, a token.
    public func append(name: borrowing Span<UInt8>, into buffer: inout Buffer) {
        guard self.outcome != .none, name.count > 0 else { return }
        buffer.append("Cache-Status: ")
        // RFC 8941 §3.3.4: a token starts with a letter or `*`; everything else is a string.
        let isToken = (name[0] | 0x20) &- UInt8(ascii: "a") < 26 || name[0] == UInt8(ascii: "*")
        if !isToken { buffer.append(UInt8(ascii: "\"")) }
        buffer.append(name)
        if !isToken { buffer.append(UInt8(ascii: "\"")) }
        if self.isHit, !self.isCollapsed { self.appendHit(&buffer) } else { self.appendForward(&buffer) }
        buffer.append("\r\n")
    }

    private func appendHit(_ buffer: inout Buffer) {
        buffer.append("; hit; ttl=")
        buffer.append(decimal: self.timeToLive)
        if self.outcome == .staleOnError {
            buffer.append("; detail=stale-if-error")
        } else if self.isFromDisk {
            buffer.append("; detail=disk")
        }
    }

    /// RFC 9211 §2.2: a request that waited for another's answer was forwarded, collapsed.
    private func appendForward(_ buffer: inout Buffer) {
        switch self.outcome {
        case .none: return
        case .hit, .stale, .staleOnError, .miss: buffer.append("; fwd=uri-miss")
        case .varyMiss: buffer.append("; fwd=vary-miss")
        case .expired: buffer.append("; fwd=stale")
        case .asked: buffer.append("; fwd=request")
        case .bypass: buffer.append("; fwd=bypass")
        case .method: buffer.append("; fwd=method")
        }
        if self.forwardedStatus != 0 {
            buffer.append("; fwd-status=")
            buffer.append(decimal: self.forwardedStatus)
        }
        if self.isStored { buffer.append("; stored") }
        if self.isCollapsed { buffer.append("; collapsed") }
        if let refusal = self.refusal {
            buffer.append("; detail=")
            buffer.append(refusal.token)
        }
    }
}
