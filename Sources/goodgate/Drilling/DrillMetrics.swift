import Foundation
import GatewayFaults

/// The counts of faults, of what was prevented and how, and of attempts, in the text of `/metrics`.
struct DrillMetrics: Sendable {
    private var counts: [String: Int] = [:]
    private var visible: [String: Int] = [:]
    private var prevented: [String: [String: Int]] = [:]
    private var attempts: [String: Int] = [:]
    private(set) var hedgesWon = 0

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let space = line.lastIndex(of: " "), let count = Int(line[line.index(after: space)...]) else {
                continue
            }
            if line.hasPrefix("goodgate_hedges_total{result=\"won\"}") { self.hedgesWon = count }
            if line.hasPrefix("goodgate_faults_total{"), let fault = Self.value(of: "fault", in: line) {
                self.counts[fault, default: 0] += count
            }
            if line.hasPrefix("goodgate_prevented_total{"), let route = Self.value(of: "route", in: line),
                let cause = Self.value(of: "cause", in: line)
            {
                self.prevented[route, default: [:]][cause] = count
            }
            if line.hasPrefix("goodgate_endpoint_requests_total{"), let name = Self.value(of: "endpoint", in: line) {
                self.attempts[name] = count
            }
            if line.hasPrefix("goodgate_visible_faults_total{"), let route = Self.value(of: "route", in: line),
                let endpoint = Self.value(of: "endpoint", in: line), endpoint != "-"
            {
                self.visible[route, default: 0] += count
            }
        }
    }

    private static func value(of label: String, in line: Substring) -> String? {
        guard let start = line.range(of: "\(label)=\"")?.upperBound,
            let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        return String(line[start..<end])
    }

    func count(of detail: Fault.Detail) -> Int { self.count(of: detail.token) }

    func count(of token: String) -> Int { self.counts[token] ?? 0 }

    /// Clients of the route who were kept from a fault.
    func prevented(route: String, by cause: String) -> Int { self.prevented[route]?[cause] ?? 0 }

    /// Attempts begun at an endpoint.
    func attempts(endpoint: String) -> Int { self.attempts[endpoint] ?? 0 }

    /// Faults that clients of the route saw, with the server whose they were.
    func visible(route: String) -> Int { self.visible[route] ?? 0 }
}
