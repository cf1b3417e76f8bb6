import Foundation
import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayLab
import GatewayWire
import Testing

@testable import GatewayPlane

@Suite(.timeLimit(.minutes(2))) struct NameResolverTests {
    static let app = WatchedName.host("app.test")
    static let one = NameTarget(address: .v4(0x7F00_0001))
    static let two = NameTarget(address: .v4(0x7F00_0002))
    static let six = NameTarget(address: .v6(high: 0, low: 1))

    @Test func tellsTheAddressesOfBothFamilies() async throws {
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 2, ttl: 20), .v4(127, 0, 0, 1), .loopbackV6()]))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address]))
                let answer = try await heard.answer()
                #expect(answer.name == Self.app)
                // The same order whatever order they came in.
                #expect(answer.targets == [Self.six, Self.one, Self.two])
                #expect(answer.timeToLive == 20_000_000_000)
                #expect(answer.standing == .fresh)
                #expect(answer.failure == nil)
            }
        }
    }

    /// How long before the end of the time to live is the business of `NameScheduleTests`, which have their own clock.
    @Test func asksAgainByItself() async throws {
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 1)]), .records([.v4(127, 0, 0, 2, ttl: 1)]))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address]))
                _ = try await heard.answer()
                let next = try await heard.answer { $0.isFinal && $0.targets == [Self.two] }
                #expect(next.standing == .fresh)
            }
        }
    }

    @Test func aSilentFamilyHoldsNothingUp() async throws {
        try await withNameServer { server in
            server.set("app.test", .silentForV6([.v4(127, 0, 0, 1)]))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address], milliseconds: 3000))
                // Not final: the other family's query is still under way.
                let first = try await heard.answer { _ in true }
                #expect(first.targets == [Self.one])
                #expect(!first.isFinal)
                let last = try await heard.answer()
                #expect(last.targets == [Self.one])
                #expect(last.failure == nil)
            }
        }
    }

    @Test func theLastGoodAddressesStayWhileTheServerIsDown() async throws {
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 1)]), .code(2, ede: 22))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address]))
                let failed = try await heard.answer { $0.failure != nil }
                #expect(failed.targets == [Self.one])
                #expect(failed.failure?.reason == .code(2))
                #expect(failed.failure?.errors.map(\.code) == [22])
                #expect(failed.failures == 1)
            }
        }
    }

    @Test func aRefusedAddressIsAskedForAgainAtOnceAndNotTwiceASecond() async throws {
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 60)]), .records([.v4(127, 0, 0, 2, ttl: 60)]))
            try await Heard.asking(server.address) { resolver, heard in
                let start = ContinuousClock.now
                resolver.watch([Self.app], .asking([server.address]))
                _ = try await heard.answer()
                // Time is the subject: within a second of a query nobody's word brings about another.
                try await Task.sleep(for: .milliseconds(1050))
                for _ in 0..<50 { resolver.refresh(Self.app) }
                _ = try await heard.answer { $0.targets == [Self.two] }
                for _ in 0..<50 { resolver.refresh(Self.app) }
                // Nothing may come of them; a query that does takes less than this on any machine but a busy one,
                // where the test sees less and does not fail.
                try await Task.sleep(for: .milliseconds(300))
                // Two, and one more for each further second that a busy machine made of this.
                let seconds = Int((ContinuousClock.now - start).components.seconds)
                #expect((2...max(2, seconds + 1)).contains(server.count(of: "app.test")))
            }
        }
    }

    @Test(arguments: [
        (NameAct.code(3), NameFailure.Reason.code(3)), (.code(5), .code(5)), (.records([]), .noAddress),
        (.garbage, .malformed), (.silence, .timedOut),
    ])
    func everyFailureIsToldAsWhatItIs(_ act: NameAct, _ reason: NameFailure.Reason) async throws {
        try await withNameServer { server in
            server.set("app.test", act)
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address], milliseconds: act == .silence ? 300 : 9000))
                let answer = try await heard.answer()
                #expect(answer.failure?.reason == reason)
                #expect(answer.targets.isEmpty)
                #expect(answer.standing == .unknown)
            }
        }
    }

    @Test func servicesBringTheirOwnPorts() async throws {
        try await withNameServer { server in
            server.set(
                "_http._tcp.app.test",
                .records([.service("one.test", port: 81), .service("two.test", port: 82, priority: 1)])
            )
            server.set("one.test", .records([.v4(127, 0, 0, 1)]))
            server.set("two.test", .records([.v4(127, 0, 0, 2)]))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([.service("_http._tcp.app.test")], .asking([server.address]))
                let answer = try await heard.answer()
                #expect(
                    answer.targets == [
                        NameTarget(address: .v4(0x7F00_0001), port: 81, priority: 0, weight: 1),
                        NameTarget(address: .v4(0x7F00_0002), port: 82, priority: 1, weight: 1),
                    ]
                )
            }
        }
    }

    @Test func theHostsFileComesBeforeTheNameServer() async throws {
        let path = "/tmp/gg-\(UUID().uuidString.prefix(8))-hosts"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "127.0.0.2 app.test\n".write(toFile: path, atomically: true, encoding: .utf8)
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 1)]))
            try await Heard.asking(server.address, hosts: path) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address]))
                let answer = try await heard.answer()
                #expect(answer.targets == [Self.two])
                #expect(server.count(of: "app.test") == 0)
            }
        }
    }

    @Test func shortNamesAreCompletedWithTheDomainsOfTheSystem() async throws {
        let path = "/tmp/gg-\(UUID().uuidString.prefix(8))-resolv.conf"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "nameserver 127.0.0.1\nsearch first.test second.test\n".write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        try await withNameServer { server in
            server.set("app.second.test", .records([.v4(127, 0, 0, 1)]))
            server.set("app", .records([.v4(127, 0, 0, 2)]))
            try await Heard.asking(server.address, resolvConf: path) { resolver, heard in
                resolver.watch([.host("app")], .asking([server.address]))
                let answer = try await heard.answer()
                #expect(answer.targets == [Self.one])
                #expect(server.count(of: "app") == 0)
            }
        }
    }

    @Test func otherServersAreAskedAsSoonAsTheyAreConfigured() async throws {
        try await withNameServer { first in
            first.set("app.test", .silence)
            try await withNameServer { second in
                second.set("app.test", .records([.v4(127, 0, 0, 1)]))
                try await Heard.asking(first.address) { resolver, heard in
                    resolver.watch([Self.app], .asking([first.address], milliseconds: 15_000))
                    resolver.watch([Self.app], .asking([second.address], milliseconds: 15_000))
                    let answer = try await heard.answer()
                    #expect(answer.targets == [Self.one])
                }
            }
        }
    }

    @Test func aNameThatIsNotWatchedAnyMoreIsNotAskedFor() async throws {
        try await withNameServer { server in
            server.set("app.test", .records([.v4(127, 0, 0, 1, ttl: 1)]))
            try await Heard.asking(server.address) { resolver, heard in
                resolver.watch([Self.app], .asking([server.address]))
                _ = try await heard.answer()
                server.set("other.test", .records([.v4(127, 0, 0, 1, ttl: 60)]))
                resolver.watch([.host("other.test")], .asking([server.address]))
                // Its answer shows that the resolver knows of the change.
                _ = try await heard.answer { $0.name == .host("other.test") && $0.isFinal }
                let count = server.count(of: "app.test")
                // Longer than the time to live, after which a name that is watched is asked for again.
                try await Task.sleep(for: .milliseconds(1200))
                #expect(server.count(of: "app.test") == count)
            }
        }
    }
}
