import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayReactor
import Testing

@testable import GatewayPlane

@Suite struct CacheFillTests {
    private let mailbox: Mailbox<WorkerMessage>

    init() throws { self.mailbox = Mailbox(waker: try EventLoop().waker) }

    private func waiter(_ number: UInt32) -> CacheWaiter {
        CacheWaiter(mailbox: self.mailbox, exchange: SlabKey(index: number, generation: 1))
    }

    private static func content(_ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    // MARK: - Filling

    /// The same bytes come out, whatever pieces they came in, and blocks are full but for the last.
    @Test(arguments: [1, 100, 65_535, 65_536, 65_537, 200_000])
    func contentComesOutAsItWentIn(_ count: Int) throws {
        let store = CacheStore(limit: 10_000_000, seed: 1)
        let fill = try #require(try FillHouse.fill(store))
        let place = try #require(fill.join(self.waiter(1)))
        let content = Self.content(count)
        let source = FillHouse.source(content)
        var random = SeededGenerator(seed: UInt64(count))
        var at = 0
        var followed: [UInt8] = []
        while at < count {
            let piece = min(count - at, Int(random.next() % 30_000) + 1)
            let acceptance = fill.append(source, from: at, count: piece)
            #expect(acceptance == .kept)
            at += piece
            if random.next() % 3 == 0 { followed += FillHouse.read(fill, place) }
        }
        let entry = try #require(fill.finish())
        #expect(entry.length == UInt64(count))
        #expect(entry.blocks.dropLast().allSatisfy { $0.bytes.count == CacheBlock.size })
        #expect(entry.blocks.flatMap { $0.bytes.prefix(.max) } == content)
        #expect(store.bytes == 0)
        // The slow follower gets the rest when all is over.
        #expect(followed + FillHouse.read(fill, place) == content)
        #expect(fill.entry === entry)
    }

    @Test
    func whatIsGivenUpGivesItsRoomBack() throws {
        let store = CacheStore(limit: 10_000_000, seed: 1)
        let source = FillHouse.source([UInt8](repeating: 1, count: 50_000))
        do {
            let fill = try #require(try FillHouse.fill(store, largest: 60_000))
            let first = fill.append(source, from: 0, count: 50_000)
            #expect(first == .kept)
            #expect(store.bytes > 50_000)
            let second = fill.append(source, from: 0, count: 50_000)
            #expect(second == .unwanted)
        }
        #expect(store.bytes == 0)
        #expect(store.report().filling == 0)
    }

    /// A crowd of answers that never end must not push out what is complete.
    @Test
    func atMostHalfOfTheStoreIsBeingFilled() throws {
        let store = CacheStore(limit: 1_000_000, seed: 1)
        var fills: [CacheFill] = []
        let source = FillHouse.source([UInt8](repeating: 1, count: 60_000))
        for _ in 0..<100 {
            guard let fill = try FillHouse.fill(store), fill.append(source, from: 0, count: 60_000) == .kept else {
                continue
            }
            fills.append(fill)
        }
        #expect(fills.count >= 5)
        #expect(store.report().filling <= 500_000)
    }

    // MARK: - Following

    @Test
    func followersAreToldOnceAndAtTheEnd() throws {
        let fill = try #require(try FillHouse.fill(CacheStore(limit: 1_000_000, seed: 1)))
        let source = FillHouse.source(Array("abcdef".utf8))
        let first = try #require(fill.join(self.waiter(1)))
        let second = try #require(fill.join(self.waiter(2)))
        #expect(FillHouse.read(fill, first).isEmpty)
        _ = fill.append(source, from: 0, count: 3)
        _ = fill.append(source, from: 3, count: 3)
        // The second never said that it waits.
        #expect(FillHouse.told(self.mailbox) == [1])
        #expect(FillHouse.read(fill, first) == Array("abcdef".utf8))
        var output = Buffer()
        guard case .content = fill.give(second, asChunk: true, into: &output) else {
            Issue.record("there is content")
            return
        }
        #expect(output.prefix(.max) == Array("6\r\nabcdef\r\n".utf8))
        guard case .wait = fill.give(second, asChunk: true, into: &output) else {
            Issue.record("it is not complete")
            return
        }
        _ = fill.finish()
        #expect(FillHouse.told(self.mailbox).sorted() == [1, 2])
        guard case .end = fill.give(first, asChunk: false, into: &output) else {
            Issue.record("it is complete")
            return
        }
    }

    @Test
    func aBrokenFillSaysSoBehindWhatCame() throws {
        let fill = try #require(try FillHouse.fill(CacheStore(limit: 1_000_000, seed: 1)))
        let place = try #require(fill.join(self.waiter(1)))
        _ = fill.append(FillHouse.source(Array("half".utf8)), from: 0, count: 4)
        let fault = Fault(.lengthTruncated, side: .upstream, phase: .responseBody)
        fill.fail(fault)
        fill.fail(Fault(.gatewayDraining))
        #expect(FillHouse.read(fill, place) == Array("half".utf8))
        var output = Buffer()
        guard case .failed(fault) = fill.give(place, asChunk: false, into: &output) else {
            Issue.record("the first fault is lost")
            return
        }
        #expect(fill.join(self.waiter(2)) == nil)
        #expect(fill.entry == nil)
    }

    @Test
    func theOneWhoFillsHearsWhoComesAndWhenTheLastOneGoes() throws {
        let fill = try #require(try FillHouse.fill(CacheStore(limit: 1_000_000, seed: 1)))
        fill.setFiller(self.waiter(9))
        _ = try #require(fill.join(self.waiter(1)))
        #expect(FillHouse.told(self.mailbox).isEmpty)
        #expect(fill.fillerStalls())
        fill.leave(0)
        #expect(FillHouse.told(self.mailbox) == [9])
        #expect(!fill.fillerStalls())
        _ = try #require(fill.join(self.waiter(1)))
        #expect(FillHouse.told(self.mailbox) == [9])
    }

    @Test(arguments: [(nil, 10, false), (100, 0, true), ((1 << 20) + 10, 0, false), ((1 << 20) + 10, 10, true)])
    func onlyWhatIsCheapIsFetchedForNobody(_ length: UInt64?, _ came: Int, _ isWanted: Bool) throws {
        let store = CacheStore(limit: 10_000_000, seed: 1)
        let fill = try #require(try FillHouse.fill(store, length: length, largest: 2 << 20))
        _ = fill.append(FillHouse.source([UInt8](repeating: 1, count: 10)), from: 0, count: came)
        #expect(fill.isWanted == isWanted)
        let place = try #require(fill.join(self.waiter(1)))
        #expect(fill.isWanted)
        fill.leave(place)
        #expect(fill.isWanted == isWanted)
    }

    // MARK: - Too large

    /// Everybody gets all of it, and never more is held than there was when it turned out too large.
    @Test
    func whatIsTooLargeIsPassedOnInBoundedMemory() throws {
        let store = CacheStore(limit: 10_000_000, seed: 1)
        let fill = try #require(try FillHouse.fill(store, largest: 200_000))
        fill.setFiller(self.waiter(9))
        let places = [try #require(fill.join(self.waiter(1))), try #require(fill.join(self.waiter(2)))]
        let content = Self.content(1_000_000)
        let source = FillHouse.source(content)
        var got: [[UInt8]] = [[], []]
        var at = 0
        var pauses = 0
        while at < content.count {
            if fill.hasRoom() {
                let count = min(10_000, content.count - at)
                let acceptance = fill.append(source, from: at, count: count)
                #expect(acceptance == (at + count > 200_000 ? .relayed : .kept))
                at += count
                // The first one keeps up.
                got[0] += FillHouse.read(fill, places[0])
            } else {
                pauses += 1
                #expect(UInt64(got[1].count) + 300_000 > fill.received)
                _ = FillHouse.told(self.mailbox)
                got[1] += FillHouse.read(fill, places[1])
                #expect(FillHouse.told(self.mailbox).contains(9))
            }
        }
        #expect(pauses > 2)
        #expect(fill.join(self.waiter(3)) == nil)
        #expect(fill.finish() == nil)
        for index in 0..<2 { #expect(got[index] + FillHouse.read(fill, places[index]) == content) }
        #expect(store.bytes == 0)
    }

    @Test
    func whoHoldsEverybodyUpIsCut() throws {
        let fill = try #require(try FillHouse.fill(CacheStore(limit: 10_000_000, seed: 1), largest: 100_000))
        let slow = try #require(fill.join(self.waiter(1)))
        let fast = try #require(fill.join(self.waiter(2)))
        let content = Self.content(150_000)
        _ = fill.append(FillHouse.source(content), from: 0, count: content.count)
        #expect(FillHouse.read(fill, fast) == content)
        #expect(!fill.hasRoom())
        fill.cutSlowest()
        #expect(fill.hasRoom())
        var output = Buffer()
        guard case .cut = fill.give(slow, asChunk: false, into: &output) else {
            Issue.record("it is not cut")
            return
        }
        fill.leave(slow)
        #expect(fill.append(FillHouse.source(content), from: 0, count: 10) == .relayed)
        #expect(FillHouse.read(fill, fast) == Array(content.prefix(10)))
        // Nobody is cut while there is room.
        fill.cutSlowest()
        fill.leave(fast)
        #expect(fill.append(FillHouse.source(content), from: 0, count: 10) == .unwanted)
    }
}
