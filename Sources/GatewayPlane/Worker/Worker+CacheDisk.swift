internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor

/// Asking the second level of the cache for what memory does not hold.
extension Worker {
    /// How long a request waits for the disk before it goes on without.
    ///
    /// Longer than a disk at rest needs to start, shorter than anybody takes for an outage.
    private static let longestLoad: UInt64 = 500_000_000

    /// What the disk's thread has in its hands; where it has to read first, the exchange is `loading` after this.
    ///
    /// The key of the request is in `scratch`.
    func findOnDisk(_ x: SlabKey) -> CacheEntry? {
        guard !self.exchanges[x].cache.hasAskedDisk, let disk = self.store.disk else { return nil }
        self.exchanges[x].cache.hasAskedDisk = true
        guard let (secret, lists) = self.scratch.value.withSpan({ disk.varyLists($0) }) else { return nil }
        self.exchanges[x].cache.status.outcome = .varyMiss
        for names in lists {
            self.makeVariant(x, names)
            let name = self.scratch.value.withSpan { key in
                self.variant.value.withSpan { secret.name(.response, key: key, names: names, variant: $0) }
            }
            let hash = self.exchanges[x].cache.hash
            let load = DiskLoad(name: name, hash: hash, mailbox: self.mailbox, exchange: x)
            switch disk.load(load, now: self.now) {
            case .absent: continue
            case .here(let entry):
                guard self.matches(x, entry) else { continue }
                return entry
            case .coming:
                self.exchanges[x].stage = .loading
                self.setDeadline(client: self.exchanges[x].client, after: Self.longestLoad)
                return nil
            }
        }
        return nil
    }

    /// The disk's thread answered, or took too long: nil for nothing that can be used.
    func cacheLoaded(_ x: SlabKey, _ entry: CacheEntry?) {
        guard self.exchanges.contains(x), self.exchanges[x].stage == .loading else { return }
        self.setDeadline(client: self.exchanges[x].client, after: 0)
        self.exchanges[x].stage = .waiting
        self.makeKey(x)
        if let entry, self.matches(x, entry) {
            self.exchanges[x].cache.status.isFromDisk = true
            if !self.reuse(x, entry, mayWait: true) { self.goAlone(x) }
            return
        }
        if !self.lookUp(x, mayWait: true) { self.goAlone(x) }
    }
}
