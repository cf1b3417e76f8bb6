public import GatewayWire

/// The moments that a response names, in seconds since 1970, and its age when it came (RFC 9111 §4.2).
public struct ResponseDates: Equatable, Sendable, BitwiseCopyable {
    /// `Expires`: what cannot be read is a moment in the past (RFC 9111 §5.3).
    public enum Expiry: Equatable, Sendable, BitwiseCopyable {
        case absent
        case invalid
        case at(Int64)
    }

    public var date: Int64?
    public var expires = Expiry.absent
    public var lastModified: Int64?
    /// The value of `Age`; 0 when there is none that can be read.
    public var age: UInt32 = 0

    public init() {}

    /// - Parameter wall: seconds since 1970 when the response came.
    public init(_ head: borrowing ResponseHead, _ bytes: borrowing Span<UInt8>, wall: Int64) {
        let fields = head.fields
        if let slot = fields.first(.date) { self.date = HTTPDate.epochSeconds(bytes, slot.value, now: wall) }
        if let slot = fields.first(.lastModified), !fields.repeats(.lastModified) {
            self.lastModified = HTTPDate.epochSeconds(bytes, slot.value, now: wall)
        }
        if let slot = fields.first(.expires) {
            // RFC 9111 §4.2.1: of contradicting values the response is better taken for stale.
            let moment = fields.repeats(.expires) ? nil : HTTPDate.epochSeconds(bytes, slot.value, now: wall)
            self.expires = moment.map { .at($0) } ?? .invalid
        }
        if let slot = fields.first(.age) {
            // RFC 9111 §5.1: of a list the first member counts, and what cannot be read is not there.
            var list = QuotedList(slot.value)
            self.age = list.next(bytes).flatMap { bytes.deltaSeconds($0) } ?? 0
        }
    }
}
