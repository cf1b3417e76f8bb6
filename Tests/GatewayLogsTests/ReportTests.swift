import Foundation
import Testing

@testable import GatewayLogs

/// What a report has for its options, and the form of its JSON.
struct ReportTests {
    /// Failures of Envoy's log at three upstreams, two hosts and several URLs.
    private static let text = (0..<600).map { number in
        let clock = "15:\(number / 60 < 10 ? "0" : "")\(number / 60):\(number % 60 < 10 ? "0" : "")\(number % 60)"
        let isFailed = number.isMultiple(of: 4)
        let method = number.isMultiple(of: 3) ? "POST" : "GET"
        return "[2026-11-21T\(clock).000Z] \"\(method) /item/\(number % 5)?q=1 HTTP/1.1\" "
            + "\(isFailed ? 503 : 200) \(isFailed ? "UF" : "-") 10 20 5 4 \"192.0.2.\(number % 60)\" \"curl\" \"id\" "
            + "\"\(number.isMultiple(of: 8) ? "a" : "b").example\" \"10.0.0.\(number % 3):80\"\n"
    }.joined()

    private func report(_ change: (inout ReportOptions) -> Void = { _ in }) async throws -> LogReport {
        var options = ReportOptions()
        change(&options)
        return try await LogReading.report(["envoy.log": Self.text], options: options)
    }

    @Test(
        arguments: [
            (.endpoint, "/item/{id}", 150), (.url, "/item/0?q=1", 30), (.upstream, "10.0.0.0:80", 50),
            (.host, "a.example", 75), (.client, "192.0.2.0", 10), (.method, "GET", 100),
        ] as [(ReportOptions.Key, String, UInt64)]
    )
    func tablesAreMadeByEveryKey(key: ReportOptions.Key, name: String, count: UInt64) async throws {
        let report = try await self.report {
            $0.keys = [key]
            $0.top = 100
        }
        #expect(report.tables.map(\.by) == ["status", key.rawValue])
        let table = try #require(report.tables.last)
        #expect(table.rows.first { $0.name == name }?.count == count)
        #expect(table.rows.reduce(0) { $0 + $1.count } == 150)
        #expect(abs(table.rows.reduce(0) { $0 + $1.share } - 1) < 0.001)
    }

    @Test
    func statusesAreCountedOverAllRequests() async throws {
        let report = try await self.report { $0.keys = [.status] }
        #expect(report.tables.map(\.by) == ["status"])
        #expect(report.statuses.map(\.name) == ["200", "503"])
        #expect(report.statuses.map(\.count) == [450, 150])
    }

    @Test
    func aTableHasAsManyRowsAsAskedFor() async throws {
        let report = try await self.report {
            $0.keys = [.client]
            $0.top = 7
        }
        #expect(report.tables.last?.rows.count == 7)
    }

    @Test
    func failuresCostWhatIsSaidTheyDo() async throws {
        #expect(try await self.report().totals.cost == nil)
        let report = try await self.report { $0.costPerRequest = 1.5 }
        #expect(report.totals.cost == 225)
        #expect(TextReport(report).lines().first?.contains("cost about 225") == true)
    }

    @Test
    func visitorsThatWereHitAreEstimatedAndNotThoseThatWereNot() async throws {
        // Clients with a number that is divisible by four: 15 of 60.
        let report = try await self.report()
        #expect((14...16).contains(report.totals.visitorsHit))
        #expect((14...16).contains(try #require(report.causes.first).visitors))
    }

    @Test
    func aCauseSaysWhatItIsWhoMustActAndWhatToChange() async throws {
        let cause = try #require(try await self.report().causes.first)
        #expect(cause.fault == "connect_refused" && cause.type == "connection_refused")
        #expect(cause.side == "upstream" && cause.phase == "connect" && cause.retry == "S0")
        #expect(cause.product == "Envoy" && cause.name == "UF")
        #expect(cause.temporary == true && cause.ongoing)
        #expect(cause.count == 150 && cause.share == 1)
        #expect(!cause.meaning.isEmpty && !cause.who.isEmpty && !cause.fix.isEmpty)
        #expect(cause.timeline.count == 60 && cause.timeline.reduce(0, +) == 150)
        #expect(cause.first == "2026-11-21 15:00:00 UTC" && cause.last == "2026-11-21 15:09:56 UTC")
    }

    /// The members of an object, with those of what it holds behind a dot.
    private static func members(_ value: Any, _ path: String = "") -> Set<String> {
        if let object = value as? [String: Any] {
            return object.reduce(into: []) { members, member in
                let name = path.isEmpty ? member.key : "\(path).\(member.key)"
                members.insert(name)
                members.formUnion(Self.members(member.value, name))
            }
        }
        guard let list = value as? [Any] else { return [] }
        return list.reduce(into: []) { $0.formUnion(Self.members($1, path)) }
    }

    @Test
    func theMembersOfTheJSONAreThoseOfItsVersion() async throws {
        let report = try await LogReading.report([
            "envoy.log": Self.text, "error.log": "2026/11/21 15:00:00 [notice] 1#1: reconfiguring\n",
        ])
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(report))
        #expect((object as? [String: Any])?["version"] as? Int == 1)
        let members = Self.members(object)
        let top =
            "attempts causes events first inputs last notes problems statuses stepSeconds tables timeline totals "
            + "unclassified version"
        #expect(Set(members.filter { !$0.contains(".") }) == Set(top.split(separator: " ").map(String.init)))
        let cause =
            "count endpoints fault first fix last meaning name ongoing patterns phase product retry samples share "
            + "side statuses temporary timeline title type upstreams visitors who"
        let causes = members.filter { $0.hasPrefix("causes.") && $0.split(separator: ".").count == 2 }
        #expect(Set(causes.map { String($0.dropFirst(7)) }) == Set(cause.split(separator: " ").map(String.init)))
        let totals =
            "bytes bytesNotRead clientsLeft cutLines failureShare failures joined lines linesOutsideTimes "
            + "messages requests timesGoingBack unreadableLines visitorsHit"
        let found = members.filter { $0.hasPrefix("totals.") }.map { String($0.dropFirst(7)) }
        #expect(Set(found) == Set(totals.split(separator: " ").map(String.init)))
        for member in [
            "inputs.file", "inputs.format", "inputs.title", "timeline.time", "timeline.requests",
            "timeline.failures", "tables.by", "tables.rows.name", "tables.rows.count", "tables.rows.share",
            "events.event", "events.sample.text", "causes.samples.file", "causes.samples.line",
        ] {
            #expect(members.contains(member), "\(member)")
        }
    }
}
