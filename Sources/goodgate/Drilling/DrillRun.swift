import Foundation
import GatewayFaults
import GatewayGuide
import GatewayLab

/// Provokes the faults and compares what each place tells of them; then plays the trials.
struct DrillRun: Sendable {
    let house: DrillHouse

    /// All cases at once, because each has a peer of its own; then what was counted and logged is compared.
    func run(_ cases: [DrillCase]) async throws -> [DrillVerdict] {
        let verdicts = try await self.provoke(cases.filter { $0.trial == nil })
        // Afterwards, because some of them measure times; all at once, because they wait most of theirs.
        let trials = try await self.play(cases)
        let found = (verdicts + trials).reduce(into: [:]) { $0[$1.drill.name] = $1 }
        return cases.compactMap { found[$0.name] }
    }

    private func play(_ cases: [DrillCase]) async throws -> [DrillVerdict] {
        try await withThrowingTaskGroup(of: DrillVerdict.self) { group in
            for drill in cases {
                guard let trial = drill.trial else { continue }
                group.addTask { try await self.verdict(of: drill, trial) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func verdict(of drill: DrillCase, _ trial: Trial) async throws -> DrillVerdict {
        let record = await TrialRun(house: self.house, drill: drill, trial: trial).run()
        let log = DrillLog(file: self.house.logFile)
        let lines = await log.lines(of: drill.name, count: record.asked, within: .seconds(5))
        let endpoint = self.house.lab.address(of: drill.name)?.url ?? ""
        var incidents: [Incident] = []
        for id in try await self.newest(20, route: drill.name) {
            if let incident = try await self.incident(id) { incidents.append(incident) }
        }
        let judge = TrialJudge(
            drill: drill,
            trial: trial,
            record: record,
            lines: lines,
            events: log.events(of: endpoint),
            metrics: await self.metrics(for: [drill]),
            endpoint: endpoint,
            incidents: incidents
        )
        return judge.verdict
    }

    private func provoke(_ cases: [DrillCase]) async throws -> [DrillVerdict] {
        let exchanges = await self.exchanges(of: cases)
        let incidents = try await self.incidents(for: cases, exchanges)
        let lines = await DrillLog(file: self.house.logFile).lines(
            of: Set(incidents.values.flatMap { $0.map(\.id) }),
            routes: Set(cases.filter(\.isHedged).map(\.name)),
            within: .seconds(5)
        )
        let metrics = await self.metrics(for: cases)
        return cases.map { drill in
            let incidents = incidents[drill.name] ?? []
            let judges = (0..<drill.clients).map { number in
                let incident = incidents.indices.contains(number) ? incidents[number] : nil
                return DrillJudge(
                    drill: drill,
                    exchange: exchanges[drill.name]?[number],
                    incident: incident,
                    line: lines.first { line in
                        guard !drill.isHedged else { return line.route == drill.name }
                        return line.id != nil && line.id == incident?.id
                    },
                    metrics: metrics
                )
            }
            return DrillShare(drill: drill, judges: judges).verdict
        }
    }

    private func exchanges(of cases: [DrillCase]) async -> [String: [DrillExchange]] {
        let front = self.house.front
        return await withTaskGroup(of: (String, DrillExchange).self) { group in
            for drill in cases {
                for _ in 0..<drill.clients {
                    group.addTask { (drill.name, await DrillClient.send(drill.request, to: front)) }
                }
            }
            var exchanges: [String: [DrillExchange]] = [:]
            for await (name, exchange) in group { exchanges[name, default: []].append(exchange) }
            return exchanges
        }
    }

    // MARK: - Asking the admin API

    /// By the id that the client was told; what was cut off or saved told none and is found by its route.
    private func incidents(
        for cases: [DrillCase],
        _ exchanges: [String: [DrillExchange]]
    ) async throws -> [String: [Incident]] {
        var found: [String: [Incident]] = [:]
        for drill in cases where !drill.isOutsideExchange && !drill.isHedged {
            let exchange = exchanges[drill.name]?.first
            let told = exchange?.responses.last?.fields("x-incident-id").first ?? exchange?.goAwayIncident
            let ids: [String]
            if let told { ids = [told] } else { ids = try await self.newest(drill.clients, route: drill.name) }
            for id in ids {
                guard let incident = try await self.incident(id) else { continue }
                found[drill.name, default: []].append(incident)
            }
        }
        return found
    }

    private func newest(_ count: Int, route: String) async throws -> [String] {
        struct List: Decodable {
            struct Entry: Decodable { let id: String }
            let faults: [Entry]
        }
        let response = try await self.house.admin.get("/faults?limit=\(count)&route=\(route)")
        return (try? JSONDecoder().decode(List.self, from: Data(response.content)))?.faults.map(\.id) ?? []
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
