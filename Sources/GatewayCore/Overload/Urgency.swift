public import GatewayWire

/// The urgency that a request's priority field names (RFC 9218 §4.1): `u=0` … `u=7`, 0 first.
public enum Urgency {
    /// The last `u` member of the dictionary counts (RFC 9651 §3.2); nil where there is none or it is out of range.
    public static func read(_ bytes: borrowing Span<UInt8>, _ value: Range<Int>) -> Int? {
        HTTP2Priority(bytes, ByteRange(from: value.lowerBound, to: value.upperBound)).namedUrgency.map { Int($0) }
    }
}
