import Foundation

/// Reads the drill's access log.
struct DrillLog: Sendable {
    /// What a line tells of a fault.
    struct Line: Sendable, Decodable {
        let id: String
        let status: Int
        let fault: String?
        let type: String?
        let outcome: String
    }

    let file: String

    /// The lines of these exchanges; the log is written behind the exchanges, so they are waited for.
    func lines(of ids: Set<String>, within limit: Duration) async -> [String: Line] {
        let end = ContinuousClock.now.advanced(by: limit)
        while true {
            let lines = self.read()
            if ids.isSubset(of: lines.keys) || ContinuousClock.now > end { return lines }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func read() -> [String: Line] {
        let data = FileManager.default.contents(atPath: self.file) ?? Data()
        let lines = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Line.self, from: $0)
        }
        return Dictionary(lines.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
