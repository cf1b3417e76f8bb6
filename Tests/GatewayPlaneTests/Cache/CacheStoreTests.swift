import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayReactor
import Synchronization
import Testing

@testable import GatewayPlane

/// The store: bounds, variants, purging, flights.
struct CacheStoreTests {
    static func entry(
        _ key: String,
        variant: String = "",
        content: Int = 100,
        tags: [String] = [],
        store: CacheStore
    ) throws -> CacheEntry {
        var lines = Buffer()
        lines.append(text: "HTTP/1.1 200 OK\r\nX: \(variant)\r\n")
        var bytes = Buffer()
        bytes.append([UInt8](repeating: 7, count: content))
        bytes.trim()
        let key = Array(key.utf8)
        return CacheEntry(
            key: key,
            hash: CacheKey.hash(key.span, seed: store.seed),
            varyNames: variant.isEmpty ? [] : [VaryName("x")],
            variant: Array(variant.utf8),
            head: try StoredHead(lines),
            facts: StoredFacts(status: 200, lifetime: 9, initialAge: 0, receivedAt: 0, date: 0),
            blocks: [CacheBlock(bytes)],
            length: UInt64(content),
            tags: tags.map(CacheTags.number)
        )
    }

    private func variants(_ store: CacheStore, _ key: String) -> [CacheEntry] {
        let key = Array(key.utf8)
        return store.variants(CacheKey.hash(key.span, seed: store.seed)).filter { $0.key == key }
    }

    /// Random operations against a model without a bound: what the store has, the model has, the newest variant of
    /// every key is never an outdated one, and the bound holds after every step.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithANaiveModelAndKeepsItsBound(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let store = CacheStore(limit: 200_000, seed: seed)
        var model: [String: CacheEntry] = [:]
        for _ in 0..<20_000 {
            let key = "http://a/\(random.next() % 300)"
            let variant = random.next() % 4 == 0 ? "v\(random.next() % 3)" : ""
            let name = key + "|" + variant
            switch random.next() % 20 {
            case 0..<12:
                let entry = try Self.entry(
                    key,
                    variant: variant,
                    content: Int(random.next() % 4000) + 1,
                    tags: ["t\(random.next() % 10)"],
                    store: store
                )
                #expect(store.insert(entry))
                model[name] = entry
            case 12..<16:
                for found in self.variants(store, key) {
                    found.wasUsed.store(true, ordering: .relaxed)
                    let known = model[key + "|" + String(decoding: found.variant, as: UTF8.self)]
                    #expect(known === found, "an entry that was replaced or removed is still found")
                }
            case 16:
                if let entry = model.removeValue(forKey: name) { store.remove(entry) }
            case 17:
                store.invalidate([Array(key.utf8)])
                model = model.filter { $0.value.key != Array(key.utf8) }
            case 18:
                let tag = CacheTags.number("t\(random.next() % 10)")
                let held = self.held(store, model)
                let expected = held.filter { $0.tags.contains(tag) }.count
                #expect(store.purge(tag: tag) == expected)
                model = model.filter { !$0.value.tags.contains(tag) }
            default:
                _ = store.purge(key: Array(key.utf8))
                model = model.filter { $0.value.key != Array(key.utf8) }
            }
            #expect(store.bytes <= 200_000)
        }
        let held = self.held(store, model)
        #expect(store.bytes == held.reduce(0) { $0 + $1.cost })
        #expect(store.report().entries == held.count)
        #expect(store.report().evictions > 0)
        #expect(store.purgeAll() == held.count)
        #expect(store.bytes == 0)
    }

    private func held(_ store: CacheStore, _ model: [String: CacheEntry]) -> [CacheEntry] {
        Set(model.values.map { String(decoding: $0.key, as: UTF8.self) }).flatMap { self.variants(store, $0) }
    }

    /// What is used survives a crowd of pages that nobody asks for again.
    @Test
    func keepsWhatIsUsedWhenACrowdComesOnce() throws {
        let store = CacheStore(limit: 400_000, seed: 1)
        for number in 0..<50 { store.insert(try Self.entry("http://a/used/\(number)", content: 1000, store: store)) }
        for number in 0..<5000 {
            for used in [number % 50, (number + 25) % 50] {
                for found in self.variants(store, "http://a/used/\(used)") {
                    found.wasUsed.store(true, ordering: .relaxed)
                }
            }
            store.insert(try Self.entry("http://a/once/\(number)", content: 1000, store: store))
        }
        let left = (0..<50).count { !self.variants(store, "http://a/used/\($0)").isEmpty }
        #expect(left >= 45)
    }

    @Test
    func aURLHasABoundedNumberOfVariants() throws {
        let store = CacheStore(limit: 10_000_000, seed: 1)
        for number in 0..<200 {
            store.insert(try Self.entry("http://a/", variant: "v\(number)", store: store))
        }
        let variants = self.variants(store, "http://a/")
        #expect(variants.count == 64)
        #expect(variants.first.map { String(decoding: $0.variant, as: UTF8.self) } == "v199")
        #expect(store.bytes == variants.reduce(0) { $0 + $1.cost })
    }

    @Test
    func whatIsLargerThanTheStoreIsRefusedAndEvictsNothing() throws {
        let store = CacheStore(limit: 10_000, seed: 1)
        #expect(store.insert(try Self.entry("http://a/1", store: store)))
        #expect(!store.insert(try Self.entry("http://a/2", content: 20_000, store: store)))
        #expect(self.variants(store, "http://a/1").count == 1)
    }

    @Test
    func aSmallerBoundHoldsAtOnce() throws {
        let store = CacheStore(limit: 1_000_000, seed: 1)
        for number in 0..<500 { store.insert(try Self.entry("http://a/\(number)", store: store)) }
        store.setLimit(20_000)
        #expect(store.bytes <= 20_000)
        #expect(store.report().entries > 0)
        store.setLimit(0)
        #expect(store.bytes == 0)
        #expect(!store.insert(try Self.entry("http://a/", store: store)))
    }

    @Test
    func aPurgeByURLTakesAllItsVariantsAndNoOtherURL() throws {
        let store = CacheStore(limit: 1_000_000, seed: 1)
        for key in ["http://a/x", "http://a/x?y", "http://a/x\nother.host", "http://a/xy"] {
            store.insert(try Self.entry(key, store: store))
            store.insert(try Self.entry(key, variant: "v", store: store))
        }
        #expect(store.purge(key: Array("http://a/x".utf8)) == 4)
        #expect(self.variants(store, "http://a/x?y").count == 2)
        #expect(self.variants(store, "http://a/xy").count == 2)
    }

    // MARK: - Files, flights

    @Test
    func theLastFilesForSearchEnginesAreKept() throws {
        let store = CacheStore(limit: 1000, seed: 1)
        for number in 0..<70 { store.keepFile(try Self.entry("http://a\(number)/robots.txt", store: store)) }
        #expect(store.report().files == 64)
        let last = Array("http://a69/robots.txt".utf8)
        let first = Array("http://a0/robots.txt".utf8)
        #expect(store.file(key: last.span) != nil)
        #expect(store.file(key: first.span) == nil)
        let newer = try Self.entry("http://a69/robots.txt", store: store)
        store.keepFile(newer)
        #expect(store.file(key: last.span) === newer)
        #expect(store.report().files == 64)
    }

    @Test
    func oneLeadsAndUnusableURLsAreNotWaitedFor() throws {
        var flights = CacheFlights()
        let mailbox = Mailbox<WorkerMessage>(waker: try EventLoop().waker)
        let waiter = CacheWaiter(mailbox: mailbox, exchange: .none)
        guard case .lead(let token) = flights.join(1, waiter, now: 0) else {
            Issue.record("nobody leads")
            return
        }
        #expect(flights.join(1, waiter, now: 0) == .wait(until: CacheFlights.longestWait))
        #expect(flights.join(1, nil, now: 0) == .alone)
        #expect(flights.end(1, token: token + 1, .stored, now: 0).isEmpty)
        #expect(flights.end(1, token: token, .unusable, now: 0).count == 1)
        #expect(flights.join(1, waiter, now: CacheFlights.unusableTime - 1) == .alone)
        guard case .lead(let second) = flights.join(1, waiter, now: CacheFlights.unusableTime) else {
            Issue.record("never forgotten")
            return
        }
        #expect(second != token)
        #expect(flights.end(1, token: second, .stored, now: 0).isEmpty)
        guard case .lead = flights.join(1, waiter, now: 0) else {
            Issue.record("an ended flight is still there")
            return
        }
    }

    /// Whoever comes while an answer is coming can have it, however late; who needs the whole waits as before.
    @Test
    func anAnswerThatIsComingIsFollowed() throws {
        let store = CacheStore(limit: 1_000_000, seed: 1)
        let fill = try #require(try FillHouse.fill(store))
        var flights = CacheFlights()
        let mailbox = Mailbox<WorkerMessage>(waker: try EventLoop().waker)
        let waiter = CacheWaiter(mailbox: mailbox, exchange: .none)
        guard case .lead(let token) = flights.join(1, waiter, now: 0) else {
            Issue.record("nobody leads")
            return
        }
        let isAlone = !flights.hasWaiters(1, token: token)
        #expect(isAlone)
        #expect(flights.join(1, waiter, now: 0, mayFollow: true) == .wait(until: CacheFlights.longestWait))
        let isAwaited = flights.hasWaiters(1, token: token)
        #expect(isAwaited)
        #expect(flights.setFill(1, token: token + 1, fill).isEmpty)
        #expect(flights.setFill(1, token: token, fill).count == 1)
        #expect(flights.join(1, nil, now: .max, mayFollow: true) == .follow(fill))
        #expect(flights.join(1, waiter, now: .max, mayFollow: false) == .alone)
        // It broke off; the request is made again.
        _ = flights.setFill(1, token: token, nil)
        #expect(flights.join(1, waiter, now: 0, mayFollow: true) == .wait(until: CacheFlights.longestWait))
        #expect(flights.end(1, token: token, .stored, now: 0).count == 2)
        #expect(flights.join(1, waiter, now: 0, mayLead: false) == .alone)
    }

    /// However many come while one answer is slow: the time runs from the first of them.
    @Test
    func aSlowAnswerIsWaitedForOnlySoLong() throws {
        var flights = CacheFlights()
        let mailbox = Mailbox<WorkerMessage>(waker: try EventLoop().waker)
        let waiter = CacheWaiter(mailbox: mailbox, exchange: .none)
        guard case .lead(let token) = flights.join(1, waiter, now: 10) else {
            Issue.record("nobody leads")
            return
        }
        let until = 10 + CacheFlights.longestWait
        #expect(flights.join(1, waiter, now: until - 1) == .wait(until: until))
        for moment in 0..<1000 as Range<UInt64> {
            #expect(flights.join(1, waiter, now: until + moment) == .alone)
        }
        #expect(flights.end(1, token: token, .stored, now: until).count == 1)
    }
}
