import GatewayGuide

/// The report as one page: no script, no other file, light and dark, wide and narrow.
///
/// Everything that comes from a log goes through `Escape.html`.
public struct HTMLReport {
    let report: LogReport

    public init(_ report: LogReport) { self.report = report }

    public func text() -> String {
        let totals = self.report.totals
        var body = "<h1>\(Self.safe(self.headline()))</h1>\n"
        body += "<p class=\"soft\">\(Self.safe(self.span()))</p>\n" + self.cards(totals)
        body += self.causes(self.report.causes, "Causes")
        body += self.overTime()
        if !self.report.attempts.isEmpty {
            body += self.causes(self.report.attempts, "Attempts that failed, while no failed request belongs to them")
        }
        body +=
            "<div class=\"tables\">\n" + self.report.tables.filter { !$0.rows.isEmpty }.map(self.table).joined()
            + "</div>\n"
        body += self.events() + self.notes()
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <title>\(Self.safe(self.headline()))</title>
            <style>\(HTMLReportStyle.text)</style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }

    private func headline() -> String {
        let totals = self.report.totals
        guard totals.failures > 0 else { return "No failures" }
        guard totals.requests > 0 else { return "\(Figure.count(totals.failures)) failures" }
        return "\(Figure.count(totals.failures)) of \(Figure.count(totals.requests)) requests failed"
    }

    private func span() -> String {
        guard let first = self.report.first, let last = self.report.last else { return "" }
        return "\(first) to \(last), from \(self.report.inputs.count) input\(self.report.inputs.count == 1 ? "" : "s")"
    }

    private func cards(_ totals: LogReport.Totals) -> String {
        var cards = [("failure rate", totals.requests > 0 ? Figure.percent(totals.failureShare) : "–")]
        cards.append(("visitors hit, about", Figure.count(UInt64(max(0, totals.visitorsHit)))))
        cards.append(("explained by an error log", Figure.count(totals.joined)))
        cards.append(("clients that left", Figure.count(totals.clientsLeft)))
        if let cost = totals.cost { cards.append(("cost, about", Figure.decimals(cost, 2))) }
        let items = cards.map { "<div><b>\(Self.safe($0.1))</b><span>\(Self.safe($0.0))</span></div>" }
        return "<div class=\"cards\">\(items.joined())</div>\n"
    }

    // MARK: - Causes

    private func causes(_ causes: [LogReport.CauseEntry], _ title: String) -> String {
        guard !causes.isEmpty else { return "" }
        return "<h2>\(Self.safe(title))</h2>\n"
            + causes.prefix(30).enumerated().map { self.cause($0.element, $0.offset) }.joined()
    }

    private func cause(_ cause: LogReport.CauseEntry, _ place: Int) -> String {
        var rows = [
            ("what", cause.meaning), ("when", [cause.first, cause.last].compactMap { $0 }.joined(separator: " to ")),
        ]
        rows.append(("where", self.places(cause)))
        rows += cause.patterns.map { ("pattern", $0.text) }
        rows += [("who", cause.who), ("fix", cause.fix)]
        let list = rows.filter { !$0.1.isEmpty }.map {
            "<dt>\($0.0)</dt><dd class=\"\($0.0)\">\(Self.prose($0.1))</dd>"
        }
        let samples = cause.samples.map {
            "<p class=\"place\">\(Self.safe($0.place))</p>\($0.text.isEmpty ? "" : "<pre>\(Self.safe($0.text))</pre>")"
        }
        let state = cause.first == nil ? "" : cause.ongoing ? "<i class=\"bad\">still going on</i>" : "<i>over</i>"
        let type = cause.type.map { ", \($0)" } ?? ""
        return """
            <details class="cause"\(place < 3 ? " open" : "")>
            <summary><b>\(Self.safe(cause.title))</b> <span>\(Figure.count(cause.count)) · \(Figure.percent(cause.share))</span> \(state)
            <small>\(Self.safe(cause.fault + type))</small></summary>
            \(HTMLChart.bars(cause.timeline, label: "\(cause.title) over time"))
            <dl>\(list.joined())</dl>
            \(samples.joined())
            </details>

            """
    }

    private func places(_ cause: LogReport.CauseEntry) -> String {
        var parts = cause.statuses.prefix(3).map { "status \($0.name)" }
        parts += cause.endpoints.prefix(3).map { "\($0.name) (\(Figure.percent($0.share)))" }
        parts += cause.upstreams.prefix(2).map { "upstream \($0.name) (\(Figure.percent($0.share)))" }
        return parts.joined(separator: "; ")
    }

    // MARK: - Charts and tables

    private func overTime() -> String {
        let steps = self.report.timeline
        guard steps.contains(where: { $0.failures > 0 }) else { return "" }
        let width = Figure.time(self.report.stepSeconds)
        return """
            <h2>Over time</h2>
            <h3>failures, each bar \(width)</h3>
            \(HTMLChart.bars(steps.map(\.failures), titles: steps.map(\.time), label: "failures over time"))
            <h3>requests</h3>
            \(HTMLChart.bars(steps.map(\.requests), titles: steps.map(\.time), label: "requests over time", isCalm: true))

            """
    }

    private func table(_ table: LogReport.Table) -> String {
        let rows = table.rows.prefix(50).map { row in
            let bar = "<i style=\"width:\(Figure.decimals(row.share * 100, 1))%\"></i>"
            let requests = row.requests.map { Figure.count($0) } ?? ""
            return "<tr><td><div class=\"bar\">\(bar)<span>\(Self.safe(row.name))</span></div></td>"
                + "<td>\(Figure.count(row.count))</td><td>\(Figure.percent(row.share))</td><td>\(requests)</td></tr>\n"
        }
        let what = table.by == "status" ? "requests" : "failures"
        return """
            <section><h2>By \(Self.safe(table.by))</h2>
            <table><thead><tr><th></th><th>\(what)</th><th>share</th><th>\(table.by == "endpoint" ? "of requests" : "")</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody></table></section>

            """
    }

    private func events() -> String {
        guard !self.report.events.isEmpty else { return "" }
        let rows = self.report.events.map { event in
            let sample = event.sample.map {
                "<p class=\"place\">\(Self.safe($0.place))</p>\($0.text.isEmpty ? "" : "<pre>\(Self.safe($0.text))</pre>")"
            }
            return
                "<p><b>\(Self.safe(event.event))</b> \(Figure.count(event.count)) times\(event.last.map { ", last at " + Self.safe($0) } ?? "")</p>\(sample ?? "")"
        }
        return "<h2>What happened to processes</h2>\n" + rows.joined(separator: "\n") + "\n"
    }

    private func notes() -> String {
        let inputs = self.report.inputs.prefix(50).map { "\($0.file): \($0.title)" }
        let problems = self.report.problems.prefix(50).map { "\($0.place): \($0.message)" }
        let items = (inputs + self.report.notes + problems).map { "<li>\(Self.safe($0))</li>" }
        return "<h2>Read</h2>\n<ul class=\"soft\">\(items.joined())</ul>\n"
    }

    /// Safe, with figures that stay on one line and what stands in backticks as code.
    private static func prose(_ text: String) -> String {
        let parts = Self.safe(text).replacing(" %", with: "\u{A0}%").split(
            separator: "`",
            omittingEmptySubsequences: false
        )
        // A backtick without another is one.
        guard parts.count > 1, !parts.count.isMultiple(of: 2) else { return parts.joined(separator: "`") }
        return parts.enumerated().map {
            $0.offset.isMultiple(of: 2) ? String($0.element) : "<code>\($0.element)</code>"
        }
        .joined()
    }

    private static func safe(_ text: String) -> String { Escape.html(text) }
}
