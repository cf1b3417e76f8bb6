import GatewayLogs
import GatewayReactor

/// The findings so far with a bar below, drawn in place on the terminal: the first result of a large log comes at once.
///
/// Not on a second screen, so that what was found stays to be read where somebody stops it.
struct LogsPreview: Sendable {
    /// The first findings come with the third tick, then with every fifth.
    private static let first = 3
    private static let every = 5

    let progress: LogProgress
    let options: ReportOptions
    let causes: Int

    /// Draws as long as there is something to wait for, then leaves nothing behind.
    func show(_ drawing: LogsDrawing) {
        let start = ContinuousClock.now
        let bar = LogsProgressBar(self.progress)
        var report: LogReport?
        var drawn = 0
        var ticks = 0
        self.progress.ask()
        while drawing.waits() {
            ticks += 1
            let isTime = ticks >= Self.first && (report == nil || (ticks - Self.first).isMultiple(of: Self.every))
            if isTime, let interim = self.progress.interim {
                report = ReportMaker(interim, self.options).report()
                self.progress.ask()
            }
            drawn = self.draw(report, bar.text(since: start), over: drawn)
        }
        if drawn > 0 { Console.write(Self.up(drawn) + "\u{1B}[J") }
    }

    /// Gives how many lines it took.
    private func draw(_ report: LogReport?, _ bar: String, over drawn: Int) -> Int {
        guard let size = TerminalSize.ofOutput, size.rows > 2 else { return drawn }
        var lines: [String] = []
        if var report {
            // Numbers of lines are known only when all before them are counted.
            for index in report.causes.indices { report.causes[index].samples = [] }
            for index in report.events.indices { report.events[index].sample = nil }
            report.notes = []
            lines = TextReport(report, width: size.columns - 1, color: Console.usesColor, most: self.causes).lines()
            lines.insert("So far:", at: 0)
        }
        lines = lines.prefix(max(0, size.rows - 3)) + ["", String(bar.prefix(size.columns - 1))]
        // Without wrapping: a line that is wider than it looks must not become two.
        let text = lines.map { $0 + "\u{1B}[K\n" }.joined()
        Console.write("\u{1B}[?7l" + Self.up(drawn) + text + "\u{1B}[J\u{1B}[?7h")
        return lines.count
    }

    private static func up(_ lines: Int) -> String { lines > 0 ? "\r\u{1B}[\(lines)A" : "\r" }
}
