import Foundation
import Testing

@testable import GatewayLogs

/// Inputs of every kind, good and bad.
struct ReadingTests {
    static func line(_ number: Int, _ status: Int = 200, agent: String = "curl/8.0") -> String {
        let time = String(format: "21/Nov/2026:%02d:%02d:%02d +0000", number / 3600 % 24, number / 60 % 60, number % 60)
        return
            "192.0.2.\(number % 250) - - [\(time)] \"GET /item/\(number) HTTP/1.1\" \(status) 10 \"-\" \"\(agent)\"\n"
    }

    private func read(_ paths: [String], jobs: Int = 1, format: LogFormat? = nil) async -> LogReading {
        var request = LogRequest(paths: paths)
        request.jobs = jobs
        request.format = format
        return await LogReading.run(request)
    }

    @Test
    func piecesCountEveryLineOnceAndKnowItsNumber() async throws {
        try await withFolder { folder in
            let count = 220_000
            var text = ""
            for number in 0..<count { text += Self.line(number, number == 200_001 ? 502 : 200) }
            let path = folder.appending(path: "access.log").path
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(text.utf8.count > 16 << 20, "large enough for several pieces")
            for jobs in [1, 4] {
                let reading = await self.read([path], jobs: jobs)
                #expect(reading.tally.lines == UInt64(count))
                #expect(reading.tally.exchanges == UInt64(count))
                #expect(reading.tally.bytes == UInt64(text.utf8.count))
                let report = ReportMaker(reading, ReportOptions()).report()
                #expect(report.causes.first?.samples.first?.line == 200_002)
            }
        }
    }

    @Test(arguments: ["gzip", "zstd"])
    func packedFilesAreReadLikePlainOnes(program: String) async throws {
        try await withFolder { folder in
            let plain = folder.appending(path: "access.log")
            try (0..<50_000).map { Self.line($0, $0 % 100 == 0 ? 502 : 200) }.joined()
                .write(to: plain, atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [program, "-q", plain.path]
            try process.run()
            process.waitUntilExit()
            // Where the program is missing there is nothing to read.
            guard process.terminationStatus == 0 else { return }
            try? FileManager.default.removeItem(at: plain)
            let reading = await self.read([folder.path])
            #expect(reading.tally.exchanges == 50_000)
            #expect(reading.tally.statuses[502] == 500)
            #expect(reading.problems.isEmpty)
        }
    }

    @Test
    func aCutGzipFileCountsAsFarAsItGoesAndIsTold() async throws {
        try await withFolder { folder in
            let plain = folder.appending(path: "access.log")
            try (0..<50_000).map { Self.line($0) }.joined().write(to: plain, atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["gzip", plain.path]
            try process.run()
            process.waitUntilExit()
            let packed = folder.appending(path: "access.log.gz")
            let whole = try Data(contentsOf: packed)
            try whole.prefix(whole.count / 2).write(to: packed)
            let reading = await self.read([packed.path])
            #expect(reading.tally.exchanges > 1000)
            #expect(reading.tally.exchanges < 50_000)
            #expect(reading.problems.map(\.place) == [packed.path])
            #expect(reading.problems.first?.message.contains("ends too early") == true)
        }
    }

    @Test
    func rubbishAndUnendingLinesAreCountedAndTheRestIsRead() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "access.log").path
            var bytes = Data(Self.line(1).utf8)
            bytes.append(Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
            bytes.append(0x0a)
            bytes.append(Data(repeating: UInt8(ascii: "a"), count: 5 << 20))
            bytes.append(0x0a)
            bytes.append(Data(Self.line(2, 502).utf8))
            try bytes.write(to: URL(fileURLWithPath: path))
            let reading = await self.read([path])
            #expect(reading.tally.exchanges == 2)
            #expect(reading.tally.cutLines == 1)
            #expect(reading.tally.unreadable > 0)
        }
    }

    @Test
    func missingFilesAndCirclesOfLinksAreToldAndTheRestIsRead() async throws {
        try await withFolder { folder in
            try Self.line(1, 502).write(to: folder.appending(path: "a.log"), atomically: true, encoding: .utf8)
            let circle = folder.appending(path: "circle")
            try FileManager.default.createSymbolicLink(at: circle, withDestinationURL: folder)
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "again.log"),
                withDestinationURL: folder.appending(path: "a.log")
            )
            let reading = await self.read([folder.path, "/nonexistent/access.log"])
            #expect(reading.tally.exchanges == 1)
            #expect(reading.problems.map(\.place) == ["/nonexistent/access.log"])
        }
    }

    @Test
    func timesThatGoBackAndTimesThatAreNoneAreSaid() async throws {
        let report = try await LogReading.report([
            "a.log": Self.line(5000, 502) + Self.line(10) + Self.line(11)
                + "192.0.2.1 - - [99/Foo/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 502 1 \"-\" \"-\"\n"
        ])
        #expect(report.totals.requests == 4)
        #expect(report.totals.timesGoingBack == 1)
        #expect(report.totals.failures == 2)
    }

    @Test
    func sinceAndUntilLeaveTheRestOut() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.log").path
            try (0..<100).map { Self.line($0) }.joined().write(toFile: path, atomically: true, encoding: .utf8)
            var request = LogRequest(paths: [path])
            request.since = try #require(GivenTime.parse("2026-11-21T00:00:10Z", now: 0))
            request.until = try #require(GivenTime.parse("2026-11-21T00:00:19Z", now: 0))
            let tally = await LogReading.run(request).tally
            #expect(tally.exchanges == 10)
            #expect(tally.outside == 90)
        }
    }

    @Test(
        arguments: [
            ("2h", 10_000_000 - 7_200_000), ("30m", 10_000_000 - 1_800_000), ("1970-01-01", 0),
            ("1970-01-01T00:01", 60_000),
            ("1970-01-01T01:00:00+01:00", 0),
        ] as [(String, Int64)]
    )
    func timesAreReadAsPeopleGiveThem(text: String, time: Int64) {
        #expect(GivenTime.parse(text, now: 10_000_000) == time)
    }

    @Test(arguments: ["", "yesterday", "12:00", "2026-13-01", "2026-11-21T25:00:00Z", "-5h", "99999999999999999999d"])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(GivenTime.parse(text, now: 10_000_000) == nil)
    }

    @Test(
        arguments: [
            (LogFormat.combined, ReadingTests.line(1)),
            (
                .vhostCombined,
                "a.example:80 192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n"
            ),
            (
                .nginxError,
                "2026/11/21 15:38:00 [error] 1#1: *1 no live upstreams while connecting to upstream, client: 1.1.1.1\n"
            ),
            (
                .apacheError,
                "[Sat Nov 21 15:38:00.1 2026] [core:notice] [pid 1:tid 1] AH00094: Command line: 'apache2'\n"
            ),
            (
                .haproxy,
                "1.1.1.1:1 [21/Nov/2026:15:38:00.000] web app/s1 0/0/0/1/1 200 9 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n"
            ),
            (.json, "{\"status\":200,\"time\":\"2026-11-21T15:38:00Z\"}\n"),
            (.process, "Nov 21 15:38:00 web app[1]: hello\n"),
            (.unknown, "one two three\nfour\n"),
        ] as [(LogFormat, String)]
    )
    func formatsAreRecognised(format: LogFormat, text: String) {
        let recognizer = FormatRecognizer(settings: DialectSettings(year: 2026))
        #expect(recognizer.recognize(Array(String(repeating: text, count: 5).utf8)).format == format)
    }

    @Test
    func aNamedPipeIsOpenedOnceAndReadToItsEnd() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "pipe").path
            try #require(mkfifo(path, 0o600) == 0)
            let text = (0..<20_000).map { Self.line($0) }.joined()
            let writing = Task.detached {
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try handle.write(contentsOf: Data(text.utf8))
                try handle.close()
            }
            let reading = await self.read([path])
            try await writing.value
            #expect(reading.tally.exchanges == 20_000)
            #expect(reading.problems.isEmpty)
        }
    }
}
