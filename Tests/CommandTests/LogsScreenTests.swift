import Foundation
import Testing

/// `goodgate logs` on a terminal.
struct LogsScreenTests {
    private static func line(_ number: Int, _ status: Int) -> String {
        let clock = [number / 3600 % 24, number / 60 % 60, number % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return
            "192.0.2.1 - - [21/Nov/2026:\(clock.joined(separator: ":")) +0000] \"GET /a HTTP/1.1\" \(status) 1 \"-\" \"c\"\n"
    }

    private func start(_ arguments: [String], on terminal: Terminal) throws -> ChildProcess {
        try ChildProcess(
            Program.path,
            ["logs"] + arguments,
            environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"],
            output: terminal.path,
            errors: terminal.path
        )
    }

    @Test
    func followingShowsTheReportInPlaceAndLeavesTheScreenAsItWas() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try (0..<10).map { Self.line($0, 200) }.joined().write(to: file, atomically: false, encoding: .utf8)
            let terminal = try Terminal(rows: 24, columns: 90)
            let child = try self.start(["--follow", file.path], on: terminal)
            try await until("the first report") { terminal.screen.lines[0].hasPrefix("No failures in 10 requests") }
            #expect(terminal.screen.isSecond)
            #expect(terminal.screen.isCursorHidden)
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data((10..<15).map { Self.line($0, 502) }.joined().utf8))
            try handle.close()
            try await until("the new report") { terminal.screen.lines[0].hasPrefix("5 of 15 requests failed") }
            #expect(!terminal.screen.text.contains("No failures"), "nothing of the old one is left")
            kill(child.id, SIGINT)
            try await until("the end") { child.status != nil }
            #expect(child.status == 0)
            #expect(!terminal.screen.isSecond)
            #expect(!terminal.screen.isCursorHidden)
            #expect(terminal.screen.text.allSatisfy { $0 == "\n" })
        }
    }

    @Test
    func whatWasFoundSoFarAndABarAreDrawnInPlaceWhileReadingGoesOn() async throws {
        try await withFolder { folder in
            // As many as there are workers, so that all of them wait in a read.
            let pipes = (0..<ProcessInfo.processInfo.activeProcessorCount).map { folder.appending(path: "\($0)").path }
            for pipe in pipes { try #require(mkfifo(pipe, 0o600) == 0) }
            let terminal = try Terminal(rows: 24, columns: 90)
            // Read and write, so that opening waits for nobody and the reader sees no end before it is closed.
            let handles = pipes.map { FileHandle(fileDescriptor: open($0, O_RDWR | O_CLOEXEC), closeOnDealloc: true) }
            let child = try self.start(pipes, on: terminal)
            let isSeen = DispatchSemaphore(value: 0)
            let text = (0..<5000).map { Self.line($0, $0 % 2 == 0 ? 502 : 200) }.joined()
            // On threads of their own: a write into a full pipe holds its thread, and tasks have no more than processors.
            for handle in handles {
                Thread.detachNewThread {
                    try? handle.write(contentsOf: Data(text.utf8))
                    isSeen.wait()
                    try? handle.close()
                }
            }
            try await until("what was found so far") { terminal.screen.text.contains("So far:") }
            let screen = terminal.screen
            #expect(!screen.isSecond)
            #expect(screen.text.contains("requests failed (50 %)"))
            #expect(screen.lines.contains { $0.hasPrefix("reading") })
            for _ in handles { isSeen.signal() }
            try await until("the end") { child.status != nil }
            #expect(child.status == 0)
            let count = pipes.count * 5
            #expect(terminal.text.contains("\(count) 000 requests failed"))
            #expect(!terminal.screen.text.contains("So far:"), "the report took the place of what was shown before")
            #expect(!terminal.screen.text.contains("reading "))
        }
    }

    @Test
    func aFileThatIsReadAtOnceShowsItsReportOnly() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "access.log")
            try Self.line(1, 502).write(to: file, atomically: false, encoding: .utf8)
            let terminal = try Terminal(rows: 60, columns: 90)
            let child = try self.start([file.path], on: terminal)
            try await until("the end") { child.status != nil }
            #expect(child.status == 0)
            #expect(terminal.screen.lines[0].hasPrefix("1 of 1 requests failed"))
            #expect(!terminal.screen.text.contains("reading"))
            #expect(terminal.screen.lines.allSatisfy { $0.count <= 89 })
        }
    }

    @Test
    func whereOnlyMessagesGoToATerminalABarIsDrawnThere() async throws {
        try await withFolder { folder in
            let pipe = folder.appending(path: "pipe").path
            try #require(mkfifo(pipe, 0o600) == 0)
            let output = folder.appending(path: "output")
            try Data().write(to: output)
            let terminal = try Terminal(rows: 24, columns: 90)
            let handle = FileHandle(fileDescriptor: open(pipe, O_RDWR | O_CLOEXEC), closeOnDealloc: true)
            let child = try ChildProcess(
                Program.path,
                ["logs", pipe],
                environment: ["TERM": "xterm"],
                output: output.path,
                errors: terminal.path
            )
            try await until("the bar") { terminal.screen.lines[0].hasPrefix("reading") }
            try handle.write(contentsOf: Data(Self.line(1, 502).utf8))
            try handle.close()
            try await until("the end") { child.status != nil }
            #expect(try String(contentsOf: output, encoding: .utf8).hasPrefix("1 of 1 requests failed"))
            #expect(terminal.screen.text.allSatisfy { $0 == "\n" }, "nothing is left of it")
        }
    }
}
