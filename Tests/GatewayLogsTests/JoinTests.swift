import Testing

@testable import GatewayLogs

/// Access and error log of one gateway, read together.
struct JoinTests {
    private static func access(_ second: Int, _ client: String, _ request: String, _ status: Int) -> String {
        let time =
            "21/Nov/2026:16:\(second / 60 < 10 ? "0" : "")\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60) +0100"
        return "\(client) - - [\(time)] \"\(request) HTTP/1.1\" \(status) 157 \"-\" \"curl\"\n"
    }

    private static func error(_ second: Int, _ client: String, _ request: String, _ message: String) -> String {
        let time =
            "2026/11/21 16:\(second / 60 < 10 ? "0" : "")\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60)"
        return "\(time) [error] 1#1: *1 \(message), client: \(client), server: a, request: \"\(request) HTTP/1.1\", "
            + "upstream: \"http://10.0.0.1:80/\", host: \"a\"\n"
    }

    private static let refused = "connect() failed (111: Connection refused) while connecting to upstream"
    private static let closed = "upstream prematurely closed connection while reading response header from upstream"

    @Test
    func theErrorLogTellsTheGatewaysOwn502FromTheOrigins() async throws {
        let report = try await LogReading.report([
            "access.log": Self.access(1, "192.0.2.1", "GET /a", 502) + Self.access(2, "192.0.2.2", "GET /b", 200)
                + Self.access(30, "192.0.2.3", "POST /c", 502) + Self.access(60, "192.0.2.4", "GET /a", 502),
            "error.log": Self.error(1, "192.0.2.1", "GET /a", Self.refused)
                + Self.error(60, "192.0.2.4", "GET /a", Self.closed),
        ])
        #expect(report.totals.requests == 4)
        #expect(report.totals.failures == 3)
        #expect(report.totals.joined == 2)
        let causes = Dictionary(uniqueKeysWithValues: report.causes.map { ($0.fault, $0.count) })
        #expect(causes == ["connect_refused": 1, "closed_before_head": 1, "origin_status": 1])
        #expect(report.causes.first { $0.fault == "origin_status" }?.endpoints.first?.name == "/c")
        #expect(report.attempts.isEmpty)
    }

    @Test
    func withoutAnErrorLogNothingIsGuessed() async throws {
        let report = try await LogReading.report(["access.log": Self.access(1, "192.0.2.1", "GET /a", 502)])
        #expect(report.causes.map(\.fault) == ["untold"])
        #expect(report.notes.contains { $0.contains("error log") })
    }

    @Test
    func anAttemptThatARetrySavedIsNoFailure() async throws {
        let report = try await LogReading.report([
            "access.log": Self.access(1, "192.0.2.1", "GET /a", 200) + Self.access(9, "192.0.2.1", "GET /b", 502),
            "error.log": Self.error(1, "192.0.2.1", "GET /a", Self.refused)
                + Self.error(9, "192.0.2.1", "GET /b", Self.closed),
        ])
        #expect(report.totals.failures == 1)
        #expect(report.causes.map(\.fault) == ["closed_before_head"])
        #expect(report.attempts.map(\.fault) == ["connect_refused"])
    }

    @Test
    func oneMessageExplainsOneRequest() async throws {
        let requests = (0..<5).map { Self.access($0 * 20, "192.0.2.1", "GET /a", 502) }.joined()
        let errors = [0, 40].map { Self.error($0, "192.0.2.1", "GET /a", Self.refused) }.joined()
        let late = Self.error(200, "192.0.2.9", "GET /z", Self.closed)
        let report = try await LogReading.report(["access.log": requests, "error.log": errors + late])
        let causes = Dictionary(uniqueKeysWithValues: report.causes.map { ($0.fault, $0.count) })
        #expect(causes == ["connect_refused": 2, "origin_status": 3])
    }

    @Test
    func anErrorLogAloneIsEnoughForCauses() async throws {
        let errors = (0..<40).map { Self.error($0, "192.0.2.1", "GET /a", Self.closed) }.joined()
        let report = try await LogReading.report(["error.log": errors])
        #expect(report.totals.failures == 40)
        #expect(report.totals.requests == 0)
        let cause = try #require(report.causes.first)
        #expect(cause.fault == "closed_before_head")
        #expect(cause.fix.contains("keepalive_timeout"))
        #expect(cause.upstreams.first?.name == "http://10.0.0.1:80")
    }

    @Test
    func contentThatBrokeOffFailsAlthoughItsStatusWasSent() async throws {
        let message = "upstream prematurely closed connection while reading upstream"
        let report = try await LogReading.report([
            "access.log": Self.access(1, "192.0.2.1", "GET /big", 200),
            "error.log": Self.error(1, "192.0.2.1", "GET /big", message),
        ])
        #expect(report.causes.map(\.fault) == ["length_truncated"])
        #expect(report.totals.failures == 1)
    }

    @Test
    func messagesOfOneClientAreToldApartByTheIdOfTheRequest() async throws {
        func access(_ path: String, _ id: String) -> String {
            "192.0.2.1 - - [21/Nov/2026:16:00:01 +0000] \"GET \(path) HTTP/1.1\" 503 299 1000 \(id)\n"
        }
        func error(_ thread: Int, _ id: String, _ reason: String) -> String {
            let start = "[Sat Nov 21 16:00:01.500000 2026]"
            let place = "[pid 1:tid \(thread)]"
            return
                "\(start) [proxy:error] \(place) \(reason): AH00957: http: attempt to connect to 10.0.0.1:80 failed\n"
                + "\(start) [proxy_http:error] \(place) [id \(id)] [client 192.0.2.1:5000] "
                + "AH01114: HTTP: failed to make connection to backend: 10.0.0.1\n"
        }
        // The messages come in the other order.
        let files = [
            "access.log": access("/a", "aaaaaaaaaaa") + access("/b", "bbbbbbbbbbb"),
            "error.log": error(7, "bbbbbbbbbbb", "(113)No route to host")
                + error(8, "aaaaaaaaaaa", "(111)Connection refused"),
        ]
        let template = LineTemplate(#"%h %l %u %t "%r" %>s %b %D %L"#)
        let report = try await LogReading.report(files, template: template)
        let endpoints = Dictionary(uniqueKeysWithValues: report.causes.map { ($0.fault, $0.endpoints.map(\.name)) })
        #expect(endpoints == ["connect_refused": ["/a"], "host_unreachable": ["/b"]])
    }
}
