import GatewayFaults
import GatewayGuide

/// What Varnish says about a fetch that failed, in the records that varnishncsa can be told to write with `-b`.
///
/// `FetchError` or `Error` has the reason. Where that stands for many faults, other records of the same fetch tell them
/// apart: the header that was refused, and the framing of the response.
struct VarnishWords {
    private static let products: [ForeignProduct] = [.varnish]

    /// `FetchError`, or `Error` where there is none.
    private(set) var reason = Slice.none
    private var bogusField = Slice.none
    private var status = Slice.none
    private var length = Slice.none
    private var coding = Slice.none

    mutating func take(_ field: LineTemplate.Field, _ value: Slice, _ bytes: borrowing Span<UInt8>) {
        switch field {
        case .fetchError: if self.reason.isBlank(in: bytes) { self.reason = value }
        case .bogusField: self.bogusField = value
        case .originStatus: self.status = value
        case .originLength: self.length = value
        case .originCoding: self.coding = value
        // Default: what every proxy has is the dialect's.
        default: break
        }
    }

    /// Whether the origin answered with the status of a failure, and nothing went wrong on the way.
    func isOfOrigin(_ bytes: borrowing Span<UInt8>) -> Bool {
        self.reason.isBlank(in: bytes) && (Text.number(self.status, bytes) ?? 0) >= 500
    }

    func judge(_ bytes: borrowing Span<UInt8>, _ memory: inout MessageMemory, into line: inout LogLine) {
        var cause = memory.cause(of: self.reason, Self.products, bytes)
        if let detail = self.detail(bytes) { cause = Cause(detail, row: cause.row) }
        // What failed before the content, and still has a good status, was fetched anew.
        if !line.isServerError, let phase = cause.detail?.defaultPhase, phase != .responseBody { return }
        line.verdict = cause.detail == nil ? .unclassified : .told
        line.cause = cause
    }

    private func detail(_ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if self.reason.equals("Body cannot be fetched", in: bytes) { return self.ofFraming(bytes) }
        if self.reason.equals("http format error", in: bytes) { return self.ofField(bytes) }
        // "first byte timeout" is the other one.
        if self.reason.equals("timeout", in: bytes) { return .headStalled }
        // Behind the digits of a size there is neither the end of the line nor a good extension.
        if self.reason.equals("chunked header no NL", in: bytes) { return .responseChunkExtensionMalformed }
        if Text.begins("req.body read error", in: bytes, at: self.reason.lower, to: self.reason.upper) {
            return .brokenWhileSending
        }
        return self.ofConnecting(bytes)
    }

    /// The errno in "backend b: fail errno 111 (Connection refused)".
    private func ofConnecting(_ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard let at = Text.find("fail errno ", in: bytes, from: self.reason.lower, to: self.reason.upper) else {
            return nil
        }
        let number = Slice(at + 11, ByteScan.first(0x20, in: bytes, from: at + 11, to: self.reason.upper))
        switch Text.number(number, bytes) {
        case 111: return .connectRefused
        case 110: return .connectTimeout
        case 113: return .hostUnreachable
        case 101: return .networkUnreachable
        case 11: return .backlogFull
        case 2: return .socketMissing
        default: return .connectOther
        }
    }

    /// Why the length of the content is not known (RFC 9112 §6.3).
    private func ofFraming(_ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        if self.status.equals("101", in: bytes) { return .switchUnexpected }
        guard self.coding.isBlank(in: bytes) else {
            guard self.length.isBlank(in: bytes) else { return .responseLengthAndCoding }
            let name = "chunked" as StaticString
            let last = max(self.coding.lower, self.coding.upper - name.utf8CodeUnitCount)
            return Text.begins(name, in: bytes, at: last, to: self.coding.upper)
                ? .responseCodingUnknown : .responseCodingNotFinal
        }
        guard !self.length.isBlank(in: bytes) else { return nil }
        return Text.number(self.length, bytes) == nil ? .responseLengthMalformed : nil
    }

    /// Which byte of a header was refused.
    private func ofField(_ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard !self.bogusField.isBlank(in: bytes) else { return .statusLineMalformed }
        func has(_ sign: StaticString) -> Bool {
            Text.find(sign, in: bytes, from: self.bogusField.lower, to: self.bogusField.upper) != nil
        }
        if has("in header name") {
            return has("char 0x20") || has("char 0x09") ? .responseSpaceBeforeColon : .responseFieldNameInvalid
        }
        guard has("ctrl char") else { return nil }
        return has("char 0x0d") ? .responseBareCR : .responseFieldValueInvalid
    }
}
