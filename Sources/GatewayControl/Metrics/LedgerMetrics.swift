internal import GatewayFaults
internal import GatewayPlane

/// What was prevented, what clients saw, and the error budgets, as metrics.
///
/// Bounded: routes and endpoints are those of the configuration, and a worker keeps at most `VisibleFaults.mostKeys`.
enum LedgerMetrics {
    static func add(_ page: LedgerClerk.Page, to exposition: inout Exposition) {
        self.addPrevented(page.report, to: &exposition)
        self.addVisible(page.report, to: &exposition)
        self.addBudgets(page.standings, to: &exposition)
    }

    private static func addPrevented(_ report: PlaneReport, to exposition: inout Exposition) {
        exposition.family(
            "goodgate_prevented_total",
            .counter,
            "Exchanges in which a client was kept from seeing a fault, by route and by what kept it."
        ) { samples in
            for route in report.routes.sorted(by: { $0.name < $1.name }) {
                for cause in Prevention.allCases where cause != .none && Int(cause.rawValue) < route.prevented.count {
                    let labels = [("route", route.name), ("cause", cause.token)]
                    samples.add(labels.map { (name: $0.0, value: $0.1) }, route.prevented[Int(cause.rawValue)])
                }
            }
        }
    }

    private static func addVisible(_ report: PlaneReport, to exposition: inout Exposition) {
        // The finer names are in goodgate_faults_total and in /faults/summary; here they would only multiply.
        var counts: [[String]: UInt64] = [:]
        for fault in report.visible {
            let key = [fault.key.route, fault.key.endpoint, fault.key.side.token, fault.key.detail.kind.token]
            counts[key, default: 0] &+= fault.count
        }
        exposition.family(
            "goodgate_visible_faults_total",
            .counter,
            "Faults that a client saw, by route, endpoint (-: none was asked), party and RFC 9209 type."
        ) { samples in
            for (key, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let labels = zip(["route", "endpoint", "party", "type"], key).map { (name: $0.0, value: $0.1) }
                samples.add(labels, count)
            }
        }
    }

    private static func addBudgets(_ standings: [Ledger.Standing], to exposition: inout Exposition) {
        exposition.family(
            "goodgate_error_budget_remaining_ratio",
            .gauge,
            "What is left of the route's error budget since the start: 1 all, 0 nothing, less when overspent."
        ) { samples in
            for standing in standings { samples.add([("route", standing.route)], standing.life.remaining) }
        }
        exposition.family(
            "goodgate_error_budget_burn_rate",
            .gauge,
            "How fast the route's error budget is spent, over a window: 1 is just what the objective allows."
        ) { samples in
            for standing in standings {
                for (window, budget) in [("1h", standing.hour), ("24h", standing.day)] {
                    guard let rate = budget.burnRate else { continue }
                    samples.add([("route", standing.route), ("window", window)], rate)
                }
            }
        }
    }
}
