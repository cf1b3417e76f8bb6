import Foundation
import Testing

@testable import GatewayLogs

/// What failures have in common.
struct PatternTests {
    /// A HAProxy log with one line for each second that is given.
    private static func haproxy(
        _ lines: [(second: Int, milliseconds: Int, state: String, status: Int, request: String)]
    ) -> String {
        lines.map { line in
            let minute = line.second / 60
            let time = String(format: "21/Nov/2026:%02d:%02d:%02d.000", minute / 60 % 24, minute % 60, line.second % 60)
            return
                "192.0.2.\(line.second % 250):1 [\(time)] web app/s1 0/0/0/-1/\(line.milliseconds) \(line.status) 9 - - "
                + "\(line.state) 1/1/1/1/0 0/0 \"\(line.request) HTTP/1.1\"\n"
        }.joined()
    }

    private func patterns(_ text: String, fault: String) async throws -> [LogPattern.Kind] {
        let report = try await LogReading.report(["haproxy.log": text])
        return try #require(report.causes.first { $0.fault == fault }).patterns.map(\.kind)
    }

    @Test
    func durationsAtOneValueAreATimer() async throws {
        let lines = (0..<100).map { second in
            second.isMultiple(of: 5)
                ? (second * 31, 60_000 + second, "sH--", 504, "GET /report") : (second * 31, 20, "----", 200, "GET /")
        }
        let kinds = try await self.patterns(Self.haproxy(lines), fault: "response_head_timeout")
        #expect(kinds.contains(.timer))
        #expect(kinds.contains(.oneEndpoint))
    }

    @Test
    func outbreaksAtEqualDistancesAreAPeriod() async throws {
        var lines: [(Int, Int, String, Int, String)] = []
        for second in 0..<21_600 {
            if second % 3600 < 10 { lines.append((second, 3, "SH--", 502, "GET /a/\(second)")) }
            if second.isMultiple(of: 20) { lines.append((second, 3, "----", 200, "GET /a/\(second)")) }
        }
        let kinds = try await self.patterns(Self.haproxy(lines), fault: "closed_before_head")
        #expect(kinds.contains(.period))
        #expect(!kinds.contains(.oneMethod))
    }

    @Test
    func failuresAtRandomHaveNoPattern() async throws {
        var lines: [(Int, Int, String, Int, String)] = []
        // A fixed sequence: what is asked is whether nothing is seen where nothing is.
        var state: UInt64 = 88_172_645_463_325_252
        for second in 0..<20_000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let isFailure = state % 97 == 0
            let path = ["GET /a", "GET /b", "POST /c", "GET /d"][Int(state >> 32) % 4]
            lines.append(
                (
                    second, isFailure ? Int(state >> 40 % 9000) % 9000 : 5, isFailure ? "SH--" : "----",
                    isFailure ? 502 : 200, path
                )
            )
        }
        let kinds = try await self.patterns(Self.haproxy(lines), fault: "closed_before_head")
        #expect(kinds.isEmpty)
    }

    @Test
    func failuresAfterPausesAreAClosedConnection() async throws {
        var lines: [(Int, Int, String, Int, String)] = []
        for round in 0..<40 {
            let start = round * 300 + (round * 37) % 60
            lines.append((start, 2, "SH--", 502, ["GET /a", "GET /b", "POST /c"][round % 3]))
            for step in 1..<60 { lines.append((start + step, 2, "----", 200, "GET /a")) }
        }
        let kinds = try await self.patterns(Self.haproxy(lines), fault: "closed_before_head")
        #expect(kinds.contains(.afterIdle))
    }

    @Test
    func failuresBehindARestartAreLinkedToIt() async throws {
        let report = try await LogReading.report([
            "haproxy.log": Self.haproxy(
                (0..<3000).map { second in
                    let isDown = [500, 1400, 2600].contains { second >= $0 && second < $0 + 12 }
                    return (second, 2, isDown ? "SC--" : "----", isDown ? 503 : 200, "GET /x/\(second)")
                }
            ),
            "journal.log": [500, 1400, 2600].map { second in
                String(
                    format: "Nov 21 %02d:%02d:%02d web kernel: Out of memory: Killed process 812 (node)\n",
                    second / 3600,
                    second / 60 % 60,
                    second % 60
                )
            }.joined(),
        ])
        let cause = try #require(report.causes.first { $0.fault == "connect_refused" })
        #expect(cause.patterns.first?.kind == .afterEvent)
        #expect(report.events.first?.count == 3)
    }

    @Test
    func whereAllIsPOSTItIsNoPattern() async throws {
        let lines = (0..<200).map { second in
            second.isMultiple(of: 10)
                ? (second * 7, 2, "SH--", 502, "POST /rpc/x\(second % 3)")
                : (second * 7, 2, "----", 200, "POST /rpc/x\(second % 3)")
        }
        #expect(!(try await self.patterns(Self.haproxy(lines), fault: "closed_before_head").contains(.oneMethod)))
    }

    @Test
    func onlyPOSTIsSaid() async throws {
        let lines = (0..<200).map { second in
            second.isMultiple(of: 10)
                ? (second * 7, 2, "SH--", 502, "POST /order/\(second)/x\(second % 3)")
                : (second * 7, 2, "----", 200, "GET /")
        }
        #expect(try await self.patterns(Self.haproxy(lines), fault: "closed_before_head").contains(.oneMethod))
    }
}
