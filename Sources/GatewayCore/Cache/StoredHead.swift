public import GatewayBytes
public import GatewayFaults
public import GatewayWire

/// The head of a stored response as it goes out again: all but what differs from answer to answer.
///
/// `lines` is a status line and field lines without the empty line; `Age`, `Cache-Status`, `Content-Length` and
/// `Connection` are added to it (`StoredHeadComposer`). Fields that belong to one connection or one client are not in
/// it (RFC 9111 §3.1), nor is `Set-Cookie`: a cookie that everybody gets is somebody's session.
public struct StoredHead: ~Copyable, Sendable {
    public let lines: Buffer
    /// The lines of a 304 for it (RFC 9110 §15.4.5).
    public let notModified: Buffer
    /// Where the first field line begins.
    public let fieldsStart: Int
    /// Values in `lines`.
    public let etag: ByteRange?
    public let lastModified: ByteRange?

    /// Takes what `StoredHead.append` or `StoredHead.merge` wrote; throws when it is no head within the limits.
    public init(_ lines: consuming Buffer) throws(Fault) {
        var head = ResponseHead()
        lines.append("\r\n")
        let progress = try lines.withSpan { bytes throws(Fault) in
            try head.parse(bytes, limits: .response, requestMethod: .head)
        }
        guard case .complete(let count) = progress else {
            throw Fault(.statusLineMalformed, side: .upstream, phase: .responseHead)
        }
        lines.truncate(to: count - 2)
        lines.trim()
        var notModified = Buffer()
        notModified.append("HTTP/1.1 304 Not Modified\r\n")
        for index in 0..<head.fields.count where Self.isForNotModified(head.fields[index].known) {
            lines.withSpan { Self.append(head.fields[index], $0, &notModified) }
        }
        notModified.trim()
        self.fieldsStart = head.fields.isEmpty ? lines.count : Int(head.fields[0].name.start)
        self.etag = head.fields.first(.etag)?.value
        self.lastModified = head.fields.first(.lastModified)?.value
        self.lines = lines
        self.notModified = notModified
    }

    /// Bytes of memory.
    public var cost: Int { self.lines.capacity + self.notModified.capacity }

    private static func append(_ slot: FieldSlot, _ bytes: borrowing Span<UInt8>, _ buffer: inout Buffer) {
        buffer.append(bytes, from: Int(slot.name.start), count: Int(slot.name.count))
        buffer.append(": ")
        buffer.append(bytes, from: Int(slot.value.start), count: Int(slot.value.count))
        buffer.append("\r\n")
    }

    private static func isForNotModified(_ field: KnownField) -> Bool {
        switch field {
        case .cacheControl, .contentLocation, .date, .etag, .expires, .vary, .via, .lastModified: true
        // Default: RFC 9110 §15.4.5 names the fields a 304 has; what else was stored describes content.
        default: false
        }
    }

    // MARK: - Making

    /// Appends the lines of a response that came from upstream.
    ///
    /// - Parameters:
    ///   - bytes: what `head` was parsed from.
    ///   - date: `Date: …\r\n` for a response without one (RFC 9110 §6.6.1).
    public static func append(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        rules: borrowing ForwardingRules,
        date: borrowing Buffer,
        into buffer: inout Buffer
    ) {
        buffer.append("HTTP/1.1 ")
        buffer.append(decimal: head.status)
        buffer.append(UInt8(ascii: " "))
        buffer.append(bytes, from: Int(head.reason.start), count: Int(head.reason.count))
        buffer.append("\r\n")
        for index in 0..<head.fields.count where Self.isKept(head.fields[index]) {
            Self.append(head.fields[index], bytes, &buffer)
        }
        if !head.fields.contains(.date) { buffer.append(date) }
        rules.appendVia(head.version, to: &buffer)
    }

    private static func isKept(_ slot: FieldSlot) -> Bool {
        guard !slot.isHopByHop else { return false }
        return switch slot.known {
        case .connection, .transferEncoding, .keepAlive, .proxyConnection, .upgrade, .te, .trailer, .contentLength,
            .proxyAuthenticate, .proxyAuthorization, .setCookie, .age, .proxyStatus:
            false
        // Default: every other field is part of the response (RFC 9111 §3.1).
        default: true
        }
    }

    /// Appends the lines of `stored` as a 304 changes them (RFC 9111 §3.2).
    ///
    /// What the 304 names replaces what was stored under that name; fields that describe the content it does not carry
    /// stay as they are.
    public static func merge(
        _ stored: borrowing StoredHead,
        _ update: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        date: borrowing Buffer,
        into buffer: inout Buffer
    ) throws(Fault) {
        var copy = Buffer()
        copy.append(stored.lines)
        copy.append("\r\n")
        var old = ResponseHead()
        _ = try copy.withSpan { bytes throws(Fault) in
            try old.parse(bytes, limits: .response, requestMethod: .head)
        }
        buffer.append(stored.lines, from: 0, count: stored.fieldsStart)
        copy.withSpan { own in
            for index in 0..<old.fields.count {
                let slot = old.fields[index]
                if slot.known == .date || Self.isReplaced(slot, own, update, bytes) { continue }
                Self.append(slot, own, &buffer)
            }
        }
        for index in 0..<update.fields.count where Self.updates(update.fields[index]) {
            Self.append(update.fields[index], bytes, &buffer)
        }
        if !update.fields.contains(.date) { buffer.append(date) }
    }

    private static func updates(_ slot: FieldSlot) -> Bool {
        guard Self.isKept(slot) else { return false }
        return switch slot.known {
        case .contentEncoding, .contentType, .contentRange, .via: false
        // Default: RFC 9111 §3.2 excepts only what describes the content, and what one hop says.
        default: true
        }
    }

    private static func isReplaced(
        _ slot: FieldSlot,
        _ own: borrowing Span<UInt8>,
        _ update: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>
    ) -> Bool {
        for index in 0..<update.fields.count where Self.updates(update.fields[index]) {
            let name = update.fields[index].name
            guard name.count == slot.name.count else { continue }
            var isSame = true
            for at in 0..<Int(name.count)
            where own[Int(slot.name.start) + at].lowercased != bytes[Int(name.start) + at].lowercased { isSame = false }
            if isSame { return true }
        }
        return false
    }
}
