public import GatewayBytes
public import GatewayWire

/// Primary keys of stored responses: the effective request URI (RFC 9111 §2).
///
/// Host and scheme are normalised; path and query are taken byte for byte. The RFC would allow `%7E` and `~` to share
/// an answer, but the request goes upstream as it came: if the origin told the two apart, one client could fill what
/// others get under the other spelling.
public enum CacheKey {
    /// Appends `scheme://host[:port]/path?query` of a request.
    ///
    /// A trusted proxy's `X-Forwarded-Proto` and `X-Forwarded-Host` take part, because the origin sees them.
    public static func append(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        client: ClientFacts,
        into buffer: inout Buffer
    ) {
        let isTLS = Self.isSecure(head, bytes, client)
        Self.append(authority: head.authority, bytes, isTLS: isTLS, into: &buffer)
        let start = Int(head.pathAndQuery.start)
        if head.pathAndQuery.isEmpty || bytes[start] != UInt8(ascii: "/") { buffer.append(UInt8(ascii: "/")) }
        buffer.append(bytes, from: start, count: Int(head.pathAndQuery.count))
        guard client.isTrusted, let host = head.fields.first(.xForwardedHost) else { return }
        // A line end is in no URI.
        buffer.append(UInt8(ascii: "\n"))
        buffer.append(bytes, from: Int(host.value.start), count: Int(host.value.count))
    }

    private static let https = Array("https".utf8)

    private static func isSecure(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        _ client: ClientFacts
    ) -> Bool {
        guard client.isTrusted, let slot = head.fields.first(.xForwardedProto) else { return client.isTLS }
        return bytes.matches(slot.value, Self.https)
    }

    private static func append(
        authority: ByteRange,
        _ bytes: borrowing Span<UInt8>,
        isTLS: Bool,
        into buffer: inout Buffer
    ) {
        if isTLS { buffer.append("https://") } else { buffer.append("http://") }
        let host = RouteTable.withoutPort(bytes, authority)
        for index in host.offsets { buffer.append(bytes[index].lowercased) }
        // The dot of a fully qualified name is left out with the port.
        var colon = Int(host.end)
        while colon < Int(authority.end), bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        let port = ByteRange(from: min(colon + 1, Int(authority.end)), to: Int(authority.end))
        guard !port.isEmpty, !bytes.matches(port, isTLS ? Self.port443 : Self.port80) else { return }
        buffer.append(UInt8(ascii: ":"))
        buffer.append(bytes, from: Int(port.start), count: Int(port.count))
    }

    private static let port80 = Array("80".utf8)
    private static let port443 = Array("443".utf8)

    /// The key of an absolute `http` or `https` URI, for purging; nil when the text is none.
    public static func bytes(of url: String) -> [UInt8]? {
        var text = Buffer()
        text.append(text: url)
        return text.withSpan { Self.bytes(of: $0, ByteRange(from: 0, to: $0.count)) }
    }

    /// The key of the URI that lies in `range`, without its fragment.
    internal static func bytes(of span: borrowing Span<UInt8>, _ range: ByteRange) -> [UInt8]? {
        var end = Int(range.start)
        while end < Int(range.end), span[end] != UInt8(ascii: "#") {
            guard span[end] > 0x20, span[end] < 0x7F else { return nil }
            end += 1
        }
        var start = Int(range.start)
        while start < end, span[start] != UInt8(ascii: ":") { start += 1 }
        let scheme = ByteRange(from: Int(range.start), to: start)
        let isTLS = span.matches(scheme, Self.https)
        guard isTLS || span.matches(scheme, Self.http), start + 3 <= end, span[start + 1] == UInt8(ascii: "/"),
            span[start + 2] == UInt8(ascii: "/")
        else { return nil }
        start += 3
        var slash = start
        while slash < end, span[slash] != UInt8(ascii: "/"), span[slash] != UInt8(ascii: "?") { slash += 1 }
        guard slash > start else { return nil }
        var key = Buffer()
        Self.append(authority: ByteRange(from: start, to: slash), span, isTLS: isTLS, into: &key)
        if slash == end || span[slash] != UInt8(ascii: "/") { key.append(UInt8(ascii: "/")) }
        key.append(span, from: slash, count: end - slash)
        return key.prefix(key.count)
    }

    private static let http = Array("http".utf8)

    /// A number for a key, different in every process, so that nobody can choose URLs that fall together.
    ///
    /// Who finds two all the same gains nothing: keys are compared, and the second takes the place of the first.
    public static func hash(_ bytes: borrowing Span<UInt8>, seed: UInt64) -> UInt64 {
        var hash = seed ^ 0xCBF2_9CE4_8422_2325
        for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
        // The last step of a good mixer: the low bits, which choose the shard, depend on every byte.
        hash ^= hash >> 32
        hash = hash &* 0xD6E8_FEB8_6659_FD93
        return hash ^ hash >> 32
    }
}
