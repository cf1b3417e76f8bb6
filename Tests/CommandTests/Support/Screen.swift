/// A screen as a terminal draws it, as far as our commands use one: lines that scroll, the cursor, erasing.
struct Screen {
    private(set) var rows: [[Character]]
    private let columns: Int
    private var row = 0
    private var column = 0
    private(set) var isSecond = false
    private(set) var isCursorHidden = false
    private var wraps = true

    init(rows: Int, columns: Int) {
        self.columns = columns
        self.rows = [[Character]](repeating: [], count: rows)
    }

    /// The lines without what is blank behind them.
    var lines: [String] {
        self.rows.map { row in
            var text = String(row)
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    var text: String { self.lines.joined(separator: "\n") }

    mutating func write(_ text: String) {
        // By scalars: "\r\n" is one character to Swift and two to a terminal.
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}" where rest.first == "[":
                rest = rest.dropFirst()
                let parameters = rest.prefix { $0.value < 0x40 }
                rest = rest.dropFirst(parameters.count)
                guard let end = rest.popFirst() else { return }
                self.control(String(String.UnicodeScalarView(parameters)), end)
            case "\r": self.column = 0
            case "\n": self.feed()
            default: self.put(Character(scalar))
            }
        }
    }

    private mutating func feed() {
        self.row += 1
        guard self.row == self.rows.count else { return }
        self.rows.removeFirst()
        self.rows.append([])
        self.row -= 1
    }

    private mutating func put(_ character: Character) {
        if self.column >= self.columns {
            guard self.wraps else { return }
            self.column = 0
            self.feed()
        }
        while self.rows[self.row].count <= self.column { self.rows[self.row].append(" ") }
        self.rows[self.row][self.column] = character
        self.column += 1
    }

    private mutating func control(_ parameters: String, _ end: Unicode.Scalar) {
        switch (parameters, end) {
        case (_, "A"): self.row = max(0, self.row - (Int(parameters) ?? 1))
        case ("", "H"): (self.row, self.column) = (0, 0)
        case ("", "K"): self.rows[self.row] = Array(self.rows[self.row].prefix(self.column))
        case ("", "J"):
            self.rows[self.row] = Array(self.rows[self.row].prefix(self.column))
            for row in (self.row + 1)..<max(self.row + 1, self.rows.count) { self.rows[row] = [] }
        case ("?1049", "h"), ("?1049", "l"):
            self.isSecond = end == "h"
            self.rows = [[Character]](repeating: [], count: self.rows.count)
            (self.row, self.column) = (0, 0)
        case ("?25", _): self.isCursorHidden = end == "l"
        case ("?7", _): self.wraps = end == "h"
        default: break
        }
    }
}
