public import GatewayBytes

/// An answer of the gateway's own that is written down once and filled in for each request.
///
/// Turning a request away must cost far less than serving it, or the gateway sinks with its upstream. So everything
/// that is the same for each request of a route is rendered when the snapshot is made, and answering copies it piece
/// by piece with the id, the date and the pause between the pieces. Holes in the body have a fixed width, so that
/// `Content-Length` is known beforehand.
///
/// Not responsible for words or for what may be told: it gets the body and the `Proxy-Status` value as bytes.
public struct SheddingAnswer: Sendable {
    /// What is the same for every request.
    public struct Content: Sendable {
        /// The status with its phrase, for example `503 Service Unavailable`.
        public var status: [UInt8]
        /// The value of `Content-Type`.
        public var contentType: [UInt8]
        /// The value of `Proxy-Status`; empty for no such line.
        public var proxyStatus: [UInt8]
        /// The body, with marks where something is to be filled in.
        public var body: [UInt8]

        public init(status: [UInt8], contentType: [UInt8], proxyStatus: [UInt8], body: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.proxyStatus = proxyStatus
            self.body = body
        }
    }

    /// Texts that stand in the body for what is filled in; an empty one stands for nothing.
    public struct Marks: Sendable {
        /// For the id, 36 bytes.
        public var id: [UInt8]
        /// For the time as people read it, `timeWidth` bytes.
        public var time: [UInt8]
        /// For the pause in seconds, 3 bytes, with spaces before a shorter number.
        public var retryAfter: [UInt8]

        public init(id: [UInt8] = [], time: [UInt8] = [], retryAfter: [UInt8] = []) {
            self.id = id
            self.time = time
            self.retryAfter = retryAfter
        }
    }

    /// What differs from request to request.
    public struct Occasion: Sendable, BitwiseCopyable {
        /// The incident's id, a UUID.
        public var idHigh: UInt64
        public var idLow: UInt64
        /// Seconds from 1 to 999; what is outside is moved there.
        public var retryAfter: Int
        /// The connection is closed afterwards.
        public var closes: Bool
        /// The body is left out, as for `HEAD`.
        public var isHead: Bool

        public init(idHigh: UInt64, idLow: UInt64, retryAfter: Int, closes: Bool, isHead: Bool) {
            self.idHigh = idHigh
            self.idLow = idLow
            self.retryAfter = retryAfter
            self.closes = closes
            self.isHead = isHead
        }
    }

    /// `2026-03-01 12:00:00 UTC`.
    public static let timeWidth = 23
    static let idWidth = 36
    private static let pauseWidth = 3

    private enum Hole: UInt8, Sendable {
        case nothing, id, time, retryAfter
    }

    /// Bytes of the text up to `end`, and what follows them.
    private struct Piece: Sendable {
        var end: Int
        var hole: Hole
    }

    private let head: [UInt8]
    private let text: [UInt8]
    private let pieces: [Piece]
    /// Bytes that the longest answer without further lines takes.
    private let size: Int

    public init(_ content: Content, marks: Marks) {
        var text: [UInt8] = []
        var pieces: [Piece] = []
        var width = 0
        var start = 0
        while let (range, hole) = Self.nextMark(content.body, start, marks) {
            text += content.body[start..<range.lowerBound]
            pieces.append(Piece(end: text.count, hole: hole))
            width += Self.width(hole)
            start = range.upperBound
        }
        text += content.body[start...]
        pieces.append(Piece(end: text.count, hole: .nothing))
        var head = Array("HTTP/1.1 ".utf8) + content.status
        head += Array("\r\nContent-Type: ".utf8) + content.contentType
        head += Array("\r\nContent-Length: \(text.count + width)\r\nCache-Control: no-store\r\n".utf8)
        if !content.proxyStatus.isEmpty { head += Array("Proxy-Status: ".utf8) + content.proxyStatus + [13, 10] }
        head += Array("X-Incident-ID: ".utf8)
        self.head = head
        self.text = text
        self.pieces = pieces
        self.size = head.count + Self.idWidth + 128 + text.count + width
    }

    // MARK: - Answering

    /// Appends the answer.
    ///
    /// - Parameters:
    ///   - date: the whole `Date` line with its end.
    ///   - time: the moment as people read it; cut or filled with spaces to `timeWidth`.
    ///   - lines: further whole lines, for example of `RateLimit`.
    public func compose(
        _ occasion: Occasion,
        date: borrowing Buffer,
        time: borrowing Buffer,
        lines: borrowing Buffer,
        into buffer: inout Buffer
    ) {
        let id = Self.idText(occasion.idHigh, occasion.idLow)
        let pause = min(max(occasion.retryAfter, 1), 999)
        buffer.reserve(self.size + date.count + lines.count)
        buffer.append(self.head)
        buffer.append(id.span)
        buffer.append("\r\nRetry-After: ")
        buffer.append(decimal: pause)
        buffer.append(occasion.closes ? "\r\nConnection: close\r\n" : "\r\n")
        buffer.append(lines)
        buffer.append(date)
        buffer.append("\r\n")
        guard !occasion.isHead else { return }
        var start = 0
        for piece in self.pieces {
            buffer.append(self.text.span, from: start, count: piece.end - start)
            start = piece.end
            switch piece.hole {
            case .nothing: break
            case .id: buffer.append(id.span)
            case .time: Self.append(time, to: &buffer)
            case .retryAfter: Self.append(pause: pause, to: &buffer)
            }
        }
    }

    private static func append(_ time: borrowing Buffer, to buffer: inout Buffer) {
        let count = min(time.count, self.timeWidth)
        buffer.append(time, from: 0, count: count)
        for _ in count..<self.timeWidth { buffer.append(UInt8(ascii: " ")) }
    }

    private static func append(pause: Int, to buffer: inout Buffer) {
        if pause < 100 { buffer.append(UInt8(ascii: " ")) }
        if pause < 10 { buffer.append(UInt8(ascii: " ")) }
        buffer.append(decimal: pause)
    }

    /// The canonical text of a UUID (RFC 9562 §4).
    static func idText(_ high: UInt64, _ low: UInt64) -> InlineArray<36, UInt8> {
        var text = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        var position = 0
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { position += 1 }
            let half = index < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - (index & 15) * 4)) & 15
            text[position] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
            position += 1
        }
        return text
    }

    // MARK: - Preparing

    private static func width(_ hole: Hole) -> Int {
        switch hole {
        case .nothing: 0
        case .id: self.idWidth
        case .time: self.timeWidth
        case .retryAfter: self.pauseWidth
        }
    }

    private static func nextMark(_ body: [UInt8], _ start: Int, _ marks: Marks) -> (Range<Int>, Hole)? {
        let all: [([UInt8], Hole)] = [(marks.id, .id), (marks.time, .time), (marks.retryAfter, .retryAfter)]
        for position in start..<max(start, body.count) {
            for (mark, hole) in all where !mark.isEmpty && body[position...].starts(with: mark) {
                return (position..<position + mark.count, hole)
            }
        }
        return nil
    }
}
