internal import GatewayConfig
internal import GatewayPlane

/// Remembers what routes with an objective counted in the past, so that a window of time can be told.
///
/// Pure: reports and the clock come in. Nothing is kept for routes without an objective, and nothing beyond
/// `mostRoutes`.
struct Ledger {
    static let mostRoutes = 1000

    /// How a route with an objective does.
    struct Standing: Sendable {
        let route: String
        let life: ErrorBudget
        let hour: ErrorBudget
        let day: ErrorBudget
    }

    private var routes: [String: SlidingSums] = [:]

    /// - Parameter minute: minutes since the start, of a clock that never goes back
    mutating func note(_ report: PlaneReport, _ configuration: Configuration, minute: Int) {
        let wanted = Self.routes(configuration)
        let names = Set(wanted.map(\.name))
        self.routes = self.routes.filter { names.contains($0.key) }
        let sums = Self.sums(report, of: names)
        for name in names {
            // Counting begins with the process: what was there at the first look happened since the start.
            if self.routes[name] == nil {
                self.routes[name] = SlidingSums()
                if minute == 0 { self.routes[name]?.note(SlidingSums.Sample(), minute: 0) }
            }
            self.routes[name]?.note(sums[name] ?? SlidingSums.Sample(), minute: minute)
        }
    }

    /// In the configuration's order.
    func standings(_ configuration: Configuration, minute: Int) -> [Standing] {
        Self.routes(configuration).compactMap { route in
            guard let objective = route.objective, let sums = self.routes[route.name] else { return nil }
            return Standing(
                route: route.name,
                life: ErrorBudget(objective: objective, sums: sums.life),
                hour: ErrorBudget(objective: objective, sums: sums.lastHour(minute: minute)),
                day: ErrorBudget(objective: objective, sums: sums.lastDay(minute: minute))
            )
        }
    }

    private static func routes(_ configuration: Configuration) -> [Route] {
        Array(configuration.routes.filter { $0.objective != nil }.prefix(Self.mostRoutes))
    }

    private static func sums(_ report: PlaneReport, of names: Set<String>) -> [String: SlidingSums.Sample] {
        var sums: [String: SlidingSums.Sample] = [:]
        for route in report.routes where names.contains(route.name) {
            // Class 0 are clients that left: nobody was answered, well or badly.
            sums[route.name, default: .init()].answered &+= route.statusClasses.dropFirst().reduce(0, &+)
        }
        for fault in report.visible where names.contains(fault.key.route) && fault.isAgainstObjective {
            sums[fault.key.route, default: .init()].failed &+= fault.count
        }
        return sums
    }
}
