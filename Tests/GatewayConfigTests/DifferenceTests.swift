import Foundation
import Testing

@testable import GatewayConfig

@Suite struct DifferenceTests {
    private static let old = """
        listen: ["127.0.0.1:1", "127.0.0.1:2"]
        admin: { token: aaaaaaaaaaaaaaaa }
        routes:
          - name: a
            match: { host: a.example }
            to: [{ url: http://127.0.0.1:1001, weight: 1 }, http://127.0.0.1:1002]
          - match: { host: b.example }
            to: http://127.0.0.1:1003
        """

    private static func changes(to new: String) throws -> [String] {
        let old = try #require(Golden.load(Self.old).configuration)
        let new = try #require(Golden.load(new).configuration)
        return ConfigurationDifference(from: old, to: new).changes.map(\.description)
    }

    @Test func movingLinesChangesNothing() throws {
        #expect(try Self.changes(to: "# a comment\n\n" + Self.old) == [])
    }

    @Test func namesWhatChanged() throws {
        let new =
            Self.old
            .replacingOccurrences(of: "127.0.0.1:2\"", with: "127.0.0.1:3\"")
            .replacingOccurrences(of: "aaaaaaaaaaaaaaaa", with: "bbbbbbbbbbbbbbbb")
            .replacingOccurrences(of: "weight: 1", with: "weight: 0")
            .replacingOccurrences(of: ":1002", with: ":1004")
            .replacingOccurrences(of: "b.example", with: "c.example")
            + "\nworkers: 7\ntimeouts: { connect: 1s }\n"
        #expect(
            try Self.changes(to: new) == [
                "setting workers changed from 2 to 7",
                "setting timeouts.connect changed from 2s to 1s",
                "setting admin.token changed from one to another",
                "listener 127.0.0.1:2 removed",
                "listener 127.0.0.1:3 added",
                "route b.example removed",
                "route c.example added",
                "route a timeouts.connect changed from 2s to 1s",
                "endpoint http://127.0.0.1:1002 of a removed",
                "endpoint http://127.0.0.1:1004 of a added",
                "endpoint http://127.0.0.1:1001 of a weight changed from 1 to 0",
            ]
        )
    }

    @Test func knowsWhichRoutesGoOn() throws {
        let old = try #require(Golden.load(Self.old).configuration)
        let text = Self.old.replacingOccurrences(of: ":1003", with: ":1005") + "\nworkers: 3\n"
        let new = try #require(Golden.load(text).configuration)
        #expect(ConfigurationDifference.unchangedRoutes(from: old, to: new) == ["a"])
        #expect(ConfigurationDifference.unchangedRoutes(from: old, to: old) == ["a", "b.example"])
    }

    private static func policyChanges(_ old: String, _ new: String) throws -> [String] {
        let text = { (policies: String) in "routes:\n  - name: a\n    to: http://127.0.0.1:1\n    \(policies)\n" }
        let old = try #require(Golden.load(text(old)).configuration)
        let new = try #require(Golden.load(text(new)).configuration)
        let changes = ConfigurationDifference(from: old, to: new).changes.map(\.description)
        #expect((ConfigurationDifference.unchangedRoutes(from: old, to: new) == ["a"]) == changes.isEmpty)
        return changes
    }

    @Test(
        arguments: [
            ("retry: 2", "retry: { attempts: 2 }", []),
            ("retry: 2", "retry: off", ["route a retry.attempts changed from 2 to 0"]),
            ("cache: off", "cache: {}", ["route a cache changed from off to on"]),
            ("cache: { object: 1KiB }", "cache: off", ["route a cache changed from on to off"]),
            ("cache: {}", "cache: { object: 1KiB }", ["route a cache.object changed from 8MiB to 1KiB"]),
            ("health: { check: /a }", "health: { check: /b }", ["route a health.check.path changed from /a to /b"]),
            ("health: {}", "health: { check: /b }", ["route a health.check changed from off to on"]),
            (
                "health: { ejection: on }", "health: { ejection: off }",
                [
                    "route a health.ejection changed from on to off"
                ]
            ),
            ("rate: {}", "rate: { client: 5/s burst 9 }", ["route a rate.client changed from off to 5/s burst 9"]),
            (
                "objective: 99.9%", "objective: 99.95%",
                [
                    "route a objective.availability changed from 99.9% to 99.95%"
                ]
            ),
            (
                "maintenance: off", "maintenance: { active: on, cookie: p=aaaaaaaaaa }",
                [
                    "route a maintenance.active changed from off to on",
                    "route a maintenance.cookie changed from none to set",
                ]
            ),
            (
                "balance: { sticky: s, sticky-secret: aaaaaaaaaaaaaaaa }",
                "balance: { sticky: s, sticky-secret: bbbbbbbbbbbbbbbb }",
                [
                    "route a balance.sticky-secret changed from one to another"
                ]
            ),
        ] as [(String, String, [String])]
    )
    func namesWhatChangedInPolicies(old: String, new: String, changes: [String]) throws {
        #expect(try Self.policyChanges(old, new) == changes)
    }

    @Test func namesWhatChangedInEndpointsAndTheirOrder() throws {
        let (a, b) = ("http://127.0.0.1:1", "http://127.0.0.1:2")
        let text = { (method: String, to: String) in "routes: [{ name: r, balance: \(method), to: [\(to)] }]" }
        let changes = { (old: String, new: String) throws in
            let old = try #require(Golden.load(old).configuration)
            let new = try #require(Golden.load(new).configuration)
            return ConfigurationDifference(from: old, to: new).changes.map(\.description)
        }
        let backup = "{ url: \"\(b)\", backup: on, zone: z }"
        #expect(
            try changes(text("first", "\(a), \(b)"), text("first", "\(a), \(backup)")) == [
                "endpoint \(b) of r priority changed from 0 to 1", "endpoint \(b) of r zone changed from none to z",
            ]
        )
        #expect(
            try changes(text("first", "\(a), \(b)"), text("first", "\(b), \(a)")) == [
                "route r order of to changed from \(a) \(b) to \(b) \(a)"
            ]
        )
        #expect(try changes(text("hash", "\(a), \(b)"), text("hash", "\(b), \(a)")) == [])
    }

    @Test func namesWhatChangedInProcessSettings() throws {
        let new =
            Self.old + "\nzone: eu\nresolver: { keep: 5m }\ncache: { memory: 1MiB }\nlimits: { client-requests: 3 }\n"
        #expect(
            try Self.changes(to: new) == [
                "setting limits.client-requests changed from off to 3", "setting zone changed from none to eu",
                "setting resolver.keep changed from 1h to 5m", "setting cache.memory changed from 64MiB to 1MiB",
            ]
        )
    }
}

@Suite struct ListenerDifferenceTests {
    @Test func namesWhatChangedOfAListenerThatStays() throws {
        let text = { (settings: String) in
            "listen: [{ address: \"127.0.0.1:1\", proxy-protocol: { from: \(settings) } }]\nroutes: [{ to: \"http://127.0.0.1:2\" }]"
        }
        let old = try #require(Golden.load(text("10.0.0.1")).configuration)
        let new = try #require(Golden.load(text("10.0.0.2, version: v2")).configuration)
        #expect(
            ConfigurationDifference(from: old, to: new).changes.map(\.description) == [
                "listener 127.0.0.1:1 proxy-protocol.from changed from 10.0.0.1/32 to 10.0.0.2/32",
                "listener 127.0.0.1:1 proxy-protocol.version changed from any to v2",
            ]
        )
    }
}
