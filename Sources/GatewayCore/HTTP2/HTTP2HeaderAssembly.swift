/// A header block whose CONTINUATION frames are still to come (RFC 9113 §6.10).
internal struct HTTP2HeaderAssembly: Sendable, BitwiseCopyable {
    internal let stream: UInt32
    internal let endStream: Bool
    internal var continuations = 0
}
