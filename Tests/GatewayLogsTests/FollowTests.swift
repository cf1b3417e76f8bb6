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
}
