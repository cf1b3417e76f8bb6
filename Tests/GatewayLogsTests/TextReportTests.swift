import Testing

@testable import GatewayLogs

/// The report on a terminal.
struct TextReportTests {
    private static let text = (0..<400).map { number in
        let clock = "\(number / 60 < 10 ? "0" : "")\(number / 60):\(number % 60 < 10 ? "0" : "")\(number % 60)"
        let path = "/a/quite/long/path/\(String(repeating: "x", count: 200))/\(number % 3)"
        return "192.0.2.\(number % 9) - - [21/Nov/2026:15:\(clock) +0000] \"GET \(path) HTTP/1.1\" "
            + "\([200, 502, 503, 499][number % 4]) 1 \"-\" \"-\"\n"
    }.joined()

    @Test(arguments: [40, 60, 89, 100, 140])
    func noLineIsLongerThanTheTerminalIsWide(width: Int) async throws {
        let report = try await LogReading.report([
            "a.log": Self.text, "haproxy.log": "rubbish\n",
            "error.log":
                "2026/11/21 15:00:00 [error] 1#1: *1 no live upstreams while connecting to upstream, client: 1\n",
        ])
        let lines = TextReport(report, width: width, most: 2).lines()
        #expect(lines.count > 20)
        for line in lines { #expect(line.count <= width, "\(line)") }
    }

    @Test
    func theSparklineShowsWhenFailuresCame() async throws {
        let report = try await LogReading.report(["a.log": Self.text])
        let line = try #require(TextReport(report, width: 140).lines().first { $0.contains("failures  █") })
        #expect(line.contains("peak 4 in 6.7 s at 2026-11-21 15:00:"))
        #expect(TextReport.spark([0, 1, 8]) == " ▁█" || TextReport.spark([0, 1, 8]) == " ▂█")
        #expect(TextReport.spark([]).isEmpty)
        #expect(TextReport.spark([0, 0]).isEmpty)
    }

    @Test
    func aFigureAndItsSignStandOnOneLine() async throws {
        let report = try await LogReading.report(["a.log": Self.text])
        for width in 40...90 {
            for line in TextReport(report, width: width).lines() {
                #expect(!line.trimmingPrefix { $0 == " " }.hasPrefix("%"), "\(line)")
            }
        }
    }

    @Test
    func thePageShowsDirectivesAsCodeAndFiguresUnbroken() async throws {
        let page = HTMLReport(try await LogReading.report(["a.log": Self.text])).text()
        #expect(page.contains("<code>$upstream_addr $upstream_status"))
        #expect(page.contains("(100\u{A0}%)"))
        #expect(page.contains("Content-Security-Policy"))
        #expect(page.contains("<svg"))
        #expect(!page.contains("http://") && !page.contains("src="), "it loads nothing")
    }
}
