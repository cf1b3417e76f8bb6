/// Draws figures as lines for a terminal: pure, and never wider or higher than asked.
struct TopView: Sendable {
    /// Where the figures come from, as the operator named it.
    var title: String
    var width: Int
    /// nil for as many lines as there are.
    var height: Int?

    /// The picture of two readings.
    func lines(previous: TopReading?, current: TopReading) -> [String] {
        self.lines(TopFigures(previous: previous, current: current))
    }

    func lines(_ figures: TopFigures) -> [String] {
        let head = self.head(figures)
        let routes = self.routes(figures)
        let endpoints = self.endpoints(figures)
        guard let height = self.height else { return head + [""] + routes + [""] + endpoints }
        // Two lines between the parts. The shorter part keeps what it needs, the other gets the rest.
        let room = max(0, height - head.count - 2)
        let half = room / 2
        let routeRoom = routes.count <= half ? routes.count : max(half, room - endpoints.count)
        let picture =
            head + [""] + Self.shortened(routes, to: routeRoom) + [""]
            + Self.shortened(endpoints, to: room - min(routeRoom, routes.count))
        return Array(picture.prefix(max(0, height)))
    }

    private static func shortened(_ lines: [String], to most: Int) -> [String] {
        guard lines.count > most, most > 0 else { return Array(lines.prefix(max(0, most))) }
        return lines.prefix(most - 1) + ["… \(lines.count - most + 1) more"]
    }

    // MARK: - Parts

    private func head(_ figures: TopFigures) -> [String] {
        let span = figures.seconds.map { "over \(Self.number($0)) s" } ?? "since the start"
        let state = figures.isDraining ? "draining" : "up"
        let rates = figures.routes.compactMap(\.requestsPerSecond)
        let requests = rates.isEmpty ? "–" : Self.number(rates.reduce(0, +))
        let active = "\(Self.whole(figures.exchangesActive)) active, \(Self.whole(figures.clientsActive)) clients"
        return [
            "goodgate top  \(self.title)  \(state)  \(span)",
            "requests   \(requests)/s, \(active)",
            "faults     \(Self.list(figures.faults, none: "none"))",
            "prevented  \(Self.list(figures.prevented, none: "nothing yet"))",
        ].map { TextTable.cut($0, to: self.width) }
    }

    /// `upstream 12 (0.5/s), client 3 (0/s)`, the most first.
    private static func list(_ counts: [String: TopFigures.Count], none: String) -> String {
        let seen = counts.filter { $0.value.total > 0 }
            .sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
        guard !seen.isEmpty else { return none }
        return seen.map { name, count in
            let rate = count.perSecond.map { " (\(Self.number($0))/s)" } ?? ""
            return "\(name) \(Self.whole(count.total))\(rate)"
        }.joined(separator: ", ")
    }

    private func routes(_ figures: TopFigures) -> [String] {
        let table = TextTable(
            [
                .init("ROUTE", 0), .init("REQ/S", 8), .init("5XX/S", 7), .init("AVAIL %", 8), .init("TARGET", 7),
                .init("4XX/S", 7), .init("MEAN", 7), .init("P99 ≤", 7),
            ],
            width: self.width
        )
        let rows = figures.routes.map { route in
            table.line([
                route.route == "-" ? "(no route)" : route.route,
                Self.number(route.requestsPerSecond),
                Self.number(route.status5xxPerSecond),
                Self.percent(route.availabilityPercent),
                Self.percent(route.objectivePercent),
                Self.number(route.status4xxPerSecond),
                Self.time(route.meanSeconds),
                Self.time(route.p99Seconds),
            ])
        }
        return [table.header] + rows
    }

    private func endpoints(_ figures: TopFigures) -> [String] {
        let table = TextTable(
            [
                .init("ENDPOINT", 0), .init("STATE", 10), .init("REQ/S", 8), .init("FAULT/S", 8), .init("ACTIVE", 6),
                .init("POOLED", 6), .init("IDLE", 7), .init("LATENCY", 7), .init("REASON", 28),
            ],
            width: self.width
        )
        let rows = figures.endpoints.map { endpoint in
            table.line([
                endpoint.endpoint,
                endpoint.state,
                Self.number(endpoint.requestsPerSecond),
                Self.number(endpoint.faultsPerSecond),
                "\(endpoint.active)",
                "\(endpoint.pooled)",
                Self.time(endpoint.closesAfterSeconds ?? endpoint.idleLimitSeconds),
                Self.time(endpoint.latencySeconds),
                endpoint.reason ?? "",
            ])
        }
        return [table.header] + rows
    }

    // MARK: - Figures

    /// Three figures are enough to see what happens; `–` is what is not known.
    static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value == 0 { return "0" }
        if value < 0.01 { return "<0.01" }
        return value < 10 ? Self.decimals(value, 2) : value < 100 ? Self.decimals(value, 1) : Self.whole(value)
    }

    /// Rounded down, so that 99.9996 does not read as 100.
    static func percent(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        return value >= 100 ? "100" : Self.decimals((value * 1000).rounded(.down) / 1000, 3)
    }

    static func time(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return "–" }
        return seconds < 1 ? "\(Self.number(seconds * 1000))ms" : "\(Self.number(seconds))s"
    }

    static func whole(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        return String(Int(value.rounded()))
    }

    private static func decimals(_ value: Double, _ count: Int) -> String {
        let scale = count == 1 ? 10.0 : count == 2 ? 100.0 : 1000.0
        let scaled = Int((value * scale).rounded())
        let fraction = String(scaled % Int(scale))
        return "\(scaled / Int(scale))." + String(repeating: "0", count: count - fraction.count) + fraction
    }
}
