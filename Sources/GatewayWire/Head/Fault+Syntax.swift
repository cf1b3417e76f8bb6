internal import GatewayFaults

extension Fault {
    /// A request head broke a rule of the shared scanner.
    @inline(never)
    internal init(request error: SyntaxError) {
        let detail: Detail =
            switch error.rule {
            case .fieldNameInvalid: .requestFieldNameInvalid
            case .spaceBeforeColon: .requestSpaceBeforeColon
            case .fieldValueInvalid: .requestFieldValueInvalid
            case .lineFolded: .requestLineFolded
            case .bareCR: .requestBareCR
            case .bareLF: .requestBareLF
            case .fieldTooLarge: .requestFieldTooLarge
            case .sectionTooLarge: .requestHeadTooLarge
            case .fieldsTooMany: .requestFieldsTooMany
            case .lengthAndCoding: .requestLengthAndCoding
            case .lengthsDiffer: .requestLengthsDiffer
            case .lengthMalformed: .requestLengthMalformed
            case .codingUnknown: .requestCodingUnknown
            case .codingNotFinal: .requestCodingNotFinal
            }
        self.init(request: detail, at: error.offset)
    }

    /// A request head broke a rule that only requests have.
    @inline(never)
    internal init(request detail: Detail, at offset: Int) {
        self.init(detail, side: .client, phase: .requestHead, code: Int32(clamping: offset))
    }

    /// A response head broke a rule of the shared scanner.
    @inline(never)
    internal init(response error: SyntaxError) {
        let detail: Detail =
            switch error.rule {
            case .fieldNameInvalid: .responseFieldNameInvalid
            case .spaceBeforeColon: .responseSpaceBeforeColon
            case .fieldValueInvalid: .responseFieldValueInvalid
            case .lineFolded: .responseLineFolded
            case .bareCR: .responseBareCR
            case .bareLF: .responseBareLF
            case .fieldTooLarge: .responseFieldTooLarge
            case .sectionTooLarge: .responseHeadTooLarge
            case .fieldsTooMany: .responseFieldsTooMany
            case .lengthAndCoding: .responseLengthAndCoding
            case .lengthsDiffer: .responseLengthsDiffer
            case .lengthMalformed: .responseLengthMalformed
            case .codingUnknown: .responseCodingUnknown
            case .codingNotFinal: .responseCodingNotFinal
            }
        self.init(response: detail, at: error.offset)
    }

    /// A response head broke a rule that only responses have.
    @inline(never)
    internal init(response detail: Detail, at offset: Int) {
        self.init(detail, side: .upstream, phase: .responseHead, code: Int32(clamping: offset))
    }
}
