import Foundation
import GatewayLab

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

    /// What became of an endpoint.
    struct Event: Sendable, Decodable {
        let event: String
        let endpoint: String
        let to: String?
        let reason: String?
        let detail: String?

        func isLike(_ awaited: Trial.Event) -> Bool {
            self.event == awaited.name && self.to == awaited.to && self.reason == awaited.reason
                && (awaited.detail.isEmpty || self.detail?.contains(awaited.detail) == true)
        }
    }

    let file: String

    /// The lines, with those of these exchanges and routes among them; the log is written behind the exchanges, so they
    /// are waited for.
    func lines(of ids: Set<String>, routes: Set<String>, within limit: Duration) async -> [Line] {
        let end = ContinuousClock.now.advanced(by: limit)
        while true {
            let lines: [Line] = self.read()
            let isComplete = ids.isSubset(of: lines.compactMap(\.id)) && routes.isSubset(of: lines.compactMap(\.route))
            if isComplete || ContinuousClock.now > end { return lines }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Once there are so many lines of the route, or the time is over.
    func lines(of route: String, count: Int, within limit: Duration) async -> [Line] {
        let end = ContinuousClock.now.advanced(by: limit)
        while true {
            let lines: [Line] = self.read().filter { $0.route == route }
            if lines.count >= count || ContinuousClock.now > end { return lines }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// In order; what is in one line with others is told by its endpoint.
    func events(of endpoint: String?) -> [Event] {
        self.read().filter { (event: Event) in event.endpoint == endpoint }
    }

    private func read<Text: Decodable>() -> [Text] {
        let data = FileManager.default.contents(atPath: self.file) ?? Data()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDecoder().decode(Text.self, from: $0) }
    }
}
