/// How an access log is written: fields with fixed text between them, from nginx's `log_format` or Apache's
/// `LogFormat`.
public struct LineTemplate: Hashable, Sendable {
    enum Field: Hashable, Sendable {
        case client, time, timeSeconds, request, method, target, host, status, bytes, requestBytes
        case durationSeconds, durationMilliseconds, durationMicroseconds
        case upstream, upstreamStatus, upstreamConnect, upstreamHead, upstreamResponse, requestID
        /// Why a fetch of Varnish failed, and what it had of the origin.
        case fetchError, bogusField, originStatus, originLength, originCoding
        case other
    }

    struct Part: Hashable, Sendable {
        var field: Field
        /// The text behind the field, up to the next one.
        var literal: [UInt8]
    }

    let opening: [UInt8]
    let parts: [Part]

    /// nil for a text without a status or without fields.
    public init?(_ text: String) {
        var opening: [UInt8] = []
        var parts: [Part] = []
        var rest = Substring(text)
        while let first = rest.first {
            if let (field, tail) = first == "$" ? Self.nginx(rest) : first == "%" ? Self.apache(rest) : nil {
                if let last = parts.last, last.literal.isEmpty {
                    // Nothing divides the two, so neither can be told from the other.
                    parts[parts.count - 1].field = .other
                } else {
                    parts.append(Part(field: field, literal: []))
                }
                rest = tail
                continue
            }
            let literal = Array(String(first).utf8)
            if parts.isEmpty { opening += literal } else { parts[parts.count - 1].literal += literal }
            rest = rest.dropFirst()
        }
        guard parts.contains(where: { $0.field == .status }), parts.count < 100 else { return nil }
        self.opening = opening
        self.parts = parts
    }

    /// Whether its lines say more than those of the combined format, which are read faster.
    var tellsMoreThanCombined: Bool {
        self.parts.contains { part in
            switch part.field {
            case .client, .time, .timeSeconds, .request, .method, .target, .status, .bytes, .other: false
            case .requestBytes, .host, .durationSeconds, .durationMilliseconds, .durationMicroseconds, .upstream,
                .upstreamStatus,
                .upstreamConnect, .upstreamHead, .upstreamResponse, .requestID, .fetchError, .bogusField,
                .originStatus, .originLength, .originCoding:
                true
            }
        }
    }

    private static func nginx(_ text: Substring) -> (Field, Substring)? {
        var tail = text.dropFirst()
        let isBraced = tail.first == "{"
        if isBraced { tail = tail.dropFirst() }
        let name = tail.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !name.isEmpty else { return nil }
        tail = tail.dropFirst(name.count)
        if isBraced { tail = tail.dropFirst() }
        return (Self.nginxNames[String(name)] ?? .other, tail)
    }

    private static let nginxNames: [String: Field] = [
        "remote_addr": .client, "realip_remote_addr": .client, "time_local": .time, "time_iso8601": .time,
        "msec": .timeSeconds, "request": .request, "request_method": .method, "request_uri": .target, "uri": .target,
        "host": .host, "http_host": .host, "server_name": .host, "status": .status, "body_bytes_sent": .bytes,
        "bytes_sent": .bytes, "request_length": .requestBytes, "request_time": .durationSeconds,
        "upstream_addr": .upstream,
        "upstream_status": .upstreamStatus, "upstream_connect_time": .upstreamConnect,
        "upstream_header_time": .upstreamHead, "upstream_response_time": .upstreamResponse, "request_id": .requestID,
    ]

    private static func apache(_ text: Substring) -> (Field, Substring)? {
        var tail = text.dropFirst()
        while let first = tail.first, first == ">" || first == "<" || first == "!" || first.isNumber || first == "," {
            tail = tail.dropFirst()
        }
        var argument = ""
        if tail.first == "{", let close = tail.firstIndex(of: "}") {
            argument = String(tail[tail.index(after: tail.startIndex)..<close])
            tail = tail[tail.index(after: close)...]
        }
        guard let letter = tail.first else { return nil }
        let field: Field =
            switch (letter, argument) {
            case ("h", _), ("a", _): .client
            case ("t", _): .time
            case ("r", _): .request
            case ("m", _): .method
            case ("U", _): .target
            case ("v", _), ("V", _), ("i", "Host"): .host
            case ("s", _): .status
            case ("b", _), ("B", _), ("O", _): .bytes
            case ("I", _): .requestBytes
            case ("D", _), ("T", "us"): .durationMicroseconds
            case ("T", "ms"): .durationMilliseconds
            case ("T", _): .durationSeconds
            case ("L", _): .requestID
            case ("x", "VSL:FetchError"), ("x", "VSL:Error"): .fetchError
            case ("x", "VSL:BogoHeader"): .bogusField
            case ("x", "VSL:BerespStatus"): .originStatus
            case ("x", "VSL:BerespHeader:Content-Length"): .originLength
            case ("x", "VSL:BerespHeader:Transfer-Encoding"): .originCoding
            default: .other
            }
        return (field, tail.dropFirst())
    }
}
