import Foundation
import GatewayBytes
import GatewayConfig
import GatewayReactor
import Testing

@testable import GatewayPlane

@Suite(.timeLimit(.minutes(1))) struct AccessLogTests {
    /// A file of its own for one test.
    private final class LogFile {
        let path = "/tmp/gg-\(UUID().uuidString.prefix(8)).log"
        var text: String { (try? String(contentsOfFile: self.path, encoding: .utf8)) ?? "" }
        deinit { try? FileManager.default.removeItem(atPath: self.path) }

        func rename(to other: LogFile) throws {
            try FileManager.default.moveItem(atPath: self.path, toPath: other.path)
        }

        /// Waits until the log's thread has written `text`; the suite's time limit is the end of that.
        func waitFor(_ text: String) async throws {
            // A loop without a pause takes a processor from the thread that it waits for.
            while self.text != text { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private func add(_ line: String, to channel: GatewayPlane.AccessLog.Channel, now: UInt64 = 0) {
        channel.lines.value.append(text: line + "\n")
        channel.lineEnded(now: now)
    }

    /// Ends the log and waits until its last line is written.
    private func finish(_ log: GatewayPlane.AccessLog) throws {
        let written = try ThreadSignal()
        log.stop { written.raise() }
        written.wait()
    }

    @Test func everythingHandedOverIsWrittenBeforeTheEnd() throws {
        let file = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(file.path))
        try log.start()
        let one = GatewayPlane.AccessLog.Channel(log: log)
        let lines = (0..<20_000).map { "line \($0)" }
        for line in lines { self.add(line, to: one) }
        #expect(one.isWaiting)
        one.flush(now: 0)
        #expect(!one.isWaiting)
        try self.finish(log)
        #expect(file.text == lines.map { $0 + "\n" }.joined())
        #expect(log.lost == 0)
    }

    @Test func aLogThatNeverStartedStillEnds() throws {
        try self.finish(try GatewayPlane.AccessLog(destination: .file("/dev/null")))
    }

    @Test func linesWaitForTheirTimeOrTheirSize() throws {
        let file = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(file.path))
        let channel = GatewayPlane.AccessLog.Channel(log: log)
        channel.flushIfDue(now: 1_000_000_000)
        channel.flush(now: 1_000_000_000)
        self.add("first", to: channel, now: 1_000_000_000)
        channel.flushIfDue(now: 1_199_999_999)
        #expect(channel.isWaiting)
        channel.flushIfDue(now: 1_200_000_000)
        #expect(!channel.isWaiting)
        self.add(String(repeating: "x", count: 50_000), to: channel, now: 1_200_000_001)
        #expect(!channel.isWaiting)
        try log.start()
        try self.finish(log)
        #expect(file.text.utf8.count == 50_007)
    }

    /// A writer that does not come along costs lines, and says how many; never memory, never a worker's time.
    @Test func lossIsBoundedAndCounted() throws {
        let file = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(file.path))
        let channel = GatewayPlane.AccessLog.Channel(log: log)
        for number in 0..<300 {
            self.add("\(number)a", to: channel)
            self.add("\(number)b", to: channel)
            channel.flush(now: 0)
        }
        #expect(log.lost == 44 * 2)
        #expect(channel.lines.value.count == 0)
        try log.start()
        try self.finish(log)
        #expect(file.text == (0..<256).map { "\($0)a\n\($0)b\n" }.joined())
    }

    @Test func aFullDiskIsCountedByTheLine() throws {
        let log = try GatewayPlane.AccessLog(destination: .file("/dev/full"))
        try log.start()
        let channel = GatewayPlane.AccessLog.Channel(log: log)
        for number in 0..<7 { self.add("\(number)", to: channel) }
        channel.flush(now: 0)
        try self.finish(log)
        #expect(log.lost == 7)
    }

    @Test func afterARotationANewFileIsWritten() async throws {
        let file = LogFile()
        let rotated = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(file.path))
        try log.start()
        let channel = GatewayPlane.AccessLog.Channel(log: log)
        self.add("before", to: channel)
        channel.flush(now: 0)
        try await file.waitFor("before\n")
        try file.rename(to: rotated)
        log.reopen()
        self.add("after", to: channel)
        channel.flush(now: 0)
        try self.finish(log)
        #expect(rotated.text == "before\n")
        #expect(file.text == "after\n")
    }

    @Test func aReloadMayNameAnotherFile() async throws {
        let first = LogFile()
        let second = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(first.path))
        try log.start()
        let channel = GatewayPlane.AccessLog.Channel(log: log)
        self.add("one", to: channel)
        channel.flush(now: 0)
        try await first.waitFor("one\n")
        log.reopen(destination: .file(second.path))
        self.add("two", to: channel)
        channel.flush(now: 0)
        try self.finish(log)
        #expect(first.text == "one\n")
        #expect(second.text == "two\n")
    }

    @Test func manyWorkersShareOneLogWithoutMixingLines() throws {
        let file = LogFile()
        let log = try GatewayPlane.AccessLog(destination: .file(file.path))
        try log.start()
        let workers = 4
        let done = try (0..<workers).map { _ in try ThreadSignal() }
        for (worker, signal) in done.enumerated() {
            _ = try WorkerThread(name: "worker") {
                let channel = GatewayPlane.AccessLog.Channel(log: log)
                for number in 0..<3000 {
                    channel.lines.value.append(text: "\(worker):\(number)\n")
                    channel.lineEnded(now: 0)
                    if number % 50 == 0 { channel.flush(now: 0) }
                }
                channel.flush(now: 0)
                signal.raise()
            }
        }
        for signal in done { signal.wait() }
        try self.finish(log)
        let lines = file.text.split(separator: "\n").map(String.init)
        #expect(UInt64(lines.count) + log.lost == 12_000)
        for worker in 0..<workers {
            let own = lines.filter { $0.hasPrefix("\(worker):") }.compactMap { Int($0.dropFirst(2)) }
            #expect(own == own.sorted())
            #expect(Set(own).count == own.count)
        }
    }

    /// Errors of the gateway's own go to standard error, whatever the access log does.
    @Test func errorsAndAFileThatCannotBeOpenedGoToStandardError() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let log = try GatewayPlane.AccessLog(destination: .file("/nonexistent/access.log"))
            try log.start()
            let channel = GatewayPlane.AccessLog.Channel(log: log)
            var line = Buffer()
            line.append("an error of ours\n")
            channel.error(line)
            channel.lines.value.append("an access\n")
            channel.lineEnded(now: 0)
            channel.flush(now: 0)
            let written = try ThreadSignal()
            log.stop { written.raise() }
            written.wait()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("an error of ours\n"))
        #expect(text.contains("an access\n"))
        #expect(text.contains("cannot open the access log /nonexistent/access.log (ENOENT)"))
    }
}
