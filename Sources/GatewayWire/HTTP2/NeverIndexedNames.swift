/// Names of fields that came as literals never to be indexed, and must be sent on as such (RFC 7541 §6.2.3).
///
/// Kept by name, because a field may be rewritten in between; bounded, and when there are more than fit, every field
/// counts as one of them. Not responsible for names that are sensitive by themselves.
public struct NeverIndexedNames: Sendable, BitwiseCopyable {
    private static var limit: Int { 8 }

    private var hashes: InlineArray<8, UInt32> = .init(repeating: 0)
    private var count = 0
    private var isFull = false

    public init() {}

    public var isEmpty: Bool { self.count == 0 }

    internal mutating func insert(_ bytes: borrowing Span<UInt8>, _ name: ByteRange) {
        let hash = FieldHash(bytes, from: Int(name.start), to: Int(name.end)).value
        guard !self.contains(hash) else { return }
        guard self.count < Self.limit else {
            self.isFull = true
            return
        }
        self.hashes[self.count] = hash
        self.count &+= 1
    }

    /// Whether the field of this lower-case name is one of them; a collision only makes a literal longer.
    internal func contains(_ name: borrowing Span<UInt8>) -> Bool {
        guard self.count > 0 else { return false }
        return self.contains(FieldHash(name, from: 0, to: name.count).value)
    }

    private func contains(_ hash: UInt32) -> Bool {
        if self.isFull { return true }
        for index in 0..<self.count where self.hashes[index] == hash { return true }
        return false
    }
}
