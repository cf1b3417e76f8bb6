internal import GatewayBytes

/// The head that was decoded last, for a block with the same octets, or with the same ones behind its pseudo fields.
///
/// A client asks for another path with the same fields, and an upstream answers with the same ones for a while. The same
/// octets mean the same where none refers to the compression table, or where that stayed as it was. Not responsible for
/// decoding.
internal struct HTTP2DecodedHead: ~Copyable, Sendable {
    /// Octets that are kept for a connection at most, twice, and entries that its fields added to the table.
    private static var limit: Int { 4096 }
    private static var insertionLimit: Int { 64 }

    private var block = Buffer()
    internal private(set) var text = Buffer()
    internal private(set) var facts = HTTP2HeadFacts()
    internal private(set) var begin = HTTP2FieldsBegin()
    internal private(set) var listSize = 0
    /// What its regular fields add to the compression table, as ranges of `text`.
    private var insertions: ContiguousArray<HPACKField> = []
    /// Whether its regular fields refer to the compression table.
    private var fieldsRefer = false
    /// Whether its start is the same in each head with these octets, and adds nothing to the table.
    private var isWhole = false

    /// What the regular fields count in a header list.
    internal var fieldsListSize: Int { mutating get { self.listSize &- self.begin.listSize } }

    /// Whether `block` is this head's.
    internal mutating func isSame(_ block: borrowing Span<UInt8>, table changes: UInt64) -> Bool {
        guard self.isWhole, block.count == self.block.count else { return false }
        guard changes == self.begin.changes || !(self.begin.startRefers || self.fieldsRefer) else { return false }
        return Scan.areEqual(block, at: 0, self.block.span)
    }

    /// Whether `block` has nothing but the regular fields of this head from `offset` on.
    internal mutating func areFields(_ block: borrowing Span<UInt8>, from offset: Int, table changes: UInt64) -> Bool {
        let count = self.block.count &- self.begin.block
        guard count > 0, block.count &- offset == count else { return false }
        guard changes == self.begin.changes || !self.fieldsRefer else { return false }
        return Scan.areEqual(block, at: offset, self.block.span.extracting(self.begin.block..<self.block.count))
    }

    /// Appends the regular fields' text, the empty line at the end included.
    internal mutating func appendFields(to text: inout Buffer) {
        text.append(self.text, from: self.begin.text, count: self.text.count &- self.begin.text)
    }

    /// Adds to the table of `decoder` what decoding the fields once more would add.
    internal mutating func repeatInsertions(_ decoder: inout HPACKDecoder) {
        let text = self.text.span
        for field in self.insertions { decoder.insert(text, field) }
    }

    // MARK: - Keeping

    /// Forgets what is kept, and begins anew.
    internal mutating func forget() {
        self.block.clear()
        self.text.clear()
        self.insertions.removeAll(keepingCapacity: true)
        self.begin = HTTP2FieldsBegin()
        self.isWhole = false
    }

    /// Notes a regular field that entered the table; returns whether there is room for it.
    internal mutating func noteInsertion(_ field: HPACKField) -> Bool {
        guard self.insertions.count < Self.insertionLimit else { return false }
        self.insertions.append(field)
        return true
    }

    /// Keeps a head after `forget`, with the insertions that were noted since.
    ///
    /// - Parameters:
    ///   - fieldsRefer: the regular fields refer to the compression table.
    ///   - isWhole: the start line is the same for each head with these octets.
    internal mutating func keep(
        _ block: borrowing Span<UInt8>,
        _ text: borrowing Span<UInt8>,
        facts: HTTP2HeadFacts,
        listSize: Int,
        begin: HTTP2FieldsBegin,
        fieldsRefer: Bool,
        isWhole: Bool
    ) {
        guard text.count <= Self.limit, block.count <= Self.limit else { return }
        self.block.append(block)
        self.text.append(text)
        self.facts = facts
        self.listSize = listSize
        self.begin = begin
        self.fieldsRefer = fieldsRefer
        self.isWhole = isWhole
    }

    /// Forgets everything and frees its memory.
    internal mutating func release() {
        self.forget()
        self.block.release()
        self.text.release()
        self.insertions = []
    }
}
