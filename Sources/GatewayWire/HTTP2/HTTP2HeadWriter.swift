public import GatewayBytes

/// Encodes heads and trailer sections that are there in HTTP/1.1 form as header blocks (RFC 9113 §8.3).
///
/// What composes messages writes one form for both versions; here the first line becomes pseudo fields, names become
/// lower case, and what belongs to an HTTP/1.1 connection is left out. Trusts the text: it was parsed or made by the
/// gateway. Not responsible for frames.
public struct HTTP2HeadWriter: ~Copyable, Sendable {
    /// A cookie shorter than that can be guessed by its size, so that no hop may index it (RFC 7541 §7.1.3).
    private static var shortCookie: Int { 20 }

    private var encoder: HPACKEncoder
    /// Names in lower case.
    private var name = Buffer()
    private var start = HTTP2EncodedStart()
    private var fields = HTTP2EncodedFields()
    /// Whether requests of many clients share the connection: then no secret of one is put where another can probe.
    private let isShared: Bool

    /// - Parameter isShared: true towards upstreams.
    public init(tableLimit: Int = 4096, isShared: Bool) {
        self.encoder = HPACKEncoder(limit: tableLimit)
        self.isShared = isShared
    }

    /// The peer's SETTINGS_HEADER_TABLE_SIZE.
    public mutating func setTableMaximum(_ maximum: Int) { self.encoder.setMaximum(maximum) }

    /// Frees everything but the compression table.
    public mutating func releaseMemory() {
        self.name.release()
        self.start.release()
        self.fields.release()
    }

    /// Appends the block of a response; a 101 becomes the 200 that accepts an extended CONNECT (RFC 8441 §5).
    public mutating func writeResponse(
        _ text: borrowing Span<UInt8>,
        neverIndexed: NeverIndexedNames = NeverIndexedNames(),
        into block: inout Buffer
    ) {
        self.encoder.begin(into: &block)
        // "HTTP/1.1 " is nine octets long.
        precondition(text.count >= 12, "a response head begins with a status line")
        let end = Self.lineEnd(text, from: 0)
        let isSwitch = text[9] == 0x31 && text[10] == 0x30 && text[11] == 0x31
        let line = HTTP2StartKey(lineCount: end, host: ByteRange(start: 0, count: 0), options: 0)
        let changes = self.encoder.tableChanges
        if !self.start.reuse(text, line, table: changes, into: &block) {
            let mark = block.count
            var lasts = true
            if isSwitch {
                self.encode(":status", "200", into: &block)
            } else {
                lasts = self.encodePseudo(":status", text.extracting(9..<12), into: &block)
            }
            if lasts { self.start.keep(text, line, table: changes, block.span, from: mark) }
        }
        self.writeFields(text, from: end, neverIndexed, isSwitch: isSwitch, into: &block)
    }

    /// Appends the block of a request.
    ///
    /// - Parameters:
    ///   - acceptsTrailers: `te: trailers` is sent, which gRPC requires of all hops.
    ///   - upgrade: the protocol in `text` that an extended CONNECT asks for (RFC 8441 §4).
    public mutating func writeRequest(
        _ text: borrowing Span<UInt8>,
        isTLS: Bool,
        acceptsTrailers: Bool = false,
        neverIndexed: NeverIndexedNames = NeverIndexedNames(),
        upgrade: ByteRange? = nil,
        into block: inout Buffer
    ) {
        self.encoder.begin(into: &block)
        let end = Self.lineEnd(text, from: 0)
        let host = Self.host(text, from: end)
        let options: UInt8 = (isTLS ? 1 : 0) | (acceptsTrailers ? 2 : 0) | (host == nil ? 4 : 0)
        let line = HTTP2StartKey(lineCount: end, host: host ?? ByteRange(start: 0, count: 0), options: options)
        let changes = self.encoder.tableChanges
        if upgrade != nil || !self.start.reuse(text, line, table: changes, into: &block) {
            let mark = block.count
            var lasts = self.writeStart(text, lineEnd: end, isTLS: isTLS, host: host, upgrade: upgrade, into: &block)
            if acceptsTrailers { lasts = self.encode("te", "trailers", into: &block) && lasts }
            if lasts, upgrade == nil { self.start.keep(text, line, table: changes, block.span, from: mark) }
        }
        self.writeFields(text, from: end, neverIndexed, isSwitch: upgrade != nil, into: &block)
    }

    /// Appends the pseudo fields of a request; returns whether they are the same octets the next time.
    private mutating func writeStart(
        _ text: borrowing Span<UInt8>,
        lineEnd end: Int,
        isTLS: Bool,
        host: ByteRange?,
        upgrade: ByteRange?,
        into block: inout Buffer
    ) -> Bool {
        var space = 0
        while space < end, text[space] != Ascii.sp { space &+= 1 }
        var last = min(space &+ 1, end)
        while last < end, text[last] != Ascii.sp { last &+= 1 }
        precondition(last < end, "a request head begins with a request line")
        var lasts = true
        if let upgrade {
            self.encode(":method", "CONNECT", into: &block)
            self.encodePseudo(":protocol", text.extracting(upgrade.offsets), into: &block)
        } else {
            lasts = self.encodePseudo(":method", text.extracting(0..<space), into: &block)
        }
        if !Self.isConnect(text, count: space) {
            self.encode(":scheme", isTLS ? "https" : "http", into: &block)
            lasts = self.encodePseudo(":path", text.extracting(space &+ 1..<last), into: &block) && lasts
        }
        if let host { lasts = self.encodePseudo(":authority", text.extracting(host.offsets), into: &block) && lasts }
        return lasts
    }

    /// Appends the block of a trailer section: field lines and perhaps an empty line.
    public mutating func writeTrailers(_ text: borrowing Span<UInt8>, into block: inout Buffer) {
        self.encoder.begin(into: &block)
        self.writeFields(text, from: 0, NeverIndexedNames(), isSwitch: false, into: &block)
    }

    // MARK: - Fields

    private mutating func writeFields(
        _ text: borrowing Span<UInt8>,
        from start: Int,
        _ neverIndexed: NeverIndexedNames,
        isSwitch: Bool,
        into block: inout Buffer
    ) {
        // What a client wants no hop to index, and what a handshake leaves out, is so in this head alone.
        let mayRepeat = neverIndexed.isEmpty && !isSwitch
        let fields = text.extracting(start..<text.count)
        let mark = block.count
        var line = start
        if mayRepeat { line &+= self.fields.reuse(fields, table: self.encoder.tableChanges, into: &block) }
        var isLasting = mayRepeat
        while line < text.count {
            let next = Self.lineEnd(text, from: line)
            let end = Self.contentEnd(text, from: line, to: next)
            guard end > line else { break }
            let colon = Scan.colonOrEnd(text, from: line, to: end)
            var value = min(colon &+ 1, end)
            while value < end, text[value] == Ascii.sp || text[value] == Ascii.htab { value &+= 1 }
            let known = FieldSection.recognise(text, from: line, to: colon)
            if colon < end, !Self.isLeftOut(known) {
                let lasts =
                    self.writeField(text, line..<colon, value..<end, known, neverIndexed, isSwitch: isSwitch, &block)
                isLasting = isLasting && lasts
            }
            if isLasting { self.fields.endLine(text: next &- start, block: block.count &- mark) }
            line = next
        }
        if mayRepeat { self.fields.keep(fields, block.span, from: mark, table: self.encoder.tableChanges) }
    }

    private mutating func writeField(
        _ text: borrowing Span<UInt8>,
        _ name: Range<Int>,
        _ value: Range<Int>,
        _ known: KnownField,
        _ neverIndexed: NeverIndexedNames,
        isSwitch: Bool,
        _ block: inout Buffer
    ) -> Bool {
        self.name.clear()
        self.name.append(lowercased: text, from: name.lowerBound, count: name.count)
        if isSwitch, Self.isHandshake(self.name.span) { return true }
        var indexing = Self.indexing(known, valueCount: value.count, isShared: self.isShared)
        if neverIndexed.contains(self.name.span) { indexing = .never }
        return self.encoder.encode(
            name: self.name,
            value: text.extracting(value),
            indexing: indexing,
            into: &block
        )
    }

    /// RFC 9113 §8.2.2; `Host` is `:authority`, and `te` is sent where it is asked for.
    private static func isLeftOut(_ field: KnownField) -> Bool {
        switch field {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade, .te, .host, .http2Settings: true
        case .other, .contentLength, .trailer, .proxyAuthenticate, .proxyAuthorization, .expect, .via, .forwarded,
            .xForwardedFor, .xForwardedProto, .xForwardedHost, .date, .server, .userAgent, .referer, .accept, .cookie,
            .setCookie, .location, .retryAfter, .proxyStatus, .cacheControl, .contentType, .contentEncoding,
            .maxForwards, .cdnLoop, .idempotencyKey, .xRequestID, .traceparent, .acceptEncoding, .range, .etag,
            .lastModified, .age, .authorization, .vary, .expires, .pragma, .ifMatch, .ifNoneMatch, .ifModifiedSince,
            .ifUnmodifiedSince, .ifRange, .contentRange, .contentLocation:
            false
        }
    }

    /// RFC 7541 §7.1.3: secrets never, and short ones least of all.
    private static func indexing(_ field: KnownField, valueCount: Int, isShared: Bool) -> HPACKEncoder.Indexing {
        if field == .authorization || field == .proxyAuthorization { return .never }
        guard field == .cookie || field == .setCookie else { return .allowed }
        if valueCount < Self.shortCookie { return .never }
        return isShared || field == .setCookie ? .avoided : .allowed
    }

    // MARK: - Text

    @discardableResult
    private mutating func encode(_ name: StaticString, _ value: StaticString, into block: inout Buffer) -> Bool {
        self.name.clear()
        self.name.append(name)
        let count = self.name.count
        self.name.append(value)
        return self.encoder.encode(self.name, nameCount: count, into: &block)
    }

    @discardableResult
    private mutating func encodePseudo(
        _ name: StaticString,
        _ value: borrowing Span<UInt8>,
        into block: inout Buffer
    ) -> Bool {
        self.name.clear()
        self.name.append(name)
        return self.encoder.encode(name: self.name, value: value, into: &block)
    }

    /// The offset after the line that begins at `start`.
    internal static func lineEnd(_ text: borrowing Span<UInt8>, from start: Int) -> Int {
        min(Scan.newlineOrEnd(text, from: start, to: text.count) &+ 1, text.count)
    }

    /// The end of a line without its line end and the whitespace before it.
    internal static func contentEnd(_ text: borrowing Span<UInt8>, from start: Int, to next: Int) -> Int {
        var end = next
        while end > start, text[end &- 1] <= 0x20 { end &-= 1 }
        return end
    }

    private static func host(_ text: borrowing Span<UInt8>, from start: Int) -> ByteRange? {
        var line = start
        while line < text.count {
            let next = Self.lineEnd(text, from: line)
            let isHost = text.count &- line > 5 && text[line &+ 4] == UInt8(ascii: ":")
            if isHost, FieldSection.recognise(text, from: line, to: line &+ 4) == .host {
                var value = line &+ 5
                let end = Self.contentEnd(text, from: value, to: next)
                while value < end, text[value] <= 0x20 { value &+= 1 }
                return ByteRange(from: value, to: end)
            }
            line = next
        }
        return nil
    }

    private static func isConnect(_ text: borrowing Span<UInt8>, count: Int) -> Bool {
        count == 7 && FieldSection.prefix(Scan.words(Scan.block(text, at: 0)), count: 7).0 == 0x0054_4345_4e4e_4f43
    }

    /// RFC 8441 §5: `Sec-WebSocket-Key` and `Sec-WebSocket-Accept` are not used.
    private static func isHandshake(_ name: borrowing Span<UInt8>) -> Bool {
        guard name.count == 17 || name.count == 20 else { return false }
        // "sec-websocket-key", "sec-websocket-accept"
        let words = Scan.words(Scan.block(name, at: 0))
        return words.0 == 0x7362_6577_2d63_6573
            && words.1 == (name.count == 17 ? 0x656b_2d74_656b_636f : 0x6361_2d74_656b_636f)
    }
}
