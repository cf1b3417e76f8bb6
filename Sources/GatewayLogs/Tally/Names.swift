/// The texts behind hashes, so that records need not hold them; bounded in number and size.
struct Names: Sendable {
    private static let most = 60_000
    private static let longest = 200

    private var texts: [UInt64: String] = [:]

    /// Keeps the text of a field; gives its hash, 0 for a field that is missing.
    mutating func keep(_ field: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        guard !field.isBlank(in: bytes) else { return 0 }
        let hash = Text.mixed(field.hash(bytes))
        if self.texts[hash] == nil, self.texts.count < Self.most {
            self.texts[hash] = field.string(bytes, most: Self.longest)
        }
        return hash
    }

    /// Keeps a text that had to be made, under a hash of the caller.
    mutating func keep(_ hash: UInt64, _ text: @autoclosure () -> String) {
        if self.texts[hash] == nil, self.texts.count < Self.most { self.texts[hash] = text() }
    }

    subscript(hash: UInt64) -> String? { self.texts[hash] }

    mutating func merge(_ other: Names) {
        for (hash, text) in other.texts where self.texts.count < Self.most { self.texts[hash] = text }
    }
}
