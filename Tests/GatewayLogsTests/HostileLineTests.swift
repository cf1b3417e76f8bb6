import Foundation
import Testing

@testable import GatewayLogs

/// Lines that nobody should have written.
struct HostileLineTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    /// The corpus of the fuzzer, and inputs that once broke something.
    private static func inputs(_ target: String) -> [[UInt8]] {
        ["Corpus/\(target)", "Crashes/\(target)"].flatMap { folder -> [[UInt8]] in
            let folder = Self.corpus.appending(path: folder)
            let files =
                (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
            return files.sorted { $0.path < $1.path }.compactMap { try? Data(contentsOf: $0) }.map(Array.init)
        }
    }

    @Test
    func everyDialectTakesEveryCutAndEveryFlippedByte() {
        let inputs = Self.inputs("logs")
        #expect(inputs.count >= 11)
        for input in inputs {
            #expect(LineProbe.read(input) > 0)
            for cut in stride(from: 0, to: input.count, by: 3) { _ = LineProbe.read(Array(input.prefix(cut))) }
            for place in stride(from: 0, to: input.count, by: 5) {
                for byte: UInt8 in [0, 0x0a, 0x20, 0x22, 0x5c, 0x5b, 0xff] {
                    var changed = input
                    changed[place] = byte
                    _ = LineProbe.read(changed)
                }
            }
        }
    }

    @Test
    func recordsOfVarnishTakeEveryCutAndEveryFlippedByte() throws {
        let format = try Recording.text(of: "varnish-telling.format.txt").trimmingCharacters(in: .newlines)
        let template = try #require(LineTemplate(format))
        for line in try Recording.text(of: "varnish-telling.txt").split(separator: "\n").prefix(32).suffix(12) {
            let input = Array(line.utf8)
            for cut in stride(from: 0, to: input.count, by: 3) {
                LineProbe.read(Array(input.prefix(cut)), by: template)
            }
            for place in input.indices {
                for byte: UInt8 in [0, 0x20, 0x22, 0x2d, 0x5c, 0xff] {
                    var changed = input
                    changed[place] = byte
                    LineProbe.read(changed, by: template)
                }
            }
        }
    }

    @Test
    func everyConfigurationIsReadWithEveryCutAndEveryFlippedByte() {
        let inputs = Self.inputs("nginx-conf")
        #expect(inputs.count >= 3)
        for input in inputs {
            #expect(NginxConfProbe.read(input) > 0)
            for cut in 0..<input.count { _ = NginxConfProbe.read(Array(input.prefix(cut))) }
            for place in input.indices {
                for byte: UInt8 in [0, 0x0a, 0x22, 0x24, 0x5c, 0x7b, 0x7d, 0xff] {
                    var changed = input
                    changed[place] = byte
                    _ = NginxConfProbe.read(changed)
                }
            }
        }
    }

    @Test
    func nothingInALogReachesTheTerminalOrThePageAsACommand() async throws {
        let evil = "\u{1B}[2J\u{7}\u{202E}<script>alert(1)</script>\u{9B}"
        let text =
            "192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] \"GET /\(evil) HTTP/1.1\" 502 1 \"-\" \"\(evil)\"\n"
        let report = try await LogReading.report(["a.log": String(repeating: text, count: 20)])
        #expect(report.totals.failures == 20)
        let screen = TextReport(report, color: false).lines().joined(separator: "\n")
        #expect(!screen.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7f...0x9f).contains($0.value) })
        #expect(!screen.contains("\u{202E}"))
        let page = HTMLReport(report).text()
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;"))
        #expect(!page.contains("\u{1B}"))
    }

    @Test
    func failuresBeyondTheLimitAreThinnedAndStaySaid() {
        var store = FailureStore(most: 1000)
        var record = FailureRecord(
            time: 0,
            request: 0,
            client: 0,
            endpoint: 0,
            target: 0,
            upstream: 0,
            host: 0,
            place: LinePlace(file: 0, piece: 0, line: 0),
            duration: 0,
            status: 502,
            idle: 0,
            cause: .none,
            method: .get,
            kind: .exchange,
            verdict: .untold
        )
        for number in 0..<100_000 {
            record.client = Text.hash("client \(number / 4)")
            store.add(record)
        }
        #expect(store.records.count <= 1000)
        #expect(store.weight.nonzeroBitCount == 1)
        let estimate = Double(store.records.count) * Double(store.weight)
        #expect((70_000...130_000).contains(estimate))
    }

    @Test
    func oneClientAloneIsThinnedToo() {
        var store = FailureStore(most: 100)
        let record = FailureRecord(
            time: 0,
            request: 0,
            client: 7,
            endpoint: 0,
            target: 0,
            upstream: 0,
            host: 0,
            place: LinePlace(file: 0, piece: 0, line: 0),
            duration: 0,
            status: 502,
            idle: 0,
            cause: .none,
            method: .get,
            kind: .exchange,
            verdict: .untold
        )
        for _ in 0..<10_000 { store.add(record) }
        #expect(store.records.count <= 100)
    }
}
