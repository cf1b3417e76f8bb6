public import GatewayBytes

/// Writes the head of an answer from the cache.
public enum StoredHeadComposer {
    /// What differs from answer to answer.
    public struct Answer: Sendable, BitwiseCopyable, Equatable {
        public enum Form: Sendable, BitwiseCopyable, Equatable {
            case whole
            /// The whole, while nobody knows its length.
            case coming(chunked: Bool)
            case part(from: UInt64, count: UInt64)
            case unsatisfiable
            case notModified
        }

        public var form: Form
        /// Bytes of the stored content.
        public var length: UInt64
        /// Seconds.
        public var age: UInt32
        public var closes: Bool
        /// RFC 9112 §9.3: an HTTP/1.0 client must be told that its connection is kept.
        public var tellsKeepAlive: Bool

        public init(form: Form, length: UInt64, age: UInt32, closes: Bool, tellsKeepAlive: Bool) {
            self.form = form
            self.length = length
            self.age = age
            self.closes = closes
            self.tellsKeepAlive = tellsKeepAlive
        }
    }

    /// Appends the head with its empty line.
    ///
    /// - Parameter ownLines: whole lines of the gateway's own with their ends: `Cache-Status`, `RateLimit`.
    public static func compose(
        _ stored: borrowing StoredHead,
        status: UInt16,
        _ answer: Answer,
        ownLines: borrowing Buffer,
        into buffer: inout Buffer
    ) {
        Self.appendLines(stored, status: status, answer, &buffer)
        // RFC 9111 §5.1: a response from a cache tells its age.
        buffer.append("Age: ")
        buffer.append(decimal: answer.age)
        buffer.append("\r\n")
        buffer.append(ownLines)
        if answer.closes {
            buffer.append("Connection: close\r\n")
        } else if answer.tellsKeepAlive {
            buffer.append("Connection: keep-alive\r\n")
        }
        buffer.append("\r\n")
    }

    private static func appendLines(
        _ stored: borrowing StoredHead,
        status: UInt16,
        _ answer: Answer,
        _ buffer: inout Buffer
    ) {
        let fieldCount = stored.lines.count - stored.fieldsStart
        switch answer.form {
        case .notModified: buffer.append(stored.notModified)
        case .whole:
            buffer.append(stored.lines)
            // RFC 9110 §8.6: none in a 204.
            if status != 204 { Self.append(length: answer.length, &buffer) }
        case .coming(let isChunked):
            buffer.append(stored.lines)
            if isChunked { buffer.append("Transfer-Encoding: chunked\r\n") }
        case .part(let from, let count):
            buffer.append("HTTP/1.1 206 Partial Content\r\n")
            buffer.append(stored.lines, from: stored.fieldsStart, count: fieldCount)
            buffer.append("Content-Range: bytes ")
            buffer.append(decimal: from)
            buffer.append(UInt8(ascii: "-"))
            buffer.append(decimal: from + count - 1)
            buffer.append(UInt8(ascii: "/"))
            buffer.append(decimal: answer.length)
            buffer.append("\r\n")
            Self.append(length: count, &buffer)
        case .unsatisfiable:
            buffer.append("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */")
            buffer.append(decimal: answer.length)
            buffer.append("\r\n")
            // The other fields describe the content that is not sent.
            buffer.append(stored.notModified.span.extracting(droppingFirst: Self.notModifiedLine))
            Self.append(length: 0, &buffer)
        }
    }

    /// Bytes of `HTTP/1.1 304 Not Modified` and its line end.
    private static var notModifiedLine: Int { 27 }

    private static func append(length: UInt64, _ buffer: inout Buffer) {
        buffer.append("Content-Length: ")
        buffer.append(decimal: length)
        buffer.append("\r\n")
    }
}
