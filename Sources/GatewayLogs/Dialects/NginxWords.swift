import GatewayFaults

/// What a message of nginx's error log means where one message stands for several faults: the bytes or the number that it
/// quotes decide.
enum NginxWords {
    static func detail(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        // All of them begin so; most lines of a log do not.
        guard message.count > 30,
            bytes[message.lower] == UInt8(ascii: "S") || bytes[message.lower + 9] | 0x20 == UInt8(ascii: "s")
        else { return nil }
        func begins(_ text: StaticString) -> Bool { Text.begins(text, in: bytes, at: message.lower, to: message.upper) }
        if begins("upstream sent invalid header: \"") { return Self.ofField(message, bytes) }
        if begins("upstream SSL certificate verify error: (9:") { return .certificateNotYetValid }
        guard begins("SSL_do_handshake() failed") else { return nil }
        func has(_ text: StaticString) -> Bool {
            Text.find(text, in: bytes, from: message.lower, to: message.upper) != nil
        }
        if has("wrong version number") { return .plainOnTLSPort }
        if has(" alert ") { return .tlsAlert }
        return has("104: ")
            ? .tlsClosed : has("certificate verify failed") ? .certificateUntrusted : .tlsHandshakeFailed
    }

    /// nginx quotes the line up to the byte that it refuses, which it writes as `\x0d...`.
    private static func ofField(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        let quote = ByteScan.first(UInt8(ascii: "\""), in: bytes, from: message.lower, to: message.upper)
        guard let end = Text.find("...\"", in: bytes, from: quote, to: message.upper), end - quote >= 5 else {
            return nil
        }
        let bad = Slice(end - 4, end)
        let isBlank = bad.equals("\\x20", in: bytes) || bad.equals("\\x09", in: bytes)
        // A line that begins with a blank continues the one before (RFC 9112 §5.2).
        if isBlank, bad.lower == quote + 1 { return .responseLineFolded }
        let colon = ByteScan.first(UInt8(ascii: ":"), in: bytes, from: quote, to: end)
        guard colon < end else { return isBlank ? .responseSpaceBeforeColon : .responseFieldNameInvalid }
        return bad.equals("\\x0d", in: bytes) ? .responseBareCR : .responseFieldValueInvalid
    }
}
