internal import GatewayReactor

/// Makes visits: several side by side, never two to one address, within a time.
///
/// Blocks its thread. Not responsible for what is visited or what it means.
final class Visitor {
    let loop: EventLoop
    private var contexts: [ContextKey: TLSContext] = [:]
    /// Authorities that are trusted instead of the system's.
    private let authorities: String?

    private struct ContextKey: Hashable {
        var verifies: Bool
        var protocols: [String]
        var minimum: TLSVersion
        var maximum: TLSVersion
    }

    init(authorities: String? = nil) throws(SystemError) {
        self.loop = try EventLoop()
        self.authorities = authorities
    }

    /// Makes the visits and returns their records in the same order.
    ///
    /// - Parameter end: monotonic nanoseconds; what is not over then is cut off there.
    func make(_ plans: [VisitPlan], until end: UInt64) -> [Visit] {
        var records: [Visit?] = Array(repeating: nil, count: plans.count)
        var waiting = Array(plans.indices)
        while !waiting.isEmpty {
            // Politeness: one connection at a time to each address.
            var addresses: Set<SocketAddress> = []
            let round = waiting.filter { addresses.insert(plans[$0].address).inserted }
            waiting.removeAll { round.contains($0) }
            for (index, record) in zip(round, self.makeRound(round.map { plans[$0] }, until: end)) {
                records[index] = record
            }
        }
        return records.compactMap { $0 }
    }

    private func makeRound(_ plans: [VisitPlan], until end: UInt64) -> [Visit] {
        // The loop's clock stands still between turns.
        _ = self.loop.wait(milliseconds: 0)
        let runs = plans.map { VisitRun($0, context: self.context($0.encryption), end: end) }
        for (index, run) in runs.enumerated() { run.start(loop: self.loop, token: UInt64(index)) }
        while runs.contains(where: { !$0.isDone }) {
            let soonest = runs.map(\.deadline).min() ?? end
            let now = self.loop.now
            let wait = soonest > now ? (soonest - now) / 1_000_000 + 1 : 0
            for index in 0..<self.loop.wait(milliseconds: Int32(clamping: wait)) {
                let event = self.loop.event(index)
                guard event.token < UInt64(runs.count) else { continue }
                runs[Int(event.token)].move(now: self.loop.now, isWritable: event.isWritable)
            }
            for run in runs where run.deadline <= self.loop.now { run.expire(now: self.loop.now) }
        }
        return runs.map(\.record)
    }

    /// nil where nothing is encrypted, or no context can be made: the visit then says so.
    private func context(_ encryption: VisitPlan.Encryption?) -> TLSContext? {
        guard let encryption else { return nil }
        let key = ContextKey(
            verifies: encryption.verifies,
            protocols: encryption.protocols,
            minimum: encryption.minimum,
            maximum: encryption.maximum
        )
        if let known = self.contexts[key] { return known }
        var settings = TLSClientSettings()
        settings.protocols = encryption.protocols
        settings.asksForStaple = true
        settings.minimum = encryption.minimum
        settings.maximum = encryption.maximum
        settings.trust = encryption.verifies ? self.authorities.map { .authorities(file: $0) } ?? .system : .anybody
        let made = try? TLSContext(client: settings)
        self.contexts[key] = made
        return made
    }
}
