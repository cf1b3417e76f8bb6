public import GatewayConfig

/// Connections and requests under way for each client address, for `ClientLimits`.
///
/// Open addressing with linear probing; an entry goes away with its client's last connection or request, exactly, by
/// moving up those behind it, so the table holds no remains however many addresses come and go. It grows to the
/// number of clients that are connected at once, and `capacity` bounds that. Where it is full, a new address is
/// refused: who cannot be counted cannot be limited.
///
/// Per worker. Every `true` of a begin needs its end; a `false` was not counted.
public struct ClientTable: ~Copyable, Sendable {
    private struct Entry: Sendable, BitwiseCopyable {
        var bits: UInt64 = 0
        var connections: UInt32 = 0
        var requests: UInt32 = 0
        var isV4 = false

        var isFree: Bool { self.connections == 0 && self.requests == 0 }
    }

    private let connectionLimit: UInt32
    private let requestLimit: UInt32
    private let seed: UInt64
    private let capacity: Int
    private var entries: ContiguousArray<Entry>
    private var mask: Int
    /// Addresses that are in the table.
    public private(set) var count = 0

    /// - Parameters:
    ///   - limits: of one address on this worker.
    ///   - capacity: most addresses at once.
    ///   - seed: random bits that clients do not know.
    public init(_ limits: ClientLimits, capacity: Int = 1 << 20, seed: UInt64) {
        self.connectionLimit = limits.connections.map { UInt32(clamping: $0) } ?? .max
        self.requestLimit = limits.requests.map { UInt32(clamping: $0) } ?? .max
        self.seed = seed
        self.capacity = min(max(capacity, 1), 1 << 24)
        self.entries = ContiguousArray(repeating: Entry(), count: 64)
        self.mask = 63
    }

    // MARK: - Events

    /// A client connected: false when it has as many connections as it may.
    public mutating func connectionOpened(_ client: ClientKey) -> Bool {
        guard let index = self.entry(client) else { return false }
        guard self.entries[index].connections < self.connectionLimit else { return self.refuse(index) }
        self.entries[index].connections += 1
        return true
    }

    /// A counted connection closed.
    public mutating func connectionClosed(_ client: ClientKey) {
        let index = self.find(client)
        assert(self.entries[index].connections > 0, "a connection is closed once, by the address that opened it")
        guard self.entries[index].connections > 0 else { return }
        self.entries[index].connections -= 1
        self.removeIfFree(index)
    }

    /// A client sent a request: false when it has as many under way as it may.
    public mutating func requestBegan(_ client: ClientKey) -> Bool {
        guard let index = self.entry(client) else { return false }
        guard self.entries[index].requests < self.requestLimit else { return self.refuse(index) }
        self.entries[index].requests += 1
        return true
    }

    /// A counted request ended.
    public mutating func requestEnded(_ client: ClientKey) {
        let index = self.find(client)
        assert(self.entries[index].requests > 0, "a request ends once, under the address that it began with")
        guard self.entries[index].requests > 0 else { return }
        self.entries[index].requests -= 1
        self.removeIfFree(index)
    }

    /// What a client has open.
    public func counts(_ client: ClientKey) -> (connections: Int, requests: Int) {
        let entry = self.entries[self.find(client)]
        return (Int(entry.connections), Int(entry.requests))
    }

    // MARK: - The table

    private func home(_ bits: UInt64, _ isV4: Bool) -> Int {
        Int(truncatingIfNeeded: ClientKey(bits: bits, isV4: isV4).hash(self.seed)) & self.mask
    }

    /// Where the client is, or where it would be.
    private func find(_ client: ClientKey) -> Int {
        var index = self.home(client.bits, client.isV4)
        while !self.entries[index].isFree {
            if self.entries[index].bits == client.bits, self.entries[index].isV4 == client.isV4 { break }
            index = (index + 1) & self.mask
        }
        return index
    }

    /// The client's entry, a new one where it has none; nil when the table is full.
    ///
    /// A new one is free until something is counted in it, so the caller counts or refuses at once.
    private mutating func entry(_ client: ClientKey) -> Int? {
        var index = self.find(client)
        guard self.entries[index].isFree else { return index }
        guard self.count < self.capacity else { return nil }
        if (self.count + 1) * 2 > self.entries.count {
            self.grow()
            index = self.find(client)
        }
        self.entries[index].bits = client.bits
        self.entries[index].isV4 = client.isV4
        self.count += 1
        return index
    }

    /// Undoes a new entry in which nothing was counted, because the limit is 0.
    private mutating func refuse(_ index: Int) -> Bool {
        if self.entries[index].isFree { self.count -= 1 }
        return false
    }

    private mutating func removeIfFree(_ index: Int) {
        guard self.entries[index].isFree else { return }
        self.count -= 1
        var hole = index
        var next = (index + 1) & self.mask
        while !self.entries[next].isFree {
            let home = self.home(self.entries[next].bits, self.entries[next].isV4)
            // It may move up when its home is not between the hole and where it is.
            if (next - home) & self.mask >= (next - hole) & self.mask {
                self.entries[hole] = self.entries[next]
                hole = next
            }
            next = (next + 1) & self.mask
        }
        self.entries[hole] = Entry()
    }

    private mutating func grow() {
        let old = self.entries
        self.entries = ContiguousArray(repeating: Entry(), count: old.count * 2)
        self.mask = self.entries.count - 1
        for entry in old where !entry.isFree {
            self.entries[self.find(ClientKey(bits: entry.bits, isV4: entry.isV4))] = entry
        }
    }
}
