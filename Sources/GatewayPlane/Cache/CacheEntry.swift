internal import GatewayBytes
internal import GatewayCore
internal import Synchronization

/// A piece of stored content; entries that share content (after a 304) share its blocks.
final class CacheBlock: Sendable {
    let bytes: Buffer

    init(_ bytes: consuming Buffer) { self.bytes = bytes }

    /// Content is kept in pieces of this size, so that keeping needs no copy of what is kept already.
    static let size = 65_536
}

/// One stored response: complete, immutable, and alive as long as somebody sends it, in the store or not.
final class CacheEntry: Sendable {
    /// The effective request URI and its number in this process.
    let key: [UInt8]
    let hash: UInt64
    /// What `Vary` names, and the values that chose this response.
    let varyNames: [VaryName]
    let variant: [UInt8]
    let head: StoredHead
    let facts: StoredFacts
    let blocks: [CacheBlock]
    let length: UInt64
    let tags: [UInt64]
    /// Bytes of memory, the store's own part included.
    let cost: Int
    /// Used since the eviction's hand last came by.
    let wasUsed = Atomic<Bool>(false)

    /// What an entry costs beyond its bytes: objects, arrays, its places in the tables.
    ///
    /// An estimate from the sizes of what is allocated, rounded up.
    static let overhead = 768

    init(
        key: [UInt8],
        hash: UInt64,
        varyNames: [VaryName],
        variant: [UInt8],
        head: consuming StoredHead,
        facts: StoredFacts,
        blocks: [CacheBlock],
        length: UInt64,
        tags: [UInt64]
    ) {
        self.key = key
        self.hash = hash
        self.varyNames = varyNames
        self.variant = variant
        self.facts = facts
        self.blocks = blocks
        self.length = length
        self.tags = tags
        let names = varyNames.reduce(0) { $0 + $1.bytes.count + 64 }
        let content = blocks.reduce(0) { $0 + $1.bytes.capacity + 64 }
        self.cost = Self.overhead + key.count + variant.count + names + tags.count * 8 + content + head.cost
        self.head = head
    }

    /// The same with its content, once that is whole.
    func filled(head: consuming StoredHead, blocks: [CacheBlock], length: UInt64) -> CacheEntry {
        self.copy(head: head, facts: self.facts, blocks: blocks, length: length)
    }

    /// The same content under a head that a 304 changed.
    func updated(head: consuming StoredHead, facts: StoredFacts) -> CacheEntry {
        self.copy(head: head, facts: facts, blocks: self.blocks, length: self.length)
    }

    private func copy(
        head: consuming StoredHead,
        facts: StoredFacts,
        blocks: [CacheBlock],
        length: UInt64
    ) -> CacheEntry {
        CacheEntry(
            key: self.key,
            hash: self.hash,
            varyNames: self.varyNames,
            variant: self.variant,
            head: head,
            facts: facts,
            blocks: blocks,
            length: length,
            tags: self.tags
        )
    }

    /// Whether the two answer the same requests.
    func isVariant(of other: CacheEntry) -> Bool {
        self.key == other.key && self.variant == other.variant && self.varyNames == other.varyNames
    }
}
