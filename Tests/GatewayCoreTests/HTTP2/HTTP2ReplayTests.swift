import Foundation
import GatewayBytes
import GatewayWire
import Testing

@testable import GatewayCore

/// Everything the fuzzer starts from, everything that ever broke a connection, and damaged copies of all of them.
struct HTTP2ReplayTests {
    private static let fuzz = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fuzz")

    private static func inputs() -> [[UInt8]] {
        ["Corpus", "Crashes"].flatMap { folder -> [[UInt8]] in
            let directory = self.fuzz.appending(path: "\(folder)/http2")
            let files =
                (try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)) ?? []
            return files.sorted { $0.path < $1.path }.compactMap { try? Data(contentsOf: $0) }.map { [UInt8]($0) }
        }
    }

    /// What happened, with the pieces of content put together again.
    private static func events(_ input: [UInt8], step: Int) -> [String] {
        var driver = HTTP2Driver(fresh: (input.first ?? 0) & 1 == 0 ? .server : .client)
        if driver.connection.role == .client { _ = driver.request() }
        var events: [String] = []
        var content: [String: Int] = [:]
        let bytes = input.dropFirst()
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: step) {
            for event in driver.feed(Array(bytes[start..<min(start + step, bytes.endIndex)])) {
                let words = event.split(separator: " ")
                guard words[0] == "data" else {
                    events.append(event)
                    continue
                }
                content[String(words[1]), default: 0] += Int(words[2]) ?? 0
                if words.count > 3 { events.append("data \(words[1]) end") }
            }
            if events.last?.hasPrefix("closed") == true { break }
        }
        return events + content.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    }

    @Test
    func piecesSayTheSame() {
        let inputs = Self.inputs()
        #expect(inputs.count >= 10)
        for input in inputs {
            let whole = Self.events(input, step: .max / 2)
            for step in [1, 2, 7, 64] { #expect(Self.events(input, step: step) == whole) }
        }
    }

    /// Changed anywhere, a connection goes on or is closed; memory and answers stay in proportion to what came.
    @Test(arguments: [UInt64(9113), 7541, 9218])
    func damaged(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let inputs = Self.inputs()
        for _ in 0..<2000 {
            guard var input = inputs.randomElement(using: &generator), input.count > 30 else { continue }
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: 25..<input.count, using: &generator)
                input[at] = UInt8.random(in: 0...255, using: &generator)
            }
            var driver = HTTP2Driver(fresh: input[0] & 1 == 0 ? .server : .client)
            driver.output.clear()
            _ = driver.feed(Array(input.dropFirst()))
            #expect(driver.output.count <= 4 * input.count + 256)
            #expect(driver.connection.streamCount <= 128)
        }
    }
}
