import Foundation
import GatewayLogs

/// How far the reading is, how fast, and how long it will take: one line on standard error, where that is a terminal.
struct LogsProgressBar: Sendable {
    private static let width = 24

    let progress: LogProgress

    init(_ progress: LogProgress) { self.progress = progress }

    /// Draws until the task is cancelled, then leaves nothing behind.
    func show() async {
        guard isatty(2) == 1 else { return }
        let start = ContinuousClock.now
        var isDrawn = false
        while !Task.isCancelled {
            do { try await Task.sleep(for: .milliseconds(200)) } catch { break }
            let spent = ContinuousClock.now - start
            Console.error(
                "\r\u{1B}[K"
                    + self.text(seconds: Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18)
            )
            isDrawn = true
        }
        if isDrawn { Console.error("\r\u{1B}[K") }
    }

    private func text(seconds: Double) -> String {
        let (done, all) = self.progress.bytes
        guard all > 0, seconds > 0 else { return "reading …" }
        let share = min(1, Double(done) / Double(all))
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Double(done) / seconds
        let left = rate > 0 ? "\(Int(Double(all - done) / rate + 0.5)) s left" : ""
        let speed = String(format: "%.2f GB/s", rate / 1e9)
        return "reading \(bar) \(Int(share * 100)) %  \(speed)  \(left)"
    }
}
