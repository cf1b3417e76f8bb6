import GatewayGuide

/// Rows in columns that fit a width: the first column takes what is left, and the last ones go where it is narrow.
///
/// Text from outside is made safe for a terminal here, and only here.
struct TextTable {
    struct Column {
        var title: String
        var width: Int

        init(_ title: String, _ width: Int) {
            self.title = title
            self.width = width
        }
    }

    /// The first column is never narrower.
    private static let narrowest = 12
    /// Nor wider, because eyes must find the way back.
    private static let widest = 60

    let columns: [Column]
    let width: Int
    private let shown: Int
    private let firstWidth: Int

    /// - Parameter columns: the first is for text on the left, whatever its width; the others for figures on the right.
    init(_ columns: [Column], width: Int) {
        self.columns = columns
        self.width = width
        var shown = columns.count
        var rest = width
        repeat {
            rest = width - columns[1..<max(1, shown)].reduce(0) { $0 + $1.width + 1 }
            if rest >= Self.narrowest || shown <= 1 { break }
            shown -= 1
        } while true
        self.shown = shown
        self.firstWidth = max(0, min(rest, Self.widest))
    }

    var header: String { self.line(self.columns.map(\.title)) }

    func line(_ cells: [String]) -> String {
        var text = ""
        for (index, cell) in cells.prefix(self.shown).enumerated() {
            if index == 0 {
                text += Self.fitted(cell, self.firstWidth, toTheRight: false)
            } else {
                text += " " + Self.fitted(cell, self.columns[index].width, toTheRight: true)
            }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    /// One line cut to the width.
    static func cut(_ text: String, to width: Int) -> String {
        let safe = Escape.terminal(text)
        guard Self.width(safe) > width else { return safe }
        var result = ""
        var room = width - 1
        for character in safe {
            room -= Self.width(String(character))
            if room < 0 { break }
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }

    private static func fitted(_ text: String, _ width: Int, toTheRight: Bool) -> String {
        let cut = Self.cut(text, to: width)
        let padding = String(repeating: " ", count: max(0, width - Self.width(cut)))
        return toTheRight ? padding + cut : cut + padding
    }

    /// Cells that a terminal takes for it, roughly: two for a character of East Asia or an emoji.
    static func width(_ text: String) -> Int {
        text.reduce(0) { width, character in
            let first = character.unicodeScalars.first?.value ?? 0
            let isWide =
                (0x1100...0x115F).contains(first) || (0x2E80...0xA4CF).contains(first)
                || (0xAC00...0xD7A3).contains(first) || (0xF900...0xFAFF).contains(first)
                || (0xFE30...0xFE6F).contains(first) || (0xFF00...0xFF60).contains(first)
                || (0x1F300...0x1FAFF).contains(first) || (0x20000...0x3FFFD).contains(first)
            return width + (isWide ? 2 : 1)
        }
    }
}
