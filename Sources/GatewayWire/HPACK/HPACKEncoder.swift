public import GatewayBytes

/// Encodes field lines (RFC 7541).
///
/// A field enters the dynamic table when it comes a second time: most of what is sent once is never sent again, and
/// would push out what is. Not responsible for which fields are sent.
public struct HPACKEncoder: ~Copyable, Sendable {
    /// How a field may be represented.
    public enum Indexing: UInt8, Sendable, BitwiseCopyable, CaseIterable {
        /// As is shortest.
        case allowed
        /// Not in our table, though the next hop may do as it likes (RFC 7541 §6.2.2).
        case avoided
        /// By no hop at all (RFC 7541 §6.2.3).
        case never
    }

    private var table: HPACKDynamicTable
    /// The smallest size since the last block, and the size now, until the peer is told (RFC 7541 §4.2).
    private var smallest: Int?
    private var seen = HPACKSeenFields()

    /// - Parameter limit: the largest table we ever use, whatever the peer allows.
    public init(limit: Int = 4096) {
        self.table = HPACKDynamicTable(limit: min(max(limit, 0), 65_536))
        self.table.resize(to: 4096)
        // The peer assumes 4,096 until told otherwise (RFC 9113 §6.5.2).
        if limit < 4096 { self.smallest = limit }
    }

    /// Size of the dynamic table now, for tests and metrics.
    public var tableSize: Int { self.table.size }
    /// Stays as long as every index means the same.
    internal var tableChanges: UInt64 { mutating get { self.table.changes } }

    /// The peer's SETTINGS_HEADER_TABLE_SIZE.
    public mutating func setMaximum(_ maximum: Int) {
        let size = min(maximum, self.table.limit)
        guard size != self.table.capacity else { return }
        self.smallest = min(self.smallest ?? size, size)
        self.table.resize(to: size)
    }

    /// Begins a block: tells the table's size where it changed.
    public mutating func begin(into block: inout Buffer) {
        guard let smallest = self.smallest else { return }
        self.smallest = nil
        if smallest < self.table.capacity { HPACKInteger.encode(smallest, prefix: 5, pattern: 0x20, into: &block) }
        HPACKInteger.encode(self.table.capacity, prefix: 5, pattern: 0x20, into: &block)
    }

    /// Appends one field; the name must be in lower case.
    ///
    /// Returns whether it will be the same octets the next time, as long as the table stays as it is.
    @discardableResult
    public mutating func encode(
        name: borrowing Span<UInt8>,
        value: borrowing Span<UInt8>,
        indexing: Indexing = .allowed,
        into block: inout Buffer
    ) -> Bool {
        let nameHash = FieldHash(name, from: 0, to: name.count)
        guard indexing == .allowed else {
            let index = self.index(name: nameHash.value, name)
            let pattern: UInt8 = indexing == .never ? 0x10 : 0
            Self.literal(index, name, value, prefix: 4, pattern: pattern, into: &block)
            return true
        }
        let fieldHash = nameHash.adding(value, from: 0, to: value.count).value
        let known = HPACKStaticTable.shared.index(field: fieldHash, name: name, value: value)
        if known > 0 {
            HPACKInteger.encode(known, prefix: 7, pattern: 0x80, into: &block)
            return true
        }
        if let index = self.table.index(field: fieldHash, name: name, value: value) {
            let index = index &+ HPACKStaticTable.count &+ 1
            HPACKInteger.encode(index, prefix: 7, pattern: 0x80, into: &block)
            return true
        }
        let index = self.index(name: nameHash.value, name)
        guard self.isWorthAnEntry(fieldHash, size: name.count &+ value.count &+ HPACKDynamicTable.overhead) else {
            Self.literal(index, name, value, prefix: 4, pattern: 0, into: &block)
            return false
        }
        Self.literal(index, name, value, prefix: 6, pattern: 0x40, into: &block)
        self.table.insert(name: name, value: value, nameHash: nameHash.value, fieldHash: fieldHash)
        return false
    }

    /// The same with a name that is in a buffer beside the encoder.
    @discardableResult
    internal mutating func encode(
        name: borrowing Buffer,
        value: borrowing Span<UInt8>,
        indexing: Indexing = .allowed,
        into block: inout Buffer
    ) -> Bool {
        self.encode(name: name.span, value: value, indexing: indexing, into: &block)
    }

    /// The same with name and value behind each other in one buffer.
    internal mutating func encode(_ field: borrowing Buffer, nameCount: Int, into block: inout Buffer) -> Bool {
        let bytes = field.span
        return self.encode(
            name: bytes.extracting(0..<nameCount),
            value: bytes.extracting(nameCount..<bytes.count),
            into: &block
        )
    }

    /// Whether the field was sent before and leaves room for others.
    private mutating func isWorthAnEntry(_ hash: UInt32, size: Int) -> Bool {
        let isSecond = self.seen.insert(hash)
        return isSecond && size <= self.table.capacity / 2
    }

    // Mutating, because a borrowed encoder is copied for the call.
    private mutating func index(name hash: UInt32, _ name: borrowing Span<UInt8>) -> Int {
        let known = HPACKStaticTable.shared.index(name: hash, name)
        if known > 0 { return known }
        guard let index = self.table.index(name: hash, name) else { return 0 }
        return index &+ HPACKStaticTable.count &+ 1
    }

    private static func literal(
        _ index: Int,
        _ name: borrowing Span<UInt8>,
        _ value: borrowing Span<UInt8>,
        prefix: Int,
        pattern: UInt8,
        into block: inout Buffer
    ) {
        HPACKInteger.encode(index, prefix: prefix, pattern: pattern, into: &block)
        if index == 0 { Self.string(name, into: &block) }
        Self.string(value, into: &block)
    }

    /// Huffman-coded where that is shorter.
    private static func string(_ text: borrowing Span<UInt8>, into block: inout Buffer) {
        let code = HuffmanCode.shared
        let coded = code.count(text)
        if coded < text.count {
            HPACKInteger.encode(coded, prefix: 7, pattern: 0x80, into: &block)
            code.encode(text, into: &block)
        } else {
            HPACKInteger.encode(text.count, prefix: 7, pattern: 0, into: &block)
            block.append(text)
        }
    }
}
