import GatewayBytes
import Testing

@Suite struct SlabTests {
    @Test func aNewSlabHasMadeNothing() {
        var made = 0
        let slab = Slab<Int>(limit: 1000) {
            made += 1
            return 0
        }
        #expect(slab.count == 0)
        #expect(slab.slotCount == 0)
        #expect(made == 0)
        #expect(slab.key(at: 0) == nil)
        #expect(!slab.contains(SlabKey(index: 0, generation: 1)))
    }

    @Test func noKeyIsTheKeyOfNothing() {
        let slab = Slab<Int>(limit: 10) { 0 }
        _ = slab.insert()
        #expect(SlabKey.none.isNone)
        #expect(!slab.contains(.none))
        #expect(slab.key(at: SlabKey.none.index) == nil)
    }

    @Test func lowIndicesAreHandedOutFirst() {
        let slab = Slab<Int>(limit: 1000) { 0 }
        let indices = (0..<600).compactMap { _ in slab.insert()?.index }
        #expect(indices == Array(0..<600))
        #expect(slab.slotCount == 768)
    }

    @Test func theSlotGivenBackLastIsTakenFirst() throws {
        let slab = Slab<Int>(limit: 10) { 0 }
        let keys = (0..<4).compactMap { _ in slab.insert() }
        slab.remove(keys[1])
        slab.remove(keys[3])
        #expect(slab.insert()?.index == 3)
        #expect(slab.insert()?.index == 1)
        #expect(slab.insert()?.index == 4)
    }

    @Test func aValueStaysForTheNextOwner() throws {
        let slab = Slab<Buffer>(limit: 10) { Buffer() }
        let first = try #require(slab.insert())
        slab[first].append("left behind")
        slab.remove(first)
        let second = try #require(slab.insert())
        #expect(second.index == first.index)
        #expect(slab[second].text == "left behind")
    }

    @Test func anOutdatedKeyMisses() throws {
        let slab = Slab<Int>(limit: 10) { 0 }
        let old = try #require(slab.insert())
        #expect(slab.contains(old))
        slab.remove(old)
        #expect(!slab.contains(old))
        #expect(slab.key(at: old.index) == nil)
        let new = try #require(slab.insert())
        #expect(new.index == old.index)
        #expect(new != old)
        #expect(!slab.contains(old))
        #expect(slab.key(at: old.index) == new)
    }

    @Test(arguments: [1, 3, 255, 256, 257, 300, 512])
    func noMoreValuesAreInUseThanTheLimit(limit: Int) {
        let slab = Slab<Int>(limit: limit) { 0 }
        let keys = (0..<limit + 300).compactMap { _ in slab.insert() }
        #expect(keys.count == limit)
        #expect(slab.count == limit)
        slab.remove(keys[0])
        #expect(slab.insert()?.index == 0)
        #expect(slab.insert() == nil)
    }

    @Test func valuesStayWhereTheyAreWhenPagesAreAdded() throws {
        let slab = Slab<Int>(limit: 3000) { -1 }
        var keys: [SlabKey] = []
        for number in 0..<3000 {
            let key = try #require(slab.insert())
            slab[key] = number
            keys.append(key)
        }
        #expect(keys.map { slab[$0] } == Array(0..<3000))
        #expect(slab.insert() == nil)
    }

    @Test func valuesOfAnyAlignmentAreFound() throws {
        struct Narrow { var a: UInt8 }
        struct Wide { var lanes: SIMD8<UInt64> }
        let narrow = Slab<Narrow>(limit: 10) { Narrow(a: 7) }
        let wide = Slab<Wide>(limit: 10) { Wide(lanes: .init(repeating: 9)) }
        let n = try (#require(narrow.insert()), #require(narrow.insert()))
        let w = try (#require(wide.insert()), #require(wide.insert()))
        narrow[n.0].a = 1
        wide[w.0].lanes[7] = 1
        #expect(narrow[n.1].a == 7)
        #expect(wide[w.1].lanes == .init(repeating: 9))
        #expect(wide[w.0].lanes[6] == 9)
    }

    @Test func valuesEndWithTheSlab() {
        final class Witness {
            let ended: () -> Void
            init(_ ended: @escaping () -> Void) { self.ended = ended }
            deinit { self.ended() }
        }
        var ended = 0
        do {
            let slab = Slab<Witness>(limit: 10) { Witness { ended += 1 } }
            for key in (0..<3).compactMap({ _ in slab.insert() }) { slab.remove(key) }
            #expect(ended == 0)
        }
        #expect(ended == 256)
    }
}
