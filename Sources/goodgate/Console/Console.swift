import Foundation
import GatewayReactor

/// Standard output and standard error, and whether they are in colour.
///
/// Results go to output, everything else to error. Writing to a reader that has gone is not worth a word.
enum Console {
    /// Colour only on a terminal whose owner did not refuse it (https://no-color.org).
    static let usesColor: Bool = {
        let environment = ProcessInfo.processInfo.environment
        guard environment["NO_COLOR"].map(\.isEmpty) ?? true, environment["TERM"] != "dumb" else { return false }
        return isatty(1) == 1
    }()

    /// How wide prose may be.
    static var columns: Int {
        let variable = ProcessInfo.processInfo.environment["COLUMNS"]
        return self.columns(isTerminal: isatty(1) == 1, variable: variable, terminal: TerminalSize.ofOutput?.columns)
    }

    /// The user's word before the terminal's; a file gets the same whatever terminal it was written from.
    ///
    /// Lines of more than a hundred characters are hard to read, and those of a few dozen are hardly prose.
    static func columns(isTerminal: Bool, variable: String?, terminal: Int?) -> Int {
        guard isTerminal else { return 80 }
        let given = variable.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return min(100, max(40, given ?? terminal ?? 80))
    }

    static func write(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

    static func error(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

    static func good(_ text: String) -> String { self.colored(text, "32") }

    static func bad(_ text: String) -> String { self.colored(text, "31") }

    static func bold(_ text: String) -> String { self.colored(text, "1") }

    static func soft(_ text: String) -> String { self.colored(text, "2") }

    private static func colored(_ text: String, _ code: String) -> String {
        self.usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
