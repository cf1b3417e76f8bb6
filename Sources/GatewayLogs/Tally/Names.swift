/// The texts behind hashes, so that records need not hold them; bounded in number and size.
struct Names: Sendable {
    private static let most = 60_000
    static let longest = 200

    private var index = HashIndex(room: 1000)
    private var hashes: [UInt64] = []
    private var texts: [String] = []

    /// Keeps the text of a field; gives its hash, 0 for a field that is missing.
    mutating func keep(_ field: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        let hash = Self.hash(of: field, bytes)
        guard hash != 0 else { return 0 }
        if self.isNew(hash) { self.add(hash, field.string(bytes, most: Self.longest)) }
        return hash
    }

    /// What a field is known by; 0 for one that is missing.
    static func hash(of field: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        field.isBlank(in: bytes) ? 0 : Text.mixed(field.hash(bytes))
    }

    /// Keeps a text that had to be made, under a hash of the caller.
    mutating func keep(_ hash: UInt64, _ text: @autoclosure () -> String) {
        if self.isNew(hash) { self.add(hash, text()) }
    }

    subscript(hash: UInt64) -> String? { self.index.find(hash).map { self.texts[$0] } }

    mutating func merge(_ other: Names) {
        for (hash, text) in zip(other.hashes, other.texts) where self.isNew(hash) { self.add(hash, text) }
    }

    private func isNew(_ hash: UInt64) -> Bool { self.texts.count < Self.most && self.index.find(hash) == nil }

    private mutating func add(_ hash: UInt64, _ text: String) {
        self.index.insert(hash, self.texts.count)
        self.hashes.append(hash)
        self.texts.append(text)
    }
}
