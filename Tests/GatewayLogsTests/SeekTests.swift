import Foundation
import Testing

@testable import GatewayLogs

/// Files of which only a part is read, because the rest is of other times.
struct SeekTests {
    /// A line of a combined log, so many seconds after the day began; the second line of each second failed.
    private static func line(_ number: Int, at second: Int) -> String {
        let clock = [second / 3600 % 24, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return
            "192.0.2.1 - - [21/Nov/2026:\(clock.joined(separator: ":")) +0000] \"GET /\(number) HTTP/1.1\" "
            + "\(number.isMultiple(of: 2) ? 200 : 502) 10 \"-\" \"\(String(repeating: "agent ", count: 20))\"\n"
    }

    /// Two lines a second, as a log in order of time has them.
    private static let ordered = (0..<40_000).map { Self.line($0, at: $0 / 2) }

    private static func time(_ text: String) -> Int64 { GivenTime.parse("2026-11-21T\(text)Z", now: 0) ?? 0 }

    private func search(_ lines: [String], since: Int64 = .min, until: Int64 = .max) async throws -> TimeSearch.Outcome
    {
        try await withFolder { folder in
            let path = folder.appending(path: "a.log").path
            try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
            var search = TimeSearch(file: try FileBytes(path: path), since: since, until: until)
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var tally = Tally(mostRecords: 0)
            try LogFormat.combined.run(&search, DialectSettings(), &buffer, &tally)
            return search.outcome
        }
    }

    @Test(arguments: ["00:00:00", "00:10:00", "01:23:45", "05:33:19", "07:00:00"])
    func thePartHoldsAllLinesSinceThen(text: String) async throws {
        let since = Self.time(text)
        guard case .part(let part) = try await self.search(Self.ordered, since: since) else {
            Issue.record("it is in order")
            return
        }
        let bytes = Array(Self.ordered.joined().utf8)
        #expect(part.upperBound == bytes.count)
        #expect(part.lowerBound == 0 || bytes[part.lowerBound - 1] == 0x0a)
        let seconds = Int(since - Self.time("00:00:00")) / 1000
        let first = Self.ordered.prefix(min(40_000, seconds * 2)).joined().utf8.count
        #expect(part.lowerBound <= first)
        // A minute of disorder and two windows.
        #expect(first - part.lowerBound <= 120 * 220 + 2 << 16)
    }

    @Test
    func untilCutsTheEndOff() async throws {
        let until = Self.time("01:00:00")
        guard case .part(let part) = try await self.search(Self.ordered, until: until) else {
            Issue.record("it is in order")
            return
        }
        let needed = Self.ordered.prefix(7202).joined().utf8.count
        #expect(part.lowerBound == 0)
        #expect(part.upperBound >= needed)
        #expect(part.upperBound <= needed + 1202 * 220 + 2 << 16)
    }

    @Test
    func aFileOutOfOrderIsReadAsAWhole() async throws {
        let turned = Array(Self.ordered[20_000...] + Self.ordered[..<20_000])
        #expect(try await self.search(turned, since: Self.time("03:00:00")) == .unordered)
        #expect(try await self.search(Self.ordered.reversed(), since: Self.time("03:00:00")) == .unordered)
    }

    @Test
    func rubbishHasNoTimes() async throws {
        let rubbish = [String](repeating: String(repeating: "x", count: 199) + "\n", count: 20_000)
        #expect(try await self.search(rubbish, since: Self.time("03:00:00")) == .withoutTimes)
        #expect(try await self.search([String(repeating: "\u{0}", count: 3_000_000)], since: 0) == .withoutTimes)
        #expect(try await self.search([""], since: 0) == .withoutTimes)
    }

    @Test
    func aReportOfAPartHasTheSameFiguresAndSaysWhatWasNotRead() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "access.log").path
            // Five days' worth of lines in one day: large enough to be searched.
            let lines = (0..<100_000).map { Self.line($0, at: $0 / 2) }
            try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
            let bytes = lines.joined().utf8.count
            try #require(bytes > 16 << 20)
            var request = LogRequest(paths: [path])
            request.since = Self.time("10:00:00")
            request.until = Self.time("10:00:59")
            let report = ReportMaker(await LogReading.run(request), ReportOptions()).report()
            #expect(report.totals.requests == 120)
            #expect(report.totals.failures == 60)
            #expect(report.totals.bytesNotRead > 14_000_000)
            #expect(report.totals.bytes + report.totals.bytesNotRead == UInt64(bytes))
            #expect(report.notes.contains { $0.contains("in order of time") })
            let sample = try #require(report.causes.first?.samples.first)
            let offset = Int(try #require(sample.offset))
            let rest = String(decoding: Array(lines.joined().utf8)[offset...], as: UTF8.self).split(separator: "\n")
            #expect(String(rest[Int(sample.line) - 1]) == sample.text)
            request.since = Self.time("23:00:00")
            request.until = .max
            let none = ReportMaker(await LogReading.run(request), ReportOptions()).report()
            #expect(none.totals.requests == 0)
        }
    }

    @Test
    func printedLinesHaveTheirNumbersInALargeFile() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "access.log").path
            let lines = (0..<100_000).map { $0 == 99_998 ? Self.line(1, at: 49_999) : Self.line(0, at: $0 / 2) }
            try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
            let hits = Hits()
            var request = LogRequest(paths: [path])
            request.since = Self.time("13:00:00")
            request.onHit = { hits.add($0.line) }
            _ = await LogReading.run(request)
            #expect(hits.lines == [99_999])
        }
    }
}
