internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// The responses that are kept: one store for all workers and routes, bounded in bytes.
///
/// In shards, each under a lock that is held for a dictionary lookup or a step of eviction, never while content is
/// copied or sent. Everything kept counts: content, heads, keys, tables, and what is being filled. Not responsible for
/// what may be kept or used (`GatewayCore/Cache`), nor for the second level on disk beyond telling it (`DiskStore`).
final class CacheStore: Sendable {
    private struct Content: ~Copyable {
        var shard = CacheShard()
        var flights = CacheFlights()
    }

    private final class Part: Sendable {
        let content = Mutex(Content())
        let bytes = Atomic<Int>(0)
    }

    private static let partCount = 16

    private let parts: [Part]
    let seed: UInt64
    private let limitBytes: Atomic<Int>
    /// Bytes of entries and of what is being filled; the second number is the latter alone.
    private let used = Atomic<Int>(0)
    private let filling = Atomic<Int>(0)
    private let evictions = Atomic<UInt64>(0)
    private let files = Mutex<[CacheEntry]>([])
    private let level = Mutex<DiskStore?>(nil)
    private let hasDisk = Atomic<Bool>(false)

    init(limit: UInt64, seed: UInt64) {
        self.parts = (0..<Self.partCount).map { _ in Part() }
        self.limitBytes = Atomic(Int(clamping: limit))
        self.seed = seed
    }

    private func part(_ hash: UInt64) -> Part { self.parts[Int(truncatingIfNeeded: hash % UInt64(Self.partCount))] }

    var limit: Int { self.limitBytes.load(ordering: .relaxed) }
    var bytes: Int { self.used.load(ordering: .relaxed) }

    /// Another bound, after a reload; what is over it goes at once.
    func setLimit(_ limit: UInt64) {
        self.limitBytes.store(Int(clamping: limit), ordering: .relaxed)
        _ = self.makeRoom()
    }

    /// The second level; nil where no directory is configured.
    var disk: DiskStore? { self.hasDisk.load(ordering: .acquiring) ? self.level.withLock { $0 } : nil }

    func setDisk(_ disk: DiskStore?) {
        self.level.withLock { $0 = disk }
        self.hasDisk.store(disk != nil, ordering: .releasing)
    }

    // MARK: - Looking up

    /// The responses to requests for a URL, newest first.
    func variants(_ hash: UInt64) -> [CacheEntry] {
        self.part(hash).content.withLock { $0.shard.variants(hash) }
    }

    // MARK: - Keeping

    /// Takes `bytes` of the bound for content that is being filled.
    ///
    /// Returns false when there is no room: half of the store at most is given to what may never be complete.
    func reserve(_ bytes: Int) -> Bool {
        let filling = self.filling.add(bytes, ordering: .relaxed).newValue
        self.used.add(bytes, ordering: .relaxed)
        if filling <= self.limit / 2, self.makeRoom() { return true }
        self.release(bytes)
        return false
    }

    func release(_ bytes: Int) {
        self.filling.subtract(bytes, ordering: .relaxed)
        self.used.subtract(bytes, ordering: .relaxed)
    }

    /// Makes an entry visible; returns whether there was room.
    @discardableResult
    func insert(_ entry: CacheEntry, isFromDisk: Bool = false) -> Bool {
        defer { if !isFromDisk { self.disk?.save(entry) } }
        guard entry.cost <= self.limit else { return false }
        self.used.add(entry.cost, ordering: .relaxed)
        guard self.makeRoom() else {
            self.used.subtract(entry.cost, ordering: .relaxed)
            return false
        }
        let part = self.part(entry.hash)
        part.bytes.add(entry.cost, ordering: .relaxed)
        self.discount(part.content.withLock { $0.shard.insert(entry) })
        return true
    }

    /// Takes out one entry, unless it was replaced already.
    func remove(_ entry: CacheEntry) {
        self.disk?.forget(entry)
        self.discount(self.part(entry.hash).content.withLock { $0.shard.remove(entry.hash) { $0 === entry } })
    }

    /// Evicts until the bound holds, always from the part that holds most.
    ///
    /// In turn would not do: entries fall on the parts by chance, and a part that got few would be emptied.
    private func makeRoom() -> Bool {
        while self.bytes > self.limit {
            guard let part = self.largest, let gone = part.content.withLock({ $0.shard.evict() }) else { return false }
            part.bytes.subtract(gone.cost, ordering: .relaxed)
            self.used.subtract(gone.cost, ordering: .relaxed)
            self.evictions.add(1, ordering: .relaxed)
        }
        return true
    }

    private var largest: Part? {
        var found: Part?
        var most = 0
        for part in self.parts {
            let bytes = part.bytes.load(ordering: .relaxed)
            if bytes > most { (found, most) = (part, bytes) }
        }
        return found
    }

    private func discount(_ gone: [CacheEntry]) {
        for entry in gone {
            self.part(entry.hash).bytes.subtract(entry.cost, ordering: .relaxed)
            self.used.subtract(entry.cost, ordering: .relaxed)
        }
    }

    // MARK: - Purging

    /// Takes out every variant of a URL, given as its key; returns how many.
    func purge(key: [UInt8]) -> Int {
        self.purge({ $0.purge(url: key) }) { entry in
            guard entry.key.starts(with: key) else { return false }
            // Behind a line end there is what a trusted proxy said of the host.
            return entry.key.count == key.count || entry.key[key.count] == UInt8(ascii: "\n")
        }
    }

    func purge(tag: UInt64) -> Int { self.purge({ $0.purge(tag: tag) }) { $0.tags.contains(tag) } }
    func purgeAll() -> Int { self.purge({ $0.purgeAll() }) { _ in true } }

    /// The disk first: what its thread reads meanwhile is in memory before the purge, or does not get there.
    private func purge(_ onDisk: (DiskStore) -> [DiskName], _ isMeant: (CacheEntry) -> Bool) -> Int {
        let disk = self.disk
        let names = Set(disk.map(onDisk) ?? [])
        var count = names.count
        for part in self.parts {
            let gone = part.content.withLock { $0.shard.removeAll(where: isMeant) }
            self.discount(gone)
            count += gone.count { entry in disk?.name(of: entry).map { !names.contains($0) } ?? true }
        }
        self.files.withLock { $0.removeAll(where: isMeant) }
        return count
    }

    /// Takes out every variant under these keys, because the resource has changed (RFC 9111 §4.4).
    func invalidate(_ keys: [[UInt8]]) {
        let disk = self.disk
        for key in keys {
            disk?.invalidate(key: key)
            let hash = CacheKey.hash(key.span, seed: self.seed)
            self.discount(self.part(hash).content.withLock { $0.shard.remove(hash) { $0.key == key } })
        }
    }

    // MARK: - One for all

    func join(
        _ hash: UInt64,
        _ waiter: CacheWaiter?,
        now: UInt64,
        mayLead: Bool = true,
        mayFollow: Bool = false
    ) -> CacheFlights.Join {
        self.part(hash).content.withLock {
            $0.flights.join(hash, waiter, now: now, mayLead: mayLead, mayFollow: mayFollow)
        }
    }

    /// The answer of a flight begins to come: those who wait can have it from here on.
    func open(_ hash: UInt64, token: UInt64, _ fill: CacheFill) {
        let waiters = self.part(hash).content.withLock { $0.flights.setFill(hash, token: token, fill) }
        for waiter in waiters { waiter.mailbox.post(.cacheFillBegan(waiter.exchange, fill)) }
    }

    /// It broke off, and another one may follow.
    func close(_ hash: UInt64, token: UInt64) {
        _ = self.part(hash).content.withLock { $0.flights.setFill(hash, token: token, nil) }
    }

    func hasWaiters(_ hash: UInt64, token: UInt64) -> Bool {
        self.part(hash).content.withLock { $0.flights.hasWaiters(hash, token: token) }
    }

    /// Ends a flight and wakes who waited for it.
    func end(_ hash: UInt64, token: UInt64, _ ending: FlightEnding, now: UInt64) {
        let waiters = self.part(hash).content.withLock { $0.flights.end(hash, token: token, ending, now: now) }
        for waiter in waiters { waiter.mailbox.post(.cacheFlightEnded(waiter.exchange, ending)) }
    }

    // MARK: - Files for search engines

    /// Number and size of the `robots.txt` files and sitemaps that are kept beside the store.
    static let mostFiles = 64
    static let largestFile: UInt64 = 1 << 20

    /// Keeps the last good one of a URL; the one that was stored longest ago goes for one too many.
    func keepFile(_ entry: CacheEntry) {
        self.disk?.save(entry, .searchFile)
        self.files.withLock { files in
            files.removeAll { $0.key == entry.key }
            if files.count >= Self.mostFiles { files.removeFirst() }
            files.append(entry)
        }
    }

    /// Takes one back from the disk, unless a newer one is there.
    func restoreFile(_ entry: CacheEntry) {
        self.files.withLock { files in
            guard files.count < Self.mostFiles, !files.contains(where: { $0.key == entry.key }) else { return }
            files.append(entry)
        }
    }

    func file(key: borrowing Span<UInt8>) -> CacheEntry? {
        let files = self.files.withLock { $0 }
        for entry in files.reversed() where entry.hasKey(key) { return entry }
        return nil
    }

    // MARK: - Reporting

    func report() -> CacheReport {
        var report = CacheReport()
        for part in self.parts { report.entries += part.content.withLock { $0.shard.count } }
        report.bytes = self.bytes
        report.filling = self.filling.load(ordering: .relaxed)
        report.limit = self.limit
        report.evictions = self.evictions.load(ordering: .relaxed)
        report.files = self.files.withLock { $0.count }
        report.disk = self.disk?.report()
        return report
    }
}

extension CacheEntry {
    /// Whether the entry is for this URL: numbers of keys may be the same by chance.
    func hasKey(_ key: borrowing Span<UInt8>) -> Bool {
        guard self.key.count == key.count else { return false }
        for index in key.indices where self.key[index] != key[index] { return false }
        return true
    }
}
