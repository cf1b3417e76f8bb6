internal import GatewayReactor

/// Makes visits: several side by side, never two to one address, within a time.
///
/// Blocks its thread. Not responsible for what is visited or what it means.
final class Visitor {
    let loop: EventLoop
    private var contexts: [ContextKey: TLSContext] = [:]
    /// Authorities that are trusted instead of the system's.
    private let authorities: String?

    /// Protocols are each connection's own: another context for them would read the authorities again.
    private struct ContextKey: Hashable {
        var verifies: Bool
        var minimum: TLSVersion
        var maximum: TLSVersion

        init(_ encryption: VisitPlan.Encryption) {
            self.verifies = encryption.verifies
            self.minimum = encryption.minimum
            self.maximum = encryption.maximum
        }
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
            var addresses: [SocketAddress] = []
            var next: [Int] = []
            for index in waiting where !addresses.contains(plans[index].address) {
                addresses.append(plans[index].address)
                next.append(index)
            }
            waiting.removeAll { next.contains($0) }
            let round = self.round(until: end)
            for index in next { round.add(plans[index]) }
            while !round.isDone { self.turn(round) }
            for (index, record) in zip(next, round.records) { records[index] = record }
        }
        return records.compactMap { $0 }
    }

    /// Visits that are begun one by one.
    func round(until end: UInt64) -> VisitRound {
        VisitRound(loop: self.loop, until: end) { [unowned self] in self.context($0) }
    }

    /// Waits once, and deals with what has happened.
    func turn(_ round: VisitRound, beside search: NameSearch? = nil) {
        let now = EventLoop.monotonicNanoseconds
        let (visits, names) = (round.waitMilliseconds(now: now), search?.waitMilliseconds(now: now))
        guard visits != nil || names != nil else { return }
        for index in 0..<self.loop.wait(milliseconds: min(visits ?? .max, names ?? .max)) {
            let event = self.loop.event(index)
            // Of a look-up by the system that was given up.
            if event.token == EventLoop.wakeToken { self.loop.acknowledgeWake() }
            if search?.take(event) != true { round.take(event) }
        }
        search?.turn()
        round.turn()
    }

    // MARK: - Contexts

    /// nil where no context can be made: the visit then says so.
    ///
    /// Made when a connection is there. A thread that made it beside the look-up took a processor from everybody else:
    /// on two of them a walk to a local site took 8.0 ms instead of 5.8.
    private func context(_ encryption: VisitPlan.Encryption) -> TLSContext? {
        let key = ContextKey(encryption)
        if let known = self.contexts[key] { return known }
        let made = try? TLSContext(client: self.settings(encryption))
        self.contexts[key] = made
        return made
    }

    private func settings(_ encryption: VisitPlan.Encryption) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.asksForStaple = true
        settings.minimum = encryption.minimum
        settings.maximum = encryption.maximum
        let authorities: TLSClientSettings.Trust = self.authorities.map { .authorities(file: $0) } ?? .systemOnDemand
        settings.trust = encryption.verifies ? authorities : .anybody
        return settings
    }
}
