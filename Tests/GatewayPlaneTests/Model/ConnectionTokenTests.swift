import GatewayBytes
import GatewayReactor
import Testing

@testable import GatewayPlane

@Suite struct ConnectionTokenTests {
    private static let keys = [
        SlabKey(index: 0, generation: 1), SlabKey(index: 1, generation: 1), SlabKey(index: .max - 1, generation: 3),
        SlabKey(index: 65_536, generation: (1 << 30) - 1), SlabKey(index: 77, generation: 1 << 30 | 1),
        SlabKey(index: 78, generation: .max),
    ]

    @Test(arguments: keys)
    func aTokenTellsWhoseItIs(key: SlabKey) {
        let client: UInt64 = ConnectionToken.client(key)
        let upstream: UInt64 = ConnectionToken.upstream(key)
        #expect(ConnectionToken.kind(client) == 0)
        #expect(ConnectionToken.kind(upstream) == 1)
        for token in [client, upstream] {
            #expect(ConnectionToken.index(token) == key.index)
            #expect(ConnectionToken.matches(token, key))
            #expect(token != EventLoop.wakeToken)
        }
    }

    @Test func listenersAndTheWakeUpAreApart() {
        let tokens = [0, 1, 1023].map { ConnectionToken.listener($0) as UInt64 }
        #expect(tokens.map { ConnectionToken.kind($0) } == [2, 2, 2])
        #expect(tokens.map { ConnectionToken.index($0) } == [0, 1, 1023])
        #expect(ConnectionToken.kind(EventLoop.wakeToken) == 3)
    }

    /// An event fetched before its connection was closed must not reach the next owner of the slot.
    @Test func theTokenOfTheOwnerBeforeMisses() throws {
        let slab = Slab<Int>(limit: 1) { 0 }
        let old = try #require(slab.insert())
        let token: UInt64 = ConnectionToken.client(old)
        for _ in 0..<1000 {
            slab.remove(try #require(slab.key(at: 0)))
            let new = try #require(slab.insert())
            #expect(new.index == ConnectionToken.index(token))
            #expect(!ConnectionToken.matches(token, new))
        }
    }
}
