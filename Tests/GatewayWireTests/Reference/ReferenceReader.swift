import GatewayFaults
import GatewayWire

/// Why the slow parser stopped.
enum ReferenceStop: Error {
    case needMore
    case fault(ReferenceRule, at: Int)
}

/// The rules of lines and fields, written down a second time and independently of the fast parser's.
enum ReferenceRule: Equatable {
    case name, spaceBeforeColon, value, folded, bareCR, bareLF
    case fieldTooLarge, sectionTooLarge, tooMany
    case lengthAndCoding, lengthsDiffer, lengthMalformed, codingUnknown, codingNotFinal
    case only(Fault.Detail)
}

/// Reads bytes one at a time, from left to right, never looking further than it must.
struct ReferenceReader {
    let bytes: [UInt8]
    var offset = 0
    /// Where reading must stop, and what it means to get there.
    var bound = Int.max
    var atBound = ReferenceRule.sectionTooLarge

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func peek(_ ahead: Int = 0) throws(ReferenceStop) -> Character {
        guard self.offset + ahead < self.bound else { throw .fault(self.atBound, at: self.bound) }
        guard self.offset + ahead < self.bytes.count else { throw .needMore }
        return Character(Unicode.Scalar(self.bytes[self.offset + ahead]))
    }

    mutating func take() throws(ReferenceStop) -> Character {
        let character = try self.peek()
        self.offset += 1
        return character
    }

    func fail(_ rule: ReferenceRule, back: Int = 0) -> ReferenceStop {
        .fault(rule, at: self.offset - back)
    }

    /// Takes CRLF; the next byte is CR or LF.
    mutating func takeLineEnd() throws(ReferenceStop) {
        if try self.peek() == "\n" { throw self.fail(.bareLF) }
        guard try self.peek(1) == "\n" else { throw self.fail(.bareCR) }
        self.offset += 2
    }

    /// Takes what satisfies `isPart` and returns it.
    mutating func takeWhile(_ isPart: (Character) -> Bool) throws(ReferenceStop) -> String {
        var text = ""
        while isPart(try self.peek()) { text.append(try self.take()) }
        return text
    }

    // MARK: - Field lines, RFC 9112 §5

    mutating func takeFields(fieldLimit: Int, end: Int, countLimit: Int) throws(ReferenceStop) -> [ReferenceField] {
        var fields: [ReferenceField] = []
        while true {
            let start = self.offset
            self.bound = min(start + fieldLimit, end)
            self.atBound = start + fieldLimit < end ? .fieldTooLarge : .sectionTooLarge
            switch try self.peek() {
            case "\r", "\n":
                try self.takeLineEnd()
                return fields
            case " ", "\t":
                throw self.fail(.folded)
            default:
                guard fields.count < countLimit else { throw self.fail(.tooMany) }
                fields.append(try self.takeField())
            }
        }
    }

    private mutating func takeField() throws(ReferenceStop) -> ReferenceField {
        var field = ReferenceField()
        field.nameOffset = self.offset
        field.name = try self.takeWhile(ReferenceText.isToken)
        if field.name.isEmpty { throw self.fail(.name) }
        switch try self.peek() {
        case ":": break
        case " ", "\t":
            let space = self.offset
            _ = try self.takeWhile { $0 == " " || $0 == "\t" }
            throw .fault(try self.peek() == ":" ? .spaceBeforeColon : .name, at: space)
        case "\r":
            let line = self.offset
            try self.takeLineEnd()
            throw .fault(.name, at: line)
        case "\n": throw self.fail(.bareLF)
        default: throw self.fail(.name)
        }
        self.offset += 1
        _ = try self.takeWhile { $0 == " " || $0 == "\t" }
        field.valueOffset = self.offset
        field.value = try self.takeWhile(ReferenceText.isValue)
        guard "\r\n".unicodeScalars.contains(try self.peek().unicodeScalars.first ?? "x") else {
            throw self.fail(.value)
        }
        try self.takeLineEnd()
        while field.value.last == " " || field.value.last == "\t" { field.value.removeLast() }
        return field
    }
}

/// A field as the slow parser found it.
struct ReferenceField {
    var name = ""
    var value = ""
    var nameOffset = 0
    var valueOffset = 0

    func isNamed(_ other: String) -> Bool { self.name.lowercased() == other }

    /// The elements of the value as a list, each with its offset.
    var elements: [(text: String, offset: Int)] {
        var found: [(String, Int)] = []
        var offset = self.valueOffset
        for part in self.value.split(separator: ",", omittingEmptySubsequences: false) {
            let leading = part.prefix { $0 == " " || $0 == "\t" }.count
            var text = part.dropFirst(leading)
            while text.last == " " || text.last == "\t" { text.removeLast() }
            found.append((String(text), offset + leading))
            offset += part.count + 1
        }
        return found
    }
}

/// Character classes, spelled out.
enum ReferenceText {
    static func isToken(_ character: Character) -> Bool {
        "!#$%&'*+-.^_`|~".contains(character) || self.isLetterOrDigit(character)
    }

    static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    static func isValue(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7f)
    }

    static func isHex(_ character: Character) -> Bool {
        "0123456789abcdefABCDEF".contains(character)
    }
}
