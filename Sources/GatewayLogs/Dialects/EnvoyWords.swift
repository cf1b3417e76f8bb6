import GatewayFaults
import GatewayGuide

/// What Envoy says about the end of an exchange: flags, details, the failure of the transport.
///
/// The most telling comes first: the transport's reason names an errno or TLS, the details a reset, the flag only a
/// class.
struct EnvoyWords {
    var flags = Slice.none
    var details = Slice.none
    var transport = Slice.none
    var upstream = Slice.none
    /// `%REQUEST_TX_DURATION%` is logged and has no value: the request was never sent as a whole.
    var isRequestUnsent = false

    func judge(_ bytes: borrowing Span<UInt8>, _ memory: inout CauseMemory, into line: inout LogLine) {
        guard line.isServerError || !self.flags.isBlank(in: bytes) || line.status == 0 else { return }
        if self.hasFlag("DC", bytes) || self.hasFlag("DR", bytes)
            || Text.begins("downstream_remote_disconnect", in: bytes, at: self.details.lower, to: self.details.upper)
        {
            line.verdict = .clientLeft
            return
        }
        if self.details.equals("via_upstream", in: bytes) || self.flags.isBlank(in: bytes) && self.details.isMissing {
            if line.isServerError { line.verdict = .origin }
            return
        }
        guard line.isServerError || self.isUpstreamFlag(bytes) else { return }
        var cause = self.cause(bytes, &memory)
        if line.status >= 200, !line.isServerError {
            // The status was sent before: it broke in the content, by a timer or otherwise.
            let isReset = self.hasFlag("UR", bytes)
            let isTimer = self.hasFlag("UT", bytes) || self.hasFlag("SI", bytes) || self.hasFlag("UMSDR", bytes)
            cause = self.with(isReset ? .streamResetInsideBody : isTimer ? .bodyStalled : .lengthTruncated, bytes)
        }
        line.verdict = cause.isNone ? .unclassified : .told
        line.cause = cause
    }

    /// What all of it together is remembered by.
    private func key(_ bytes: borrowing Span<UInt8>) -> UInt64 {
        var key: UInt64 = self.isRequestUnsent ? 2 : self.isUnixSocket(bytes) ? 1 : 0
        for text in [self.flags, self.details, self.transport] where !text.isMissing {
            key = text.hash(bytes, seed: key &* Text.prime)
        }
        return key
    }

    private func cause(_ bytes: borrowing Span<UInt8>, _ memory: inout CauseMemory) -> Cause {
        let key = self.key(bytes)
        if let known = memory.cause(of: key) { return known }
        let cause = self.ofTransport(bytes) ?? self.ofDetails(bytes) ?? self.ofPlace(bytes) ?? self.ofFlags(bytes)
        memory.keep(cause ?? .none, of: key)
        return cause ?? .none
    }

    private func isUnixSocket(_ bytes: borrowing Span<UInt8>) -> Bool {
        !self.upstream.isMissing && Text.begins("/", in: bytes, at: self.upstream.lower, to: self.upstream.upper)
    }

    private func ofTransport(_ bytes: borrowing Span<UInt8>) -> Cause? {
        for text in [self.transport, self.details] where !text.isMissing {
            func has(_ sign: StaticString) -> Bool {
                Text.find(sign, in: bytes, from: text.lower, to: text.upper) != nil
            }
            if has("onnection_refused") || has("onnection refused") || has("_111") || has(" 111") {
                return self.with(.connectRefused, bytes)
            }
            if has("_113") || has(" 113") || has("o_route_to_host") { return self.with(.hostUnreachable, bytes) }
            if has("_101") || has("etwork_is_unreachable") { return self.with(.networkUnreachable, bytes) }
            if has("connection_timeout") || has("connection timeout") { return self.with(.connectTimeout, bytes) }
            if has("temporarily_unavailable") || has("temporarily unavailable") {
                return self.with(.backlogFull, bytes)
            }
            if has("o_such_file_or_directory") || has("o such file or directory") {
                return self.with(.socketMissing, bytes)
            }
            if let detail = Self.ofEncryption(text, bytes) { return self.with(detail, bytes) }
        }
        return nil
    }

    /// What the TLS library says, where the text is about it.
    private static func ofEncryption(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        func has(_ sign: StaticString) -> Bool { Text.find(sign, in: bytes, from: text.lower, to: text.upper) != nil }
        if has("WRONG_VERSION_NUMBER") { return .plainOnTLSPort }
        if has("CERTIFICATE_VERIFY_FAILED") {
            if has("has_expired") || has("has expired") { return .certificateExpired }
            if has("not_yet_valid") || has("not yet valid") { return .certificateNotYetValid }
            if has("SAN_matcher") || has("SAN matcher") { return .certificateNameMismatch }
            return has("elf_signed") || has("elf signed") ? .certificateSelfSigned : .certificateUntrusted
        }
        if has("ALERT") { return .tlsAlert }
        return has("TLS_error") || has("TLS error") ? .tlsHandshakeFailed : nil
    }

    /// What c-ares says about a name, behind `dns_resolution_failure`.
    private static func ofNames(_ text: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail {
        func has(_ sign: StaticString) -> Bool { Text.find(sign, in: bytes, from: text.lower, to: text.upper) != nil }
        if has("imeout") { return .dnsTimeout }
        if has("ame_not_found") || has("ame not found") { return .dnsNameNotFound }
        if has("no_data") || has("no data") { return .dnsNoAddress }
        if has("general_failure") || has("general failure") { return .dnsServerFailure }
        return has("refused") ? .dnsRefused : .dnsOther
    }

    private func ofDetails(_ bytes: borrowing Span<UInt8>) -> Cause? {
        guard !self.details.isBlank(in: bytes) else { return nil }
        func has(_ sign: StaticString) -> Bool {
            Text.find(sign, in: bytes, from: self.details.lower, to: self.details.upper) != nil
        }
        if has("before_response_started{connection_termination") {
            return self.with(self.isRequestUnsent ? .brokenWhileSending : .closedBeforeHead, bytes)
        }
        // No errno and no word of TLS: the connection was made, and closed in the handshake.
        if has("before_response_started{remote_connection_failure}") { return self.with(.tlsClosed, bytes) }
        if has("remote_refused_stream_reset") { return self.with(.streamRefused, bytes) }
        if has("before_response_started{remote_reset") { return self.with(.streamReset, bytes) }
        if has("dns_resolution_failure") { return self.with(Self.ofNames(self.details, bytes), bytes) }
        if has("after_response_started") { return self.with(.lengthTruncated, bytes) }
        if has("codec_error") { return self.with(.statusLineMalformed, bytes) }
        if has("headers_too_large") { return self.with(.responseHeadTooLarge, bytes) }
        let name = Slice(
            self.details.lower,
            ByteScan.first(UInt8(ascii: "{"), in: bytes, from: self.details.lower, to: self.details.upper)
        )
        return CauseBook.shared.named(name, of: .envoy, in: bytes).flatMap { $0.detail == nil ? nil : $0 }
    }

    /// What a flag means for the kind of upstream, where nothing else is said.
    private func ofPlace(_ bytes: borrowing Span<UInt8>) -> Cause? {
        // Streams are HTTP/2's; a connection of HTTP/1 that is reset is `UC`.
        if self.hasFlag("UR", bytes) { return self.with(.streamReset, bytes) }
        return self.isUnixSocket(bytes) && self.hasFlag("UF", bytes) ? self.with(.socketMissing, bytes) : nil
    }

    private func ofFlags(_ bytes: borrowing Span<UInt8>) -> Cause? {
        var cursor = LineCursor(max(0, self.flags.lower), max(0, self.flags.upper))
        var last: Cause?
        while !cursor.isAtEnd {
            let flag = cursor.field(until: UInt8(ascii: ","), bytes)
            guard let cause = CauseBook.shared.named(flag, of: .envoy, in: bytes) else { continue }
            // "Retries used up" is no cause; the flag beside it is.
            if !flag.equals("URX", in: bytes) { return cause }
            last = cause
        }
        return last
    }

    /// The fault, with the row of its flag for the words about it.
    private func with(_ detail: Fault.Detail, _ bytes: borrowing Span<UInt8>) -> Cause {
        Cause(detail, row: self.ofFlags(bytes)?.row ?? 0)
    }

    private func hasFlag(_ name: StaticString, _ bytes: borrowing Span<UInt8>) -> Bool {
        var cursor = LineCursor(max(0, self.flags.lower), max(0, self.flags.upper))
        while !cursor.isAtEnd {
            if cursor.field(until: UInt8(ascii: ","), bytes).equals(name, in: bytes) { return true }
        }
        return false
    }

    /// Flags that tell of a broken exchange although its status was sent already.
    private func isUpstreamFlag(_ bytes: borrowing Span<UInt8>) -> Bool {
        self.hasFlag("UC", bytes) || self.hasFlag("UPE", bytes) || self.hasFlag("UR", bytes)
            || self.hasFlag("UMSDR", bytes)
            || self.hasFlag("UT", bytes) || self.hasFlag("SI", bytes)
    }
}
