import Foundation
import Testing

@testable import GatewayLogs

/// `log_format` and `access_log` out of configurations of nginx.
struct NginxConfTests {
    private static let main = #"""
        # log_format not '$this one';
        user www-data;
        http {
            log_format timed '$remote_addr [$time_local] "$request" $status '
                             'rt=$request_time us="$upstream_status" uh="$upstream_header_time" '
                             "uc=\"$upstream_connect_time\" ua=\"$upstream_addr\"";
            log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
                            '"$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
            access_log /var/log/nginx/timed.log timed buffer=32k;
            access_log /var/log/nginx/$host.plain.log main;
            content_by_lua_block { local t = { a = "}" } log_format = 1 }
            include conf.d/*.conf;
            include /nonexistent/mime.types;
        }
        """#

    private static func timed(_ number: Int, _ status: Int, head: String = "0.010") -> String {
        let time = String(format: "21/Nov/2026:15:%02d:%02d +0000", number / 60 % 60, number % 60)
        return
            "192.0.2.7 [\(time)] \"GET /a HTTP/1.1\" \(status) rt=1.5 us=\"\(status)\" uh=\"\(head)\" uc=\"0.001\" "
            + "ua=\"10.0.0.1:80\"\n"
    }

    private func read(_ files: [String: String], conf: [String] = []) async throws -> LogReport {
        try await withFolder { folder in
            for (name, text) in files {
                let file = folder.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            var request = LogRequest(paths: [folder.appending(path: "logs").path])
            request.nginxConfigurations = conf.map { folder.appending(path: $0).path }
            return ReportMaker(await LogReading.run(request), ReportOptions()).report()
        }
    }

    @Test
    func directivesHaveQuotesCommentsVariablesAndCode() {
        let text = "a 'b c' \"d\\\"e\" f\\.g; # no;\nserver { h ${i}j; x_by_lua_block { if y then { } end } k l }"
        let directives = NginxDirectives.read(Array(text.utf8))
        #expect(
            directives.map(\.words) == [
                ["a", "b c", "d\"e", "f\\.g"], ["server"], ["h", "${i}j"], ["x_by_lua_block"], ["k", "l"],
            ]
        )
        #expect(directives.map(\.line) == [1, 2, 2, 2, 2])
    }

    @Test(arguments: [
        ("*.conf", "a.conf", true), ("*.conf", ".a.conf", false), ("*.conf", "a.conf.bak", false), ("a?c", "abc", true),
        ("[a-c]*", "beta", true), ("[!a-c]*", "beta", false), ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxa", false),
        ("[", "[", true), ("", "", true), ("", "a", false), ("***", "", true),
    ])
    func patternsOfFiles(pattern: String, name: String, fits: Bool) {
        #expect(FilePattern(pattern).fits(name) == fits)
    }

    @Test
    func aPatternOfManyStarsEnds() {
        let pattern = FilePattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.fits(String(repeating: "a", count: 20_000)))
    }

    @Test
    func aConfigurationInTheFolderTellsTheFormatByPath() async throws {
        let report = try await self.read([
            "logs/nginx.conf": Self.main,
            "logs/timed.log.1": (0..<20).map { Self.timed($0, $0 < 5 ? 504 : 200, head: "-") }.joined(),
        ])
        #expect(report.inputs.map(\.title) == ["access log of log_format timed"])
        #expect(report.totals.requests == 20)
        #expect(report.causes.map(\.fault) == ["response_head_timeout"])
        #expect(report.causes.first?.upstreams.first?.name == "10.0.0.1:80")
        #expect(report.notes.contains { $0.contains("/nonexistent/mime.types") })
        #expect(report.problems.isEmpty)
    }

    @Test
    func aFormatIsFoundByFitInAFileThatIsIncluded() async throws {
        let report = try await self.read(
            [
                "etc/nginx.conf": "http { include conf.d/*.conf; log_format short '$status'; }",
                "etc/conf.d/a.conf": "log_format odd 'S=$status|$request_uri|$upstream_addr|$msec';",
                "etc/conf.d/b.txt": "log_format wrong '$status';",
                "logs/some.log": (0..<9).map { "S=502|/x|10.0.0.\($0):80|179527548\($0).5\n" }.joined(),
            ],
            conf: ["etc/nginx.conf"]
        )
        #expect(report.inputs.map(\.title) == ["access log of log_format odd"])
        #expect(report.totals.failures == 9)
        #expect(report.first == "2026-11-21 15:38:00 UTC")
    }

    @Test
    func whatCombinedReadsStaysCombined() async throws {
        let line = "192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"curl\" \"-\"\n"
        let report = try await self.read(["logs/nginx.conf": Self.main, "logs/other.log": line])
        #expect(report.inputs.map(\.format) == ["combined"])
    }

    @Test
    func aJSONFormatWithNamesOfItsOwnIsRead() async throws {
        let conf = #"log_format j escape=json '{"when":"$time_iso8601","code":$status,"via":"$upstream_addr"}';"#
        let line = #"{"when":"2026-11-21T15:38:00+00:00","code":502,"via":"10.0.0.1:80"}"# + "\n"
        let report = try await self.read(["logs/site.conf": conf, "logs/a.log": line])
        #expect(report.totals.failures == 1)
        #expect(report.causes.first?.upstreams.first?.name == "10.0.0.1:80")
    }

    @Test
    func aMissingConfigurationIsAProblemAndAUselessOneIsSaid() async throws {
        let log = ["logs/timed.log": Self.timed(1, 200)]
        let missing = try await self.read(log, conf: ["etc/nginx.conf"])
        #expect(missing.problems.count == 1)
        let useless = try await self.read(
            log.merging(["etc/nginx.conf": "events { }\nlog_format a '$host';"]) { $1 },
            conf: ["etc/nginx.conf"]
        )
        #expect(useless.problems.isEmpty)
        #expect(useless.notes.contains { $0.contains(":2: log_format a has no $status") })
        #expect(useless.notes.contains { $0.contains("No log_format") })
    }

    @Test
    func includesInACircleAndRubbishEnd() async throws {
        let circle = "include nginx.conf; include ./*.conf; log_format a '$status $request_uri';"
        let report = try await self.read(
            [
                "etc/nginx.conf": circle, "etc/b.conf": "include nginx.conf; { ' \" ${ \u{0}",
                "logs/a.log": "502 /a\n503 /b\n",
            ],
            conf: ["etc/nginx.conf"]
        )
        #expect(report.totals.failures == 2)
        for cut in Array(Self.main.utf8).indices { _ = NginxDirectives.read(Array(Array(Self.main.utf8)[cut...])) }
    }

    @Test
    func fieldsWithoutAnythingBetweenThemAreNotGuessed() throws {
        let template = try #require(LineTemplate("$status $host$request_uri x"))
        let line = try #require(
            ReadLine.all("502 a.example/b x", as: .template, DialectSettings(template: template)).first
        )
        #expect(line.status == 502)
        #expect(line.host.isEmpty && line.target.isEmpty)
    }
}
