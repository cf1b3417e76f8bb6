public import GatewayBytes

extension RateRule {
    /// Appends the lines `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
    ///
    /// A denied request gets `r=0` and the time to its next one. `name` is a policy's name without characters that a
    /// quoted string escapes (RFC 9651 §3.3.3).
    public func appendFields(_ name: StaticString, _ verdict: Verdict, to buffer: inout Buffer) {
        buffer.append("RateLimit-Policy: \"")
        buffer.append(name)
        buffer.append("\";q=")
        buffer.append(decimal: self.quota)
        buffer.append(";w=")
        buffer.append(decimal: self.window)
        buffer.append("\r\nRateLimit: \"")
        buffer.append(name)
        buffer.append("\";r=")
        switch verdict {
        case .allowed(let remaining, let resetSeconds):
            buffer.append(decimal: remaining)
            buffer.append(";t=")
            buffer.append(decimal: resetSeconds)
        case .denied(let milliseconds):
            buffer.append("0;t=")
            buffer.append(decimal: Self.seconds(milliseconds))
        }
        buffer.append("\r\n")
    }

    /// Whole seconds for `Retry-After`, at least 1: rounded up, because a second too early is denied again.
    public static func seconds(_ milliseconds: UInt64) -> UInt64 { max(1, (milliseconds + 999) / 1000) }
}
