import Foundation
import GatewayLab
import GatewayWire
import Testing

@testable import GatewayReactor

@Suite(.timeLimit(.minutes(2))) struct DNSClientTests {
    static let address = DNSAddress.v4(0x7F00_0001)

    @Test func findsAddressesOfBothFamiliesWithTheirTimeToLive() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .records([.v4(127, 0, 0, 1, ttl: 17), .loopbackV6(ttl: 18)]))
            let server = servers[0].address
            try await onThread {
                let asker = try Asker([server])
                let four = try asker.message("app.test").addresses(of: "app.test")
                #expect(four == .init(values: [Self.address], ttl: 17))
                let six = try asker.message("app.test", .aaaa).addresses(of: "app.test")
                #expect(six == .init(values: [.v6(high: 0, low: 1)], ttl: 18))
                #expect(try asker.ask("app.test").server == server)
            }
        }
    }

    @Test(arguments: [(UInt8(3), UInt16(3)), (2, 2), (5, 5), (4, 4)])
    func theResponseCodeAndTheExtendedErrorAreSeen(_ code: UInt8, _ rcode: UInt16) async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .code(code, ede: 22, text: "at delegation test"))
            let server = servers[0].address
            try await onThread {
                let message = try Asker([server]).message("app.test")
                #expect(message.rcode == rcode)
                #expect(message.errors == [ExtendedError(code: 22, text: "at delegation test")])
            }
        }
    }

    @Test func whatUDPCutsOffIsAskedForOverTCP() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .truncated([.v4(127, 0, 0, 1)]))
            let server = servers[0].address
            try await onThread {
                let message = try Asker([server]).message("app.test")
                #expect(!message.isTruncated)
                #expect(message.addresses(of: "app.test").values == [Self.address])
            }
            #expect(servers[0].count(of: "app.test") == 2)
        }
    }

    @Test func silenceIsATimeoutAfterASecondTry() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .silence)
            let server = servers[0].address
            try await onThread {
                let answer = try Asker([server], milliseconds: 300).ask("app.test")
                guard case .timedOut = answer.reply else { return #expect(Bool(false), "\(answer)") }
            }
            #expect(servers[0].count(of: "app.test") == 2)
        }
    }

    @Test func aLostDatagramIsMadeGoodByTheSecondTry() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .silence, .records([.v4(127, 0, 0, 1)]))
            let server = servers[0].address
            try await onThread {
                let message = try Asker([server], milliseconds: 9000).message("app.test")
                #expect(message.addresses(of: "app.test").values == [Self.address])
            }
        }
    }

    /// Taken for the answer, either would let anybody choose where requests go.
    @Test(arguments: [NameAct.wrongID([.v4(127, 0, 0, 66)])])
    func theAnswerToAnotherQuestionIsNotTaken(_ act: NameAct) async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", act)
            let server = servers[0].address
            try await onThread {
                let answer = try Asker([server], milliseconds: 300).ask("app.test")
                guard case .timedOut = answer.reply else { return #expect(Bool(false), "\(answer)") }
            }
        }
    }

    @Test func bytesThatAreNoMessageAreCalledThat() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .garbage)
            let server = servers[0].address
            try await onThread {
                let answer = try Asker([server], milliseconds: 6000).ask("app.test")
                guard case .malformed = answer.reply else { return #expect(Bool(false), "\(answer)") }
            }
        }
    }

    @Test func aPortThatNobodyListensOnIsUnreachable() async throws {
        // Below the ports that the system hands out: a freed one may be somebody else's at once.
        let address = "127.0.0.1:1"
        try await onThread {
            let answer = try Asker([address], milliseconds: 6000).ask("app.test")
            guard case .unreachable = answer.reply else { return #expect(Bool(false), "\(answer)") }
            #expect(answer.server == address)
        }
    }

    @Test func withoutServersNothingIsReachable() async throws {
        try await onThread {
            let answer = try Asker(["no.address"]).ask("app.test")
            guard case .unreachable = answer.reply else { return #expect(Bool(false), "\(answer)") }
        }
    }

    @Test(arguments: [NameAct.silence, .code(2), .code(5), .garbage])
    func theNextServerIsAskedWhenOneFailsAndIsRemembered(_ act: NameAct) async throws {
        try await withNameServers(2) { servers in
            servers[0].set("app.test", act)
            servers[1].set("app.test", .records([.v4(127, 0, 0, 1)]))
            let addresses = servers.map(\.address)
            try await onThread {
                let asker = try Asker(addresses, milliseconds: 6000)
                for _ in 0..<3 {
                    let answer = try asker.ask("app.test")
                    #expect(answer.server == addresses[1])
                    guard case .message = answer.reply else { return #expect(Bool(false), "\(answer)") }
                }
            }
            #expect(servers[0].count(of: "app.test") <= 2)
        }
    }

    @Test func noIsAnAnswerAndNotAskedTwice() async throws {
        try await withNameServers(2) { servers in
            servers[1].set("app.test", .records([.v4(127, 0, 0, 1)]))
            servers[0].set("app.test", .code(3))
            let addresses = servers.map(\.address)
            try await onThread {
                let message = try Asker(addresses).message("app.test")
                #expect(message.rcode == 3)
            }
            #expect(servers[1].count(of: "app.test") == 0)
        }
    }

    /// Both servers fail: what is reported is the answer, not the silence.
    @Test func ofTwoFailuresTheOneThatTellsMoreIsReported() async throws {
        try await withNameServers(2) { servers in
            servers[0].set("app.test", .code(2, ede: 23))
            servers[1].set("app.test", .silence)
            let addresses = servers.map(\.address)
            try await onThread {
                let answer = try Asker(addresses, milliseconds: 6000).ask("app.test")
                #expect(answer.server == addresses[0])
                guard case .message(let message) = answer.reply else { return #expect(Bool(false), "\(answer)") }
                #expect(message.errors.map(\.code) == [23])
            }
        }
    }

    @Test func serversDomainsAndDotsComeFromTheFile() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .records([.v4(127, 0, 0, 1)]))
            let path = Loopback.temporaryPath("resolv.conf")
            try "nameserver 127.0.0.53\nsearch One.test two.test.\noptions ndots:3\n"
                .write(toFile: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let file = ResolverFile(path: path)
            #expect(file.servers == ["127.0.0.53:53"])
            #expect(file.search == ["one.test", "two.test"])
            #expect(file.dots == 3)
        }
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1:53"), ("192.0.2.1:5353", "192.0.2.1:5353"), ("::1", "[::1]:53"),
        ("[::1]:54", "[::1]:54"), ("dns.test", nil), ("192.0.2.1:0", nil), ("192.0.2.1:x", nil), ("", nil),
    ])
    func serversAreAddressesWithOrWithoutPort(_ text: String, _ expected: String?) {
        #expect(DNSClient.address(text) == expected)
    }
}

@Suite struct HostsFileTests {
    @Test func readsNamesOfEveryColumnAndPassesOverTheRest() {
        let text = """
            # comment
            127.0.0.1 localhost   Local.Test\talias # 127.0.0.9 no
            ::1 localhost
            300.0.0.1 bad
            192.0.2.1
            fe80::1%eth0 zoned
            127.0.0.1 local.test
            192.0.2.9 local.test\r
            """
        let names = HostsFile.parse(Array(text.utf8))
        #expect(names["localhost"] == [.v4(0x7F00_0001), .v6(high: 0, low: 1)])
        #expect(names["local.test"] == [.v4(0x7F00_0001), .v4(0xC000_0209)])
        #expect(names["alias"] == [.v4(0x7F00_0001)])
        #expect(names.count == 3)
    }

    @Test func isReadAgainWhenItChanges() throws {
        let path = Loopback.temporaryPath("hosts")
        defer { try? FileManager.default.removeItem(atPath: path) }
        var hosts = HostsFile(path: path)
        #expect(hosts.addresses(of: "app").isEmpty)
        try "127.0.0.1 app\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(hosts.addresses(of: "APP") == [.v4(0x7F00_0001)])
        try "127.0.0.2 app\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(hosts.addresses(of: "app") == [.v4(0x7F00_0002)])
        try FileManager.default.removeItem(atPath: path)
        #expect(hosts.addresses(of: "app").isEmpty)
    }
}
