import Foundation
import Testing

@testable import GatewayLogs

/// Packed inputs that a thread of their own unpacks.
struct UnpackTests {
    private func packed(_ program: String, _ text: String, in folder: URL) throws -> URL? {
        let plain = folder.appending(path: "access.log")
        try text.write(to: plain, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program, "-q", plain.path]
        try process.run()
        process.waitUntilExit()
        // Where the program is missing there is nothing to read.
        guard process.terminationStatus == 0 else { return nil }
        try? FileManager.default.removeItem(at: plain)
        return folder.appending(path: program == "gzip" ? "access.log.gz" : "access.log.zst")
    }

    private func report(_ file: URL, jobs: Int) async -> (LogReading, String) {
        var request = LogRequest(paths: [file.path])
        request.jobs = jobs
        let reading = await LogReading.run(request)
        let report = ReportMaker(reading, ReportOptions()).report()
        return (reading, TextReport(report, color: false).lines().joined(separator: "\n"))
    }

    /// Many blocks of both threads, and lines that differ.
    private static let text = (0..<60_000).map { ReadingTests.line($0 &* 7919 % 86_400, $0 % 100 == 0 ? 502 : 200) }
        .joined()

    @Test(arguments: ["gzip", "zstd"])
    func aThreadThatUnpacksAheadChangesNothing(program: String) async throws {
        try await withFolder { folder in
            guard let file = try self.packed(program, Self.text, in: folder) else { return }
            let (alone, text) = await self.report(file, jobs: 1)
            let (ahead, other) = await self.report(file, jobs: 2)
            #expect(ahead.tally.bytes == UInt64(Self.text.utf8.count))
            #expect(ahead.tally.exchanges == 60_000)
            #expect(ahead.tally.statuses == alone.tally.statuses)
            #expect(ahead.problems.isEmpty)
            #expect(other == text)
        }
    }

    @Test(arguments: ["gzip", "zstd"])
    func whatCameBeforeTheDamageIsTheSameToo(program: String) async throws {
        try await withFolder { folder in
            guard let file = try self.packed(program, Self.text, in: folder) else { return }
            let whole = try Data(contentsOf: file)
            try whole.prefix(whole.count / 2).write(to: file)
            let (alone, text) = await self.report(file, jobs: 1)
            let (ahead, other) = await self.report(file, jobs: 2)
            #expect(alone.tally.exchanges > 1000)
            #expect(ahead.problems.map(\.place) == [file.path])
            #expect(ahead.problems == alone.problems)
            #expect(other == text)
        }
    }

    @Test
    func whoStopsReadingEndsTheThread() async throws {
        let queue = BlockQueue(room: 2)
        let (counts, continuation) = AsyncStream<Int>.makeStream()
        // A thread: one that runs tasks must not wait, and there may be no other.
        Thread {
            var count = 0
            while queue.put(.bytes([1])) { count += 1 }
            continuation.yield(count)
            continuation.finish()
        }.start()
        guard case .bytes = queue.take() else {
            Issue.record("bytes come first")
            return
        }
        queue.abandon()
        // Room for two, and for the one that was taken.
        for await count in counts { #expect((1...3).contains(count)) }
    }
}
