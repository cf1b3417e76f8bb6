import Foundation
import Glibc
import Testing

@testable import GatewayLab

/// Peers that do not stay as they are.
@Suite(.timeLimit(.minutes(1)))
struct ChangingPeerTests {
    /// Spells that end while a test waits for it, or ones that no busy machine outlasts.
    private static func options(spell: Duration) -> LabOptions {
        var options = quickOptions()
        options.spell = spell
        options.spellRest = .milliseconds(50)
        return options
    }

    private static func get(_ path: String = "/", at address: LabAddress) async -> DrillExchange {
        var request = DrillRequest("GET \(path) HTTP/1.1\r\nHost: lab.example\r\n\r\n")
        request.timeLimit = .seconds(5)
        return await DrillClient.send(request, to: address)
    }

    private static func until(_ isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while !isSo() {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test
    func restartsAfterAnAnswerAndResetsWhatItHas() async throws {
        try await withLab(Self.options(spell: .seconds(60))) { lab in
            let address = try #require(lab.address(of: "restart-gap"))
            var held = DrillRequest("GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n", until: .end)
            held.timeLimit = .seconds(5)
            let first = await DrillClient.send(held, to: address)
            #expect(first.response?.text == "ok\n")
            #expect(first.ending == .reset)
            try await Self.until { lab.spells(of: "restart-gap") == 1 }
            #expect(lab.isInSpell("restart-gap"))
            #expect(await Self.get(at: address).ending == .notConnected(ECONNREFUSED))
            #expect(lab.counts() == ["restart-gap": 1])
        }
    }

    /// Or whoever waited for it would be reset by the next one.
    @Test
    func restsBetweenSpells() async throws {
        var options = Self.options(spell: .milliseconds(100))
        options.spellRest = .seconds(60)
        try await withLab(options) { lab in
            let address = try #require(lab.address(of: "restart-gap"))
            _ = await Self.get(at: address)
            try await Self.until { !lab.isInSpell("restart-gap") }
            for _ in 0..<3 { #expect(await Self.get(at: address).response?.status == 200) }
            #expect(lab.spells(of: "restart-gap") == 1)
        }
    }

    @Test
    func saysThatItGoesAndIsGone() async throws {
        try await withLab(Self.options(spell: .seconds(60))) { lab in
            let address = try #require(lab.address(of: "rolling"))
            let first = await Self.get(at: address)
            #expect(first.response?.fields("connection") == ["close"])
            #expect(await Self.get(at: address).ending == .notConnected(ECONNREFUSED))
            let beside = try #require(lab.neighbour(of: "rolling"))
            #expect(await Self.get(at: beside).response?.status == 200)
            #expect(lab.counts() == ["rolling": 1, "rolling/neighbour": 1])
        }
    }

    /// And goes again, for whoever goes on looking.
    @Test
    func comesBackOnItsPort() async throws {
        try await withLab(Self.options(spell: .milliseconds(100))) { lab in
            let address = try #require(lab.address(of: "rolling"))
            _ = await Self.get(at: address)
            try await Self.until { !lab.isInSpell("rolling") }
            // Time is the subject: it rests between spells.
            try await Task.sleep(for: .milliseconds(60))
            #expect(await Self.get(at: address).response?.fields("connection") == ["close"])
            #expect(lab.spells(of: "rolling") == 2)
        }
    }

    @Test
    func saysThatItIsUnwellAndServesAllTheSame() async throws {
        try await withLab(Self.options(spell: .seconds(60))) { lab in
            let address = try #require(lab.address(of: "health-failing"))
            #expect(await Self.get("/health", at: address).response?.status == 200)
            #expect(!lab.isInSpell("health-failing"))
            #expect(await Self.get("/page", at: address).response?.status == 200)
            #expect(await Self.get("/health", at: address).response?.status == 503)
            #expect(await Self.get("/page", at: address).response?.status == 200)
            // Who asks how it is has not met it.
            #expect(lab.counts() == ["health-failing": 2])
        }
    }

    @Test
    func isWellAgain() async throws {
        try await withLab(Self.options(spell: .milliseconds(100))) { lab in
            let address = try #require(lab.address(of: "health-failing"))
            _ = await Self.get("/page", at: address)
            try await Self.until { !lab.isInSpell("health-failing") }
            #expect(await Self.get("/health", at: address).response?.status == 200)
        }
    }

    @Test
    func aCrowdMakesWorkLonger() {
        var work = CrowdedWork()
        let now = ContinuousClock.now
        let times = (0..<3).map { _ in work.take(.milliseconds(50), now: now, longest: .seconds(10)) }
        #expect(times == [.milliseconds(50), .milliseconds(101), .milliseconds(153)])
        // All are done: as in the beginning.
        let later = now + .milliseconds(153)
        #expect(work.take(.milliseconds(50), now: later, longest: .seconds(10)) == .milliseconds(50))
        #expect(work.take(.seconds(20), now: later, longest: .seconds(10)) == .seconds(10))
    }

    @Test
    func aNameMovesToWhereSomebodyListens() async throws {
        try await withLab { lab in
            let address = try #require(lab.address(of: "address-moves"))
            guard case .tcp(let name, let port) = address else {
                Issue.record("\(address) is no name")
                return
            }
            #expect(name == "address-moves.lab.test")
            let old = await Self.get(at: .tcp(host: "127.0.0.2", port: port))
            #expect(old.ending == .notConnected(ECONNREFUSED))
            #expect(await Self.get(at: .tcp(host: lab.host, port: port)).response?.status == 200)
        }
    }

    /// Without both, nobody could play it by hand.
    @Test
    func theListingTellsTruthAndNeighbour() async throws {
        try await withLab { lab in
            let data = Data(try LabListing(of: lab).json().utf8)
            let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let scenarios = try #require(document["scenarios"] as? [[String: Any]])
            for scenario in Scenarios.all {
                let entry = try #require(scenarios.first { $0["name"] as? String == scenario.name })
                #expect(entry["truth"] as? String == scenario.trial?.truth)
                #expect(entry["neighbour"] as? String == lab.neighbour(of: scenario.name)?.url)
            }
            #expect(LabListing(of: lab).text.contains("beside \(try #require(lab.neighbour(of: "rolling")).url)"))
        }
    }
}
