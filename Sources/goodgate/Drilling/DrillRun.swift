import Foundation
import GatewayFaults
import GatewayGuide
import GatewayLab

/// Provokes the faults and compares what each place tells of them.
struct DrillRun: Sendable {
    let house: DrillHouse

    /// All cases at once, because each has a peer of its own; then what was counted and logged is compared.
    func run(_ cases: [DrillCase]) async throws -> [DrillVerdict] {
        var exchanges: [String: DrillExchange] = [:]
        let front = self.house.front
        await withTaskGroup(of: (String, DrillExchange).self) { group in
            for drill in cases {
                group.addTask { (drill.name, await DrillClient.send(drill.request, to: front)) }
            }
            for await (name, exchange) in group { exchanges[name] = exchange }
        }
        let incidents = try await self.incidents(for: cases, exchanges)
        let ids = incidents.values.map(\.id)
        let lines = await DrillLog(file: self.house.logFile).lines(
            of: Set(ids),
            routes: Set(cases.filter(\.isHedged).map(\.name)),
            within: .seconds(5)
        )
        let metrics = await self.metrics(for: cases)
        return cases.map { drill in
            let judge = DrillJudge(
                drill: drill,
                exchange: exchanges[drill.name],
                incident: incidents[drill.name],
                line: lines.first { line in
                    guard !drill.isHedged else { return line.route == drill.name }
                    return line.id != nil && line.id == incidents[drill.name]?.id
                },
                metrics: metrics
            )
            return judge.verdict
        }
    }

    // MARK: - Asking the admin API

    /// By the id that the client was told; what was cut off or saved told none and is found by its route.
    private func incidents(
        for cases: [DrillCase],
        _ exchanges: [String: DrillExchange]
    ) async throws -> [String: Incident] {
        var found: [String: Incident] = [:]
        for drill in cases where !drill.isOutsideExchange && !drill.isHedged {
            let exchange = exchanges[drill.name]
            let told = exchange?.responses.last?.fields("x-incident-id").first ?? exchange?.goAwayIncident
            let id: String?
            if let told { id = told } else { id = try await self.newest(route: drill.name) }
            if let id { found[drill.name] = try await self.incident(id) }
        }
        return found
    }

    private func newest(route: String) async throws -> String? {
        struct List: Decodable {
            struct Entry: Decodable { let id: String }
            let faults: [Entry]
        }
        let response = try await self.house.admin.get("/faults?limit=1&route=\(route)")
        return (try? JSONDecoder().decode(List.self, from: Data(response.content)))?.faults.first?.id
    }

    private func incident(_ id: String) async throws -> Incident? {
        let response = try await self.house.admin.get("/faults/\(id)")
        return ExplainCommand.incident(in: response.content)
    }

    /// Bytes that nobody asked for come when their time has come, so they are waited for.
    private func metrics(for cases: [DrillCase]) async -> DrillMetrics {
        let awaited = cases.filter(\.isOutsideExchange).flatMap(\.expected)
        let end = ContinuousClock.now.advanced(by: .seconds(5))
        while true {
            let response = try? await self.house.admin.get("/metrics", accept: "text/plain")
            let metrics = DrillMetrics(response?.text ?? "")
            let isComplete = awaited.allSatisfy { metrics.count(of: $0) > 0 }
            if isComplete || ContinuousClock.now > end { return metrics }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
