import Foundation
import Testing

@testable import GatewayLogs

/// Files that are written, rotated and cut while they are read.
struct FollowTests {
    private func append(_ text: String, to file: URL) throws {
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
    }

    @Test
    func eachStepTakesTheCompleteLinesThatAreNew() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try ReadingTests.line(1).write(to: file, atomically: false, encoding: .utf8)
            var following = LogFollowing(LogRequest(paths: [file.path]))
            let step1 = following.step()
            #expect(step1)
            let step2 = following.step()
            #expect(!step2)
            let next = ReadingTests.line(2, 502)
            try self.append(String(next.prefix(30)), to: file)
            let step3 = following.step()
            #expect(!step3)
            try self.append(String(next.dropFirst(30)), to: file)
            let step4 = following.step()
            #expect(step4)
            let report = ReportMaker(following.reading, ReportOptions()).report()
            #expect(report.totals.requests == 2)
            #expect(report.causes.first?.samples.first?.line == 2)
        }
    }

    @Test
    func aRotatedFileIsReadToItsEndAndTheNewOneFromItsStart() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try ReadingTests.line(1).write(to: file, atomically: false, encoding: .utf8)
            var following = LogFollowing(LogRequest(paths: [file.path]))
            _ = following.step()
            try self.append(ReadingTests.line(2), to: file)
            try FileManager.default.moveItem(at: file, to: folder.appending(path: "access.log.1"))
            let step5 = following.step()
            #expect(step5)
            try ReadingTests.line(3).write(to: file, atomically: false, encoding: .utf8)
            _ = following.step()
            #expect(following.reading.tally.exchanges == 3)
        }
    }

    @Test
    func aFileThatWasCutIsReadFromItsStart() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try (1...5).map { ReadingTests.line($0) }.joined().write(to: file, atomically: false, encoding: .utf8)
            var following = LogFollowing(LogRequest(paths: [file.path]))
            _ = following.step()
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(ReadingTests.line(6).utf8))
            try handle.close()
            _ = following.step()
            #expect(following.reading.tally.exchanges == 6)
        }
    }

    @Test
    func anEmptyFileIsRecognisedWhenItsFirstLinesCome() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try "".write(to: file, atomically: false, encoding: .utf8)
            var following = LogFollowing(LogRequest(paths: [file.path]))
            let step6 = following.step()
            #expect(!step6)
            try self.append(ReadingTests.line(1, 502), to: file)
            let step7 = following.step()
            #expect(step7)
            #expect(following.reading.files.first?.format == .combined)
        }
    }

    @Test
    func aLargeFileIsReadFromTheTimeAskedForAndOnAsItGrows() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            let agent = String(repeating: "agent ", count: 40)
            // Large enough to be searched: a line a second, all day.
            let text = (0..<86_000).map { ReadingTests.line($0, $0 == 85_990 ? 502 : 200, agent: agent) }.joined()
            try #require(text.utf8.count > 16 << 20)
            try text.write(to: file, atomically: false, encoding: .utf8)
            var request = LogRequest(paths: [file.path])
            request.since = GivenTime.parse("2026-11-21T23:50:00Z", now: 0) ?? 0
            request.until = GivenTime.parse("2026-11-21T23:59:59Z", now: 0) ?? 0
            var following = LogFollowing(request)
            let first = following.step()
            #expect(first)
            // 23:50:00 to 23:53:19, and some minutes before them that were read and not counted.
            #expect(following.reading.tally.exchanges == 200)
            #expect(following.reading.tally.bytes < 1 << 20)
            let report = ReportMaker(following.reading, ReportOptions()).report()
            #expect(report.notes.contains { $0.contains("in order of time") })
            let sample = try #require(report.causes.first?.samples.first)
            let rest = text.utf8.dropFirst(Int(try #require(sample.offset)))
            #expect(rest.split(separator: 0x0a)[Int(sample.line) - 1].elementsEqual(sample.text.utf8))
            try self.append(ReadingTests.line(86_001), to: file)
            let second = following.step()
            #expect(second)
            #expect(following.reading.tally.exchanges == 201)
        }
    }

    @Test
    func aSmallFileIsReadFromItsStartWhateverTimeIsAskedFor() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try (1...5).map { ReadingTests.line($0) }.joined().write(to: file, atomically: false, encoding: .utf8)
            var request = LogRequest(paths: [file.path])
            request.since = GivenTime.parse("2026-11-21T00:00:03Z", now: 0) ?? 0
            var following = LogFollowing(request)
            _ = following.step()
            #expect(following.reading.tally.exchanges == 3)
            #expect(following.reading.tally.outside == 2)
        }
    }
}
