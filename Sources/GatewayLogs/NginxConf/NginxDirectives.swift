/// Cuts the text of an nginx configuration into directives, whatever blocks they stand in.
///
/// Knows quotes, comments and `${name}`, and passes over the code in Lua blocks; what a directive means is decided by
/// others. Every text gives a list: what is not closed ends with the text.
struct NginxDirectives {
    private static let mostDirectives = 200_000
    private static let mostWords = 1000

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var words: [String] = []
    private var wordsLine = 1
    private(set) var all: [NginxDirective] = []

    static func read(_ bytes: [UInt8]) -> [NginxDirective] {
        var reader = NginxDirectives(bytes)
        reader.run()
        return reader.all
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() {
        while self.at < self.bytes.count, self.all.count < Self.mostDirectives {
            switch self.bytes[self.at] {
            case 0x0a:
                self.line += 1
                self.at += 1
            case 0x20, 0x09, 0x0d:
                self.at += 1
            case UInt8(ascii: "#"):
                self.at = self.next(0x0a)
            case UInt8(ascii: "{"):
                self.at += 1
                let isCode = self.words.first?.hasSuffix("_by_lua_block") ?? false
                self.end()
                if isCode { self.skipBlock() }
            case UInt8(ascii: ";"), UInt8(ascii: "}"):
                self.at += 1
                self.end()
            default:
                self.takeWord()
            }
        }
        self.end()
    }

    private mutating func end() {
        guard !self.words.isEmpty else { return }
        self.all.append(NginxDirective(words: self.words, line: self.wordsLine))
        self.words.removeAll(keepingCapacity: true)
    }

    private mutating func takeWord() {
        if self.words.isEmpty { self.wordsLine = self.line }
        let first = self.bytes[self.at]
        let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
        var word: [UInt8] = []
        if isQuoted { self.at += 1 }
        while self.at < self.bytes.count {
            let byte = self.bytes[self.at]
            if isQuoted ? byte == first : self.endsWord(byte) { break }
            if byte == 0x0a { self.line += 1 }
            self.at += 1
            // Before anything but a quote or itself a backslash is a character, as in `\.php$`.
            if byte == UInt8(ascii: "\\"), self.at < self.bytes.count, Self.isEscaped(self.bytes[self.at]) {
                word.append(self.bytes[self.at])
                self.at += 1
            } else {
                word.append(byte)
            }
        }
        if isQuoted { self.at += 1 }
        if self.words.count < Self.mostWords { self.words.append(String(decoding: word, as: UTF8.self)) }
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
    }

    private func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ";"): true
        // "${name}" is a variable, and its brace closes no block.
        case UInt8(ascii: "{"): self.at == 0 || self.bytes[self.at - 1] != UInt8(ascii: "$")
        case UInt8(ascii: "}"): !self.isInsideVariable
        default: false
        }
    }

    private var isInsideVariable: Bool {
        var back = self.at - 1
        while back >= 0, self.at - back < 100 {
            let byte = self.bytes[back]
            if byte == UInt8(ascii: "{") { return back > 0 && self.bytes[back - 1] == UInt8(ascii: "$") }
            let isName = byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- 0x61 < 26
            guard isName else { return false }
            back -= 1
        }
        return false
    }

    /// Behind the brace that closes the block that begins here.
    private mutating func skipBlock() {
        var depth = 1
        while self.at < self.bytes.count, depth > 0 {
            switch self.bytes[self.at] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case 0x0a: self.line += 1
            default: break
            }
            self.at += 1
        }
    }

    private func next(_ byte: UInt8) -> Int { self.bytes[self.at...].firstIndex(of: byte) ?? self.bytes.count }
}
