internal import GatewayBytes
public import GatewayWire

/// Which part of a stored response a request asks for (RFC 9110 §14).
///
/// One range of bytes is served; several get the whole, which RFC 9110 §14.2 allows and which cannot be used to make
/// a large answer out of a small request.
public enum RangeRequest: Equatable, Sendable, BitwiseCopyable {
    case whole
    case part(from: UInt64, count: UInt64)
    case unsatisfiable

    /// - Parameters:
    ///   - bytes: what `fields` was parsed from.
    ///   - length: of the stored content.
    ///   - wall: seconds since 1970.
    public init(
        _ fields: borrowing FieldTable,
        _ bytes: borrowing Span<UInt8>,
        _ stored: borrowing StoredHead,
        _ facts: StoredFacts,
        length: UInt64,
        wall: Int64
    ) {
        self = .whole
        guard facts.status == 200, let slot = fields.first(.range), !fields.repeats(.range) else { return }
        if let condition = fields.first(.ifRange) {
            guard Self.holds(condition.value, bytes, stored, facts, wall: wall) else { return }
        }
        self = Self.read(slot.value, bytes, length: length)
    }

    /// RFC 9110 §13.1.5: only a strong validator, and a date only when it is exactly the one we would send.
    private static func holds(
        _ value: ByteRange,
        _ bytes: borrowing Span<UInt8>,
        _ stored: borrowing StoredHead,
        _ facts: StoredFacts,
        wall: Int64
    ) -> Bool {
        let start = Int(value.start)
        guard !value.isEmpty else { return false }
        if bytes[start] == UInt8(ascii: "\"") || EntityTag.isWeak(bytes, value) {
            guard let own = stored.etag, !EntityTag.isWeak(bytes, value) else { return false }
            return bytes.equals(value, stored.lines.span, own)
        }
        guard let date = HTTPDate.epochSeconds(bytes, value, now: wall), let changed = facts.lastModified else {
            return false
        }
        // RFC 9110 §8.8.2.2: within the second of the answer it may have changed twice.
        return date == changed && facts.date > changed
    }

    private static let unit = Array("bytes".utf8)

    private static func read(_ value: ByteRange, _ bytes: borrowing Span<UInt8>, length: UInt64) -> RangeRequest {
        var equals = Int(value.start)
        while equals < Int(value.end), bytes[equals] != UInt8(ascii: "=") { equals += 1 }
        guard equals < Int(value.end), bytes.matches(ByteRange(from: Int(value.start), to: equals), Self.unit) else {
            return .whole
        }
        var list = QuotedList(ByteRange(from: equals + 1, to: Int(value.end)))
        guard let spec = list.next(bytes), list.next(bytes) == nil else { return .whole }
        var dash = Int(spec.start)
        while dash < Int(spec.end), bytes[dash] != UInt8(ascii: "-") { dash += 1 }
        guard dash < Int(spec.end) else { return .whole }
        let first = ByteRange(from: Int(spec.start), to: dash)
        let last = ByteRange(from: dash + 1, to: Int(spec.end))
        if first.isEmpty {
            guard let suffix = Self.number(last, bytes) else { return .whole }
            guard suffix > 0, length > 0 else { return .unsatisfiable }
            let count = min(suffix, length)
            return .part(from: length - count, count: count)
        }
        guard let from = Self.number(first, bytes) else { return .whole }
        var to = UInt64.max
        if !last.isEmpty {
            guard let given = Self.number(last, bytes), given >= from else { return .whole }
            to = given
        }
        guard from < length else { return .unsatisfiable }
        return .part(from: from, count: min(to, length - 1) - from + 1)
    }

    /// `1*DIGIT`; what does not fit is larger than any content.
    private static func number(_ range: ByteRange, _ bytes: borrowing Span<UInt8>) -> UInt64? {
        guard !range.isEmpty else { return nil }
        var value: UInt64 = 0
        for index in range.offsets {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = min(value, (.max >> 1) / 10) * 10 + UInt64(digit)
        }
        return value
    }
}
