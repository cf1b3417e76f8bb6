internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor
internal import Synchronization

/// The second level of the cache: what workers ask of it, and what its thread has to do.
///
/// No call waits for the disk: workers leave a job and are answered in their mailbox. The index is behind one lock,
/// which is held for dictionary lookups and never while a file is touched. Not responsible for files (`DiskFolder`),
/// nor for what may be kept or used (`GatewayCore/Cache`).
final class DiskStore: Sendable {
    struct State: ~Copyable {
        var index: DiskIndex
        var queue = DiskQueue()
        /// Until the whole directory has been looked through.
        var purges = DiskPurgeMemory()
        var report = DiskReport()
        /// Nil until the directory has been seen.
        var secret: DiskSecret?
        /// The directory is ours to use.
        var isOpen = false
        var isRunning = false
        var isStopping = false
        /// When the job that is being done began; 0 for none.
        var busySince: UInt64 = 0
        var whenDone: (@Sendable () -> Void)?

        init(limit: UInt64) { self.index = DiskIndex(limit: limit) }
    }

    /// What came of asking for a response.
    enum Answer {
        /// It is in memory still.
        case here(CacheEntry)
        /// The mailbox gets it.
        case coming
        case absent
    }

    /// A job that takes longer than this shows a disk that is of no help: until it is done nobody asks.
    private static let slow: UInt64 = 1_000_000_000

    let path: String
    let state: Mutex<State>
    let signal: ThreadSignal

    init(path: String, limit: UInt64) throws(SystemError) {
        self.path = path
        self.state = Mutex(State(limit: limit))
        self.signal = try ThreadSignal()
    }

    /// Starts its thread, which fills `memory` with what is asked for.
    ///
    /// - Parameter say: gets a line for the administrator.
    func start(memory: CacheStore, say: @escaping @Sendable (String) -> Void) throws(SystemError) {
        self.state.withLock { $0.isRunning = true }
        do throws(SystemError) {
            _ = try WorkerThread(name: "cache-disk") { DiskLoop(self, memory, say).run() }
        } catch {
            self.state.withLock { $0.isRunning = false }
            throw error
        }
    }

    /// Ends the thread after what waits is written, and then calls `whenDone`.
    func stop(whenDone: @escaping @Sendable () -> Void) {
        let isRunning = self.state.withLock { state in
            state.isStopping = true
            state.isOpen = false
            if state.isRunning { state.whenDone = whenDone }
            return state.isRunning
        }
        if isRunning { self.signal.raise() } else { whenDone() }
    }

    func setLimit(_ limit: UInt64) {
        self.state.withLock { state in
            state.index.setLimit(limit)
            // During the scan the order is not known yet.
            if state.report.state == .ready { state.evict(state.index.shrink()) }
        }
        self.signal.raise()
    }

    // MARK: - Asking

    /// By which request fields responses of a key are chosen; nil when there is none.
    func varyLists(_ key: borrowing Span<UInt8>) -> (DiskSecret, [[VaryName]])? {
        guard let secret = self.state.withLock({ $0.openSecret }) else { return nil }
        let url = secret.number(urlOf: key)
        let number = secret.number(key: key)
        let lists = self.state.withLock { $0.lists(url: url, key: number) }
        return lists.isEmpty ? nil : (secret, lists)
    }

    func load(_ load: DiskLoad, now: UInt64) -> Answer {
        let answer = self.state.withLock { state -> Answer in
            if let entry = state.queue.waiting(load.name) { return .here(entry) }
            guard state.isOpen, state.index.contains(load.name) else { return .absent }
            let isSlow = state.busySince > 0 && now > state.busySince + Self.slow
            guard !isSlow, state.queue.add(load) else {
                state.report.skipped += 1
                return .absent
            }
            return .coming
        }
        if case .coming = answer { self.signal.raise() }
        return answer
    }

    /// Somebody gave up waiting.
    func wasTooSlow() { self.state.withLock { $0.report.skipped += 1 } }

    // MARK: - Keeping

    /// Has a response written, in place of what is there for the same requests.
    func save(_ entry: CacheEntry, _ kind: DiskKind = .response) {
        guard let secret = self.state.withLock({ $0.openSecret }) else { return }
        let clock = DiskClock(now: EventLoop.monotonicNanoseconds, wall: EventLoop.wallMilliseconds)
        let record = entry.diskRecord(kind, secret, at: clock)
        let isWorth = kind == .searchFile || DiskWorth.isWorth(entry.facts, now: clock.now)
        self.state.withLock { $0.save(entry, record, isWorth: isWorth) }
        self.signal.raise()
    }

    /// Takes a response away that turned out to be wrong.
    func forget(_ entry: CacheEntry) {
        guard let name = self.name(of: entry) else { return }
        self.state.withLock { state in
            if state.report.state != .ready, let secret = state.secret {
                let url = secret.number(urlOf: entry.key)
                state.purges.remember(.key(secret.number(key: entry.key), url: url))
            }
            state.queue.cancel(name)
            if state.index.remove(name) { state.queue.remove([name]) }
        }
        self.signal.raise()
    }

    func name(of entry: CacheEntry) -> DiskName? {
        self.state.withLock({ $0.secret })?
            .name(.response, key: entry.key, names: entry.varyNames, variant: entry.variant)
    }

    // MARK: - Purging

    /// Takes away every response and search file of a URL; returns the names of the responses.
    func purge(url: [UInt8]) -> [DiskName] { self.purge { .url($0.number(urlOf: url.span)) } }
    func purge(tag: UInt64) -> [DiskName] { self.purge { _ in .tag(tag) } }
    func purgeAll() -> [DiskName] { self.purge { _ in .all } }

    func invalidate(key: [UInt8]) {
        _ = self.purge { .key($0.number(key: key.span), url: $0.number(urlOf: key.span)) }
    }

    private func purge(_ what: (DiskSecret) -> DiskPurge) -> [DiskName] {
        defer { self.signal.raise() }
        return self.state.withLock { state in
            guard let secret = state.secret else {
                // What is not known yet cannot be told apart.
                state.purges.remember(.all)
                return []
            }
            let purge = what(secret)
            if state.report.state != .ready { state.purges.remember(purge) }
            let gone = state.index.purge(purge)
            for record in gone { state.queue.cancel(record.name) }
            state.queue.remove(gone.map(\.name))
            return gone.filter { $0.kind == .response }.map(\.name)
        }
    }

    func report() -> DiskReport {
        self.state.withLock { state in
            var report = state.report
            report.entries = state.index.count
            report.bytes = state.index.bytes
            report.limit = state.index.limit
            return report
        }
    }
}

extension DiskStore.State {
    var openSecret: DiskSecret? { self.isOpen ? self.secret : nil }

    /// The lists of fields for a key, those of responses that wait to be written included.
    func lists(url: UInt64, key: UInt64) -> [[VaryName]] {
        self.index.varyLists(url: url, key: key) + self.queue.varyLists(key: key)
    }

    mutating func evict(_ names: [DiskName]) {
        self.report.evictions += UInt64(names.count)
        self.queue.remove(names)
    }

    mutating func save(_ entry: CacheEntry, _ record: DiskRecord, isWorth: Bool) {
        let name = record.name
        let old = record.kind == .searchFile ? self.index.record(name) : nil
        if let old, !DiskWorth.isDue(record, after: old) { return }
        guard isWorth, self.queue.hasRoom(for: entry, name) else {
            self.queue.cancel(name)
            // What is there is outdated all the same.
            if self.index.remove(name) { self.queue.remove([name]) }
            if isWorth { self.report.skipped += 1 }
            return
        }
        guard let serial = self.index.announce(record) else { return self.queue.remove([name]) }
        self.queue.add(DiskQueue.Write(record: record, serial: serial, entry: entry))
    }
}
