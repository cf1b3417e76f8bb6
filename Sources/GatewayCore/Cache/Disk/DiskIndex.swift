/// Which responses are on disk, how much room they take, and which go first.
///
/// A value without files: it says which names to write and to remove, the disk's thread does it. Eviction is SIEVE, as
/// in memory (`CacheShard`): what was read since the hand last came by is spared. A write is announced first and
/// committed when its file is there, so that a purge in between is not undone by it.
public struct DiskIndex: ~Copyable, Sendable {
    private struct Node {
        var record: DiskRecord
        var serial: UInt64
        var wasUsed = false
        /// Towards older and towards newer records; -1 for none.
        var older: Int32 = -1
        var newer: Int32 = -1
        /// The next record of the same URL.
        var sibling: Int32 = -1
    }

    private struct Announced {
        var record: DiskRecord
        var serial: UInt64
    }

    /// About 250 bytes each: a bound on memory, however large the disk.
    public static let mostRecords = 1 << 20
    /// Responses of one URL, as in memory.
    public static let mostVariants = 64

    public private(set) var limit: UInt64
    public private(set) var bytes: UInt64 = 0
    public var count: Int { self.places.count }
    private let mostRecords: Int

    private var nodes: [Node?] = []
    private var free: [Int32] = []
    private var places: [DiskName: Int32] = [:]
    private var urls: [UInt64: Int32] = [:]
    private var announced: [DiskName: Announced] = [:]
    private var oldest: Int32 = -1
    private var newest: Int32 = -1
    private var hand: Int32 = -1
    private var lastSerial: UInt64 = 0

    public init(limit: UInt64, mostRecords: Int = DiskIndex.mostRecords) {
        self.limit = limit
        self.mostRecords = max(1, mostRecords)
    }

    public mutating func setLimit(_ limit: UInt64) { self.limit = limit }

    // MARK: - Looking up

    public func contains(_ name: DiskName) -> Bool { self.places[name] != nil }

    public func record(_ name: DiskName) -> DiskRecord? { self.place(name)?.record }

    private func place(_ name: DiskName) -> Node? { self.places[name].flatMap { self.nodes[Int($0)] } }

    /// The different lists of fields that the responses of a key are chosen by: as many names may be asked for.
    public func varyLists(url: UInt64, key: UInt64) -> [[VaryName]] {
        var lists: [[VaryName]] = []
        var at = self.urls[url] ?? -1
        while at >= 0, let node = self.nodes[Int(at)] {
            if node.record.key == key, node.record.kind == .response, !lists.contains(node.record.varyNames) {
                lists.append(node.record.varyNames)
            }
            at = node.sibling
        }
        return lists
    }

    /// A file that is about to be read is spared once; returns the number by which it is known not to have changed.
    public mutating func use(_ name: DiskName) -> UInt64? {
        guard let at = self.places[name] else { return nil }
        self.nodes[Int(at)]?.wasUsed = true
        return self.nodes[Int(at)]?.serial
    }

    /// Whether what was read is still what the index means: no purge and no newer response came since.
    public func isCurrent(_ name: DiskName, _ serial: UInt64) -> Bool {
        self.place(name)?.serial == serial && self.announced[name] == nil
    }

    /// The newest search files.
    public func searchFiles(_ most: Int) -> [DiskName] {
        var names: [DiskName] = []
        var at = self.newest
        while at >= 0, names.count < most, let node = self.nodes[Int(at)] {
            if node.record.kind == .searchFile { names.append(node.record.name) }
            at = node.older
        }
        return names
    }

    // MARK: - Writing

    /// A response is going to be written; nil when it has no place here.
    ///
    /// What is on disk under its name is outdated from now on: the file is replaced, or removed if nothing comes.
    public mutating func announce(_ record: DiskRecord) -> UInt64? {
        self.drop(record.name)
        guard record.cost <= self.limit else {
            self.announced[record.name] = nil
            return nil
        }
        self.lastSerial += 1
        self.announced[record.name] = Announced(record: record, serial: self.lastSerial)
        return self.lastSerial
    }

    /// Whether the write is still wanted: neither purged nor overtaken by a newer one.
    public func isWanted(_ name: DiskName, _ serial: UInt64) -> Bool { self.announced[name]?.serial == serial }

    /// Takes out the oldest that were not used, until an announced write fits; their files have to go.
    public mutating func makeRoom(for name: DiskName, _ serial: UInt64) -> [DiskName] {
        guard let coming = self.announced[name], coming.serial == serial else { return [] }
        let gone = self.shrink(to: self.limit - min(self.limit, coming.record.cost), most: self.mostRecords - 1)
        let siblings = self.siblings(coming.record.url)
        guard siblings.count >= Self.mostVariants, let first = siblings.last else { return gone }
        self.drop(first)
        return gone + [first]
    }

    /// The names of a URL's records, newest first.
    private func siblings(_ url: UInt64) -> [DiskName] {
        var names: [DiskName] = []
        var at = self.urls[url] ?? -1
        while at >= 0, let node = self.nodes[Int(at)] {
            names.append(node.record.name)
            at = node.sibling
        }
        return names
    }

    /// The same until the bound holds.
    public mutating func shrink() -> [DiskName] { self.shrink(to: self.limit, most: self.mostRecords) }

    private mutating func shrink(to bytes: UInt64, most: Int) -> [DiskName] {
        var gone: [DiskName] = []
        while self.bytes > bytes || self.count > most, let name = self.evict() { gone.append(name) }
        return gone
    }

    /// The file is there under its name; returns false when it has to be removed, because nobody wants it any more.
    public mutating func commit(_ name: DiskName, _ serial: UInt64) -> Bool {
        guard let coming = self.announced[name], coming.serial == serial else { return false }
        self.announced[name] = nil
        self.insert(coming.record, serial: serial)
        return true
    }

    /// There will be no file for an announced write.
    public mutating func abandon(_ name: DiskName, _ serial: UInt64) {
        if self.isWanted(name, serial) { self.announced[name] = nil }
    }

    /// Whether a file under this name is nobody's: neither kept nor about to be replaced.
    public func isOrphan(_ name: DiskName) -> Bool { !self.contains(name) && self.announced[name] == nil }

    /// A file that was found; returns whether it is kept.
    public mutating func adopt(_ record: DiskRecord) -> Bool {
        guard self.isOrphan(record.name), self.count < self.mostRecords, record.cost <= self.limit,
            self.siblings(record.url).count < Self.mostVariants
        else { return false }
        self.lastSerial += 1
        self.insert(record, serial: self.lastSerial)
        return true
    }

    /// Files are found in no order: the eviction begins with the oldest.
    public mutating func sortByAge() {
        let order = self.places.values.sorted { self.received($0) < self.received($1) }
        (self.oldest, self.newest, self.hand) = (-1, -1, -1)
        for at in order { self.link(at) }
    }

    private func received(_ at: Int32) -> UInt64 { self.nodes[Int(at)]?.record.receivedWall ?? 0 }

    // MARK: - Removing

    /// Takes one out; returns whether its file has to go.
    @discardableResult
    public mutating func remove(_ name: DiskName) -> Bool {
        let wasAnnounced = self.announced.removeValue(forKey: name) != nil
        return self.drop(name) || wasAnnounced
    }

    /// Takes out all that is meant, announced writes too; returns what went, each once.
    public mutating func purge(_ what: DiskPurge) -> [DiskRecord] {
        var gone: [DiskName: DiskRecord] = [:]
        for (name, coming) in self.announced where what.means(coming.record) { gone[name] = coming.record }
        switch what {
        case .url(let url), .key(_, let url): self.collect(what, from: self.urls[url] ?? -1, into: &gone)
        case .tag, .all:
            for node in self.nodes {
                if let record = node?.record, what.means(record) { gone[record.name] = record }
            }
        }
        for name in gone.keys { self.remove(name) }
        return Array(gone.values)
    }

    private func collect(_ what: DiskPurge, from first: Int32, into gone: inout [DiskName: DiskRecord]) {
        var at = first
        while at >= 0, let node = self.nodes[Int(at)] {
            if what.means(node.record) { gone[node.record.name] = node.record }
            at = node.sibling
        }
    }

    private mutating func evict() -> DiskName? {
        var at = self.hand >= 0 ? self.hand : self.oldest
        // Twice around at most: the first round takes every mark away.
        while at >= 0, let node = self.nodes[Int(at)], node.wasUsed {
            self.nodes[Int(at)]?.wasUsed = false
            at = node.newer >= 0 ? node.newer : self.oldest
        }
        guard at >= 0, let node = self.nodes[Int(at)] else { return nil }
        self.hand = at
        self.drop(node.record.name)
        return node.record.name
    }

    // MARK: - The list

    private mutating func insert(_ record: DiskRecord, serial: UInt64) {
        self.drop(record.name)
        var node = Node(record: record, serial: serial)
        node.sibling = self.urls[record.url] ?? -1
        let at: Int32
        if let reused = self.free.popLast() {
            at = reused
            self.nodes[Int(at)] = node
        } else {
            at = Int32(self.nodes.count)
            self.nodes.append(node)
        }
        self.urls[record.url] = at
        self.places[record.name] = at
        self.bytes += record.cost
        self.link(at)
    }

    private mutating func link(_ at: Int32) {
        self.nodes[Int(at)]?.older = self.newest
        self.nodes[Int(at)]?.newer = -1
        if self.newest >= 0 { self.nodes[Int(self.newest)]?.newer = at } else { self.oldest = at }
        self.newest = at
    }

    @discardableResult
    private mutating func drop(_ name: DiskName) -> Bool {
        guard let at = self.places.removeValue(forKey: name), let node = self.nodes[Int(at)] else { return false }
        if node.older >= 0 { self.nodes[Int(node.older)]?.newer = node.newer } else { self.oldest = node.newer }
        if node.newer >= 0 { self.nodes[Int(node.newer)]?.older = node.older } else { self.newest = node.older }
        // The hand goes on to the next newer one, or starts again.
        if self.hand == at { self.hand = node.newer }
        self.leaveSiblings(at, node)
        self.nodes[Int(at)] = nil
        self.free.append(at)
        self.bytes -= node.record.cost
        return true
    }

    private mutating func leaveSiblings(_ gone: Int32, _ node: Node) {
        guard var at = self.urls[node.record.url] else { return }
        if at == gone {
            self.urls[node.record.url] = node.sibling >= 0 ? node.sibling : nil
            return
        }
        while at >= 0, let next = self.nodes[Int(at)]?.sibling, next >= 0 {
            if next == gone {
                self.nodes[Int(at)]?.sibling = node.sibling
                return
            }
            at = next
        }
    }
}
