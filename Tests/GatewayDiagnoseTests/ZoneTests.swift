import GatewayFaults
import GatewayLab
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// The servers of the zone itself: how they are found, and what their answers mean beside those of resolvers.
@Suite(.timeLimit(.minutes(1))) struct ZoneTests {
    /// One server that is the resolver and the zone's own.
    private static func facts(of host: String, _ records: [String: NameAct]) async throws -> ZoneFacts {
        let server = try await LabNameServer.start()
        for (name, act) in records { server.set(name, act) }
        let (address, port) = (server.address, UInt16(server.port))
        let target = try Target("http://\(host)/")
        do {
            let facts = try await WalkTests.onThread { () throws(SystemError) in
                ZoneProbe(loop: try EventLoop(), resolvers: [address], port: port)
                    .look(for: target, until: EventLoop.monotonicNanoseconds + 20_000_000_000)
            }
            await server.stop()
            return facts
        } catch {
            await server.stop()
            throw error
        }
    }

    @Test func theServersOfTheZoneAreFoundAndAsked() async throws {
        let facts = try await Self.facts(
            of: "www.shop.test",
            [
                "shop.test": .records([.server("ns1.shop.test"), .server("ns2.shop.test"), .edition(7)]),
                "ns1.shop.test": .records([.v4(127, 0, 0, 1)]),
                "www.shop.test": .records([.v4(192, 0, 2, 7)]),
            ]
        )
        #expect(facts.zone == "shop.test")
        #expect(facts.servers.map(\.name) == ["ns1.shop.test"])
        #expect(facts.servers.first?.serial == 7)
        #expect(facts.addresses.map(\.hostText) == ["192.0.2.7"])
    }

    @Test func aZoneThatNobodyServesHasNoServers() async throws {
        let facts = try await Self.facts(of: "www.shop.test", [:])
        #expect(facts.zone == nil)
        #expect(facts.servers.isEmpty)
        // A whole domain of the top is nobody's to ask.
        let top = try await Self.facts(
            of: "shop.test",
            ["test": .records([.server("ns.test")]), "ns.test": .records([.v4(127, 0, 0, 1)])]
        )
        #expect(top.servers.isEmpty)
    }

    @Test func garbageEndsInNoServers() async throws {
        #expect(try await Self.facts(of: "www.shop.test", ["shop.test": .garbage]).servers.isEmpty)
    }

    @Test func levelsAreBounded() {
        #expect(ZoneProbe.levels(of: "a.b.c") == ["a.b.c", "b.c", "c"])
        #expect(ZoneProbe.levels(of: Array(repeating: "x", count: 50).joined(separator: ".")).count == 8)
    }

    // MARK: - What it means

    private static func server(_ problem: NameView.Problem?, _ address: SocketAddress? = nil, serial: UInt32 = 1)
        -> ZoneFacts.Server
    {
        var view = NameView(server: "198.51.100.1:53", isGiven: true)
        view.problem = problem
        view.addresses = address.map { [$0] } ?? []
        return ZoneFacts.Server(name: "ns.example", view: view, serial: serial, isAuthoritative: true)
    }

    private static func verdict(resolver: NameView.Problem, _ servers: [ZoneFacts.Server]) throws -> Verdict {
        var seen = try JudgeTests.seen([])
        var view = NameView(server: "192.0.2.53:53", isGiven: false)
        view.problem = resolver
        seen.resolution.views = [view]
        var zone = ZoneFacts()
        (zone.zone, zone.servers) = ("site.example", servers)
        seen.zone = zone
        return Verdict(seen)
    }

    @Test func theZoneDecidesWhoseFaultAMissingNameIs() throws {
        let known = Self.server(nil, JudgeTests.one)
        #expect(try Self.verdict(resolver: .noName, [known]).causes.first?.cause == .resolverFilters)
        #expect(try Self.verdict(resolver: .serverFailure, [known]).causes.first?.cause == .resolverDown)
        #expect(try Self.verdict(resolver: .noName, [Self.server(.noName)]).causes.first?.cause == .nameUnknown)
        #expect(try Self.verdict(resolver: .serverFailure, [Self.server(.timedOut)]).party == .zone)
        #expect(try Self.verdict(resolver: .noName, [known, Self.server(.noName)]).causes.first?.cause == .zoneBroken)
    }

    @Test func anOldAddressIsOneWhereTheNewOneWorks() throws {
        var seen = try JudgeTests.seen([JudgeTests.failed(.connectTimeout)])
        var zone = ZoneFacts()
        (zone.zone, zone.servers) = ("site.example", [Self.server(nil, JudgeTests.two)])
        seen.zone = zone
        #expect(Verdict(seen).causes.first?.cause == .firewall)
        seen.zonePages = [JudgeTests.answered(200, at: JudgeTests.two)]
        #expect(Verdict(seen).causes.first?.cause == .nameOutOfDate)
        #expect(Verdict(seen).party == .resolver)
    }

    @Test func differentEditionsAreANote() throws {
        var seen = try JudgeTests.seen([JudgeTests.answered(200)])
        var zone = ZoneFacts()
        zone.servers = [Self.server(nil, JudgeTests.one, serial: 1), Self.server(nil, JudgeTests.one, serial: 2)]
        seen.zone = zone
        #expect(Verdict(seen).notes.contains { $0.contains("different editions") })
        #expect(Verdict(seen).outcome == .healthy)
    }
}
