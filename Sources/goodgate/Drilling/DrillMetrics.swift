import Foundation
import GatewayFaults

/// The counts of faults in the text of `/metrics`.
struct DrillMetrics: Sendable {
    private var counts: [String: Int] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") where line.hasPrefix("goodgate_faults_total{") {
            guard let start = line.range(of: "fault=\"")?.upperBound,
                let end = line[start...].firstIndex(of: "\""), let space = line.lastIndex(of: " "),
                let count = Int(line[line.index(after: space)...])
            else { continue }
            self.counts[String(line[start..<end]), default: 0] += count
        }
    }

    func count(of detail: Fault.Detail) -> Int { self.count(of: detail.token) }

    func count(of token: String) -> Int { self.counts[token] ?? 0 }
}
