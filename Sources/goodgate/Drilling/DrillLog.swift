import Foundation

/// Reads the drill's access log.
struct DrillLog: Sendable {
    /// What a line tells of a fault.
    struct Line: Sendable, Decodable {
        /// nil where nothing failed.
        let id: String?
        let status: Int
        let fault: String?
        let type: String?
        let outcome: String
        let route: String?
        let hedge: String?
    }

    let file: String

    /// The lines, with those of these exchanges and routes among them; the log is written behind the exchanges, so they
    /// are waited for.
    func lines(of ids: Set<String>, routes: Set<String>, within limit: Duration) async -> [Line] {
        let end = ContinuousClock.now.advanced(by: limit)
        while true {
            let lines = self.read()
            let isComplete = ids.isSubset(of: lines.compactMap(\.id)) && routes.isSubset(of: lines.compactMap(\.route))
            if isComplete || ContinuousClock.now > end { return lines }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func read() -> [Line] {
        let data = FileManager.default.contents(atPath: self.file) ?? Data()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDecoder().decode(Line.self, from: $0) }
    }
}
