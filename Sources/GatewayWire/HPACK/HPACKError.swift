/// Why a header block cannot be decoded; each is a connection error of type COMPRESSION_ERROR (RFC 9113 §4.3).
public enum HPACKError: UInt8, Error, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// The block ends inside a representation.
    case truncated
    /// An integer exceeds what this implementation accepts (RFC 7541 §5.1).
    case integerTooLarge
    /// Index 0, or one beyond both tables (RFC 7541 §2.3.3, §6.1).
    case indexInvalid
    /// A Huffman-coded string contains the EOS symbol (RFC 7541 §5.2).
    case huffmanEndOfString
    /// Padding is longer than 7 bits or not the most significant bits of EOS (RFC 7541 §5.2).
    case huffmanPadding
    /// A table size update above the limit that was set (RFC 7541 §6.3).
    case tableSizeTooLarge
    /// A table size update after the first field (RFC 7541 §4.2).
    case tableSizeMisplaced
    /// The limit was lowered, and the block does not begin with the update that must follow (RFC 7541 §4.2).
    case tableSizeMissing

    /// Where the rule stands.
    public var section: StaticString {
        switch self {
        case .truncated: "RFC 7541 §3.1"
        case .integerTooLarge: "RFC 7541 §5.1"
        case .indexInvalid: "RFC 7541 §2.3.3"
        case .huffmanEndOfString, .huffmanPadding: "RFC 7541 §5.2"
        case .tableSizeTooLarge: "RFC 7541 §6.3"
        case .tableSizeMisplaced, .tableSizeMissing: "RFC 7541 §4.2"
        }
    }
}
