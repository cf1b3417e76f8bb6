/// Reads the text form of structured fields (RFC 9651 §4.2) from bytes.
///
/// Strict and total: every input gives a value or an error with an offset, in time linear in its length, with no
/// recursion. Knows no field.
struct StructuredFieldReader {
    struct Parameter {
        let key: String
        let value: StructuredValue
    }

    /// More members, or parameters of one member, than this are an attack, not a chain of proxies.
    static let mostParts = 256

    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte, or nil at the end.
    var next: UInt8? { self.offset < self.bytes.count ? self.bytes[self.offset] : nil }

    mutating func advance() { self.offset += 1 }

    func failure(_ reason: StructuredFieldError.Reason) -> StructuredFieldError {
        StructuredFieldError(reason: reason, offset: self.offset)
    }

    /// The failure for a byte that does not fit, or for the end.
    func misfit() -> StructuredFieldError {
        self.failure(self.next == nil ? .unexpectedEnd : .unexpectedByte)
    }

    mutating func expect(_ byte: UInt8) throws(StructuredFieldError) {
        guard self.next == byte else { throw self.misfit() }
        self.advance()
    }

    mutating func skip(while matches: (UInt8) -> Bool) {
        while let byte = self.next, matches(byte) { self.advance() }
    }

    func text(from start: Int) -> String {
        String(decoding: self.bytes[start..<self.offset], as: UTF8.self)
    }

    func slice(from start: Int) -> ArraySlice<UInt8> { self.bytes[start..<self.offset] }

    /// A whole field value that is a list (RFC 9651 §4.2.1).
    mutating func list<Member>(
        _ member: (inout StructuredFieldReader) throws(StructuredFieldError) -> Member
    ) throws(StructuredFieldError) -> [Member] {
        self.skip { $0 == UInt8(ascii: " ") }
        var members: [Member] = []
        while self.next != nil {
            guard members.count < Self.mostParts else { throw self.failure(.tooManyParts) }
            guard self.next != UInt8(ascii: "(") else { throw self.failure(.innerList) }
            members.append(try member(&self))
            self.skipSpace()
            guard self.next != nil else { return members }
            try self.expect(UInt8(ascii: ","))
            self.skipSpace()
            guard self.next != nil else { throw self.failure(.trailingComma) }
        }
        return members
    }

    /// Parameters of an item (RFC 9651 §4.2.3.2); a repeated key keeps its place and takes the last value.
    mutating func parameters() throws(StructuredFieldError) -> [Parameter] {
        var list: [Parameter] = []
        while self.next == UInt8(ascii: ";") {
            guard list.count < Self.mostParts else { throw self.failure(.tooManyParts) }
            self.advance()
            self.skip { $0 == UInt8(ascii: " ") }
            let key = try self.key()
            var value = StructuredValue.boolean(true)
            if self.next == UInt8(ascii: "=") {
                self.advance()
                value = try self.bareItem()
            }
            let parameter = Parameter(key: key, value: value)
            if let earlier = list.firstIndex(where: { $0.key == key }) {
                list[earlier] = parameter
            } else {
                list.append(parameter)
            }
        }
        return list
    }

    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"): true
        default: false
        }
    }

    private mutating func key() throws(StructuredFieldError) -> String {
        guard let first = self.next, (0x61...0x7A).contains(first) || first == UInt8(ascii: "*") else {
            throw self.misfit()
        }
        let start = self.offset
        self.skip(while: Self.isKeyByte)
        return self.text(from: start)
    }

    /// Optional white space around a comma may hold tabs too (RFC 9651 §4.2.1).
    private mutating func skipSpace() {
        self.skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
