/// A name with gaps, and how well a text fits it.
///
/// Case and runs of spaces do not matter. Works on bytes: a log line may be long, and there are many names.
struct NamePattern: Sendable {
    /// How a text and a name fit, best first.
    enum Fit: Int, Comparable, Sendable {
        /// The text is the name.
        case exact
        /// The text holds the name, as a log line does.
        case holds
        /// The text is a part of the name.
        case part

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// A text shorter than this is not looked for inside names: it is in too many.
    private static let shortestPart = 8

    let name: String
    private let pieces: [[UInt8]]
    private let whole: [UInt8]
    private let isWord: Bool

    /// How many bytes the name fixes: a longer name says more.
    var weight: Int { self.pieces.reduce(0) { $0 + $1.count } }

    init(_ name: String) {
        self.name = name
        self.whole = Self.normalized(name)
        self.pieces = name.split(separator: "…").map { Self.normalized(String($0)) }.filter { !$0.isEmpty }
        self.isWord = !name.utf8.contains(0x20)
    }

    /// Lower case, single spaces, typographic quotes made plain.
    static func normalized(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{201C}", "\u{201D}": bytes.append(UInt8(ascii: "\""))
            case "\u{2018}", "\u{2019}": bytes.append(UInt8(ascii: "'"))
            case "A"..."Z": bytes.append(UInt8(truncatingIfNeeded: scalar.value) + 0x20)
            case _ where scalar.properties.isWhitespace:
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            default: bytes += String(scalar).utf8
            }
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes
    }

    func fit(_ text: [UInt8]) -> Fit? {
        if text == self.whole { return .exact }
        if self.isHeld(by: text) { return .holds }
        guard text.count >= Self.shortestPart, Self.find(text, in: self.whole, from: 0) != nil else { return nil }
        return .part
    }

    private func isHeld(by text: [UInt8]) -> Bool {
        // "EOF" and the like are in too many lines to say anything; at the start of a text a short word may do.
        let isTelling = self.weight > 7 || !self.isWord || Self.isCode(self.whole)
        let opens = self.pieces.count == 1 && self.weight < self.whole.count && text.starts(with: self.pieces[0])
        guard opens || (self.weight >= 5 && isTelling) else { return false }
        var position = 0
        for (index, piece) in self.pieces.enumerated() {
            guard let found = Self.find(piece, in: text, from: position) else { return false }
            if self.isWord, index == 0, !Self.isEdge(found, in: text) { return false }
            position = found + piece.count
            if self.isWord, index == self.pieces.count - 1, !Self.isEdge(position, in: text) { return false }
        }
        return true
    }

    /// Letters and at least four digits, such as AH01102.
    private static func isCode(_ name: [UInt8]) -> Bool {
        name.count { (0x30...0x39).contains($0) } >= 4
    }

    /// Whether a word may begin or end between this byte and the one before it.
    private static func isEdge(_ position: Int, in text: [UInt8]) -> Bool {
        guard position > 0, position < text.count else { return true }
        return !Self.isWordByte(text[position - 1]) || !Self.isWordByte(text[position])
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func find(_ piece: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let first = piece.first, text.count >= piece.count else { return nil }
        var position = start
        while position + piece.count <= text.count {
            if text[position] == first, text[position..<position + piece.count].elementsEqual(piece) { return position }
            position += 1
        }
        return nil
    }
}
