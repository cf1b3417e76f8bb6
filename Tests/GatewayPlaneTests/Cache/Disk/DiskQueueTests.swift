import GatewayBytes
import GatewayCore
import GatewayReactor
import Testing

@testable import GatewayPlane

/// The queue of the disk's thread, and what a purge does to what is in it.
struct DiskQueueTests {
    private let store = CacheStore(limit: 64 << 20, seed: 1)
    private static let secret = DiskSecret(1, 2)
    private static let clock = DiskClock(now: 1, wall: 1)

    private func write(_ key: String, content: Int = 10, serial: UInt64 = 1) throws -> DiskQueue.Write {
        let entry = try CacheStoreTests.entry(key, content: content, store: self.store)
        let record = entry.diskRecord(.response, Self.secret, at: Self.clock)
        return DiskQueue.Write(record: record, serial: serial, entry: entry)
    }

    private static func load(_ number: UInt64) throws -> DiskLoad {
        DiskLoad(
            name: DiskName(high: number, low: 0),
            hash: 0,
            mailbox: Mailbox(waker: try EventLoop().waker),
            exchange: .none
        )
    }

    private static func text(_ job: DiskQueue.Job?) -> String {
        switch job {
        case .load(let load): "load \(load.name.high)"
        case .remove(let names): "remove \(names.count)"
        case .write(let write): "write \(write.serial)"
        case nil: "nothing"
        }
    }

    @Test func whoWaitsComesFirstThenWhatGoesThenWhatIsKept() throws {
        var queue = DiskQueue()
        queue.add(try self.write("a", serial: 1))
        queue.add(try self.write("b", serial: 2))
        queue.remove((0..<100).map { DiskName(high: $0, low: 0) })
        for number in 1...2 as ClosedRange<UInt64> {
            let isTaken = queue.add(try Self.load(number))
            #expect(isTaken)
        }
        var jobs: [String] = []
        for _ in 0..<8 { jobs.append(Self.text(queue.next())) }
        #expect(
            jobs == ["load 1", "load 2", "remove 64", "remove 36", "write 1", "write 2", "nothing", "nothing"]
        )
        #expect(queue.isEmpty)
        #expect(queue.bytes == 0)
    }

    @Test func aNewerResponseTakesThePlaceOfOneThatWaits() throws {
        var queue = DiskQueue()
        let old = try self.write("a", serial: 1)
        queue.add(old)
        let new = try self.write("a", serial: 2)
        let hasRoom = queue.hasRoom(for: new.entry, new.record.name)
        #expect(hasRoom)
        queue.add(new)
        #expect(queue.waiting(new.record.name) === new.entry)
        let job = Self.text(queue.next())
        #expect(job == "write 2")
        // Until it is on disk it is found here.
        #expect(queue.waiting(new.record.name) === new.entry)
        let end = Self.text(queue.next())
        #expect(end == "nothing")
        #expect(queue.waiting(new.record.name) == nil)
        #expect(queue.bytes == 0)
    }

    @Test func itsBoundsHold() throws {
        var queue = DiskQueue()
        for number in 0..<DiskQueue.mostLoads {
            let isTaken = queue.add(try Self.load(UInt64(number)))
            #expect(isTaken)
        }
        let isOneMoreTaken = queue.add(try Self.load(9999))
        #expect(!isOneMoreTaken)
        #expect(queue.takeLoads().count == DiskQueue.mostLoads)
        var written = 0
        while written < 100 {
            let write = try self.write("\(written)", content: 1 << 20, serial: 1)
            guard queue.hasRoom(for: write.entry, write.record.name) else { break }
            queue.add(write)
            written += 1
        }
        #expect(queue.bytes <= DiskQueue.mostBytes)
        #expect(written == 31)
        // One that is larger than the bound alone has its turn when nothing else waits.
        while queue.next() != nil {}
        let large = try self.write("large", content: DiskQueue.mostBytes + 1)
        let hasRoom = queue.hasRoom(for: large.entry, large.record.name)
        #expect(hasRoom)
    }

    // MARK: - Races

    /// A purge that comes while the file is being read: what was read is not shown and not kept.
    @Test(arguments: [false, true])
    func aPurgeDuringAReadDoesNotBringTheResponseBack(_ isPurged: Bool) throws {
        var state = DiskStore.State(limit: 1 << 20)
        let write = try self.write("http://a/")
        let name = write.record.name
        let announced = state.index.announce(write.record)
        let serial = try #require(announced)
        let isThere = state.index.commit(name, serial)
        #expect(isThere)
        let reading = state.index.use(name) ?? 0
        if isPurged { _ = state.index.purge(.all) }
        let shown = state.take(.entry(write.entry), name, reading, self.store)
        #expect((shown == nil) == isPurged)
        #expect(self.store.variants(write.entry.hash).isEmpty == isPurged)
    }

    @Test func aResponseThatIsNotWorthAFileTakesTheOldOneAway() throws {
        var state = DiskStore.State(limit: 1 << 20)
        let write = try self.write("http://a/")
        state.save(write.entry, write.record, isWorth: true)
        #expect(state.queue.waiting(write.record.name) != nil)
        state.save(write.entry, write.record, isWorth: false)
        #expect(state.queue.waiting(write.record.name) == nil)
        #expect(state.index.isOrphan(write.record.name) == true)
        let job = Self.text(state.queue.next())
        #expect(job == "remove 1")
    }
}
