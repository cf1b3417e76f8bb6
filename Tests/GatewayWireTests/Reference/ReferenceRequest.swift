import GatewayFaults
import GatewayWire

/// A request parser without any thought of speed, to compare the fast one with.
struct ReferenceRequest {
    private var reader: ReferenceReader
    private let limits: HeadLimits
    private var summary = RequestSummary()
    private var targetOffset = 0

    static func read(_ bytes: [UInt8], limits: HeadLimits) -> Outcome<RequestSummary> {
        var parser = ReferenceRequest(reader: ReferenceReader(bytes), limits: limits)
        do throws(ReferenceStop) {
            try parser.read()
            return .complete(parser.summary)
        } catch {
            switch error {
            case .needMore: return .needMore
            case .fault(let rule, let offset): return .fault(self.detail(rule), at: Int32(offset))
            }
        }
    }

    private mutating func read() throws(ReferenceStop) {
        try self.skipEmptyLines()
        try self.readLine()
        self.reader.bound = .max
        let fields = try self.reader.takeFields(
            fieldLimit: limits.field,
            end: limits.head,
            countLimit: limits.fieldCount
        )
        self.summary.bytes = self.reader.offset
        try self.judgeHost(fields.filter { $0.isNamed("host") })
        let meaning = try ReferenceMeaning(fields, version: self.summary.version)
        self.summary.fields = meaning.fields
        self.summary.framing = meaning.framing ?? .none
        self.summary.isPersistent = meaning.isPersistent
        guard self.summary.version == .http11 else { return }
        self.summary.wantsUpgrade = meaning.names.contains("upgrade") && fields.contains { $0.isNamed("upgrade") }
        for field in fields where field.isNamed("expect") {
            guard field.value.lowercased() == "100-continue" else {
                throw .fault(.only(.expectationUnknown), at: field.valueOffset)
            }
            self.summary.expectsContinue = ![.none, .length(0)].contains(self.summary.framing)
        }
    }

    private mutating func startLine() {
        let start = self.reader.offset
        self.reader.bound = min(start + self.limits.startLine, self.limits.head)
        let isLine = start + self.limits.startLine < self.limits.head
        self.reader.atBound = .only(isLine ? .requestLineTooLong : .requestHeadTooLarge)
    }

    private mutating func skipEmptyLines() throws(ReferenceStop) {
        var count = 0
        self.startLine()
        while ["\r", "\n"].contains(try self.reader.peek()) {
            let start = self.reader.offset
            try self.reader.takeLineEnd()
            count += 1
            if count > 4 { throw .fault(.only(.requestLineMalformed), at: start) }
            self.startLine()
        }
    }

    // MARK: - Request line

    private mutating func readLine() throws(ReferenceStop) {
        if try self.reader.peek() == "\u{16}" {
            let isTLS = try self.reader.peek(1) == "\u{3}"
            throw self.reader.fail(.only(isTLS ? .requestTLSBytes : .requestMethodInvalid))
        }
        self.summary.methodText = try self.reader.takeWhile(ReferenceText.isToken)
        let methods: [String: Method] = [
            "GET": .get, "HEAD": .head, "POST": .post, "PUT": .put, "DELETE": .delete, "CONNECT": .connect,
            "OPTIONS": .options, "TRACE": .trace, "PATCH": .patch,
        ]
        self.summary.method = methods[self.summary.methodText] ?? .other
        let end = try self.reader.peek()
        guard end == " ", !self.summary.methodText.isEmpty else {
            try self.refuseLineEnd(.requestLineMalformed)
            throw self.reader.fail(.only(.requestMethodInvalid))
        }
        self.reader.offset += 1
        try self.readTarget()
        self.reader.offset += 1
        try self.readVersion()
        if self.summary.form != .origin { try self.judgeForm() }
    }

    /// Throws when the next byte ends the line, well or badly.
    private mutating func refuseLineEnd(_ detail: Fault.Detail) throws(ReferenceStop) {
        let next = try self.reader.peek()
        guard next == "\r" || next == "\n" else { return }
        let offset = self.reader.offset
        try self.reader.takeLineEnd()
        throw .fault(.only(detail), at: offset)
    }

    private mutating func readTarget() throws(ReferenceStop) {
        self.targetOffset = self.reader.offset
        if try self.reader.peek() == " " {
            throw self.reader.fail(.only(.requestLineMalformed))
        }
        let isOrigin = try self.reader.peek() == "/" && self.summary.method != .connect
        self.summary.form = isOrigin ? .origin : .absolute
        var isPath = isOrigin
        while try self.reader.peek() != " " {
            let next = try self.reader.peek()
            let value = next.unicodeScalars.first?.value ?? 0
            try self.refuseLineEnd(.requestHTTP09)
            if value >= 0x80 { throw self.reader.fail(.only(.requestTargetNotASCII)) }
            if value < 0x20 || value == 0x7f || next == "#" { throw self.reader.fail(.only(.requestTargetInvalid)) }
            if next == "?" { isPath = false }
            if isPath { try self.judgePathByte(next) }
            self.summary.target.append(next)
            self.reader.offset += 1
        }
        guard isOrigin else { return }
        self.summary.pathAndQuery = self.summary.target
        self.summary.path = String(self.summary.target.prefix { $0 != "?" })
    }

    private func judgePathByte(_ next: Character) throws(ReferenceStop) {
        if next == "\\" { throw self.reader.fail(.only(.requestTargetInvalid)) }
        guard next == "%" else { return }
        for ahead in 1...2 {
            guard ReferenceText.isHex(try self.reader.peek(ahead)) else {
                throw self.reader.fail(.only(.requestTargetInvalid))
            }
        }
    }

    private mutating func readVersion() throws(ReferenceStop) {
        let start = self.reader.offset
        var text = ""
        for pattern in "HTTP/0.0" {
            try self.refuseLineEnd(.requestLineMalformed)
            let next = try self.reader.peek()
            guard next == pattern || (pattern == "0" && "0123456789".contains(next)) else {
                throw self.reader.fail(.only(.requestLineMalformed))
            }
            text.append(try self.reader.take())
        }
        let next = try self.reader.peek()
        guard next == "\r" || next == "\n" else { throw self.reader.fail(.only(.requestLineMalformed)) }
        try self.reader.takeLineEnd()
        guard text == "HTTP/1.0" || text == "HTTP/1.1" else {
            throw .fault(.only(.requestVersionUnsupported), at: start)
        }
        self.summary.version = text == "HTTP/1.0" ? .http10 : .http11
    }

    // MARK: - Forms and hosts

    private mutating func judgeForm() throws(ReferenceStop) {
        let target = self.summary.target
        if self.summary.method == .connect {
            self.summary.form = .authority
            self.summary.authority = target
            let end = try self.authority(target, at: self.targetOffset, else: .requestTargetInvalid)
            guard end > 0, end + 1 < target.count else {
                throw .fault(.only(.requestTargetInvalid), at: self.targetOffset + end)
            }
        } else if self.summary.method == .options, target == "*" {
            self.summary.form = .asterisk
            self.summary.pathAndQuery = "*"
            self.summary.path = "*"
        } else {
            let scheme = ["http://", "https://"].first { target.lowercased().hasPrefix($0) }
            guard let scheme else { throw .fault(.only(.requestTargetInvalid), at: self.targetOffset) }
            let rest = target.dropFirst(scheme.count)
            let authority = String(rest.prefix { $0 != "/" && $0 != "?" })
            let offset = self.targetOffset + scheme.count
            let end = try self.authority(authority, at: offset, else: .requestTargetInvalid)
            guard end > 0 else { throw .fault(.only(.requestTargetInvalid), at: offset) }
            self.summary.authority = authority
            self.summary.pathAndQuery = String(rest.dropFirst(authority.count))
            self.summary.path = String(self.summary.pathAndQuery.prefix { $0 != "?" })
            // The path's own rules, where it stands.
            self.reader.offset = offset + authority.count
            for character in self.summary.path {
                try self.judgePathByte(character)
                self.reader.offset += 1
            }
            self.reader.offset = offset + rest.count + " HTTP/1.1\r\n".unicodeScalars.count
        }
    }

    private mutating func judgeHost(_ hosts: [ReferenceField]) throws(ReferenceStop) {
        guard let host = hosts.first else {
            if self.summary.version == .http11 { throw .fault(.only(.hostMissing), at: self.reader.offset) }
            return
        }
        _ = try self.authority(host.value, at: host.valueOffset, else: .hostInvalid)
        if hosts.count > 1 { throw .fault(.only(.hostRepeated), at: host.nameOffset) }
        if self.summary.form == .origin || self.summary.form == .asterisk { self.summary.authority = host.value }
    }

    /// Where the host of an authority ends.
    private func authority(_ text: String, at offset: Int, else detail: Fault.Detail) throws(ReferenceStop) -> Int {
        let characters = Array(text)
        var end = 0
        if characters.first == "[" {
            let literal = characters.dropFirst().prefix(46).prefix { ReferenceText.isHex($0) || $0 == ":" || $0 == "." }
            end = literal.count + 2
            let isClosed = literal.count < 46 && end <= characters.count && characters[end - 1] == "]"
            guard isClosed, literal.filter({ $0 == ":" }).count >= 2 else { throw .fault(.only(detail), at: offset) }
        } else {
            while end < characters.count {
                if ReferenceText.isLetterOrDigit(characters[end]) || "-._~!$&'()*+,;=".contains(characters[end]) {
                    end += 1
                } else if characters[end] == "%", end + 2 < characters.count, ReferenceText.isHex(characters[end + 1]),
                    ReferenceText.isHex(characters[end + 2])
                {
                    end += 3
                } else {
                    break
                }
            }
        }
        guard end < characters.count else { return end }
        guard characters[end] == ":", end > 0 else { throw .fault(.only(detail), at: offset + end) }
        let port = characters.dropFirst(end + 1)
        let digits = port.prefix { $0.isASCII && $0.isNumber }
        // A port that is too large already is told before what follows it.
        var value = 0
        for digit in digits {
            value = value * 10 + (digit.wholeNumberValue ?? 0)
            if value > 65_539 { throw .fault(.only(detail), at: offset + end + 1) }
        }
        guard digits.count == port.count else { throw .fault(.only(detail), at: offset + end + 1 + digits.count) }
        guard value < 65_536 else { throw .fault(.only(detail), at: offset + end + 1) }
        return end
    }

    private static func detail(_ rule: ReferenceRule) -> Fault.Detail {
        switch rule {
        case .name: .requestFieldNameInvalid
        case .spaceBeforeColon: .requestSpaceBeforeColon
        case .value: .requestFieldValueInvalid
        case .folded: .requestLineFolded
        case .bareCR: .requestBareCR
        case .bareLF: .requestBareLF
        case .fieldTooLarge: .requestFieldTooLarge
        case .sectionTooLarge: .requestHeadTooLarge
        case .tooMany: .requestFieldsTooMany
        case .lengthAndCoding: .requestLengthAndCoding
        case .lengthsDiffer: .requestLengthsDiffer
        case .lengthMalformed: .requestLengthMalformed
        case .codingUnknown: .requestCodingUnknown
        case .codingNotFinal: .requestCodingNotFinal
        case .only(let detail): detail
        }
    }
}
