internal import GatewayFaults
internal import GatewayGuide
internal import GatewayPlane

/// The page at `/`: how the gateway does at a glance, what failed last, and where everything else is.
struct IndexPage {
    let ledger: LedgerClerk.Page
    let incidents: [Incident]
    let addresses: [String]
    let readiness: Readiness

    private var report: PlaneReport { self.ledger.report }

    var html: String {
        let parts = [self.heading, self.figures, self.promises, self.faults, self.endpoints, Self.links]
        let body = parts.joined(separator: "\n")
        return AdminPage.document(title: self.readiness.status, body: body)
    }

    // MARK: - Parts

    private var heading: String {
        let state =
            self.readiness.isReady
            ? "<strong class=\"good\">ready</strong>"
            : "<strong class=\"bad\">not ready</strong>: "
                + Escape.html(self.readiness.reasons.joined(separator: "; "))
        let addresses = self.addresses.map { "<code>\(Escape.html($0))</code>" }.joined(separator: ", ")
        return """
            <h1>Good Gateway</h1>
            <p>\(state) · listening on \(addresses.isEmpty ? "nothing" : addresses) · version \(ProgramVersion.text) \
            · configuration \(self.readiness.generation)</p>
            """
    }

    private var figures: String {
        let exchanges = self.report.routes.reduce(UInt64(0)) { $0 &+ $1.statusClasses.reduce(0, &+) }
        let summary = SummaryBody(self.ledger)
        let figures = [
            ("Exchanges", "\(exchanges)"), ("Under way", "\(self.report.exchangesActive)"),
            ("Clients", "\(self.report.clientsActive) of \(self.report.connectionLimit)"),
            ("Prevented", "\(summary.prevented.total)"), ("Seen by clients", "\(summary.remainingTotal)"),
            ("Waiting", "\(self.report.waiting)"), ("Recorded", "\(self.report.incidentsKept)"),
        ]
        return "<dl>" + figures.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined() + "</dl>"
    }

    /// The routes that promise something; nothing where none does.
    private var promises: String {
        let routes = SummaryBody(self.ledger).routes.filter { $0.objective != nil }
        guard !routes.isEmpty else { return "" }
        let columns = ["Route", "Promised", "Kept", "Budget left", "Burn, 1 h", "Burn, 24 h", "Cost", "Saved"]
        let head = columns.enumerated().map { "<th scope=\"col\"\($0 > 0 ? " class=\"n\"" : "")>\($1)</th>" }.joined()
        return """
            <h2>Promises</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Promises"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>\(routes.prefix(100).map(Self.promise).joined(separator: "\n"))</tbody>
            </table></div>
            """
    }

    private static func promise(_ route: SummaryBody.Route) -> String {
        guard let promise = route.objective else { return "" }
        func percent(_ value: Double) -> String { "\((value * 100_000).rounded() / 1000) %" }
        func burn(_ span: SummaryBody.Span) -> String { span.burnRate.map { "\(($0 * 10).rounded() / 10) ×" } ?? "–" }
        func money(_ value: Double?) -> String { value.map { "\($0) \(promise.currency ?? "")" } ?? "–" }
        let style = promise.life.budgetRemaining > 0 ? "good" : "bad"
        let cells = [
            percent(promise.availability), percent(promise.life.availability),
            "<span class=\"\(style)\">\(percent(promise.life.budgetRemaining))</span>", burn(promise.lastHour),
            burn(promise.lastDay), Escape.html(money(promise.cost)), Escape.html(money(promise.saved)),
        ]
        return "<tr><td class=\"w\">\(Escape.html(route.route))</td>"
            + cells.map { "<td class=\"n\">\($0)</td>" }.joined() + "</tr>"
    }

    private var faults: String {
        guard !self.incidents.isEmpty else {
            return "<h2>Last faults</h2>\n<p>None since the start.</p>"
        }
        let columns = ["Fault", "Status", "Request", "Route", "Time (UTC)"]
        let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return """
            <h2>Last faults</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Last faults"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>\(self.incidents.map(Self.row).joined(separator: "\n"))</tbody>
            </table></div>
            """
    }

    private static func row(_ incident: Incident) -> String {
        let entry = FaultsBody.Entry(incident)
        let status = incident.status.map(String.init) ?? "–"
        let outcome: String
        switch incident.outcome {
        case .failed: outcome = "<span class=\"bad\">\(status)</span>"
        case .saved: outcome = "<span class=\"good\">\(status), saved</span>"
        case .aborted: outcome = "<span class=\"warn\">\(status), cut off</span>"
        }
        let name = entry.fault ?? incident.upstreamError.map { "upstream answered \($0)" } ?? "unknown"
        let link = "<a href=\"/faults/\(Escape.html(incident.id))\">\(Escape.html(name))</a>"
        let request = Escape.html("\(incident.method) \(incident.host)\(incident.target)".prefix(200).description)
        return "<tr><td class=\"w\">\(link)<br><span class=\"soft\">\(Escape.html(entry.title ?? ""))</span></td>"
            + "<td class=\"t\">\(outcome)</td><td class=\"w\">\(request)</td><td>\(Escape.html(entry.route ?? "–"))</td>"
            + "<td class=\"t\">\(entry.time.dropLast(4))</td></tr>"
    }

    private var endpoints: String {
        let columns = ["Endpoint", "State", "Requests", "Faults", "Active", "Connections", "Idle"]
        let head = columns.enumerated().map { "<th scope=\"col\"\($0 > 1 ? " class=\"n\"" : "")>\($1)</th>" }.joined()
        let rows = self.report.endpoints.sorted { $0.label < $1.label }.prefix(100).map { endpoint in
            let name = EndpointsBody.state(endpoint)
            let why = endpoint.standing.words.map { ": \(Escape.html($0))" } ?? ""
            let state = endpoint.isSkipped ? "<span class=\"warn\">\(name)\(why)</span>" : name
            let numbers = [
                "\(endpoint.requests)", "\(endpoint.faults)", "\(endpoint.active)", "\(endpoint.connections)",
                "\(endpoint.pooled)",
            ]
            return "<tr><td class=\"w\">\(Escape.html(endpoint.label))</td><td>\(state)</td>"
                + numbers.map { "<td class=\"n\">\($0)</td>" }.joined() + "</tr>"
        }
        return """
            <h2>Upstream servers</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Upstream servers"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody>
            </table></div>
            """
    }

    private static var links: String {
        let rows = AdminPath.allCases.filter { $0 != .index }.map { path in
            let name = path.isLink ? "<a href=\"\(path.rawValue)\">\(path.rawValue)</a>" : path.rawValue
            return "<tr><td class=\"t\"><code>\(name)</code></td><td>\(Escape.html(path.summary))</td></tr>"
        }
        return
            "<h2>Elsewhere</h2>\n<div class=\"scroll\"><table><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>"
    }
}
