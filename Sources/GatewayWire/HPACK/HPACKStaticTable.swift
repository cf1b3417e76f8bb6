/// The static table of RFC 7541 Appendix A.
///
/// All text is in one array, so that an entry is two ranges of it. Not responsible for the dynamic table behind it.
internal struct HPACKStaticTable: Sendable {
    internal static let shared = HPACKStaticTable()
    /// Entries; the dynamic table's indices begin after it.
    internal static var count: Int { 61 }

    internal struct Entry: Sendable, BitwiseCopyable {
        internal let name: ByteRange
        internal let value: ByteRange
        internal let nameHash: UInt32
        internal let fieldHash: UInt32
    }

    internal let text: [UInt8]
    private let entries: [Entry]
    /// The first entry of a name and the entry of a field by hash: 0 where there is none.
    private let slots: [UInt8]
    private static var slotCount: Int { 512 }

    /// Name, and value after `=`.
    private static let rows = """
        :authority
        :method=GET
        :method=POST
        :path=/
        :path=/index.html
        :scheme=http
        :scheme=https
        :status=200
        :status=204
        :status=206
        :status=304
        :status=400
        :status=404
        :status=500
        accept-charset
        accept-encoding=gzip, deflate
        accept-language
        accept-ranges
        accept
        access-control-allow-origin
        age
        allow
        authorization
        cache-control
        content-disposition
        content-encoding
        content-language
        content-length
        content-location
        content-range
        content-type
        cookie
        date
        etag
        expect
        expires
        from
        host
        if-match
        if-modified-since
        if-none-match
        if-range
        if-unmodified-since
        last-modified
        link
        location
        max-forwards
        proxy-authenticate
        proxy-authorization
        range
        referer
        refresh
        retry-after
        server
        set-cookie
        strict-transport-security
        transfer-encoding
        user-agent
        vary
        via
        www-authenticate
        """

    private init() {
        var text: [UInt8] = []
        var entries: [Entry] = []
        for row in Self.rows.split(separator: "\n") {
            let parts = row.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let start = text.count
            text += Array(parts[0].utf8)
            let middle = text.count
            if parts.count > 1 { text += Array(parts[1].utf8) }
            let name = FieldHash(text.span, from: start, to: middle)
            let field = name.adding(text.span, from: middle, to: text.count)
            entries.append(
                Entry(
                    name: ByteRange(from: start, to: middle),
                    value: ByteRange(from: middle, to: text.count),
                    nameHash: name.value,
                    fieldHash: field.value
                )
            )
        }
        precondition(entries.count == Self.count)
        var slots = [UInt8](repeating: 0, count: Self.slotCount)
        for (index, entry) in entries.enumerated() {
            for hash in [entry.nameHash, entry.fieldHash] {
                var slot = Int(hash) & (Self.slotCount - 1)
                // Two entries of one name: only the first is found by it.
                var isKnown = false
                while slots[slot] != 0 {
                    let other = entries[Int(slots[slot]) - 1]
                    if hash == other.nameHash, hash == entry.nameHash { isKnown = true }
                    slot = (slot + 1) & (Self.slotCount - 1)
                }
                if !isKnown { slots[slot] = UInt8(index + 1) }
            }
        }
        self.text = text
        self.entries = entries
        self.slots = slots
    }

    /// The entry of an index of 1 to 61.
    @inline(__always)
    internal func entry(_ index: Int) -> Entry { self.entries[index &- 1] }

    /// The index of the field, or 0.
    internal func index(
        field hash: UInt32,
        name: borrowing Span<UInt8>,
        value: borrowing Span<UInt8>
    ) -> Int {
        var slot = Int(hash) & (Self.slotCount &- 1)
        while self.slots[slot] != 0 {
            let index = Int(self.slots[slot])
            let entry = self.entry(index)
            if entry.fieldHash == hash, FieldHash.areEqual(self.text.span, entry.name, name),
                FieldHash.areEqual(self.text.span, entry.value, value)
            {
                return index
            }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return 0
    }

    /// The first index of the name, or 0.
    internal func index(name hash: UInt32, _ name: borrowing Span<UInt8>) -> Int {
        var slot = Int(hash) & (Self.slotCount &- 1)
        while self.slots[slot] != 0 {
            let index = Int(self.slots[slot])
            let entry = self.entry(index)
            if entry.nameHash == hash, FieldHash.areEqual(self.text.span, entry.name, name) { return index }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return 0
    }
}
