internal import GatewayPlane

/// Looks at a gateway's counts once a minute and whenever somebody asks, and keeps the ledger.
actor LedgerClerk {
    /// One look: the counts and what they mean for the promises.
    struct Page: Sendable {
        let report: PlaneReport
        let standings: [Ledger.Standing]
    }

    private let gateway: Gateway
    private let started = ContinuousClock.now
    private var ledger = Ledger()

    init(_ gateway: Gateway) { self.gateway = gateway }

    func page() async -> Page {
        let report = await self.gateway.report()
        let configuration = self.gateway.configuration
        let minute = Int(self.started.duration(to: .now).components.seconds / 60)
        // A gateway whose workers have ended has no counts any more, and that is no news about the past.
        if report.workers > 0 { self.ledger.note(report, configuration, minute: minute) }
        return Page(report: report, standings: self.ledger.standings(configuration, minute: minute))
    }

    /// Looks every minute until it is cancelled.
    func watch() async {
        while !Task.isCancelled {
            _ = await self.page()
            try? await Task.sleep(for: .seconds(60))
        }
    }
}
