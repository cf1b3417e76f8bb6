import Foundation
import Testing

@testable import GatewayLogs

/// Files that are damaged, endless, of another kind, or change while they are read.
struct BadInputTests {
    private func read(_ paths: [String]) async -> LogReading { await LogReading.run(LogRequest(paths: paths)) }

    private func pack(_ program: String, _ file: URL) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program, "-q", file.path]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// 100 MB without a line feed between two lines; a hole, so that it takes no disk.
    private func endless(_ file: URL) throws {
        try ReadingTests.line(1, 502).write(to: file, atomically: false, encoding: .utf8)
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.seek(toOffset: handle.offsetInFile + 100_000_000)
        try handle.write(contentsOf: Data(("\n" + ReadingTests.line(2, 502)).utf8))
        try handle.close()
    }

    @Test(arguments: [nil, "gzip", "zstd"] as [String?])
    func aLineOf100MegabytesIsCutAndTheRestIsRead(program: String?) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try self.endless(file)
            if let program {
                // Where the program is missing there is nothing to read.
                guard try self.pack(program, file) else { return }
                try? FileManager.default.removeItem(at: file)
            }
            let reading = await self.read([folder.path])
            #expect(reading.tally.exchanges == 2)
            #expect(reading.tally.cutLines == 1)
            #expect(reading.tally.lines == 3)
            #expect(reading.problems.isEmpty)
            let notes = ReportMaker(reading, ReportOptions()).report().notes
            #expect(notes.contains { $0.contains("longer than 1 MiB") })
        }
    }

    @Test(arguments: [("gzip", "gz"), ("zstd", "zst")])
    func damagedAndTruncatedFilesCountAsFarAsTheyGo(program: String, suffix: String) async throws {
        try await withFolder { folder in
            let plain = folder.appending(path: "access.log")
            // What differs from line to line, so that half of the file is half of the lines.
            let lines = (0..<50_000).map { ReadingTests.line($0 &* 7919 % 86_400) }
            try lines.joined().write(to: plain, atomically: true, encoding: .utf8)
            guard try self.pack(program, plain) else { return }
            let whole = try Data(contentsOf: folder.appending(path: "access.log.\(suffix)"))
            try FileManager.default.createDirectory(
                at: folder.appending(path: "cut"),
                withIntermediateDirectories: true
            )
            let cut = folder.appending(path: "cut/a.\(suffix)")
            try whole.prefix(whole.count * 2 / 3).write(to: cut)
            var broken = whole
            for index in (whole.count * 2 / 3)..<(whole.count * 2 / 3 + 64) { broken[index] ^= 0x5A }
            let damaged = folder.appending(path: "cut/b.\(suffix)")
            try broken.write(to: damaged)
            for file in [cut, damaged] {
                let reading = await self.read([file.path])
                #expect(reading.tally.exchanges > 1000, "\(file.lastPathComponent)")
                #expect(reading.tally.exchanges < 50_000, "\(file.lastPathComponent)")
                #expect(reading.problems.map(\.place) == [file.path])
            }
        }
    }

    @Test
    func brokenEncodingsAreCountedAndShownWithoutBreakingAnything() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            // A byte order mark, as editors leave it, and what is no UTF-8.
            var bytes = Data([0xEF, 0xBB, 0xBF])
            for path: [UInt8] in [[0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0xF5, 0x80], [0x00, 0x01]] {
                bytes.append(Data("192.0.2.1 - - [21/Nov/2026:00:00:01 +0000] \"GET /".utf8))
                bytes.append(contentsOf: path)
                bytes.append(Data(" HTTP/1.1\" 502 1 \"-\" \"-\"\n".utf8))
            }
            try bytes.write(to: file)
            let report = ReportMaker(await self.read([file.path]), ReportOptions()).report()
            #expect(report.totals.failures == 5)
            let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
            #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
            #expect(!TextReport(report).lines().joined().unicodeScalars.contains { $0.value < 0x20 })
        }
    }

    @Test
    func whatUTF16SaysIsNotGuessed() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try ReadingTests.line(1, 502).data(using: .utf16)?.write(to: file)
            let reading = await self.read([file.path])
            #expect(reading.tally.exchanges == 0)
            #expect(reading.tally.unreadable > 0)
        }
    }

    @Test
    func whatCannotBeOpenedOrReadIsToldWithItsPlace() async throws {
        try await withFolder { folder in
            let first = folder.appending(path: "first.log")
            let second = folder.appending(path: "second.log")
            try FileManager.default.createSymbolicLink(at: first, withDestinationURL: second)
            try FileManager.default.createSymbolicLink(at: second, withDestinationURL: first)
            try ReadingTests.line(1, 502).write(to: folder.appending(path: "a.log"), atomically: true, encoding: .utf8)
            // Opens, and gives an error when it is read.
            let reading = await self.read([folder.path, "/proc/self/mem"])
            #expect(reading.tally.exchanges == 1)
            #expect(reading.problems.contains { $0.place == first.path && $0.message.contains("circle") })
            #expect(reading.problems.contains { $0.place == "/proc/self/mem" })
        }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func aFileThatMayNotBeReadIsTold() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "a.log")
            try ReadingTests.line(1).write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
            let reading = await self.read([file.path])
            #expect(reading.problems.first?.message.contains("may not be read") == true)
        }
    }

    @Test
    func aFileThatWasCutOrGrewSinceItWasFoundIsReadAsItIs() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.log").path
            let text = (0..<100).map { ReadingTests.line($0) }.joined()
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            for (range, lines) in [(0..<1_000_000, 100), (0..<text.utf8.count - 10, 100), (5_000_000..<9_000_000, 0)] {
                let place = LinePlace(file: 0, piece: 0, line: 0)
                var run = PartRun(file: try FileBytes(path: path), range: range, place: place, hit: nil, name: "a")
                var tally = Tally()
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                try LogFormat.combined.run(&run, DialectSettings(), &buffer, &tally)
                #expect(tally.exchanges == UInt64(lines))
            }
        }
    }

    @Test
    func namesOfFilesAndFormatsAreNoCommandsEither() async throws {
        try await withFolder { folder in
            let evil = "\u{1B}[2J<script>alert(1)<"
            let conf = "log_format '\(evil)' '$status $host'; log_format '\(evil)2' '$host';"
            try conf.write(to: folder.appending(path: "\(evil).conf"), atomically: true, encoding: .utf8)
            try "502 a\n502 b\n".write(to: folder.appending(path: "\(evil).log"), atomically: true, encoding: .utf8)
            let report = ReportMaker(await self.read([folder.path, "\(folder.path)/\(evil)"]), ReportOptions()).report()
            #expect(report.totals.failures == 2)
            #expect(report.inputs.first?.title.contains("log_format") == true)
            #expect(report.problems.count == 1)
            #expect(report.notes.contains { $0.contains("no $status") })
            let screen = TextReport(report).lines().joined(separator: "\n")
            #expect(!screen.contains("\u{1B}"))
            let page = HTMLReport(report).text()
            #expect(!page.contains("<script"))
            #expect(!page.contains("\u{1B}"))
        }
    }
}
