import GatewayFaults

/// What the text behind one of Apache's codes means, where many failures share the code.
enum ApacheWords {
    static func detail(_ code: Slice, _ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard code.count == 7, let number = Text.number(Slice(code.lower + 2, code.upper), bytes) else { return nil }
        let isTimeout = Self.has("(70007)", message, bytes) || Self.has("(110)", message, bytes)
        let isReset = Self.has("(104)", message, bytes)
        switch number {
        case 957, 2454: return Self.ofConnecting(message, bytes)
        case 1102:
            if isTimeout { return .responseHeadTimeout }
            if isReset { return .resetBeforeHead }
            // A NUL in the line: what came is no text. Other nonsense Apache takes for HTTP/0.9.
            return Self.has("(22)", message, bytes) ? .tlsOnPlainPort : nil
        case 10404:
            if isTimeout { return .headStalled }
            if isReset { return .resetInsideHead }
            if Self.has("(70014)", message, bytes) { return .closedInsideHead }
            return Self.has("(22)", message, bytes) ? .responseFieldValueInvalid : nil
        case 1110:
            if isTimeout { return .bodyStalled }
            if isReset { return .resetInsideBody }
            // The line of a trailer is read like the line of a header; a chunk has its own reader.
            if Self.has("(22)", message, bytes) { return .responseTrailerInvalid }
            return Self.has("(20014)", message, bytes) ? .responseChunkSizeMalformed : nil
        case 1084:
            if isTimeout { return .sendStalled }
            return isReset || Self.has("(32)", message, bytes) ? .brokenWhileSending : nil
        case 898: return Self.ofConsequence(message, bytes)
        case 2003: return .handshakeTimeout
        case 2039, 2276: return Self.ofCertificate(message, bytes)
        case 2411: return .certificateNameMismatch
        case 2429:
            return Self.has(" ' contains", message, bytes) ? .responseSpaceBeforeColon : .responseFieldNameInvalid
        case 2430: return Self.has("\\r", message, bytes) ? .responseBareCR : .responseFieldValueInvalid
        // Default: the table of names has the others.
        default: return nil
        }
    }

    private static func ofConnecting(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("(111)", message, bytes) { return .connectRefused }
        if Self.has("(113)", message, bytes) { return .hostUnreachable }
        if Self.has("(101)", message, bytes) { return .networkUnreachable }
        if Self.has("(70007)", message, bytes) || Self.has("(110)", message, bytes) { return .connectTimeout }
        if Self.has("(11)", message, bytes) { return .backlogFull }
        return Self.has("(2)", message, bytes) ? .socketMissing : nil
    }

    /// "SSL Library Error: …", which has no code of Apache.
    static func ofLibrary(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard Self.has("SSL Library Error:", message, bytes) else { return nil }
        if Self.has("unexpected eof", message, bytes) { return .tlsClosed }
        if Self.has("wrong version number", message, bytes) || Self.has("http request", message, bytes) {
            return .plainOnTLSPort
        }
        if Self.has("certificate verify failed", message, bytes) { return .certificateUntrusted }
        return Self.has(" alert ", message, bytes) ? .tlsAlert : .tlsHandshakeFailed
    }

    /// Whether a consequence names its reason itself: what the thread's lines said before is about another request.
    static func isComplete(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Bool {
        Self.has("Unexpected Upgrade:", message, bytes) || Self.has("Corrupt status line", message, bytes)
    }

    private static func ofConsequence(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if Self.has("Error during SSL Handshake", message, bytes) { return .tlsHandshakeFailed }
        if Self.has("Unexpected Upgrade:", message, bytes) {
            return Self.has("(expecting n/a)", message, bytes) ? .switchUnexpected : .upgradeFailed
        }
        let isOtherVersion =
            Self.has("Corrupt status line returned by remote server: HTTP/", message, bytes)
            && !Self.has("remote server: HTTP/1", message, bytes)
        return isOtherVersion ? .responseVersionUnsupported : nil
    }

    /// The number is the one of OpenSSL's X509_V_ERR codes.
    private static func ofCertificate(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail {
        if Self.has("Error (10)", message, bytes) { return .certificateExpired }
        if Self.has("Error (9)", message, bytes) { return .certificateNotYetValid }
        if Self.has("Error (18)", message, bytes) || Self.has("Error (19)", message, bytes) {
            return .certificateSelfSigned
        }
        if Self.has("Error (23)", message, bytes) { return .certificateRevoked }
        return .certificateUntrusted
    }

    private static func has(_ text: StaticString, _ message: Slice, _ bytes: borrowing Span<UInt8>) -> Bool {
        Text.find(text, in: bytes, from: message.lower, to: min(message.upper, message.lower + 200)) != nil
    }
}
