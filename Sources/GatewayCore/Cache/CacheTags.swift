public import GatewayWire

/// The tags of a response, by which many are purged at once.
///
/// Tags are separated by commas or spaces, as the fields in use do it. Numbers are kept instead of text: eight bytes
/// each, and a number that two tags share purges one response too many, never one too few.
public enum CacheTags {
    /// More tags than anybody needs on one response.
    private static var most: Int { 128 }

    /// The numbers of the tags in the fields called `name` (lower case).
    public static func numbers(_ head: borrowing ResponseHead, _ bytes: borrowing Span<UInt8>, name: [UInt8])
        -> [UInt64]
    {
        var numbers: [UInt64] = []
        guard !name.isEmpty else { return numbers }
        for index in 0..<head.fields.count where bytes.matches(head.fields[index].name, name) {
            var hash = Self.start
            var isEmpty = true
            for at in head.fields[index].value.offsets {
                let byte = bytes[at]
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                    if !isEmpty, numbers.count < Self.most { numbers.append(hash) }
                    hash = Self.start
                    isEmpty = true
                } else {
                    hash = (hash ^ UInt64(byte)) &* Self.prime
                    isEmpty = false
                }
            }
            if !isEmpty, numbers.count < Self.most { numbers.append(hash) }
        }
        return numbers
    }

    /// The number of one tag.
    public static func number(_ tag: String) -> UInt64 {
        tag.utf8.reduce(Self.start) { ($0 ^ UInt64($1)) &* Self.prime }
    }

    private static var start: UInt64 { 0xCBF2_9CE4_8422_2325 }
    private static var prime: UInt64 { 0x0000_0100_0000_01B3 }
}
