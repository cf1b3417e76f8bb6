import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct HostResolverTests {
    @Test func localhostIsThisMachine() throws {
        let found = try HostResolver.resolve("localhost", port: 81).get()
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 == .loopbackV4(port: 81) || $0 == .loopbackV6(port: 81) })
        #expect(Set(found).count == found.count)
    }

    @Test func aLiteralIsItself() throws {
        #expect(try HostResolver.resolve("192.0.2.7", port: 1).get().map(\.text) == ["192.0.2.7:1"])
        #expect(try HostResolver.resolve("2001:db8::7", port: 2).get().map(\.text) == ["[2001:db8::7]:2"])
    }

    @Test func whatIsNoNameIsAnError() {
        for name in ["", "a b", "-..-", String(repeating: "a", count: 5000)] {
            guard case .failure(let error) = HostResolver.resolve(name, port: 1) else {
                Issue.record("\(name) was found")
                continue
            }
            #expect(error.number < 0)
        }
    }
}
