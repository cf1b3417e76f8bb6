/// Why bytes are not a DNS message.
public struct DNSMessageError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable, CaseIterable {
        /// More was announced than there are bytes.
        case endsEarly
        case nameTooLong
        /// A label's first byte has a form that RFC 1035 §4.1.4 does not know.
        case labelUnknown
        /// A compression pointer that does not point back: it could be followed for ever.
        case pointerNotBackwards
        case tooManyRecords
        /// A record whose length does not fit its type.
        case recordMalformed
        case optionMalformed
    }

    public var reason: Reason
    /// The offset of the byte at which it showed.
    public var offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
