import GatewayConfig
import GatewayCore
import Testing

@Suite struct ClientTableTests {
    private func client(_ number: UInt32) -> ClientKey { ClientKey(IPAddress(v4: number)) }

    @Test func countsAreLimitedEachOnItsOwn() {
        var table = ClientTable(ClientLimits(connections: 2, requests: 1), seed: 1)
        #expect(table.connectionOpened(self.client(1)) == true)
        #expect(table.connectionOpened(self.client(1)) == true)
        #expect(table.connectionOpened(self.client(1)) == false)
        #expect(table.requestBegan(self.client(1)) == true)
        #expect(table.requestBegan(self.client(1)) == false)
        #expect(table.connectionOpened(self.client(2)) == true)
        table.connectionClosed(self.client(1))
        table.requestEnded(self.client(1))
        #expect(table.connectionOpened(self.client(1)) == true)
        #expect(table.requestBegan(self.client(1)) == true)
        #expect(table.count == 2)
    }

    @Test func nothingIsLeftOfWhoIsGone() {
        var table = ClientTable(ClientLimits(), seed: 1)
        for number in 0..<10_000 as Range<UInt32> { _ = table.connectionOpened(self.client(number)) }
        #expect(table.count == 10_000)
        for number in 0..<10_000 as Range<UInt32> { table.connectionClosed(self.client(number)) }
        #expect(table.count == 0)
        let counts = table.counts(self.client(5))
        #expect(counts == (0, 0))
    }

    @Test func aLimitOfZeroRefusesAndLeavesNothing() {
        var table = ClientTable(ClientLimits(connections: 0, requests: 0), seed: 1)
        for number in 0..<200 as Range<UInt32> {
            #expect(table.connectionOpened(self.client(number)) == false)
            #expect(table.requestBegan(self.client(number)) == false)
        }
        #expect(table.count == 0)
    }

    @Test func aFullTableRefusesNewAddressesOnly() {
        var table = ClientTable(ClientLimits(connections: 5), capacity: 3, seed: 1)
        for number in 0..<3 as Range<UInt32> { #expect(table.connectionOpened(self.client(number)) == true) }
        #expect(table.connectionOpened(self.client(3)) == false)
        #expect(table.connectionOpened(self.client(1)) == true)
        table.connectionClosed(self.client(0))
        #expect(table.connectionOpened(self.client(3)) == true)
    }

    /// Random histories against a dictionary, few addresses so that their runs meet and move.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func behavesLikeADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = ClientTable(ClientLimits(connections: 3, requests: 2), seed: random.next())
        var model: [UInt32: (connections: Int, requests: Int)] = [:]
        let addresses = UInt32.random(in: 2...300, using: &random)
        for _ in 0..<5000 {
            let number = UInt32.random(in: 0..<addresses, using: &random)
            let client = self.client(number)
            var (connections, requests) = model[number] ?? (0, 0)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                #expect(table.connectionOpened(client) == (connections < 3))
                connections = min(3, connections + 1)
            case 1:
                #expect(table.requestBegan(client) == (requests < 2))
                requests = min(2, requests + 1)
            case 2 where connections > 0:
                table.connectionClosed(client)
                connections -= 1
            case 3 where requests > 0:
                table.requestEnded(client)
                requests -= 1
            default: break
            }
            model[number] = connections + requests > 0 ? (connections, requests) : nil
            #expect(table.count == model.count)
            let other = UInt32.random(in: 0..<addresses, using: &random)
            let counts = table.counts(self.client(other))
            #expect(counts == (model[other] ?? (0, 0)))
        }
    }
}
