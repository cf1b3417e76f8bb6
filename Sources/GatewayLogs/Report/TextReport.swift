import GatewayGuide

/// The report for a terminal: the verdict first, then rates over time, then tables.
///
/// Everything from a log goes through `Escape.terminal`, so that no line can move the cursor or change colours.
public struct TextReport {
    static let bars: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    let report: LogReport
    let width: Int
    let color: Bool
    /// Causes that are told in full.
    let most: Int
    /// Whether what could not be read is told here; else somebody tells it on standard error.
    let tellsProblems: Bool

    public init(_ report: LogReport, width: Int = 100, color: Bool = false, most: Int = 3, tellsProblems: Bool = true) {
        self.report = report
        self.width = max(40, min(width, 140))
        self.color = color
        self.most = most
        self.tellsProblems = tellsProblems
    }

    public func lines() -> [String] {
        var lines = self.heading()
        for (index, cause) in self.report.causes.prefix(self.most).enumerated() { lines += self.full(cause, index + 1) }
        if self.report.causes.count > self.most { lines += self.rest() }
        if !self.report.attempts.isEmpty { lines += self.attempts() }
        lines += self.overTime()
        for table in self.report.tables where !table.rows.isEmpty { lines += self.table(table) }
        lines += self.events()
        lines += self.remarks()
        return lines
    }

    // MARK: - The verdict

    private func heading() -> [String] {
        let totals = self.report.totals
        guard totals.unreadableLines < totals.lines || totals.lines == 0 else {
            return [self.bold("None of \(Figure.count(totals.lines)) lines is of a format that is known.")]
        }
        if totals.lines == 0, totals.bytesNotRead > 0 { return [self.bold("No lines are of the times asked for.")] }
        guard totals.lines > 0 else { return [self.bold("Nothing to read: the input has no lines.")] }
        guard totals.failures > 0 else {
            let what =
                totals.requests > 0
                ? "\(Figure.count(totals.requests)) requests" : "\(Figure.count(totals.lines)) lines"
            return [self.paint("No failures in \(what)" + self.span() + ".", "32")] + self.clientsLeft()
        }
        var text = "\(Figure.count(totals.failures)) failures"
        if totals.requests > 0 {
            text =
                "\(Figure.count(totals.failures)) of \(Figure.count(totals.requests)) requests failed "
                + "(\(Figure.percent(totals.failureShare)))"
        }
        if totals.visitorsHit > 0 { text += ", \(Figure.visitors(totals.visitorsHit)) hit" }
        if let cost = totals.cost { text += ", cost about \(Figure.decimals(cost, 2))" }
        return self.wrapped(text + self.span() + ".", indent: "").map(self.bold) + self.clientsLeft()
    }

    private func clientsLeft() -> [String] {
        let left = self.report.totals.clientsLeft
        return left == 0
            ? []
            : self.wrapped("\(Figure.count(left)) more ended because the client left; that is no fault.", indent: "")
                .map(self.dim)
    }

    private func span() -> String {
        guard let first = self.report.first, let last = self.report.last else { return "" }
        return first == last ? ", at \(first)" : ", \(first) to \(last)"
    }

    private func full(_ cause: LogReport.CauseEntry, _ number: Int) -> [String] {
        let figures = "\(Figure.count(cause.count))  \(Figure.percent(cause.share))"
        let state = cause.ongoing ? self.paint("still going on", "31") : self.dim("not at the end any more")
        let title = "\(number). \(self.cut(cause.title, to: self.width - 6))"
        var lines = ["", self.bold(title) + "   \(figures)   " + (cause.first == nil ? "" : state)]
        // The state at its longest.
        if title.count + figures.count + 6 + 24 > self.width {
            lines = ["", self.bold(title), "     \(figures)   " + (cause.first == nil ? "" : state)]
        }
        lines += self.item("what", cause.meaning + self.named(cause))
        if let first = cause.first, let last = cause.last { lines += self.item("when", "\(first) to \(last)") }
        lines += self.item("where", self.places(cause))
        for pattern in cause.patterns.prefix(3) { lines += self.item("pattern", pattern.text) }
        lines += self.item("who", cause.who)
        lines += self.item("fix", cause.fix, isStrong: true)
        for sample in cause.samples.prefix(2) { lines += self.sample(sample) }
        return lines
    }

    private func named(_ cause: LogReport.CauseEntry) -> String {
        var text = cause.type.map { " [\(cause.fault), \($0)" } ?? " [\(cause.fault)"
        if let retry = cause.retry { text += ", \(retry)" }
        if let temporary = cause.temporary {
            text += temporary ? ", temporary" : ", lasts until somebody changes something"
        }
        return text + "]"
    }

    private func places(_ cause: LogReport.CauseEntry) -> String {
        var parts: [String] = []
        if !cause.statuses.isEmpty {
            parts.append("status " + cause.statuses.prefix(3).map(\.name).joined(separator: ", "))
        }
        for endpoint in cause.endpoints.prefix(2) {
            parts.append("\(endpoint.name) (\(Figure.percent(endpoint.share)))")
        }
        if let upstream = cause.upstreams.first {
            parts.append("upstream \(upstream.name) (\(Figure.percent(upstream.share)))")
        }
        if cause.visitors > 0 { parts.append(Figure.visitors(cause.visitors)) }
        return parts.joined(separator: "; ")
    }

    private func rest() -> [String] {
        var lines = ["", self.bold("Other causes")]
        for cause in self.report.causes.dropFirst(self.most).prefix(12) {
            lines.append(
                self.row(Figure.count(cause.count), Figure.percent(cause.share), "\(cause.title) [\(cause.fault)]")
            )
        }
        let more = self.report.causes.count - self.most - 12
        if more > 0 { lines.append(self.dim("     and \(more) more")) }
        return lines
    }

    private func attempts() -> [String] {
        let title = self.wrapped("Attempts that failed, while no failed request belongs to them", indent: "")
        var lines = [""] + title.map(self.bold)
        for cause in self.report.attempts.prefix(5) {
            lines.append(self.row(Figure.count(cause.count), "", "\(cause.title) [\(cause.fault)]"))
        }
        lines += self.wrapped("A retry saved the request, or its line is in another file.", indent: "     ").map(
            self.dim
        )
        return lines
    }

    // MARK: - Lines

    func row(_ count: String, _ share: String, _ text: String) -> String {
        let figures = Self.padded(count, 12) + "  " + Self.padded(share, 6) + "  "
        return figures + self.cut(text, to: self.width - 22)
    }

    func sample(_ sample: LogReport.Sample) -> [String] {
        let place = self.dim("     " + self.cut(sample.place, to: self.width - 5))
        return sample.text.isEmpty ? [place] : [place, self.dim("       " + self.cut(sample.text, to: self.width - 7))]
    }

    private func item(_ name: String, _ text: String, isStrong: Bool = false) -> [String] {
        guard !text.isEmpty else { return [] }
        let lines = self.wrapped(text, indent: "             ")
        guard let first = lines.first else { return [] }
        let label = self.dim("     " + name + String(repeating: " ", count: max(1, 8 - name.count)))
        let head = label + String(first.dropFirst(13))
        return [isStrong ? head : head] + lines.dropFirst()
    }

    func wrapped(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        // A figure and its sign stay together.
        for part in Escape.terminal(text).replacing(" %", with: "\u{A0}%").split(separator: " ") {
            let word = part.replacing("\u{A0}", with: " ")
            if !line.isEmpty, line.count + 1 + word.count > self.width - indent.count {
                lines.append(indent + line)
                line = ""
            }
            line += line.isEmpty ? String(word.prefix(self.width)) : " " + word.prefix(self.width)
        }
        if !line.isEmpty { lines.append(indent + line) }
        return lines
    }

    func cut(_ text: String, to width: Int) -> String {
        let safe = Escape.terminal(text)
        return safe.count > width ? String(safe.prefix(max(1, width - 1))) + "…" : safe
    }

    static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    func bold(_ text: String) -> String { self.paint(text, "1") }
    func dim(_ text: String) -> String { self.paint(text, "2") }

    func paint(_ text: String, _ code: String) -> String {
        self.color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
