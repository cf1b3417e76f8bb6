import Foundation
import Testing

@testable import goodgate

/// What `goodgate top` draws, without a gateway.
struct TopViewTests {
    /// Two routes and two endpoints, `factor` times as many as at first.
    static func reading(time: Double, factor: Double, name: String = "shop") throws -> TopReading {
        var metrics = """
            # HELP goodgate_exchanges_total Exchanges.
            # TYPE goodgate_exchanges_total counter

            """
        for (route, classes) in [(name, [900.0, 80, 20]), (#"docs \"x\\"#, [100.0, 0, 0]), ("-", [0.0, 0, 0])] {
            for (status, count) in zip(["2xx", "4xx", "5xx"], classes) {
                metrics += "goodgate_exchanges_total{route=\"\(route)\",status_class=\"\(status)\"} \(count * factor)\n"
            }
            let total = classes.reduce(0, +) * factor
            for (bound, share) in [("0.001", 0.5), ("0.25", 0.995), ("+Inf", 1)] {
                metrics += "goodgate_exchange_duration_seconds_bucket{route=\"\(route)\",le=\"\(bound)\"} "
                metrics += "\(total * share)\n"
            }
            metrics += "goodgate_exchange_duration_seconds_sum{route=\"\(route)\"} \(total * 0.012)\n"
        }
        metrics += """
            goodgate_faults_total{type="connection_refused",fault="connect_refused",side="upstream",phase="connect"} \(12 * factor)
            goodgate_faults_total{type="http_request_error",fault="host_missing",side="client",phase="request_head"} 3
            goodgate_saved_total \(10 * factor)
            goodgate_exchanges_active 7
            goodgate_clients_active 41
            goodgate_draining 0
            nonsense{ 3
            {="} x

            """
        let endpoints = """
            {"endpoints": [
              {"endpoint": "http://10.0.0.1:80", "addresses": [], "routes": ["shop"], "state": "in use", "active": 5,
               "failures_in_row": 0, "connections": 9, "pooled": 4, "requests": \(1000 * factor), "faults": 0,
               "connections_opened": 1, "connections_reused": 9, "closes_idle_after_seconds": 5.02, "latency_seconds": 0.0031},
              {"endpoint": "http://10.0.0.2:80", "state": "skipped", "reason": "consecutive_faults", "detail": "5 connects in a row were refused",
               "active": 0, "pooled": 0, "requests": \(20 * factor), "faults": \(12 * factor)}
            ]}
            """
        return try TopReading(time: time, metrics: metrics, endpoints: Array(endpoints.utf8))
    }

    private func lines(width: Int = 118, height: Int? = nil) throws -> [String] {
        let view = TopView(title: "127.0.0.1:8081", width: width, height: height)
        return view.lines(
            previous: try Self.reading(time: 10, factor: 1),
            current: try Self.reading(time: 12, factor: 2)
        )
    }

    @Test func showsRatesOfTwoReadings() throws {
        let expected = #"""
            goodgate top  127.0.0.1:8081  up  over 2.00 s
            requests   550/s, 7 active, 41 clients
            faults     upstream 24 (6.00/s), client 3 (0/s)
            prevented  retry 20 (5.00/s)

            ROUTE                                                           REQ/S   5XX/S  AVAIL %  TARGET   4XX/S    MEAN   P99 ≤
            shop                                                              500    10.0   98.000       –    40.0  12.0ms   250ms
            docs "x\\                                                        50.0       0      100       –       0  12.0ms   250ms

            ENDPOINT                            STATE    REQ/S  FAULT/S ACTIVE POOLED    IDLE LATENCY                       REASON
            http://10.0.0.2:80                skipped     10.0     6.00      0      0       –       – 5 connects in a row were re…
            http://10.0.0.1:80                 in use      500        0      5      4   5.02s  3.10ms
            """#
        #expect(try self.lines().joined(separator: "\n") == expected)
    }

    @Test func showsTotalsOfOne() throws {
        let view = TopView(title: "gate", width: 80, height: nil)
        let lines = view.lines(previous: nil, current: try Self.reading(time: 1, factor: 1))
        #expect(lines[0] == "goodgate top  gate  up  since the start")
        #expect(lines[2] == "faults     upstream 12, client 3")
        #expect(lines.contains { $0.hasPrefix("shop ") && $0.contains(" – ") && $0.contains(" 98.000") })
    }

    @Test(arguments: [0, 1, 7, 12, 20, 33, 40, 64, 80, 118, 200, 400])
    func isNeverWiderThanTheTerminal(width: Int) throws {
        for line in try self.lines(width: width) { #expect(TextTable.width(line) <= width, "\(line)") }
    }

    @Test(arguments: 0...20) func isNeverHigherThanTheTerminal(height: Int) throws {
        let whole = try self.lines()
        let lines = try self.lines(height: height)
        #expect(lines.count <= height)
        #expect(lines.count == min(height, whole.count) || lines.contains { $0.hasPrefix("… ") })
    }

    @Test func textFromOutsideCannotControlTheTerminal() throws {
        let view = TopView(title: "a\u{1B}[2Jb", width: 200, height: nil)
        let evil = try Self.reading(time: 2, factor: 1, name: "x\u{1B}]0;y\u{7}\u{202E}z")
        let text = view.lines(previous: nil, current: evil).joined(separator: "\n")
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0x202E)
        }
        #expect(text.contains("x\\u{1b}]0;y\\u{7}"))
    }

    @Test func wideCharactersTakeTwoCells() {
        #expect(TextTable.width("日本") == 4 && TextTable.width("né") == 2)
        #expect(TextTable.cut("日本語のルート", to: 6) == "日本…")
    }

    @Test func aRestartedGatewayBeginsAnew() throws {
        let figures = TopFigures(
            previous: try Self.reading(time: 10, factor: 100),
            current: try Self.reading(time: 12, factor: 1)
        )
        #expect(figures.routes.first?.requestsPerSecond == 500)
        #expect(figures.endpoints.allSatisfy { ($0.requestsPerSecond ?? -1) >= 0 })
    }

    @Test(
        arguments: [(nil, "–"), (0, "0"), (0.004, "<0.01"), (1.234, "1.23"), (45.67, "45.7"), (12_345.6, "12346")]
            as [(Double?, String)]
    )
    func figuresAreShort(value: Double?, text: String) {
        #expect(TopView.number(value) == text)
    }

    @Test func aPercentageIsNeverRoundedUp() {
        #expect(TopView.percent(99.99999) == "99.999" && TopView.percent(100) == "100")
        #expect(TopView.number(.infinity) == "–" && TopView.whole(.nan) == "–" && TopView.time(0.0125) == "12.5ms")
    }

    @Test func whatIsNoAnswerOfAGatewayIsRefused() {
        #expect(throws: (any Error).self) { try TopReading(time: 0, metrics: "", endpoints: Array("<html>".utf8)) }
    }
}
