internal import GatewayConfig
internal import GatewayFaults
internal import GatewayPlane

/// What `/faults/summary` answers: what was prevented, what remained, and what that means for each route's promise.
struct SummaryBody: Encodable {
    struct Prevented: Encodable {
        let retry: UInt64
        let wait: UInt64
        let stale: UInt64
        let resolve: UInt64
        let hedge: UInt64
        let total: UInt64

        init(_ counts: [UInt64]) {
            func count(_ prevention: Prevention) -> UInt64 {
                let place = Int(prevention.rawValue)
                return place < counts.count ? counts[place] : 0
            }
            self.retry = count(.retry)
            self.wait = count(.wait)
            self.stale = count(.stale)
            self.resolve = count(.resolve)
            self.hedge = count(.hedge)
            self.total = self.retry &+ self.wait &+ self.stale &+ self.resolve &+ self.hedge
        }
    }

    struct Remaining: Encodable {
        let party: String
        let type: String
        let fault: String
        let route: String
        let endpoint: String
        let count: UInt64

        init(_ fault: VisibleFault) {
            self.party = fault.key.side.token
            self.type = fault.key.detail.kind.token
            self.fault = fault.key.detail.token
            self.route = fault.key.route
            self.endpoint = fault.key.endpoint
            self.count = fault.count
        }
    }

    /// A promise over one span of time.
    struct Span: Encodable {
        let answered: UInt64
        let failed: UInt64
        let availability: Double
        let budgetRemaining: Double
        let burnRate: Double?

        init(_ budget: ErrorBudget) {
            self.answered = budget.sums.answered
            self.failed = budget.sums.failed
            self.availability = Self.rounded(budget.availability)
            self.budgetRemaining = Self.rounded(budget.remaining)
            self.burnRate = budget.burnRate.map(Self.rounded)
        }

        private static func rounded(_ value: Double) -> Double { (value * 1_000_000).rounded() / 1_000_000 }
    }

    struct Promise: Encodable {
        let availability: Double
        let life: Span
        let lastHour: Span
        let lastDay: Span
        /// What the failures that clients saw cost, and what the prevented ones would have; absent without a value.
        let cost: Double?
        let saved: Double?
        let currency: String?
    }

    struct Route: Encodable {
        let route: String
        let exchanges: UInt64
        let prevented: Prevented
        let remaining: UInt64
        let objective: Promise?
    }

    let prevented: Prevented
    let remainingTotal: UInt64
    let remainingByParty: [String: UInt64]
    let remaining: [Remaining]
    let routes: [Route]

    /// The rest is in the sums.
    private static let mostListed = 1000

    init(_ page: LedgerClerk.Page) {
        let report = page.report
        let sorted = report.visible.sorted { a, b in
            a.count == b.count ? Self.order(a) < Self.order(b) : a.count > b.count
        }
        self.remaining = sorted.prefix(Self.mostListed).map(Remaining.init)
        self.remainingTotal = report.visible.reduce(0) { $0 &+ $1.count }
        self.remainingByParty = Dictionary(report.visible.map { ($0.key.side.token, $0.count) }, uniquingKeysWith: &+)
        var all = [UInt64](repeating: 0, count: Prevention.allCases.count)
        for route in report.routes {
            for (place, count) in route.prevented.enumerated() where place < all.count { all[place] &+= count }
        }
        self.prevented = Prevented(all)
        let remaining = Dictionary(report.visible.map { ($0.key.route, $0.count) }, uniquingKeysWith: &+)
        let standings = Dictionary(page.standings.map { ($0.route, $0) }, uniquingKeysWith: { first, _ in first })
        self.routes = report.routes.sorted { $0.name < $1.name }.map { route in
            let prevented = Prevented(route.prevented)
            return Route(
                route: route.name,
                exchanges: route.statusClasses.reduce(0, &+),
                prevented: prevented,
                remaining: remaining[route.name] ?? 0,
                objective: standings[route.name].map { Self.promise($0, prevented: prevented.total) }
            )
        }
    }

    private static func promise(_ standing: Ledger.Standing, prevented: UInt64) -> Promise {
        let objective = standing.life.objective
        return Promise(
            availability: Double(objective.availability) / 100_000,
            life: Span(standing.life),
            lastHour: Span(standing.hour),
            lastDay: Span(standing.day),
            cost: ErrorBudget.value(standing.life.sums.failed, objective),
            saved: ErrorBudget.value(prevented, objective),
            currency: objective.valuePerRequest == nil ? nil : objective.currency
        )
    }

    private static func order(_ fault: VisibleFault) -> String {
        "\(fault.key.route) \(fault.key.endpoint) \(fault.key.detail.token) \(fault.key.side.token)"
    }
}
