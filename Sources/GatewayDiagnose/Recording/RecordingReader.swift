/// Takes the entries of a HAR file out of its bytes, one after the other, whatever the file's size.
///
/// Memory is one entry with its long texts cut. Not responsible for what an entry says, nor for JSON beyond finding
/// where things begin and end: each entry is decoded on its own.
struct RecordingReader {
    enum Problem: Error, Hashable {
        /// The bytes are no JSON object.
        case notJSON
        case tooDeep
        /// It ends in the middle.
        case endsEarly
        /// There is no `log.entries`.
        case noEntries
    }

    /// Of one text; content beyond it says nothing new of who made an error page.
    private static let mostText = 32_768
    private static let mostEntry = 4 << 20
    private static let mostDepth = 64
    /// Entries stand in `{ "log": { "entries": [`.
    private static let entryDepth = 3

    private var depth = 0
    private var isInString = false
    private var isCut = false
    /// Bytes of an escape that are still to come; `escapeBegun` right after its `\`.
    private var escapeLeft = 0
    private static let escapeBegun = 5
    private var textCount = 0
    private var key: [UInt8] = []
    private var isInEntries = false
    private var entry: [UInt8] = []
    private var isKeeping = false
    private var hasBegun = false
    private(set) var foundEntries = false
    /// Entries that were too large even without their long texts.
    private(set) var skipped = 0

    /// Reads on; `take` gets each entry that is complete, as JSON.
    mutating func read(_ bytes: [UInt8], take: ([UInt8]) -> Void) throws(Problem) {
        for byte in bytes {
            if self.isInString { self.readString(byte) } else { try self.readStructure(byte, take) }
        }
    }

    func end() throws(Problem) {
        guard self.hasBegun else { throw .notJSON }
        guard self.depth == 0, !self.isInString else { throw .endsEarly }
        guard self.foundEntries else { throw .noEntries }
    }

    // MARK: - Strings

    private mutating func readString(_ byte: UInt8) {
        self.textCount += 1
        let isEnd = byte == UInt8(ascii: "\"") && self.escapeLeft != Self.escapeBegun
        // Never inside an escape or a character, nor between the two escapes of one character.
        let mayCut = self.escapeLeft == 0 && byte != UInt8(ascii: "\\") && !(0x80...0xBF).contains(byte)
        if self.textCount > Self.mostText, mayCut { self.isCut = true }
        if isEnd || !self.isCut { self.keep(byte) }
        if self.depth <= Self.entryDepth, self.key.count < 16, !isEnd { self.key.append(byte) }
        if isEnd { self.isInString = false }
        if self.escapeLeft == Self.escapeBegun {
            self.escapeLeft = byte == UInt8(ascii: "u") ? 4 : 0
        } else if self.escapeLeft > 0 {
            self.escapeLeft -= 1
        } else if byte == UInt8(ascii: "\\") {
            self.escapeLeft = Self.escapeBegun
        }
    }

    // MARK: - Structure

    private mutating func readStructure(_ byte: UInt8, _ take: ([UInt8]) -> Void) throws(Problem) {
        switch byte {
        case UInt8(ascii: "\""):
            guard self.hasBegun else { throw .notJSON }
            self.isInString = true
            self.isCut = false
            self.escapeLeft = 0
            self.textCount = 0
            self.key = []
            self.keep(byte)
        case UInt8(ascii: "{"), UInt8(ascii: "["): try self.open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): try self.close(byte, take)
        case 0xEF, 0xBB,
            0xBF where !self.hasBegun:
            break
        // Default: numbers, words, commas and spaces.
        default:
            let isSpace = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
            guard self.hasBegun || isSpace else { throw .notJSON }
            self.keep(byte)
        }
    }

    private mutating func open(_ byte: UInt8) throws(Problem) {
        guard self.hasBegun || byte == UInt8(ascii: "{") else { throw .notJSON }
        self.hasBegun = true
        self.depth += 1
        guard self.depth <= Self.mostDepth else { throw .tooDeep }
        if byte == UInt8(ascii: "["), self.depth == Self.entryDepth, self.key == Array("entries".utf8) {
            self.isInEntries = true
            self.foundEntries = true
        } else if byte == UInt8(ascii: "{"), self.depth == Self.entryDepth + 1, self.isInEntries {
            self.entry = []
            self.isKeeping = true
        }
        self.keep(byte)
    }

    private mutating func close(_ byte: UInt8, _ take: ([UInt8]) -> Void) throws(Problem) {
        guard self.depth > 0 else { throw .notJSON }
        self.keep(byte)
        if self.depth == Self.entryDepth + 1, self.isInEntries {
            if self.isKeeping { take(self.entry) }
            self.isKeeping = false
            self.entry = []
        } else if self.depth == Self.entryDepth {
            self.isInEntries = false
        }
        self.depth -= 1
    }

    private mutating func keep(_ byte: UInt8) {
        guard self.isKeeping else { return }
        self.entry.append(byte)
        guard self.entry.count > Self.mostEntry else { return }
        self.isKeeping = false
        self.entry = []
        self.skipped += 1
    }
}
