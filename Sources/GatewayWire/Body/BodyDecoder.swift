public import GatewayFaults

/// Finds content, trailers and end of a body in the bytes that follow a head.
///
/// Never buffers: framing bytes are consumed as they come, only trailers must be at hand whole.
public struct BodyDecoder: Sendable, BitwiseCopyable {
    public init(framing: BodyFraming, side: Fault.Side, limits: BodyLimits = BodyLimits()) {
    }

    /// Whether the body has ended.
    public var isComplete: Bool { false }
    /// Bytes of content still to come when the length is known, so that they can be moved another way.
    public var remainingLength: UInt64? { nil }

    /// Looks at the next bytes of the body.
    public mutating func next(
        _ bytes: borrowing Span<UInt8>,
        trailers: inout FieldTable
    ) throws(Fault) -> BodyStep {
        .needMore(consumed: 0)
    }

    /// Counts content that was moved without `next` seeing it.
    public mutating func skip(_ count: UInt64) {
    }

    /// The peer will send nothing more.
    public mutating func inputEnded() throws(Fault) {
    }
}
