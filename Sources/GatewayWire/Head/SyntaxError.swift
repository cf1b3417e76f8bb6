/// A rule that bytes broke, before it is known whose bytes they are.
///
/// Requests, responses and trailers share one scanner; each maps the rules to its own faults. Never leaves the
/// module.
internal struct SyntaxError: Error, BitwiseCopyable {
    internal let rule: Rule
    /// Offset of the first byte that broke it.
    internal let offset: Int

    @inline(never)
    internal init(_ rule: Rule, at offset: Int) {
        self.rule = rule
        self.offset = offset
    }
}

extension SyntaxError {
    internal enum Rule: UInt8, BitwiseCopyable {
        // MARK: One line (RFC 9112 §5)
        case fieldNameInvalid
        case spaceBeforeColon
        case fieldValueInvalid
        case lineFolded
        case bareCR
        case bareLF

        // MARK: Size
        case fieldTooLarge
        case sectionTooLarge
        case fieldsTooMany

        // MARK: Framing (RFC 9112 §6)
        case lengthAndCoding
        case lengthsDiffer
        case lengthMalformed
        case codingUnknown
        case codingNotFinal
    }
}
