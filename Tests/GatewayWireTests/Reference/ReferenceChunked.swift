import GatewayFaults
import GatewayWire

/// A decoder of the chunked coding without any thought of speed; for bodies that fit the default limits.
struct ReferenceChunked {
    private var reader: ReferenceReader
    private var run = BodyRun()

    static func read(_ bytes: [UInt8]) -> BodyRun {
        var decoder = ReferenceChunked(reader: ReferenceReader(bytes))
        do throws(ReferenceStop) {
            try decoder.read()
            decoder.run.end = .complete(bytes: decoder.reader.offset)
        } catch {
            switch error {
            case .needMore: decoder.run.end = .incomplete
            case .fault(let rule, let offset): decoder.run.end = .fault(self.detail(rule), at: Int32(offset))
            }
        }
        return decoder.run
    }

    private mutating func read() throws(ReferenceStop) {
        var total = 0
        while true {
            let size = try self.readSize()
            let (sum, over) = total.addingReportingOverflow(size)
            if over { throw self.reader.fail(.only(.responseBodyTooLarge)) }
            total = sum
            if size == 0 { break }
            for _ in 0..<size { self.run.content.append(try self.reader.take()) }
            for end in ["\r", "\n"] as [Character] {
                guard try self.reader.peek() == end else { throw self.reader.fail(.only(.responseChunkEndMalformed)) }
                self.reader.offset += 1
            }
        }
        let limits = BodyLimits()
        let fields = try self.reader.takeFields(
            fieldLimit: Int(limits.trailerField),
            end: self.reader.offset + Int(limits.trailers),
            countLimit: Int(limits.trailerCount)
        )
        for field in fields where ["content-length", "transfer-encoding", "host"].contains(field.name.lowercased()) {
            throw .fault(.only(.responseTrailerInvalid), at: field.nameOffset)
        }
        // The meaning of `Connection` is not applied to trailers; only what its own name says.
        self.run.trailers = try ReferenceMeaning(fields.filter { !$0.isNamed("connection") }, version: .http11).fields
        if fields.contains(where: { $0.isNamed("connection") }) { self.run.trailers = [] }
    }

    // MARK: - Chunk line

    private mutating func readSize() throws(ReferenceStop) -> Int {
        var size = 0
        var digits = 0
        while true {
            let next = try self.reader.peek()
            guard let digit = next.isASCII ? next.hexDigitValue : nil else { break }
            let (product, over) = size.multipliedReportingOverflow(by: 16)
            guard !over, product <= Int.max - digit else { throw self.reader.fail(.only(.responseChunkSizeMalformed)) }
            size = product + digit
            digits += 1
            self.reader.offset += 1
        }
        let next = try self.reader.peek()
        if next == "\n" { throw self.reader.fail(.bareLF) }
        guard digits > 0, next == "\r" || next == ";" else {
            throw self.reader.fail(.only(.responseChunkSizeMalformed))
        }
        while try self.reader.peek() == ";" { try self.readExtension() }
        try self.takeEnd()
        return size
    }

    /// A CR here is followed by LF, or the byte after it is named.
    private mutating func takeEnd() throws(ReferenceStop) {
        let next = try self.reader.take()
        if next == "\n" { throw self.reader.fail(.bareLF, back: 1) }
        guard next == "\r" else { throw self.reader.fail(.only(.responseChunkExtensionMalformed), back: 1) }
        guard try self.reader.take() == "\n" else { throw self.reader.fail(.bareCR, back: 1) }
    }

    private mutating func readExtension() throws(ReferenceStop) {
        self.reader.offset += 1
        try self.skipSpace()
        try self.takeToken()
        let didSkip = try self.skipSpace()
        guard try self.reader.peek() == "=" else { return try self.judgeAfterSpace(didSkip) }
        self.reader.offset += 1
        try self.skipSpace()
        if try self.reader.peek() == "\"" { try self.takeQuoted() } else { try self.takeToken() }
        let didSkipAfter = try self.skipSpace()
        try self.judgeAfterSpace(didSkipAfter)
    }

    /// After whitespace only another extension may follow.
    private func judgeAfterSpace(_ didSkip: Bool) throws(ReferenceStop) {
        let next = try self.reader.peek()
        guard didSkip, next != ";" else { return }
        throw self.reader.fail(next == "\n" ? .bareLF : .only(.responseChunkExtensionMalformed))
    }

    @discardableResult
    private mutating func skipSpace() throws(ReferenceStop) -> Bool {
        try !self.reader.takeWhile { $0 == " " || $0 == "\t" }.isEmpty
    }

    private mutating func takeToken() throws(ReferenceStop) {
        guard try self.reader.takeWhile(ReferenceText.isToken).isEmpty else { return }
        let isLF = try self.reader.peek() == "\n"
        throw self.reader.fail(isLF ? .bareLF : .only(.responseChunkExtensionMalformed))
    }

    private mutating func takeQuoted() throws(ReferenceStop) {
        self.reader.offset += 1
        while true {
            let next = try self.reader.peek()
            if next == "\n" { throw self.reader.fail(.bareLF) }
            guard ReferenceText.isValue(next) else { throw self.reader.fail(.only(.responseChunkExtensionMalformed)) }
            self.reader.offset += 1
            if next == "\"" { return }
            guard next == "\\" else { continue }
            let escaped = try self.reader.peek()
            if escaped == "\n" { throw self.reader.fail(.bareLF) }
            guard ReferenceText.isValue(escaped) else {
                throw self.reader.fail(.only(.responseChunkExtensionMalformed))
            }
            self.reader.offset += 1
        }
    }

    private static func detail(_ rule: ReferenceRule) -> Fault.Detail {
        switch rule {
        case .bareCR: .responseBareCR
        case .bareLF: .responseBareLF
        case .fieldTooLarge: .responseTrailerTooLarge
        case .sectionTooLarge, .tooMany: .responseTrailersTooLarge
        case .only(let detail): detail
        case .name, .spaceBeforeColon, .value, .folded, .lengthAndCoding, .lengthsDiffer, .lengthMalformed,
            .codingUnknown,
            .codingNotFinal:
            .responseTrailerInvalid
        }
    }
}
