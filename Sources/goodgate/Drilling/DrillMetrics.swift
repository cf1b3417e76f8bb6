import Foundation
import GatewayFaults

/// The counts of faults, and of second servers that answered, in the text of `/metrics`.
struct DrillMetrics: Sendable {
    private var counts: [String: Int] = [:]
    private(set) var hedgesWon = 0

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let space = line.lastIndex(of: " "), let count = Int(line[line.index(after: space)...]) else {
                continue
            }
            if line.hasPrefix("goodgate_hedges_total{result=\"won\"}") { self.hedgesWon = count }
            guard line.hasPrefix("goodgate_faults_total{"), let start = line.range(of: "fault=\"")?.upperBound,
                let end = line[start...].firstIndex(of: "\"")
            else { continue }
            self.counts[String(line[start..<end]), default: 0] += count
        }
    }

    func count(of detail: Fault.Detail) -> Int { self.count(of: detail.token) }

    func count(of token: String) -> Int { self.counts[token] ?? 0 }
}
