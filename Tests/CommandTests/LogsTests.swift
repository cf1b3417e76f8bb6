import Foundation
import Testing

/// `goodgate logs`.
struct LogsTests {
    private static let access = """
        192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] "GET /a HTTP/1.1" 502 157 "-" "curl"
        192.0.2.2 - - [21/Nov/2026:15:38:01 +0000] "GET /b HTTP/1.1" 200 157 "-" "curl"

        """
    private static let error = """
        2026/11/21 15:38:00 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream, \
        client: 192.0.2.1, server: a, request: "GET /a HTTP/1.1", upstream: "http://10.0.0.1:80/a", host: "a"

        """

    private func withLogs(_ body: (URL) async throws -> Void) async throws {
        try await withFolder { folder in
            try Self.access.write(to: folder.appending(path: "access.log"), atomically: true, encoding: .utf8)
            try Self.error.write(to: folder.appending(path: "error.log"), atomically: true, encoding: .utf8)
            try await body(folder)
        }
    }

    @Test
    func theCauseComesFirstWithItsFix() async throws {
        try await self.withLogs { folder in
            let result = try await Program.run("logs", folder.path)
            #expect(result.status == 0)
            #expect(result.errors.isEmpty)
            #expect(result.output.hasPrefix("1 of 2 requests failed"))
            #expect(result.output.contains("connect_refused"))
            #expect(result.output.contains("proxy_pass"))
        }
    }

    @Test
    func jsonIsOneObjectWithAVersion() async throws {
        try await self.withLogs { folder in
            let result = try await Program.run("logs", "--json", folder.path)
            let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(json["version"] as? Int == 1)
            #expect((json["causes"] as? [[String: Any]])?.first?["fault"] as? String == "connect_refused")
            #expect((json["totals"] as? [String: Any])?["joined"] as? Int == 1)
        }
    }

    @Test
    func aPageIsWrittenAndLinesArePrinted() async throws {
        try await self.withLogs { folder in
            let page = folder.appending(path: "report.html")
            let log = folder.appending(path: "error.log").path
            #expect(try await Program.run("logs", "--html", page.path, log).status == 0)
            #expect(try String(contentsOf: page, encoding: .utf8).contains("connect_refused"))
            let lines = try await Program.run("logs", "--grep-fault", "connection_refused", log)
            #expect(lines.output.hasPrefix("\(log):1: connect_refused: 2026/11/21"))
            #expect(try await Program.run("logs", "--grep-fault", "closed_before_head", log).output.isEmpty)
        }
    }

    @Test
    func whatCannotBeReadEndsWith70AndTheRestIsShown() async throws {
        try await self.withLogs { folder in
            let log = folder.appending(path: "access.log").path
            let result = try await Program.run("logs", log, "/nonexistent/access.log")
            #expect(result.status == 70)
            #expect(result.output.contains("1 of 2 requests failed"))
            #expect(result.errors.contains("/nonexistent/access.log"))
        }
    }

    @Test
    func aFormatIsTakenFromANginxConf() async throws {
        try await withFolder { folder in
            let conf = folder.appending(path: "nginx.conf").path
            let log = folder.appending(path: "access.log").path
            try "log_format short '$status=$request_uri';".write(toFile: conf, atomically: true, encoding: .utf8)
            try "502=/a\n200=/b\n".write(toFile: log, atomically: true, encoding: .utf8)
            let result = try await Program.run("logs", "--nginx-conf", conf, log)
            #expect(result.status == 0)
            #expect(result.output.hasPrefix("1 of 2 requests failed"))
            #expect(result.output.contains("log_format short"))
            let missing = try await Program.run("logs", "--nginx-conf", "/nonexistent/nginx.conf", log)
            #expect(missing.status == 70)
            #expect(missing.errors.contains("/nonexistent/nginx.conf"))
        }
    }

    @Test
    func linesOfNoFormatEndWith1() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "notes.txt")
            try "one\ntwo\n".write(to: file, atomically: true, encoding: .utf8)
            let result = try await Program.run("logs", file.path)
            #expect(result.status == 1)
            #expect(result.output.hasPrefix("None of 2 lines"))
        }
    }

    @Test(arguments: [
        ["--format", "nonsense", "-"], ["--by", "nonsense", "-"], ["--since", "yesterday", "-"], ["--top", "0", "-"],
        ["--log-format", "no status", "-"], ["--follow", "-"], ["--grep-fault", "nonsense", "-"], [],
    ])
    func wrongCommandLinesEndWith64(arguments: [String]) async throws {
        let result = try await Program(["logs"] + arguments).ended()
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    /// A shell puts the pipe together; the program and the folder are its `$0` and `$1`.
    private func shell(_ script: String, _ folder: URL) async throws -> Program.Result {
        try await Program(["-c", script, Program.path, folder.path], path: "/bin/sh").ended()
    }

    @Test
    func aPipeIsReadAsStandardInput() async throws {
        try await self.withLogs { folder in
            let result = try await self.shell(#"cat "$1/error.log" | "$0" logs -"#, folder)
            #expect(result.status == 0)
            #expect(result.output.contains("connect_refused"))
            #expect(result.output.contains("standard input"))
        }
    }

    @Test
    func standardInputIsReadBesideFilesAndOnce() async throws {
        try await self.withLogs { folder in
            let script = #"cat "$1/error.log" | "$0" logs --json - "$1/access.log" -"#
            let result = try await self.shell(script, folder)
            #expect(result.status == 0)
            let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect((json["inputs"] as? [Any])?.count == 2)
            let totals = try #require(json["totals"] as? [String: Any])
            #expect(totals["lines"] as? Int == 3)
            #expect(totals["joined"] as? Int == 1)
        }
    }

    @Test
    func standardInputMayBePackedOrAFileOrNothing() async throws {
        try await self.withLogs { folder in
            let packed = try await self.shell(#"gzip -c "$1/access.log" | "$0" logs --json -"#, folder)
            #expect(packed.status == 0)
            let json = try JSONSerialization.jsonObject(with: Data(packed.output.utf8)) as? [String: Any]
            #expect((json?["totals"] as? [String: Any])?["requests"] as? Int == 2)
            let file = try await self.shell(#""$0" logs - < "$1/access.log""#, folder)
            #expect(file.output.hasPrefix("1 of 2 requests failed"))
            let nothing = try await self.shell(#"printf '' | "$0" logs -"#, folder)
            #expect(nothing.status == 0)
            let rubbish = try await self.shell(#"head -c 5000 /dev/zero | "$0" logs -"#, folder)
            #expect(rubbish.status == 1)
        }
    }
}
