/// Prose beside something that stands before it: lines after the first begin below the first one's text.
///
/// Commands between backticks stay whole, so that they can be copied.
enum HangingText {
    /// - Parameters:
    ///   - indent: columns before the text; those of the first line are there already.
    ///   - width: of the terminal.
    static func lines(_ text: String, indent: Int, width: Int = 80) -> String {
        let room = max(20, width - indent)
        var lines: [String] = []
        var line = ""
        for word in Self.words(text) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isCommand = false
        for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if isCommand, let last = words.popLast() { words.append(last + " " + word) } else { words.append(word) }
            if word.count(where: { $0 == "`" }) % 2 == 1 { isCommand.toggle() }
        }
        return words
    }
}
