public import GatewayBytes

/// Decodes header blocks (RFC 7541), field by field, each as a line of HTTP/1.1 text.
///
/// The text is what the rest of the gateway reads heads from, so that no field is copied twice. Bounded by the block:
/// work and output per field are at most the table's size and 8/5 of the block. Not responsible for what fields mean,
/// nor for the size of the list: the caller stops.
public struct HPACKDecoder: ~Copyable, Sendable {
    internal var table: HPACKDynamicTable
    /// What the peer may set the table's size to.
    private var maximum: Int
    /// The maximum was lowered below the table's size, so that the next block must begin with an update.
    private var needsUpdate = false
    /// Whether anything that was read since `begin` or `forgetReferences` depends on what the dynamic table held.
    internal private(set) var refersToTable = false

    /// - Parameter limit: the largest table that will ever be allowed.
    public init(limit: Int = 4096) {
        let limit = min(max(limit, 0), 65_536)
        self.table = HPACKDynamicTable(limit: limit)
        self.maximum = limit
    }

    /// The table's size now, for tests and metrics.
    public var tableSize: Int { self.table.size }
    /// Entries of the dynamic table, for tests and metrics.
    public var tableCount: Int { self.table.count }
    /// Stays as long as every index means the same.
    internal var tableChanges: UInt64 { mutating get { self.table.changes } }

    /// The peer acknowledged our SETTINGS_HEADER_TABLE_SIZE.
    public mutating func setMaximum(_ maximum: Int) {
        self.maximum = min(maximum, self.table.limit)
        if self.maximum < self.table.capacity { self.needsUpdate = true }
    }

    /// Reads the size updates that a block may begin with; returns the offset of the first field.
    public mutating func begin(_ block: borrowing Span<UInt8>) throws(HPACKError) -> Int {
        self.refersToTable = false
        var offset = 0
        while offset < block.count, block[offset] & 0xe0 == 0x20 {
            let size = try HPACKInteger.decode(block, at: &offset, prefix: 5)
            guard size <= self.maximum else { throw .tableSizeTooLarge }
            self.table.resize(to: size)
            self.needsUpdate = false
        }
        guard !self.needsUpdate else { throw .tableSizeMissing }
        return offset
    }

    /// Appends the next field to `text` as `name: value CRLF`, or returns nil at the end of the block.
    public mutating func next(
        _ block: borrowing Span<UInt8>,
        at offset: inout Int,
        into text: inout Buffer
    ) throws(HPACKError) -> HPACKField? {
        guard offset < block.count else { return nil }
        let first = block[offset]
        if first >= 0x80 {
            let index = try HPACKInteger.decode(block, at: &offset, prefix: 7)
            return try self.indexed(index, into: &text)
        }
        if first >= 0x40 {
            let field = try self.literal(block, at: &offset, prefix: 6, isNeverIndexed: false, into: &text)
            let bytes = text.span
            self.table.insert(
                name: bytes.extracting(field.name.offsets),
                value: bytes.extracting(field.value.offsets)
            )
            return field
        }
        guard first < 0x20 else { throw .tableSizeMisplaced }
        return try self.literal(block, at: &offset, prefix: 4, isNeverIndexed: first & 0x10 != 0, into: &text)
    }

    /// What is read from here on is looked at for itself.
    internal mutating func forgetReferences() { self.refersToTable = false }

    /// Adds an entry as a literal with indexing does, for a block that was read before.
    internal mutating func insert(_ text: borrowing Span<UInt8>, _ field: HPACKField) {
        self.table.insert(name: text.extracting(field.name.offsets), value: text.extracting(field.value.offsets))
    }

    // MARK: - Representations

    private mutating func indexed(_ index: Int, into text: inout Buffer) throws(HPACKError) -> HPACKField {
        let start = text.count
        try self.appendName(index, into: &text)
        let middle = text.count
        text.append(": ")
        if index <= HPACKStaticTable.count {
            let table = HPACKStaticTable.shared
            let value = table.entry(index).value
            text.append(table.text.span, from: Int(value.start), count: Int(value.count))
        } else if let entry = self.table.entry(index &- HPACKStaticTable.count &- 1) {
            let value = self.table.value(entry)
            text.append(self.table.text, from: Int(value.start), count: Int(value.count))
        }
        return Self.finish(&text, start: start, middle: middle, isNeverIndexed: false)
    }

    private mutating func literal(
        _ block: borrowing Span<UInt8>,
        at offset: inout Int,
        prefix: Int,
        isNeverIndexed: Bool,
        into text: inout Buffer
    ) throws(HPACKError) -> HPACKField {
        let start = text.count
        let index = try HPACKInteger.decode(block, at: &offset, prefix: prefix)
        if index == 0 {
            try Self.string(block, at: &offset, into: &text)
        } else {
            try self.appendName(index, into: &text)
        }
        let middle = text.count
        text.append(": ")
        try Self.string(block, at: &offset, into: &text)
        return Self.finish(&text, start: start, middle: middle, isNeverIndexed: isNeverIndexed)
    }

    private static func finish(
        _ text: inout Buffer,
        start: Int,
        middle: Int,
        isNeverIndexed: Bool
    ) -> HPACKField {
        let field = HPACKField(
            name: ByteRange(from: start, to: middle),
            value: ByteRange(from: middle &+ 2, to: text.count),
            isNeverIndexed: isNeverIndexed
        )
        text.append("\r\n")
        return field
    }

    private mutating func appendName(_ index: Int, into text: inout Buffer) throws(HPACKError) {
        guard index > 0 else { throw .indexInvalid }
        if index <= HPACKStaticTable.count {
            let table = HPACKStaticTable.shared
            let name = table.entry(index).name
            return text.append(table.text.span, from: Int(name.start), count: Int(name.count))
        }
        guard let entry = self.table.entry(index &- HPACKStaticTable.count &- 1) else { throw .indexInvalid }
        self.refersToTable = true
        let name = self.table.name(entry)
        text.append(self.table.text, from: Int(name.start), count: Int(name.count))
    }

    /// RFC 7541 §5.2.
    private static func string(
        _ block: borrowing Span<UInt8>,
        at offset: inout Int,
        into text: inout Buffer
    ) throws(HPACKError) {
        guard offset < block.count else { throw .truncated }
        let isHuffman = block[offset] >= 0x80
        let count = try HPACKInteger.decode(block, at: &offset, prefix: 7)
        guard count <= block.count &- offset else { throw .truncated }
        if isHuffman {
            try HuffmanCode.shared.decode(block, offset..<offset &+ count, into: &text)
        } else {
            text.append(block, from: offset, count: count)
        }
        offset &+= count
    }
}
