import Foundation
import GatewayLogs

/// How far the reading is, how fast, and how long it will take: one line on standard error, where that is a terminal.
struct LogsProgressBar: Sendable {
    private static let width = 24

    let progress: LogProgress

    init(_ progress: LogProgress) { self.progress = progress }

    /// Draws as long as there is something to wait for, then leaves nothing behind.
    func show(_ drawing: LogsDrawing) {
        guard isatty(2) == 1 else { return }
        let start = ContinuousClock.now
        var isDrawn = false
        while drawing.waits() {
            Console.error("\r\u{1B}[K" + self.text(since: start))
            isDrawn = true
        }
        if isDrawn { Console.error("\r\u{1B}[K") }
    }

    func text(since start: ContinuousClock.Instant) -> String {
        let spent = (ContinuousClock.now - start).components
        return self.text(seconds: Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
    }

    private func text(seconds: Double) -> String {
        let (done, all) = self.progress.bytes
        guard seconds > 0, done > 0 || all > 0 else { return "reading …" }
        // A pipe does not say how much will come.
        guard all > 0 else {
            return String(format: "reading  %.2f GB  %.2f GB/s", Double(done) / 1e9, Double(done) / seconds / 1e9)
        }
        let share = min(1, Double(done) / Double(all))
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Double(done) / seconds
        let left = rate > 0 ? "\(Int(Double(all - done) / rate + 0.5)) s left" : ""
        let speed = String(format: "%.2f GB/s", rate / 1e9)
        return "reading \(bar) \(Int(share * 100)) %  \(speed)  \(left)"
    }
}
