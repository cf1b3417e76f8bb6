/// An OCSP response that was verified, and how long it may be shown.
public struct Staple: Sendable, Hashable {
    /// In DER form.
    public var bytes: [UInt8]
    /// Seconds since 1970 (RFC 6960 §2.4).
    public var thisUpdate: Int64
    public var nextUpdate: Int64

    public init(bytes: [UInt8], thisUpdate: Int64, nextUpdate: Int64) {
        self.bytes = bytes
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }
}
