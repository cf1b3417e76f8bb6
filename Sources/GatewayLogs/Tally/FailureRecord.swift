/// One line about a failure, for what can only be seen when all are known: which lines belong together, and patterns.
struct FailureRecord: Sendable, BitwiseCopyable {
    /// Milliseconds since 1970.
    var time: Int64
    /// Client and target, the same in access and error log.
    var request: UInt64
    var client: UInt64
    var endpoint: UInt64
    var target: UInt64
    var upstream: UInt64
    var host: UInt64
    /// The id that both logs may have; 0 where the line has none.
    var requestID: UInt64 = 0
    var place: LinePlace
    /// Bytes that were sent to the client, and that it had sent; -1 where the line does not say.
    var bytes: Int64 = -1
    var requestBytes: Int64 = -1
    /// Milliseconds; -1 where the line does not say.
    var duration: Int32
    var status: UInt16
    /// Whole seconds since the request before it in the same file; 65535 where it is not known.
    var idle: UInt16
    var cause: Cause
    var method: Method
    var kind: LogLine.Kind
    var verdict: LogLine.Verdict
    /// The cause follows from times and statuses; a message that names it knows better.
    var isInferred = false

    /// Methods as far as patterns need them.
    enum Method: UInt8, CaseIterable, Sendable {
        case get, head, post, put, patch, delete, options, other

        init(_ field: Slice, _ bytes: borrowing Span<UInt8>) {
            self = .other
            guard !field.isMissing, field.count >= 3 else { return }
            if field.equals("GET", in: bytes) { self = .get }
            if field.equals("HEAD", in: bytes) { self = .head }
            if field.equals("POST", in: bytes) { self = .post }
            if field.equals("PUT", in: bytes) { self = .put }
            if field.equals("PATCH", in: bytes) { self = .patch }
            if field.equals("DELETE", in: bytes) { self = .delete }
            if field.equals("OPTIONS", in: bytes) { self = .options }
        }

        /// By its first letters alone, for every line.
        @inline(__always)
        init(beginning field: Slice, _ bytes: borrowing Span<UInt8>) {
            self = .other
            guard !field.isMissing, field.count >= 3 else { return }
            switch (bytes[field.lower], bytes[field.lower &+ 1]) {
            case (UInt8(ascii: "G"), UInt8(ascii: "E")): self = .get
            case (UInt8(ascii: "H"), UInt8(ascii: "E")): self = .head
            case (UInt8(ascii: "P"), UInt8(ascii: "O")): self = .post
            case (UInt8(ascii: "P"), UInt8(ascii: "U")): self = .put
            case (UInt8(ascii: "P"), UInt8(ascii: "A")): self = .patch
            case (UInt8(ascii: "D"), UInt8(ascii: "E")): self = .delete
            case (UInt8(ascii: "O"), UInt8(ascii: "P")): self = .options
            default: break
            }
        }

        var name: String {
            switch self {
            case .get: "GET"
            case .head: "HEAD"
            case .post: "POST"
            case .put: "PUT"
            case .patch: "PATCH"
            case .delete: "DELETE"
            case .options: "OPTIONS"
            case .other: "other"
            }
        }
    }
}
