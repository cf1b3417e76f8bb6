/// What an exchange of Apache failed with, as far as its lines have said by now.
struct ApacheReason {
    /// How much a line says about it.
    enum Rank: UInt8, Comparable {
        /// That the handshake did not come about: by a timer, unless a line behind it has another reason.
        case guess
        /// What the TLS library reports.
        case library
        /// An errno, or what was wrong with the certificate.
        case named

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    var cause: Cause
    var rank: Rank
}
