import Testing

@testable import GatewayPlane

@Suite struct SharedCountTests {
    @Test func noMoreAreTakenThanTheLimitWhoeverTakes() async throws {
        let count = SharedCount()
        let taken = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { (0..<1000).count { _ in count.take(within: 137) } } }
            return await group.reduce(0, +)
        }
        #expect(taken == 137)
        #expect(count.value == 137)
        count.add(-1)
        #expect(count.take(within: 137))
        #expect(!count.take(within: 137))
        // A limit that was made smaller is reached until enough have ended.
        #expect(!count.take(within: 10))
    }

    @Test func theNextOneIsWhoWaitedLongest() {
        let turns = SharedTurns(workers: 3)
        #expect(turns.next(except: 0) == nil)
        turns.tell(0, since: 10)
        turns.tell(1, since: 30)
        turns.tell(2, since: 20)
        #expect(turns.next(except: 0)?.worker == 2)
        #expect(turns.next(except: 2)?.worker == 0)
        turns.tell(0, since: SharedTurns.nobody)
        #expect(turns.next(except: 2)?.worker == 1)
        #expect(turns.next(except: 2)?.since == 30)
    }
}
