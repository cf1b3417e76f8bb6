import GatewayFaults

/// The common and combined formats of nginx, Apache and everybody who followed them, with or without the name of the
/// virtual host in front.
///
/// The fast one: what succeeded is read as far as its status, method and target. The format has no reason, so a failure
/// is `untold` until an error log explains it; only 499 (nginx) and 460 (ALB) say that the client left.
struct CombinedDialect: Dialect {
    /// The date that was read last, as words, and its moment: neighbouring lines mostly share it.
    private var dateWords: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private var dateMoment = Calendar.unknown
    private let hasHost: Bool

    init(hasHost: Bool = false) { self.hasHost = hasHost }

    @inline(__always)
    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard self.readToSize(bytes, start, end, into: &line) != nil, self.hasHost else { return }
        // "host:443 192.0.2.1 - - [": three spaces are in a line without a host.
        var cursor = LineCursor(start, end)
        for _ in 0..<4 { _ = cursor.field(until: 0x20, bytes) }
        if cursor.peek(bytes) != UInt8(ascii: "[") { line.kind = .unreadable }
    }

    /// As far as the size of the response; gives where it ends, nil for a line that is no combined one.
    @inline(__always)
    mutating func readToSize(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        into line: inout LogLine
    ) -> Int? {
        let bracket = ByteScan.first(UInt8(ascii: "["), in: bytes, from: start, to: end)
        // "[10/Oct/2000:13:55:36 +0000] " and a quote behind it.
        guard bracket &+ 30 < end, bytes[bracket &+ 27] == UInt8(ascii: "]"),
            bytes[bracket &+ 29] == UInt8(ascii: "\"")
        else { return nil }
        let requestStart = bracket &+ 30
        let requestEnd = LineCursor.closingQuote(bytes, from: requestStart, to: end)
        guard requestEnd &+ 5 <= end, bytes[requestEnd &+ 1] == 0x20 else { return nil }
        let hundreds = bytes[requestEnd &+ 2] &- UInt8(ascii: "0")
        let tens = bytes[requestEnd &+ 3] &- UInt8(ascii: "0")
        let ones = bytes[requestEnd &+ 4] &- UInt8(ascii: "0")
        guard hundreds < 10, tens < 10, ones < 10 else { return nil }
        line.kind = .exchange
        line.status = UInt16(hundreds) &* 100 &+ UInt16(tens) &* 10 &+ UInt16(ones)
        line.time = self.moment(bytes, bracket &+ 1, to: end)
        self.readRequest(bytes, requestStart, requestEnd, into: &line)
        if line.status >= 400 || line.status < 100 { self.readFailed(bytes, start, bracket, into: &line) }
        return Self.readSize(bytes, requestEnd &+ 5, end, into: &line)
    }

    @inline(__always)
    private mutating func moment(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int) -> Int64 {
        let words = (
            ByteScan.word(bytes, at), ByteScan.word(bytes, at &+ 8), ByteScan.word(bytes, at &+ 16),
            ByteScan.word(bytes, at &+ 18)
        )
        if words == self.dateWords { return self.dateMoment }
        self.dateWords = words
        self.dateMoment = Calendar.common(bytes, at, to: end)
        return self.dateMoment
    }

    @inline(__always)
    private func readRequest(_ bytes: borrowing Span<UInt8>, _ lower: Int, _ upper: Int, into line: inout LogLine) {
        let methodEnd = ByteScan.first(0x20, in: bytes, from: lower, to: upper)
        guard methodEnd < upper else { return }
        line.method = Slice(lower, methodEnd)
        let target = Slice(methodEnd &+ 1, ByteScan.first(0x20, in: bytes, from: methodEnd &+ 1, to: upper))
        line.target = RequestTarget.path(of: target, bytes)
    }

    private func readFailed(_ bytes: borrowing Span<UInt8>, _ start: Int, _ bracket: Int, into line: inout LogLine) {
        var cursor = LineCursor(start, bracket)
        let first = cursor.field(until: 0x20, bytes)
        line.client = first
        if self.hasHost {
            line.host = first
            line.client = cursor.field(until: 0x20, bytes)
        }
        // 009 is what nginx writes for an answer without a status line, which it passes on as HTTP/0.9.
        if line.status >= 500 || line.status == 9 {
            line.verdict = .untold
        } else if line.status == 499 || line.status == 460 {
            line.verdict = .clientLeft
        }
    }

    @inline(__always)
    private static func readSize(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        into line: inout LogLine
    ) -> Int {
        var at = start &+ 1
        var size: Int64 = 0
        while at < end {
            let digit = bytes[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            size = size &* 10 &+ Int64(digit)
            at &+= 1
        }
        line.bytes = max(0, size)
        return at
    }
}
