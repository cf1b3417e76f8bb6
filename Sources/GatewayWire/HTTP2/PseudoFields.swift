/// Where the pseudo fields of a head are in the scratch they were decoded to (RFC 9113 §8.3).
internal struct PseudoFields: Sendable, BitwiseCopyable {
    internal var method: ByteRange?
    internal var scheme: ByteRange?
    internal var authority: ByteRange?
    internal var path: ByteRange?
    /// RFC 8441 §4.
    internal var protocolName: ByteRange?
    internal var status: ByteRange?
}
