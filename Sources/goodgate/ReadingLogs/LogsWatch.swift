import Foundation
import GatewayLogs
import GatewayReactor

/// Follows growing logs and shows the report in place.
struct LogsWatch: Sendable {
    var request: LogRequest
    var options: ReportOptions
    var json: Bool
    var causes: Int

    /// Shows until the task is cancelled.
    ///
    /// Elsewhere than on a terminal a report is printed whenever something is new.
    func show() async {
        var following = LogFollowing(self.request)
        let isScreen = !self.json && TerminalSize.ofOutput != nil
        if isScreen { Console.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[J") }
        var isFirst = true
        while !Task.isCancelled {
            if following.step() || isFirst {
                let report = ReportMaker(following.reading, self.options).report()
                self.draw(report, isScreen: isScreen)
                isFirst = false
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { break }
        }
        if isScreen { Console.write("\u{1B}[?25h\u{1B}[?1049l") }
    }

    private func draw(_ report: LogReport, isScreen: Bool) {
        guard !self.json else { return Console.write(JSONOutput.line(report)) }
        let size = TerminalSize.ofOutput
        let text = TextReport(report, width: (size?.columns ?? 101) - 1, color: Console.usesColor, most: self.causes)
        guard isScreen, let size else { return Console.write(text.lines().map { $0 + "\n" }.joined() + "\n") }
        let lines = text.lines().prefix(max(1, size.rows - 1))
        Console.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }
}
