extension KnownField {
    /// The name in lower case, empty for `other`.
    public var name: StaticString {
        switch self {
        case .other: ""
        case .host: "host"
        case .connection: "connection"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .te: "te"
        case .trailer: "trailer"
        case .upgrade: "upgrade"
        case .keepAlive: "keep-alive"
        case .proxyConnection: "proxy-connection"
        case .proxyAuthenticate: "proxy-authenticate"
        case .proxyAuthorization: "proxy-authorization"
        case .expect: "expect"
        case .via: "via"
        case .forwarded: "forwarded"
        case .xForwardedFor: "x-forwarded-for"
        case .xForwardedProto: "x-forwarded-proto"
        case .xForwardedHost: "x-forwarded-host"
        case .date: "date"
        case .server: "server"
        case .userAgent: "user-agent"
        case .referer: "referer"
        case .accept: "accept"
        case .cookie: "cookie"
        case .setCookie: "set-cookie"
        case .location: "location"
        case .retryAfter: "retry-after"
        case .proxyStatus: "proxy-status"
        case .cacheControl: "cache-control"
        case .contentType: "content-type"
        case .contentEncoding: "content-encoding"
        case .maxForwards: "max-forwards"
        case .cdnLoop: "cdn-loop"
        case .idempotencyKey: "idempotency-key"
        case .http2Settings: "http2-settings"
        case .xRequestID: "x-request-id"
        case .traceparent: "traceparent"
        case .acceptEncoding: "accept-encoding"
        case .range: "range"
        case .etag: "etag"
        case .lastModified: "last-modified"
        case .age: "age"
        case .authorization: "authorization"
        case .vary: "vary"
        case .expires: "expires"
        case .pragma: "pragma"
        case .ifMatch: "if-match"
        case .ifNoneMatch: "if-none-match"
        case .ifModifiedSince: "if-modified-since"
        case .ifUnmodifiedSince: "if-unmodified-since"
        case .ifRange: "if-range"
        case .contentRange: "content-range"
        case .contentLocation: "content-location"
        }
    }

    /// Whether RFC 9110 §7.6.1 makes the field end at every hop, named by `Connection` or not.
    ///
    /// `HTTP2-Settings` belongs to an upgrade that no gateway passes on (RFC 9113 §3.1). The `Proxy-Auth…` fields
    /// are not among them: they may be relayed (RFC 9110 §11.7.2), and a gateway does not ask for them itself.
    @inline(__always)
    internal var endsAtEveryHop: Bool { Self.hopMask & self.bit != 0 }

    /// Whether `Connection` must not be able to remove the field.
    ///
    /// Removing what routes, frames or attributes a request by naming it in `Connection` is an attack on whoever
    /// trusts those fields behind us, and RFC 9110 §7.6.1 forbids naming fields meant for all recipients.
    @inline(__always)
    internal var ignoresConnection: Bool { Self.protectedMask & self.bit != 0 }

    /// One bit per name, for sets in a word.
    @inlinable internal var bit: UInt64 { 1 &<< UInt64(self.rawValue) }

    private static var hopMask: UInt64 {
        Self.connection.bit | Self.keepAlive.bit | Self.proxyConnection.bit | Self.te.bit | Self.transferEncoding.bit
            | Self.upgrade.bit | Self.http2Settings.bit
    }

    private static var protectedMask: UInt64 {
        Self.host.bit | Self.contentLength.bit | Self.via.bit | Self.forwarded.bit | Self.xForwardedFor.bit
            | Self.xForwardedProto.bit | Self.xForwardedHost.bit | Self.cdnLoop.bit | Self.authorization.bit
            | Self.cookie.bit | Self.setCookie.bit | Self.cacheControl.bit
    }
}
