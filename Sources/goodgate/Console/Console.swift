import Foundation

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
