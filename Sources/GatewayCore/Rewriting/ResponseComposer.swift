public import GatewayBytes
public import GatewayWire

/// Writes the response head that goes to the client from the one that came from upstream.
public enum ResponseComposer {
    /// Appends a final response head, with its empty line.
    ///
    /// - Parameters:
    ///   - message: what `head` was parsed from; `headCount` of them are the head.
    ///   - date: `Date: …\r\n` for a response without one (RFC 9110 §6.6.1).
    ///   - proxyStatus: a whole `Proxy-Status: …\r\n` line for this response, or empty.
    public static func compose(
        _ head: borrowing ResponseHead,
        _ message: borrowing Buffer,
        headCount: Int,
        plan: ResponsePlan,
        facts: ResponsePlan.Facts,
        rules: borrowing ForwardingRules,
        date: borrowing Buffer,
        proxyStatus: borrowing Buffer,
        into buffer: inout Buffer
    ) {
        let bytes = message.span
        buffer.reserve(headCount + 256)
        self.appendStatusLine(head, bytes, &buffer)
        let keepsLength = self.keepsLength(head, bytes, plan)
        let hasDate = self.appendKeptFields(head, bytes, headCount: headCount, keepsLength: keepsLength, &buffer)
        if !hasDate { buffer.append(date) }
        rules.appendVia(head.version, to: &buffer)
        buffer.append(proxyStatus)
        switch plan.framing {
        case .none, .untilClose: break
        case .length(let count):
            if !keepsLength {
                buffer.append("Content-Length: ")
                buffer.append(decimal: count)
                buffer.append("\r\n")
            }
        case .chunked: buffer.append("Transfer-Encoding: chunked\r\n")
        }
        self.appendConnection(plan, facts, &buffer)
        buffer.append("\r\n")
    }

    /// Appends an interim response (RFC 9110 §15.2) as it came, without the fields of the upstream connection.
    public static func composeInterim(
        _ head: borrowing ResponseHead,
        _ message: borrowing Buffer,
        headCount: Int,
        into buffer: inout Buffer
    ) {
        let bytes = message.span
        self.appendStatusLine(head, bytes, &buffer)
        _ = self.appendKeptFields(head, bytes, headCount: headCount, keepsLength: false, &buffer)
        buffer.append("\r\n")
    }

    /// Appends the 101 that opens a tunnel: `Upgrade` and `Connection` go with it.
    public static func composeSwitch(
        _ head: borrowing ResponseHead,
        _ message: borrowing Buffer,
        headCount: Int,
        rules: borrowing ForwardingRules,
        into buffer: inout Buffer
    ) {
        let bytes = message.span
        self.appendStatusLine(head, bytes, &buffer)
        for index in 0..<head.fields.count {
            let slot = head.fields[index]
            guard !slot.isHopByHop || slot.known == .upgrade, slot.known != .contentLength else { continue }
            self.appendLine(slot, bytes, &buffer)
        }
        rules.appendVia(head.version, to: &buffer)
        buffer.append("Connection: Upgrade\r\n\r\n")
    }

    private static func appendLine(_ slot: FieldSlot, _ bytes: borrowing Span<UInt8>, _ buffer: inout Buffer) {
        buffer.append(bytes, from: Int(slot.name.start), count: Int(slot.name.count))
        buffer.append(": ")
        buffer.append(bytes, from: Int(slot.value.start), count: Int(slot.value.count))
        buffer.append("\r\n")
    }

    private static func appendStatusLine(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        _ buffer: inout Buffer
    ) {
        buffer.append("HTTP/1.1 ")
        buffer.append(decimal: head.status)
        buffer.append(UInt8(ascii: " "))
        buffer.append(bytes, from: Int(head.reason.start), count: Int(head.reason.count))
        buffer.append("\r\n")
    }

    /// Whether the upstream's `Content-Length` goes on as it came: where it describes what follows, or what a HEAD
    /// would have got.
    ///
    /// Never beside chunked, never in 1xx and 204 (RFC 9110 §8.6), and a repeated value is written once.
    private static func keepsLength(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        _ plan: ResponsePlan
    ) -> Bool {
        guard plan.framing != .chunked, plan.framing != .untilClose, head.status >= 200, head.status != 204,
            !head.fields.repeats(.contentLength)
        else { return false }
        guard let slot = head.fields.first(.contentLength) else { return true }
        for offset in slot.value.offsets where bytes[offset] == UInt8(ascii: ",") { return false }
        return true
    }

    private static func isReplaced(_ slot: FieldSlot, keepsLength: Bool) -> Bool {
        if slot.isHopByHop { return true }
        return switch slot.known {
        case .transferEncoding, .connection, .keepAlive, .proxyConnection, .upgrade: true
        case .contentLength: !keepsLength
        case .other, .host, .te, .trailer, .proxyAuthenticate, .proxyAuthorization, .expect, .via, .forwarded,
            .xForwardedFor, .xForwardedProto, .xForwardedHost, .date, .server, .userAgent, .referer, .accept, .cookie,
            .setCookie, .location, .retryAfter, .proxyStatus, .cacheControl, .contentType, .contentEncoding,
            .maxForwards, .cdnLoop, .idempotencyKey, .http2Settings, .xRequestID, .traceparent, .acceptEncoding,
            .range, .etag, .lastModified, .age, .authorization, .vary, .expires, .pragma, .ifMatch, .ifNoneMatch,
            .ifModifiedSince, .ifUnmodifiedSince, .ifRange, .contentRange, .contentLocation:
            false
        }
    }

    /// Returns whether a `Date` was among them.
    private static func appendKeptFields(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        headCount: Int,
        keepsLength: Bool,
        _ buffer: inout Buffer
    ) -> Bool {
        let count = head.fields.count
        var hasDate = false
        var runStart = -1
        for index in 0..<count {
            let slot = head.fields[index]
            if self.isReplaced(slot, keepsLength: keepsLength) {
                if runStart >= 0 {
                    buffer.append(bytes, from: runStart, count: Int(slot.name.start) - runStart)
                    runStart = -1
                }
                continue
            }
            if slot.known == .date { hasDate = true }
            if runStart < 0 { runStart = Int(slot.name.start) }
        }
        if runStart >= 0 { buffer.append(bytes, from: runStart, count: headCount - 2 - runStart) }
        return hasDate
    }

    private static func appendConnection(_ plan: ResponsePlan, _ facts: ResponsePlan.Facts, _ buffer: inout Buffer) {
        if plan.closes {
            buffer.append("Connection: close\r\n")
        } else if facts.requestVersion == .http10 {
            // RFC 9112 §9.3: an HTTP/1.0 client must be told that its keep-alive was granted.
            buffer.append("Connection: keep-alive\r\n")
        }
    }
}
