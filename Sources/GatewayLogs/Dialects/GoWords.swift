import GatewayFaults
import GatewayGuide

/// What the messages of Go's HTTP client mean where a phrase of the table stands for several faults, or knows none: what
/// decides is behind the phrase, often in quotes.
enum GoWords {
    /// What a message means by these words, else by the table of names.
    static func cause(
        of text: Slice,
        _ products: [ForeignProduct],
        _ bytes: borrowing Span<UInt8>,
        _ memory: inout MessageMemory,
        _ words: inout CauseMemory
    ) -> Cause {
        guard !text.isMissing else { return .none }
        let key = text.hash(bytes)
        if let known = words.cause(of: key) { return known }
        var cause = memory.cause(of: text, products, bytes)
        if let detail = Self.detail(text, bytes) { cause = Cause(detail, row: cause.row) }
        words.keep(cause, of: key)
        return cause
    }

    private static func detail(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard !text.isMissing, text.count > 8 else { return nil }
        return Self.ofConnection(text, bytes) ?? Self.ofHead(text, bytes) ?? Self.ofHTTP2(text, bytes)
    }

    private static func ofConnection(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("cannot unmarshal DNS message", text, bytes) { return .dnsOther }
        if Self.has("readfrom tcp", text, bytes) || Self.has("write tcp", text, bytes) {
            // The content of the request is written while the answer is awaited.
            if Self.has("i/o timeout", text, bytes) { return .sendStalled }
            // Closed by the proxy itself, which had waited long enough.
            if Self.has("use of closed network connection", text, bytes) { return .sendStalled }
            if Self.has("connection reset by peer", text, bytes) || Self.has("broken pipe", text, bytes) {
                return .brokenWhileSending
            }
        }
        if Self.has("certificate has expired or is not yet valid", text, bytes) {
            return Self.has("is before", text, bytes) ? .certificateNotYetValid : .certificateExpired
        }
        return Self.has("tls: received unexpected handshake message", text, bytes) ? .tlsHandshakeFailed : nil
    }

    private static func ofHead(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("malformed MIME header line:", text, bytes) {
            if Self.has("\\r", text, bytes) { return .responseBareCR }
            return Self.hasValue(text, bytes) ? .responseFieldValueInvalid : .responseFieldNameInvalid
        }
        // Go's words for bytes that came before it had sent the request: a server that speaks first is none of HTTP.
        if Self.has("readLoopPeekFailLocked: %!w(<nil>)", text, bytes) { return .responseHTTP09 }
        if Self.has("malformed HTTP response ", text, bytes) {
            // An alert or a handshake record; else whatever speaks there, it is not HTTP.
            // In JSON, the backslash before the second byte has one before it.
            let isRecord =
                Self.has("\"\\\\x15", text, bytes) || Self.has("\"\\\\x16", text, bytes)
                || Self.has("\"\\x15", text, bytes) || Self.has("\"\\x16", text, bytes)
            return isRecord && Self.has("\\x03", text, bytes) ? .tlsOnPlainPort : .responseHTTP09
        }
        if Self.has("malformed HTTP status code ", text, bytes) {
            // The first line was a piece of a page.
            let isPage = Self.has("<", text, bytes) || Self.has("\\u003c", text, bytes)
            return isPage ? .responseHTTP09 : .statusLineMalformed
        }
        guard Self.has("unsupported transfer encoding: ", text, bytes) else { return nil }
        let isChunkedFirst = Self.has("chunked, ", text, bytes) || Self.has("chunked,", text, bytes)
        return isChunkedFirst ? .responseCodingNotFinal : .responseCodingUnknown
    }

    private static func ofHTTP2(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("looked like an HTTP/1.1 header", text, bytes) { return .http2NotSpoken }
        if Self.has("client conn could not be established", text, bytes) { return .http2NotSpoken }
        if Self.has("timeout awaiting response headers", text, bytes) { return .responseHeadTimeout }
        if Self.has("REFUSED_STREAM", text, bytes) { return .streamRefused }
        if Self.has("stream error: stream ID", text, bytes) { return .streamReset }
        if Self.has("connection error: PROTOCOL_ERROR", text, bytes) { return .http2Violation }
        if Self.has("http2: invalid Upgrade request header", text, bytes) { return .extendedConnectMissing }
        return Self.has("larger than peer's advertised limit", text, bytes) ? .requestOverPeerLimit : nil
    }

    /// What Go says when content breaks off.
    static func ofContent(_ error: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("long trailer", error, bytes) { return .responseTrailersTooLarge }
        if Self.has("MIME header", error, bytes) { return .responseTrailerInvalid }
        if Self.has("malformed chunked encoding", error, bytes) { return .responseChunkEndMalformed }
        if Self.has("chunk", error, bytes) { return .responseChunkSizeMalformed }
        if Self.has("i/o timeout", error, bytes) { return .bodyStalled }
        if Self.has("stream error", error, bytes) { return .streamResetInsideBody }
        return Self.has("connection reset", error, bytes) ? .resetInsideBody : nil
    }

    /// Whether the quoted line has a colon behind a name.
    private static func hasValue(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Bool {
        let quote = ByteScan.first(UInt8(ascii: "\""), in: bytes, from: text.lower, to: text.upper)
        let colon = ByteScan.first(UInt8(ascii: ":"), in: bytes, from: quote, to: text.upper)
        guard colon < text.upper else { return false }
        for index in quote..<colon {
            let byte = bytes[index] | 0x20
            let isLetter = byte &- UInt8(ascii: "a") < 26 || bytes[index] &- UInt8(ascii: "0") < 10
            let isMark = bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_")
            let isQuoting = bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\")
            guard isLetter || isMark || isQuoting else { return false }
        }
        return true
    }

    private static func has(_ sign: StaticString, _ text: Slice, _ bytes: borrowing Span<UInt8>) -> Bool {
        Text.find(sign, in: bytes, from: text.lower, to: min(text.upper, text.lower + 600)) != nil
    }
}
