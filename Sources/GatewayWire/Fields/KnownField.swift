/// Field names that some part of the gateway acts on; every other name is `other`.
///
/// A name is recognised once, while its line is scanned, so that nobody compares names afterwards. Not responsible
/// for what a field means.
public enum KnownField: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case other
    case host
    case connection
    case contentLength
    case transferEncoding
    case te
    case trailer
    case upgrade
    case keepAlive
    case proxyConnection
    case proxyAuthenticate
    case proxyAuthorization
    case expect
    case via
    case forwarded
    case xForwardedFor
    case xForwardedProto
    case xForwardedHost
    case date
    case server
    case userAgent
    case referer
    case accept
    case cookie
    case setCookie
    case location
    case retryAfter
    case proxyStatus
    case cacheControl
    case contentType
    case contentEncoding
    case maxForwards
    case cdnLoop
    case idempotencyKey
    case http2Settings
    case xRequestID
    case traceparent
    case acceptEncoding
    case range
    case etag
    case lastModified
    case age
    case authorization
    case vary
    case expires
    case pragma
    case ifMatch
    case ifNoneMatch
    case ifModifiedSince
    case ifUnmodifiedSince
    case ifRange
    case contentRange
    case contentLocation
}
