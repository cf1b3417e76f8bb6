import GatewayBytes
import Testing

/// A key kept too long stops the process before it reaches somebody else's connection.
@Suite struct SlabTrapTests {
    @Test func givingASlotBackTwice() async {
        await #expect(processExitsWith: .failure) {
            let slab = Slab<Int>(limit: 4) { 0 }
            let key = try #require(slab.insert())
            slab.remove(key)
            slab.remove(key)
        }
    }

    @Test func readingThroughAnOutdatedKey() async {
        await #expect(processExitsWith: .failure) {
            let slab = Slab<Int>(limit: 4) { 0 }
            let key = try #require(slab.insert())
            slab.remove(key)
            _ = slab[key]
        }
    }

    @Test func writingThroughTheKeyOfTheOwnerBefore() async {
        await #expect(processExitsWith: .failure) {
            let slab = Slab<Int>(limit: 4) { 0 }
            let key = try #require(slab.insert())
            slab.remove(key)
            _ = slab.insert()
            slab[key] = 1
        }
    }

    @Test func aKeyOfNothing() async {
        await #expect(processExitsWith: .failure) {
            let slab = Slab<Int>(limit: 4) { 0 }
            _ = slab.insert()
            slab[.none] = 1
        }
    }
}
