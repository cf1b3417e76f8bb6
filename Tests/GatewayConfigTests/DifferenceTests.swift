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
}
