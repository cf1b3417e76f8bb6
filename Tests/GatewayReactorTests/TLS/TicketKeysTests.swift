import Testing

@testable import GatewayReactor

@Suite struct TicketKeysTests {
    @Test func aKeyIsReplacedAndOpensForTwoLivesMore() throws {
        let keys = TicketKeys(lifeNanoseconds: 100)
        let first = try #require(keys.sealing(now: 1000))
        #expect(keys.sealing(now: 1099)?.name == first.name)
        let second = try #require(keys.sealing(now: 1100))
        #expect(second.name != first.name)
        #expect(keys.opening(first.name, now: 1150)?.isOld == true)
        #expect(keys.opening(second.name, now: 1150)?.isOld == false)
        #expect(keys.opening(first.name, now: 1299)?.isOld == true)
        #expect(keys.opening(first.name, now: 1300) == nil)
    }

    @Test func anUnknownNameOpensNothing() {
        let keys = TicketKeys(lifeNanoseconds: 100)
        #expect(keys.opening([UInt8](repeating: 0, count: 16), now: 5) == nil)
    }
}
