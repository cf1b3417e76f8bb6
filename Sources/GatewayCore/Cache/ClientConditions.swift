public import GatewayBytes
public import GatewayWire

/// The conditions of a client's request, answered from a stored response (RFC 9111 §4.3.2, RFC 9110 §13).
public enum ClientConditions {
    /// Whether only the origin can judge: `If-Match` and `If-Unmodified-Since` guard the state of the origin.
    public static func areForOrigin(_ fields: borrowing FieldTable) -> Bool {
        fields.contains(.ifMatch) || fields.contains(.ifUnmodifiedSince)
    }

    /// Whether there are any that make the answer depend on what the client has.
    public static func arePresent(_ fields: borrowing FieldTable) -> Bool {
        fields.contains(.ifNoneMatch) || fields.contains(.ifModifiedSince) || Self.areForOrigin(fields)
    }

    /// Whether the client has what is stored already.
    ///
    /// - Parameters:
    ///   - bytes: what `fields` was parsed from.
    ///   - wall: seconds since 1970.
    public static func areNotModified(
        _ fields: borrowing FieldTable,
        _ bytes: borrowing Span<UInt8>,
        _ stored: borrowing StoredHead,
        _ facts: StoredFacts,
        wall: Int64
    ) -> Bool {
        // RFC 9110 §13.2.1: conditions matter only where the answer without them would be a success.
        guard facts.status / 100 == 2 else { return false }
        // RFC 9110 §13.1.3: `If-None-Match` makes `If-Modified-Since` void.
        if fields.contains(.ifNoneMatch) { return Self.hasMatch(fields, bytes, stored) }
        guard let slot = fields.first(.ifModifiedSince), !fields.repeats(.ifModifiedSince),
            let since = HTTPDate.epochSeconds(bytes, slot.value, now: wall)
        else { return false }
        // RFC 9111 §4.3.2: without `Last-Modified`, `Date` takes its place.
        return (facts.lastModified ?? facts.date) <= since
    }

    private static let anything = [UInt8(ascii: "*")]

    private static func hasMatch(
        _ fields: borrowing FieldTable,
        _ bytes: borrowing Span<UInt8>,
        _ stored: borrowing StoredHead
    ) -> Bool {
        for index in 0..<fields.count where fields[index].known == .ifNoneMatch {
            var list = QuotedList(fields[index].value)
            while let tag = list.next(bytes) {
                if bytes.matches(tag, Self.anything) { return true }
                guard let own = stored.etag else { continue }
                if EntityTag.areWeaklyEqual(bytes, tag, stored.lines.span, own) { return true }
            }
        }
        return false
    }

    /// Appends the conditions by which the gateway asks whether what it has is still good (RFC 9111 §4.3.1).
    public static func append(_ stored: borrowing StoredHead, into buffer: inout Buffer) {
        if let etag = stored.etag {
            buffer.append("If-None-Match: ")
            buffer.append(stored.lines, from: Int(etag.start), count: Int(etag.count))
            buffer.append("\r\n")
        }
        if let changed = stored.lastModified {
            buffer.append("If-Modified-Since: ")
            buffer.append(stored.lines, from: Int(changed.start), count: Int(changed.count))
            buffer.append("\r\n")
        }
    }

    /// Whether a 304 speaks of what is stored (RFC 9111 §4.3.4): one that names another entity tag does not.
    public static func confirms(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        _ stored: borrowing StoredHead
    ) -> Bool {
        guard let told = head.fields.first(.etag), let own = stored.etag else { return true }
        return EntityTag.areWeaklyEqual(bytes, told.value, stored.lines.span, own)
    }
}
