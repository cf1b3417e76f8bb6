internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor

/// Somebody who waits for a response from the disk.
struct DiskLoad: Sendable {
    let name: DiskName
    /// The URL's number in memory.
    let hash: UInt64
    let mailbox: Mailbox<WorkerMessage>
    let exchange: SlabKey
}

/// What is to be done with files, and in which order: who waits first, then what must go, then what is to be kept.
///
/// Bounded: what the disk cannot follow is refused, and costs a miss.
struct DiskQueue {
    struct Write: Sendable {
        let record: DiskRecord
        let serial: UInt64
        let entry: CacheEntry
    }

    enum Job: Sendable {
        case load(DiskLoad)
        case remove([DiskName])
        case write(Write)
    }

    static let mostLoads = 512
    static let mostWrites = 1024
    /// Content that waits, which may be evicted from memory meanwhile.
    static let mostBytes = 32 << 20
    /// Names removed at a time, so that who waits for a response does not wait for a purge.
    static let removalsAtOnce = 64

    private var loads: [DiskLoad] = []
    private var nextLoad = 0
    private var removals: [DiskName] = []
    private var writes: [DiskName: Write] = [:]
    private var order: [DiskName] = []
    private var nextWrite = 0
    private(set) var bytes = 0
    /// The write that is being done.
    private var current: Write?

    init() {}

    var isEmpty: Bool { self.nextLoad == self.loads.count && self.removals.isEmpty && self.writes.isEmpty }
    var loadCount: Int { self.loads.count - self.nextLoad }

    /// A response that is about to be written: it needs no reading.
    func waiting(_ name: DiskName) -> CacheEntry? {
        if let write = self.writes[name] { return write.entry }
        guard let current = self.current, current.record.name == name else { return nil }
        return current.entry
    }

    /// By which fields the responses that wait were chosen; few wait.
    func varyLists(key: UInt64) -> [[VaryName]] {
        var lists: [[VaryName]] = []
        for write in self.writes.values where write.record.key == key && write.record.kind == .response {
            if !lists.contains(write.record.varyNames) { lists.append(write.record.varyNames) }
        }
        if let current = self.current?.record, current.key == key, current.kind == .response {
            lists.append(current.varyNames)
        }
        return lists
    }

    /// Returns false when too many wait.
    mutating func add(_ load: DiskLoad) -> Bool {
        guard self.loadCount < Self.mostLoads else { return false }
        self.loads.append(load)
        return true
    }

    mutating func remove(_ names: some Sequence<DiskName>) { self.removals.append(contentsOf: names) }

    /// Whether there is room for a write; one that waits under the same name makes way for it.
    mutating func hasRoom(for entry: CacheEntry, _ name: DiskName) -> Bool {
        self.cancel(name)
        guard self.writes.count < Self.mostWrites else { return false }
        return self.writes.isEmpty || self.bytes + entry.cost <= Self.mostBytes
    }

    mutating func add(_ write: Write) {
        self.writes[write.record.name] = write
        self.order.append(write.record.name)
        self.bytes += write.entry.cost
    }

    /// Forgets a write that nobody wants any more.
    mutating func cancel(_ name: DiskName) {
        if let write = self.writes.removeValue(forKey: name) { self.bytes -= write.entry.cost }
        if self.current?.record.name == name { self.current = nil }
    }

    /// The next job; the one before is done.
    mutating func next() -> Job? {
        self.current = nil
        if self.nextLoad < self.loads.count { return .load(self.takeLoad()) }
        if !self.removals.isEmpty {
            let names = Array(self.removals.suffix(Self.removalsAtOnce))
            self.removals.removeLast(names.count)
            return .remove(names)
        }
        while self.nextWrite < self.order.count {
            let name = self.order[self.nextWrite]
            self.nextWrite += 1
            self.compact()
            guard let write = self.writes.removeValue(forKey: name) else { continue }
            self.bytes -= write.entry.cost
            self.current = write
            return .write(write)
        }
        return nil
    }

    private mutating func takeLoad() -> DiskLoad {
        defer {
            self.nextLoad += 1
            if self.nextLoad == self.loads.count || self.nextLoad >= Self.mostLoads {
                self.loads.removeFirst(self.nextLoad)
                self.nextLoad = 0
            }
        }
        return self.loads[self.nextLoad]
    }

    private mutating func compact() {
        guard self.nextWrite == self.order.count || self.nextWrite >= Self.mostWrites else { return }
        self.order.removeFirst(self.nextWrite)
        self.nextWrite = 0
    }

    /// Takes everybody who waits, for whom there will be no answer.
    mutating func takeLoads() -> [DiskLoad] {
        let left = Array(self.loads[self.nextLoad...])
        self.loads = []
        self.nextLoad = 0
        return left
    }
}
