import Foundation
import Testing

@testable import GatewayLogs

/// Failures beside what happened to processes.
struct EventPatternTests {
    private static let outages = [500, 1400, 2600]

    /// An hour of a HAProxy log that fails for 12 s behind each outage.
    private static let access = (0..<3600).map { second in
        let isDown = Self.outages.contains { second >= $0 + 2 && second < $0 + 14 }
        let time = String(format: "21/Nov/2026:%02d:%02d:%02d.000", 15, second / 60, second % 60)
        return "192.0.2.\(second % 250):1 [\(time)] web app/s1 0/0/0/-1/2 \(isDown ? 503 : 200) 9 - - "
            + "\(isDown ? "SC--" : "----") 1/1/1/1/0 0/0 \"GET /x/\(second) HTTP/1.1\"\n"
    }.joined()

    private func pattern(_ name: String, _ line: (Int) -> String, at seconds: [Int]) async throws -> LogPattern? {
        let report = try await LogReading.report([
            "haproxy.log": Self.access, name: seconds.map { line($0) + "\n" }.joined(),
        ])
        let cause = try #require(report.causes.first { $0.fault == "connect_refused" })
        return cause.patterns.first { $0.kind == .afterEvent }
    }

    private static func clock(_ second: Int) -> String { String(format: "15:%02d:%02d", second / 60, second % 60) }

    private static let sources: [(name: String, title: String, line: @Sendable (Int) -> String)] = [
        (
            "journal.txt", LogEvent.outOfMemory.title,
            { "Nov 21 \(Self.clock($0)) web kernel: oom-kill:constraint=CONSTRAINT_MEMCG" }
        ),
        ("units.txt", LogEvent.stopped.title, { "Nov 21 \(Self.clock($0)) web systemd[1]: Stopped app.service." }),
        (
            "fpm.txt", LogEvent.workersExhausted.title,
            { "[21-Nov-2026 \(Self.clock($0))] WARNING: [pool www] server reached pm.max_children setting (5)" }
        ),
        (
            "gunicorn.txt", LogEvent.workerKilled.title,
            { "[2026-11-21 \(Self.clock($0)) +0000] [17] [CRITICAL] WORKER TIMEOUT (pid:18)" }
        ),
        (
            "node.txt", LogEvent.crashed.title,
            { "2026-11-21T\(Self.clock($0)).000Z [UnhandledPromiseRejection: no handler]" }
        ),
        (
            "cert.txt", LogEvent.certificateExpired.title,
            { "2026-11-21T\(Self.clock($0))Z app: Error: certificate has expired" }
        ),
        (
            "kube.txt", LogEvent.deployed.title,
            { "2026-11-21T\(Self.clock($0))Z Normal ScalingReplicaSet Scaled up replica set web-7 to 3" }
        ),
        ("nginx.txt", LogEvent.reloaded.title, { "2026/11/21 \(Self.clock($0)) [notice] 1#1: reconfiguring" }),
        (
            "export.txt", LogEvent.crashed.title,
            {
                "__REALTIME_TIMESTAMP=\(1_795_273_200 + $0)000000\n_COMM=systemd\nMESSAGE=a.service: Main process exited, code=killed, status=9/KILL\n"
            }
        ),
    ]

    @Test(arguments: EventPatternTests.sources.indices)
    func outbreaksBehindAnEventAreLinkedToIt(source: Int) async throws {
        let (name, title, line) = Self.sources[source]
        let pattern = try #require(try await self.pattern(name, line, at: Self.outages))
        #expect(pattern.text.contains("3 of 3"))
        #expect(pattern.text.contains(title))
    }

    @Test
    func eventsThatComeAllTheTimeExplainNothing() async throws {
        let seconds = Array(stride(from: 0, to: 3600, by: 40))
        #expect(try await self.pattern("units.txt", Self.sources[1].line, at: seconds) == nil)
    }

    @Test
    func eventsAtOtherTimesExplainNothing() async throws {
        #expect(try await self.pattern("units.txt", Self.sources[1].line, at: [100, 900, 3000]) == nil)
    }

    @Test
    func aServerThatIsTakenOutIsAnEffect() async throws {
        let line = { (second: Int) in
            "Nov 21 \(Self.clock(second)) lb haproxy[1]: Server app/s1 is DOWN, reason: Layer4 connection problem"
        }
        #expect(try await self.pattern("haproxy-events.txt", line, at: Self.outages) == nil)
    }
}
