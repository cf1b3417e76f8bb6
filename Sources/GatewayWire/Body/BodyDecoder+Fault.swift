internal import GatewayFaults

/// The faults of a body, by whose body it is.
extension BodyDecoder {
    /// The details that exist once for requests and once for responses.
    internal struct Names: Sendable {
        internal let chunkSize: Fault.Detail
        internal let chunkExtension: Fault.Detail
        internal let chunkEnd: Fault.Detail
        internal let bareCR: Fault.Detail
        internal let bareLF: Fault.Detail
        internal let bodyTooLarge: Fault.Detail
        internal let trailerInvalid: Fault.Detail
        internal let trailerTooLarge: Fault.Detail
        internal let trailersTooLarge: Fault.Detail

        internal static let request = Names(
            chunkSize: .requestChunkSizeMalformed,
            chunkExtension: .requestChunkExtensionMalformed,
            chunkEnd: .requestChunkEndMalformed,
            bareCR: .requestBareCR,
            bareLF: .requestBareLF,
            bodyTooLarge: .requestBodyTooLarge,
            trailerInvalid: .requestTrailerInvalid,
            trailerTooLarge: .requestTrailersTooLarge,
            trailersTooLarge: .requestTrailersTooLarge
        )

        internal static let response = Names(
            chunkSize: .responseChunkSizeMalformed,
            chunkExtension: .responseChunkExtensionMalformed,
            chunkEnd: .responseChunkEndMalformed,
            bareCR: .responseBareCR,
            bareLF: .responseBareLF,
            bodyTooLarge: .responseBodyTooLarge,
            trailerInvalid: .responseTrailerInvalid,
            trailerTooLarge: .responseTrailerTooLarge,
            trailersTooLarge: .responseTrailersTooLarge
        )

        internal func trailer(_ rule: SyntaxError.Rule) -> Fault.Detail {
            switch rule {
            case .bareCR: self.bareCR
            case .bareLF: self.bareLF
            case .fieldTooLarge: self.trailerTooLarge
            case .sectionTooLarge, .fieldsTooMany: self.trailersTooLarge
            case .fieldNameInvalid, .spaceBeforeColon, .fieldValueInvalid, .lineFolded, .lengthAndCoding,
                .lengthsDiffer, .lengthMalformed, .codingUnknown, .codingNotFinal:
                self.trailerInvalid
            }
        }
    }

    internal var names: Names {
        switch self.side {
        case .client: .request
        case .gateway, .upstream: .response
        }
    }

    /// A fault at `offset` of the bytes at hand; its code is the offset in the body.
    @inline(never)
    internal func fault(_ detail: Fault.Detail, at offset: Int) -> Fault {
        let phase: Fault.Phase =
            switch self.side {
            case .client: .requestBody
            case .gateway, .upstream: .responseBody
            }
        return Fault(detail, side: self.side, phase: phase, code: Int32(clamping: self.position &+ UInt64(offset)))
    }

    internal func tooLarge(at offset: Int) -> Fault {
        self.fault(self.names.bodyTooLarge, at: offset)
    }
}
