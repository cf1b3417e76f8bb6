import Foundation
import GatewayReactor

/// How many URLs of a list were looked at: one line on standard error, where that is a terminal that can erase it.
///
/// Not responsible for looking, nor for results.
struct CheckProgressBar {
    private static let width = 24

    let all: Int
    private(set) var done = 0
    private(set) var failed = 0
    private let isShown: Bool
    private let begun = ContinuousClock.now

    init(all: Int, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.all = all
        self.isShown = isatty(2) == 1 && environment["TERM"] != "dumb"
    }

    mutating func count(isWell: Bool) {
        self.done += 1
        self.failed += isWell ? 0 : 1
    }

    func draw() {
        guard self.isShown, self.done < self.all else { return }
        let spent = (ContinuousClock.now - self.begun).components
        let seconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
        Console.error("\r\u{1B}[K" + self.text(seconds: seconds, columns: TerminalSize.ofErrors?.columns ?? 80))
    }

    /// Before anything else is written: both streams may go to one terminal.
    func erase() {
        if self.isShown { Console.error("\r\u{1B}[K") }
    }

    /// - Parameter columns: a line that is longer would wrap, and only its end be erased.
    func text(seconds: Double, columns: Int) -> String {
        var count = "\(self.done) of \(self.all)"
        if self.failed > 0 { count += self.failed == 1 ? "  1 fails" : "  \(self.failed) fail" }
        let filled = Self.width * self.done / max(1, self.all)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        // What took no time yet tells nothing of the rest.
        var left = ""
        if self.done > 0, seconds >= 1 {
            left = "  \(Int((seconds / Double(self.done) * Double(self.all - self.done)).rounded(.up))) s left"
        }
        let forms = ["checking \(bar) \(count)\(left)", "checking \(count)\(left)", count]
        return forms.first { $0.count < columns } ?? ""
    }
}
