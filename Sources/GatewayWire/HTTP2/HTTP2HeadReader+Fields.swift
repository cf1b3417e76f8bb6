internal import GatewayBytes

/// Fields other than pseudo fields (RFC 9113 §8.2).
extension HTTP2HeadReader {
    /// Judges a field; returns whether its line stays in the text.
    internal mutating func keep(_ field: HPACKField, _ bytes: borrowing Span<UInt8>) -> Bool {
        if let rule = Self.check(field, bytes) {
            // RFC 9113 §8.1: trailers have no pseudo fields at all.
            let isTrailer = rule == .pseudoFieldMisplaced && self.kind == .trailers
            self.broken = isTrailer ? .pseudoFieldForbidden : rule
            return false
        }
        if field.isNeverIndexed { self.facts.neverIndexed.insert(bytes, field.name) }
        let known = FieldSection.recognise(bytes, from: Int(field.name.start), to: Int(field.name.end))
        switch known {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade:
            self.broken = .connectionSpecificField
        case .te:
            if !Self.isTrailers(bytes, field.value) { self.broken = .teInvalid }
        case .host where self.kind == .request:
            return self.keepsHost(field, bytes)
        case .cookie where self.kind == .request:
            if !self.cookies.isEmpty { self.cookies.append("; ") }
            self.cookies.append(bytes, from: Int(field.value.start), count: Int(field.value.count))
            return false
        case .contentLength where self.kind != .trailers:
            self.readContentLength(field.value, bytes)
        case .other where self.kind == .request:
            if Self.isPriority(bytes, field.name) { self.facts.priority.merge(bytes, field.value) }
        case .other, .host, .cookie, .contentLength, .trailer, .proxyAuthenticate, .proxyAuthorization, .expect, .via,
            .forwarded, .xForwardedFor, .xForwardedProto, .xForwardedHost, .date, .server, .userAgent, .referer,
            .accept, .setCookie, .location, .retryAfter, .proxyStatus, .cacheControl, .contentType, .contentEncoding,
            .maxForwards, .cdnLoop, .idempotencyKey, .http2Settings, .xRequestID, .traceparent, .acceptEncoding,
            .range, .etag, .lastModified, .age, .authorization, .vary, .expires, .pragma, .ifMatch, .ifNoneMatch,
            .ifModifiedSince, .ifUnmodifiedSince, .ifRange, .contentRange, .contentLocation:
            break
        }
        return self.broken == nil
    }

    /// RFC 9113 §8.2.1, and a name must be a token as in every version (RFC 9110 §5.1).
    private static func check(_ field: HPACKField, _ bytes: borrowing Span<UInt8>) -> HTTP2Rule? {
        guard !field.name.isEmpty else { return .fieldNameInvalid }
        if bytes[Int(field.name.start)] == UInt8(ascii: ":") { return .pseudoFieldMisplaced }
        for offset in field.name.offsets {
            let byte = bytes[offset]
            guard ByteClass.token.contains(byte), byte &- UInt8(ascii: "A") >= 26 else { return .fieldNameInvalid }
        }
        guard !field.value.isEmpty else { return nil }
        let start = Int(field.value.start)
        let end = Int(field.value.end)
        guard !Self.isSpace(bytes[start]), !Self.isSpace(bytes[end &- 1]) else { return .fieldValueInvalid }
        var offset = Scan.controlOrEnd(bytes, from: start, to: end)
        while offset < end {
            guard bytes[offset] != 0, bytes[offset] != Ascii.cr, bytes[offset] != Ascii.lf else {
                return .fieldValueInvalid
            }
            offset = Scan.controlOrEnd(bytes, from: offset &+ 1, to: end)
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == Ascii.sp || byte == Ascii.htab }

    /// `Host` beside `:authority` must say the same, and is dropped then (RFC 9113 §8.3.1).
    private mutating func keepsHost(_ field: HPACKField, _ bytes: borrowing Span<UInt8>) -> Bool {
        self.isUnique = true
        guard let authority = self.pseudo.authority else { return true }
        guard FieldHash.areEqual(self.scratch.span, authority, bytes.extracting(field.value.offsets)) else {
            self.broken = .hostDiffers
            return false
        }
        return false
    }

    private mutating func readContentLength(_ value: ByteRange, _ bytes: borrowing Span<UInt8>) {
        var length: UInt64 = 0
        for offset in value.offsets {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            let (tens, isTooLarge) = length.multipliedReportingOverflow(by: 10)
            guard digit < 10, !isTooLarge, tens <= .max - UInt64(digit) else {
                self.broken = .contentLengthInvalid
                return
            }
            length = tens + UInt64(digit)
        }
        guard !value.isEmpty, self.facts.contentLength ?? length == length else {
            self.broken = .contentLengthInvalid
            return
        }
        self.facts.contentLength = length
    }

    /// `te: trailers`, the only value there may be (RFC 9113 §8.2.2).
    private static func isTrailers(_ bytes: borrowing Span<UInt8>, _ value: ByteRange) -> Bool {
        ShortToken(bytes, value) == .trailers
    }

    private static func isPriority(_ bytes: borrowing Span<UInt8>, _ name: ByteRange) -> Bool {
        name.count == 8 && Scan.words(Scan.block(bytes, at: Int(name.start))).0 == 0x7974_6972_6f69_7270
    }
}
