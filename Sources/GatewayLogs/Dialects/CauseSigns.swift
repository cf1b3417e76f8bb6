import GatewayFaults

/// Signs in a message that tell which of several faults a name stands for.
enum CauseSigns {
    private struct Sign {
        var text: [UInt8]
        var details: [Fault.Detail]

        init(_ text: String, _ details: Fault.Detail...) {
            self.text = Array(text.utf8)
            self.details = details
        }
    }

    /// Errnos and texts, in lower case; the first that fits a possible detail decides.
    private static let signs: [Sign] = [
        Sign("(111)", .connectRefused, .connectOther),
        Sign("connection refused", .connectRefused),
        Sign("errno 111", .connectRefused),
        Sign("(113)", .hostUnreachable),
        Sign("no route to host", .hostUnreachable),
        Sign("errno 113", .hostUnreachable),
        Sign("(101)", .networkUnreachable, .hostUnreachable),
        Sign("network is unreachable", .networkUnreachable, .hostUnreachable),
        Sign("(110)", .connectTimeout, .headStalled, .responseHeadTimeout),
        Sign("errno 110", .connectTimeout),
        Sign("(70007)", .headStalled, .responseHeadTimeout, .connectTimeout, .sendStalled),
        Sign("timeout specified has expired", .headStalled, .responseHeadTimeout, .connectTimeout, .sendStalled),
        Sign("i/o timeout", .connectTimeout, .dnsTimeout),
        Sign("(104)", .resetBeforeHead, .resetInsideBody),
        Sign("(20014)", .closedBeforeHead),
        Sign("reset by peer", .resetBeforeHead, .resetInsideBody),
        Sign("(11)", .backlogFull),
        Sign("resource temporarily unavailable", .backlogFull),
        Sign("(2)no such file", .socketMissing),
        Sign("no such file or directory", .socketMissing),
        Sign("permission denied", .configurationInvalid),
        Sign("(13)", .configurationInvalid),
        Sign("dns lookup failure", .dnsNameNotFound),
        Sign("corrupt status line", .statusLineMalformed),
        Sign("during ssl handshake", .tlsHandshakeFailed),
        Sign("wrong version number", .plainOnTLSPort, .tlsHandshakeFailed),
        Sign("certificate has expired", .certificateExpired),
        Sign("(10:", .certificateExpired),
        Sign("not yet valid", .certificateNotYetValid, .certificateExpired),
        Sign("self-signed certificate", .certificateSelfSigned),
        Sign("self signed certificate", .certificateSelfSigned),
        Sign("(18:", .certificateSelfSigned),
        Sign("unable to get local issuer", .certificateChainIncomplete, .certificateUntrusted),
        Sign("(20:", .certificateChainIncomplete, .certificateUntrusted),
        Sign("(21:", .certificateChainIncomplete),
        Sign("unknown authority", .certificateUntrusted),
        Sign("certificate is valid for", .certificateNameMismatch),
        Sign("\\x15\\x03", .tlsOnPlainPort),
        Sign("goaway", .closedBeforeHead),
        Sign("unexpected eof", .closedInsideHead, .closedBeforeHead),
    ]

    /// The detail that the text speaks for; the first, the usual one, when nothing does.
    static func choose(among details: [Fault.Detail], text: [UInt8]) -> Fault.Detail? {
        guard details.count > 1 else { return details.first }
        for sign in Self.signs {
            guard let detail = sign.details.first(where: details.contains) else { continue }
            if Self.find(sign.text, in: text, from: 0) != nil { return detail }
        }
        return details.first
    }

    static func find(_ piece: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let first = piece.first, text.count - start >= piece.count else { return nil }
        var at = start
        while at + piece.count <= text.count {
            if text[at] == first, text[at..<at + piece.count].elementsEqual(piece) { return at }
            at += 1
        }
        return nil
    }
}
