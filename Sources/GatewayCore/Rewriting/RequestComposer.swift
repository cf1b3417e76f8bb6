public import GatewayBytes
public import GatewayWire

/// Writes the request that goes upstream from the one that came in.
///
/// Removes what belongs to the client's connection (RFC 9110 §7.6.1), adds `Via`, `Forwarded` and `X-Forwarded-*`,
/// and copies every other field line as it came, runs of lines at once. Not responsible for content.
public enum RequestComposer {
    /// Appends the head of the upstream request, with its empty line.
    ///
    /// - Parameters:
    ///   - message: what `head` was parsed from.
    ///   - peer: the client's address as text, without port.
    ///   - identity: a whole field line that tells who the client is, or nothing.
    ///   - deadline: takes the place of the field that told it.
    ///   - dropsConditions: conditions and ranges stay here, because the cache asks for the whole, or with its own.
    public static func compose(
        _ head: borrowing RequestHead,
        _ message: borrowing Buffer,
        headCount: Int,
        peer: borrowing Buffer,
        client: ClientFacts,
        identity: [UInt8] = [],
        rules: borrowing ForwardingRules,
        rewrite: RouteRewrite,
        dropsConditions: Bool = false,
        deadline: DeadlineLine? = nil,
        into buffer: inout Buffer
    ) {
        let bytes = message.span
        buffer.reserve(headCount + 512)
        self.appendRequestLine(head, bytes, rewrite, &buffer)
        self.appendHost(head, bytes, rewrite, &buffer)
        self.appendKeptFields(
            head,
            bytes,
            headCount: headCount,
            client,
            rules,
            dropsConditions: dropsConditions,
            replaced: deadline?.slot ?? -1,
            &buffer
        )
        if let deadline { self.appendDeadline(deadline, head, bytes, &buffer) }
        if !identity.isEmpty { buffer.append(identity) }
        self.appendForwarded(head, bytes, peer.span, client, &buffer)
        rules.appendVia(head.version, to: &buffer)
        if head.wantsUpgrade { buffer.append("Connection: Upgrade\r\n") }
        switch head.framing {
        case .none, .untilClose: break
        case .length(let count):
            buffer.append("Content-Length: ")
            buffer.append(decimal: count)
            buffer.append("\r\n")
        case .chunked: buffer.append("Transfer-Encoding: chunked\r\n")
        }
        buffer.append("\r\n")
    }

    private static func appendRequestLine(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ rewrite: RouteRewrite,
        _ buffer: inout Buffer
    ) {
        buffer.append(bytes, from: Int(head.methodRange.start), count: Int(head.methodRange.count))
        buffer.append(UInt8(ascii: " "))
        switch head.form {
        case .asterisk, .authority:
            buffer.append(bytes, from: Int(head.target.start), count: Int(head.target.count))
        case .absolute where head.method == .options && head.pathAndQuery.isEmpty:
            // RFC 9112 §3.2.4: the last hop asks about the server itself.
            buffer.append("*")
        case .origin, .absolute:
            let stripped = min(rewrite.strippedPrefix, Int(head.path.count))
            let start = Int(head.pathAndQuery.start) + stripped
            let count = Int(head.pathAndQuery.count) - stripped
            if !rewrite.addedPrefix.isEmpty { buffer.append(rewrite.addedPrefix) }
            // RFC 9112 §3.2.1: an empty path is sent as "/".
            if count <= 0 || bytes[start] != UInt8(ascii: "/") { buffer.append(UInt8(ascii: "/")) }
            if count > 0 { buffer.append(bytes, from: start, count: count) }
        }
        buffer.append(" HTTP/1.1\r\n")
    }

    private static func appendHost(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ rewrite: RouteRewrite,
        _ buffer: inout Buffer
    ) {
        buffer.append("Host: ")
        switch rewrite.host {
        case .pass: buffer.append(bytes, from: Int(head.authority.start), count: Int(head.authority.count))
        case .fixed(let host): buffer.append(host.span)
        }
        buffer.append("\r\n")
    }

    /// Whether our own line replaces this field, or it must not leave the client's connection.
    private static func isReplaced(
        _ slot: FieldSlot,
        _ head: borrowing RequestHead,
        _ client: ClientFacts,
        dropsConditions: Bool
    ) -> Bool {
        if slot.isHopByHop {
            // RFC 9110 §7.8: the offer to switch goes on with the request when we tunnel.
            return !(head.wantsUpgrade && slot.known == .upgrade)
        }
        return switch slot.known {
        case .host, .contentLength, .transferEncoding, .connection, .keepAlive, .proxyConnection, .te, .upgrade:
            true
        // Ours is appended to a trusted chain (merged into one line) or replaces an untrusted one.
        case .xForwardedFor, .forwarded: true
        case .xForwardedProto, .xForwardedHost: !client.isTrusted
        case .range, .ifNoneMatch, .ifModifiedSince, .ifRange: dropsConditions
        // RFC 9110 §10.1.1: HTTP/1.0 has none, and in the HTTP/1.1 that goes upstream it would become one.
        case .expect: head.version == .http10
        case .other, .trailer, .proxyAuthenticate, .proxyAuthorization, .via, .date, .server, .userAgent,
            .referer, .accept, .cookie, .setCookie, .location, .retryAfter, .proxyStatus, .cacheControl, .contentType,
            .contentEncoding, .maxForwards, .cdnLoop, .idempotencyKey, .http2Settings, .xRequestID, .traceparent,
            .acceptEncoding, .etag, .lastModified, .age, .authorization, .vary, .expires, .pragma, .ifMatch,
            .ifUnmodifiedSince, .contentRange, .contentLocation:
            false
        }
    }

    private static func appendKeptFields(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        headCount: Int,
        _ client: ClientFacts,
        _ rules: borrowing ForwardingRules,
        dropsConditions: Bool,
        replaced: Int,
        _ buffer: inout Buffer
    ) {
        let count = head.fields.count
        let hasOwn = !rules.ownFields.isEmpty
        var runStart = -1
        for index in 0..<count {
            let slot = head.fields[index]
            if self.isReplaced(slot, head, client, dropsConditions: dropsConditions)
                || hasOwn && rules.isOwn(slot.name, bytes) || index == replaced
            {
                if runStart >= 0 {
                    buffer.append(bytes, from: runStart, count: Int(slot.name.start) - runStart)
                    runStart = -1
                }
            } else if runStart < 0 {
                runStart = Int(slot.name.start)
            }
        }
        // The last run ends before the empty line, which is the head's last two bytes.
        if runStart >= 0 { buffer.append(bytes, from: runStart, count: headCount - 2 - runStart) }
    }

    private static func appendDeadline(
        _ deadline: DeadlineLine,
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ buffer: inout Buffer
    ) {
        let name = head.fields[deadline.slot].name
        buffer.append(bytes, from: Int(name.start), count: Int(name.count))
        buffer.append(": ")
        buffer.append(decimal: deadline.milliseconds)
        switch deadline.unit {
        case .none: break
        case .letter: buffer.append("m")
        case .text: buffer.append("ms")
        }
        buffer.append("\r\n")
    }

    private static func appendForwarded(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ peer: borrowing Span<UInt8>,
        _ client: ClientFacts,
        _ buffer: inout Buffer
    ) {
        buffer.append("X-Forwarded-For: ")
        if client.isTrusted { self.appendExisting(.xForwardedFor, head, bytes, &buffer) }
        buffer.append(peer)
        let hasProto = client.isTrusted && head.fields.contains(.xForwardedProto)
        let hasHost = client.isTrusted && head.fields.contains(.xForwardedHost)
        if !hasProto {
            buffer.append(client.isTLS ? "\r\nX-Forwarded-Proto: https" : "\r\nX-Forwarded-Proto: http")
        }
        if !hasHost, !head.authority.isEmpty {
            buffer.append("\r\nX-Forwarded-Host: ")
            buffer.append(bytes, from: Int(head.authority.start), count: Int(head.authority.count))
        }
        buffer.append("\r\nForwarded: ")
        if client.isTrusted { self.appendExisting(.forwarded, head, bytes, &buffer) }
        self.appendForwardedElement(head, bytes, peer, client, &buffer)
        buffer.append("\r\n")
    }

    /// RFC 7239 §4: one element; an IPv6 address and a host with a port are quoted.
    private static func appendForwardedElement(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ peer: borrowing Span<UInt8>,
        _ client: ClientFacts,
        _ buffer: inout Buffer
    ) {
        var isV6 = false
        for index in peer.indices where peer[index] == UInt8(ascii: ":") { isV6 = true }
        if !isV6, peer.count > 0, peer[0] == UInt8(ascii: "u") {
            // RFC 7239 §6: what comes over a Unix socket has no address to tell.
            buffer.append("for=unknown")
        } else if isV6 {
            buffer.append("for=\"[")
            buffer.append(peer)
            buffer.append("]\"")
        } else {
            buffer.append("for=")
            buffer.append(peer)
        }
        if !head.authority.isEmpty {
            buffer.append(";host=\"")
            buffer.append(bytes, from: Int(head.authority.start), count: Int(head.authority.count))
            buffer.append(UInt8(ascii: "\""))
        }
        buffer.append(client.isTLS ? ";proto=https" : ";proto=http")
    }

    private static func appendExisting(
        _ field: KnownField,
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ buffer: inout Buffer
    ) {
        for index in 0..<head.fields.count {
            let slot = head.fields[index]
            guard slot.known == field, !slot.value.isEmpty else { continue }
            buffer.append(bytes, from: Int(slot.value.start), count: Int(slot.value.count))
            buffer.append(", ")
        }
    }
}
