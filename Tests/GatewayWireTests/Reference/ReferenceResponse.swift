import GatewayFaults
import GatewayWire

/// A response parser without any thought of speed, to compare the fast one with.
struct ReferenceResponse {
    private var reader: ReferenceReader
    private let limits: HeadLimits
    private var summary = ResponseSummary()

    static func read(_ bytes: [UInt8], to method: Method, limits: HeadLimits) -> Outcome<ResponseSummary> {
        var parser = ReferenceResponse(reader: ReferenceReader(bytes), limits: limits)
        do throws(ReferenceStop) {
            try parser.read(to: method)
            return .complete(parser.summary)
        } catch {
            switch error {
            case .needMore: return .needMore
            case .fault(let rule, let offset): return .fault(self.detail(rule), at: Int32(offset))
            }
        }
    }

    private mutating func read(to method: Method) throws(ReferenceStop) {
        self.reader.bound = min(self.limits.startLine, self.limits.head)
        self.reader.atBound = .only(.responseHeadTooLarge)
        try self.readVersion()
        try self.readStatus()
        try self.readReason()
        let fields = try self.reader.takeFields(
            fieldLimit: self.limits.field,
            end: self.limits.head,
            countLimit: self.limits.fieldCount
        )
        self.summary.bytes = self.reader.offset
        let meaning = try ReferenceMeaning(fields, version: self.summary.version)
        let status = self.summary.status
        let isEmpty =
            method == .head || status / 100 == 1 || status == 204 || status == 304
            || (method == .connect && status / 100 == 2)
        self.summary.framing = isEmpty ? .none : meaning.framing ?? .untilClose
        self.summary.isPersistent = meaning.isPersistent && self.summary.framing != .untilClose
        self.summary.isInterim = status / 100 == 1 && status != 101
        self.summary.fields = meaning.fields
        self.summary.keepAliveTimeout = Self.timeout(fields)
    }

    private mutating func readVersion() throws(ReferenceStop) {
        var text = ""
        for (index, pattern) in "HTTP/0.0".enumerated() {
            let next = try self.reader.peek()
            if next == pattern || (pattern == "0" && "0123456789".contains(next)) {
                text.append(try self.reader.take())
                continue
            }
            guard index < 5 else { throw self.reader.fail(.only(.statusLineMalformed)) }
            let value = next.unicodeScalars.first?.value ?? 0
            if index == 0, value == 0x15 || value == 0x16 {
                let isTLS = try self.reader.peek(1) == "\u{3}"
                throw self.reader.fail(.only(isTLS ? .tlsOnPlainPort : .statusLineMalformed))
            }
            let isText = (value >= 0x20 && value < 0x7f) || [9, 10, 13].contains(value)
            throw self.reader.fail(.only(isText ? .responseHTTP09 : .statusLineMalformed))
        }
        guard try self.reader.take() == " " else { throw self.reader.fail(.only(.statusLineMalformed), back: 1) }
        guard text == "HTTP/1.0" || text == "HTTP/1.1" else { throw .fault(.only(.responseVersionUnsupported), at: 0) }
        self.summary.version = text == "HTTP/1.0" ? .http10 : .http11
    }

    private mutating func readStatus() throws(ReferenceStop) {
        for allowed in ["123456789", "0123456789", "0123456789"] {
            let next = try self.reader.peek()
            guard allowed.contains(next), let digit = next.wholeNumberValue else {
                throw self.reader.fail(.only(.statusLineMalformed))
            }
            self.summary.status = self.summary.status * 10 + UInt16(digit)
            self.reader.offset += 1
        }
    }

    private mutating func readReason() throws(ReferenceStop) {
        if try self.reader.peek() == " " {
            self.reader.offset += 1
            self.summary.reason = try self.reader.takeWhile(ReferenceText.isValue)
        }
        let next = try self.reader.peek()
        guard next == "\r" || next == "\n" else { throw self.reader.fail(.only(.statusLineMalformed)) }
        try self.reader.takeLineEnd()
    }

    private static func timeout(_ fields: [ReferenceField]) -> UInt32? {
        for element in fields.filter({ $0.isNamed("keep-alive") }).flatMap(\.elements) {
            let parts = element.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == "timeout" else { continue }
            guard !parts[1].isEmpty, parts[1].allSatisfy({ "0123456789".contains($0) }) else { continue }
            return UInt32(parts[1]) ?? .max
        }
        return nil
    }

    private static func detail(_ rule: ReferenceRule) -> Fault.Detail {
        switch rule {
        case .name: .responseFieldNameInvalid
        case .spaceBeforeColon: .responseSpaceBeforeColon
        case .value: .responseFieldValueInvalid
        case .folded: .responseLineFolded
        case .bareCR: .responseBareCR
        case .bareLF: .responseBareLF
        case .fieldTooLarge: .responseFieldTooLarge
        case .sectionTooLarge: .responseHeadTooLarge
        case .tooMany: .responseFieldsTooMany
        case .lengthAndCoding: .responseLengthAndCoding
        case .lengthsDiffer: .responseLengthsDiffer
        case .lengthMalformed: .responseLengthMalformed
        case .codingUnknown: .responseCodingUnknown
        case .codingNotFinal: .responseCodingNotFinal
        case .only(let detail): detail
        }
    }
}
