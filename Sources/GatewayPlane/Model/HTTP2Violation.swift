internal import GatewayWire

/// What an upstream did against the rules of HTTP/2, for the explanation.
struct HTTP2Violation: BitwiseCopyable, Sendable {
    var error: HTTP2Error
    /// The frame that was being read, where its header was there.
    var frame: HTTP2FrameHeader?
}
