internal import GatewayCore
internal import Synchronization

/// One part of the store: entries by key, and the order in which they go when room is needed.
///
/// Eviction is SIEVE: a hit sets a bit and moves nothing, so that a lookup holds the lock for as long as a dictionary
/// takes; a hand walks from the oldest entry to the newest, spares what was used since it last came by, and takes the
/// first that was not. It keeps what is popular about as well as S3-FIFO with one list instead of three.
struct CacheShard: ~Copyable {
    private struct Node {
        var entry: CacheEntry?
        /// Towards older and towards newer entries; -1 for none.
        var older: Int32 = -1
        var newer: Int32 = -1
    }

    private struct Place {
        var entry: CacheEntry
        var node: Int32
    }

    /// Variants of a URL; the oldest goes for one more.
    static let mostVariants = 64

    private var groups: [UInt64: [Place]] = [:]
    private var nodes: [Node] = []
    private var free: [Int32] = []
    private var oldest: Int32 = -1
    private var newest: Int32 = -1
    private var hand: Int32 = -1
    private(set) var count = 0

    init() {}

    /// The variants stored under a key's number, newest first.
    func variants(_ hash: UInt64) -> [CacheEntry] { self.groups[hash]?.map(\.entry) ?? [] }

    /// Puts an entry in and returns what had to go for it: the variant it replaces, one too many, or a URL whose
    /// number is the same.
    mutating func insert(_ entry: CacheEntry) -> [CacheEntry] {
        var gone: [CacheEntry] = []
        var group = self.groups.removeValue(forKey: entry.hash) ?? []
        group.removeAll { place in
            guard place.entry.key != entry.key || place.entry.isVariant(of: entry) else { return false }
            gone.append(place.entry)
            self.unlink(place.node)
            return true
        }
        if group.count >= Self.mostVariants, let last = group.popLast() {
            gone.append(last.entry)
            self.unlink(last.node)
        }
        group.insert(Place(entry: entry, node: self.link(entry)), at: 0)
        self.groups[entry.hash] = group
        return gone
    }

    /// Takes out what `isMeant` picks of the URL.
    mutating func remove(_ hash: UInt64, where isMeant: (CacheEntry) -> Bool) -> [CacheEntry] {
        guard var group = self.groups.removeValue(forKey: hash) else { return [] }
        var gone: [CacheEntry] = []
        group.removeAll { place in
            guard isMeant(place.entry) else { return false }
            gone.append(place.entry)
            self.unlink(place.node)
            return true
        }
        if !group.isEmpty { self.groups[hash] = group }
        return gone
    }

    /// Takes out everything that `isMeant` picks; looks at every entry.
    mutating func removeAll(where isMeant: (CacheEntry) -> Bool) -> [CacheEntry] {
        var hashes: Set<UInt64> = []
        for node in self.nodes {
            if let entry = node.entry, isMeant(entry) { hashes.insert(entry.hash) }
        }
        var gone: [CacheEntry] = []
        for hash in hashes { gone += self.remove(hash, where: isMeant) }
        return gone
    }

    /// Takes out one entry; nil when there is none.
    mutating func evict() -> CacheEntry? {
        guard self.count > 0 else { return nil }
        var at = self.hand >= 0 ? self.hand : self.oldest
        // Twice around at most: the first round takes every mark away.
        while let entry = self.nodes[Int(at)].entry, entry.wasUsed.exchange(false, ordering: .relaxed) {
            at = self.nodes[Int(at)].newer >= 0 ? self.nodes[Int(at)].newer : self.oldest
        }
        guard let entry = self.nodes[Int(at)].entry else { return nil }
        self.hand = at
        let gone = self.remove(entry.hash) { $0 === entry }
        return gone.first
    }

    // MARK: - The list

    private mutating func link(_ entry: CacheEntry) -> Int32 {
        let node = Node(entry: entry, older: self.newest, newer: -1)
        let at: Int32
        if let reused = self.free.popLast() {
            at = reused
            self.nodes[Int(at)] = node
        } else {
            at = Int32(self.nodes.count)
            self.nodes.append(node)
        }
        if self.newest >= 0 { self.nodes[Int(self.newest)].newer = at } else { self.oldest = at }
        self.newest = at
        self.count += 1
        return at
    }

    private mutating func unlink(_ at: Int32) {
        let node = self.nodes[Int(at)]
        if node.older >= 0 { self.nodes[Int(node.older)].newer = node.newer } else { self.oldest = node.newer }
        if node.newer >= 0 { self.nodes[Int(node.newer)].older = node.older } else { self.newest = node.older }
        // The hand goes on to the next newer one, or starts again.
        if self.hand == at { self.hand = node.newer }
        self.nodes[Int(at)] = Node()
        self.free.append(at)
        self.count -= 1
    }
}
