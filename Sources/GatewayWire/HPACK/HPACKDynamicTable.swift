internal import GatewayBytes

/// The dynamic table of one direction (RFC 7541 §2.3.2, §4): first in, first out, bounded in size.
///
/// Bytes of entries follow each other in a buffer that grows at its end and is consumed at its front, so that an
/// entry is always one piece. Holds no memory until the first entry. Not responsible for limits agreed with the peer.
internal struct HPACKDynamicTable: ~Copyable, Sendable {
    /// What an entry counts besides its text (RFC 7541 §4.1).
    internal static var overhead: Int { 32 }

    internal struct Entry: Sendable, BitwiseCopyable {
        /// Where its name begins, counted from the first byte that was ever added; the value follows.
        fileprivate var position: UInt64 = 0
        internal var nameCount: UInt32 = 0
        internal var valueCount: UInt32 = 0
        internal var nameHash: UInt32 = 0
        internal var fieldHash: UInt32 = 0
        internal var size: Int { Int(self.nameCount) &+ Int(self.valueCount) &+ HPACKDynamicTable.overhead }
    }

    /// A power of two of slots; the entries are `count` from `first` on, oldest first.
    private var slots: ContiguousArray<Entry> = []
    private var first = 0
    internal private(set) var count = 0
    /// Sum of the entries' sizes.
    internal private(set) var size = 0
    /// What `size` may be.
    internal private(set) var capacity: Int
    /// What `capacity` may ever be.
    internal let limit: Int
    internal private(set) var text = Buffer()
    private var dropped: UInt64 = 0
    /// How often an entry came or the size was set: as long as it stays, an index means the same.
    internal private(set) var changes: UInt64 = 0

    internal init(limit: Int) {
        self.limit = limit
        self.capacity = limit
    }

    /// The entry of a dynamic index, 0 for the newest.
    internal func entry(_ index: Int) -> Entry? {
        guard index >= 0, index < self.count else { return nil }
        return self.slots[(self.first &+ self.count &- 1 &- index) & (self.slots.count &- 1)]
    }

    /// Where the entry's name is in `text`.
    internal func name(_ entry: Entry) -> ByteRange {
        ByteRange(start: UInt32(truncatingIfNeeded: entry.position &- self.dropped), count: entry.nameCount)
    }

    /// Where the entry's value is in `text`.
    internal func value(_ entry: Entry) -> ByteRange {
        let start = entry.position &- self.dropped &+ UInt64(entry.nameCount)
        return ByteRange(start: UInt32(truncatingIfNeeded: start), count: entry.valueCount)
    }

    /// Evicts what no longer fits.
    internal mutating func resize(to capacity: Int) {
        self.changes &+= 1
        self.capacity = min(capacity, self.limit)
        self.evict(to: self.capacity)
    }

    /// Adds an entry; one that is larger than the table empties it (RFC 7541 §4.4).
    ///
    /// The text must not lie in this table: what it was taken from may be evicted for it.
    internal mutating func insert(
        name: borrowing Span<UInt8>,
        value: borrowing Span<UInt8>,
        nameHash: UInt32 = 0,
        fieldHash: UInt32 = 0
    ) {
        self.changes &+= 1
        let size = name.count &+ value.count &+ Self.overhead
        guard size <= self.capacity else { return self.evict(to: 0) }
        self.evict(to: self.capacity &- size)
        if self.count == self.slots.count { self.addSlots() }
        let entry = Entry(
            position: self.dropped &+ UInt64(self.text.count),
            nameCount: UInt32(truncatingIfNeeded: name.count),
            valueCount: UInt32(truncatingIfNeeded: value.count),
            nameHash: nameHash,
            fieldHash: fieldHash
        )
        self.slots[(self.first &+ self.count) & (self.slots.count &- 1)] = entry
        self.count &+= 1
        self.size &+= size
        self.text.append(name)
        self.text.append(value)
    }

    /// Twice as many slots, the oldest entry in the first; most connections never need what the limit allows.
    private mutating func addSlots() {
        var slots = ContiguousArray<Entry>(repeating: Entry(), count: max(16, 2 * self.slots.count))
        for index in 0..<self.count { slots[index] = self.slots[(self.first &+ index) & (self.slots.count &- 1)] }
        self.slots = slots
        self.first = 0
    }

    private mutating func evict(to size: Int) {
        while self.size > size, self.count > 0 {
            let entry = self.slots[self.first]
            let bytes = Int(entry.nameCount) &+ Int(entry.valueCount)
            self.text.consume(bytes)
            self.dropped &+= UInt64(bytes)
            self.first = (self.first &+ 1) & (self.slots.count &- 1)
            self.count &-= 1
            self.size &-= entry.size
        }
    }

    // MARK: - For an encoder

    /// The newest entry with this hash that is this field, or nil.
    internal func index(field hash: UInt32, name: borrowing Span<UInt8>, value: borrowing Span<UInt8>) -> Int? {
        let newest = self.first &+ self.count &- 1
        for index in 0..<self.count {
            let entry = self.slots[(newest &- index) & (self.slots.count &- 1)]
            guard entry.fieldHash == hash else { continue }
            if FieldHash.areEqual(self.text.span, self.name(entry), name),
                FieldHash.areEqual(self.text.span, self.value(entry), value)
            {
                return index
            }
        }
        return nil
    }

    /// The newest entry with this name, or nil.
    internal func index(name hash: UInt32, _ name: borrowing Span<UInt8>) -> Int? {
        let newest = self.first &+ self.count &- 1
        for index in 0..<self.count {
            let entry = self.slots[(newest &- index) & (self.slots.count &- 1)]
            guard entry.nameHash == hash else { continue }
            if FieldHash.areEqual(self.text.span, self.name(entry), name) { return index }
        }
        return nil
    }
}
