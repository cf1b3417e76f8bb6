extension StructuredFieldReader {
    /// A bare item (RFC 9651 §4.2.3.1).
    mutating func bareItem() throws(StructuredFieldError) -> StructuredValue {
        guard let first = self.next else { throw self.failure(.unexpectedEnd) }
        switch first {
        case UInt8(ascii: "-"), 0x30...0x39: return try self.number()
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: ":"): return .bytes(try self.byteSequence())
        case UInt8(ascii: "?"): return .boolean(try self.boolean())
        case UInt8(ascii: "@"): return .date(try self.date())
        case UInt8(ascii: "%"): return .display(try self.displayString())
        case UInt8(ascii: "*"), 0x41...0x5A, 0x61...0x7A:
            let start = self.offset
            self.skip(while: StructuredValue.isTokenByte)
            return .token(self.text(from: start))
        default: throw self.misfit()
        }
    }

    /// An integer of up to 15 digits, or a decimal of up to 12 + 3 (RFC 9651 §4.2.4).
    private mutating func number() throws(StructuredFieldError) -> StructuredValue {
        let negative = self.next == UInt8(ascii: "-")
        if negative { self.advance() }
        let whole = try self.digits(most: 15)
        guard self.next == UInt8(ascii: ".") else { return .integer(negative ? -whole.value : whole.value) }
        guard whole.count <= 12 else { throw self.failure(.numberTooLong) }
        self.advance()
        let fraction = try self.digits(most: 3)
        var thousandths = fraction.value
        for _ in fraction.count..<3 { thousandths *= 10 }
        let value = whole.value * 1000 + thousandths
        return .decimal(thousandths: negative ? -value : value)
    }

    private mutating func digits(most: Int) throws(StructuredFieldError) -> (value: Int64, count: Int) {
        var value: Int64 = 0
        var count = 0
        while let byte = self.next, StructuredValue.isDigit(byte) {
            guard count < most else { throw self.failure(.numberTooLong) }
            value = value * 10 + Int64(byte - 0x30)
            count += 1
            self.advance()
        }
        guard count > 0 else { throw self.failure(.badNumber) }
        return (value, count)
    }

    private mutating func string() throws(StructuredFieldError) -> String {
        self.advance()
        var content: [UInt8] = []
        while let byte = self.next {
            switch byte {
            case UInt8(ascii: "\""):
                self.advance()
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                self.advance()
                guard let escaped = self.next, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                    throw self.misfit()
                }
                content.append(escaped)
            case 0x20...0x7E:
                content.append(byte)
            default:
                throw self.misfit()
            }
            self.advance()
        }
        throw self.failure(.unexpectedEnd)
    }

    private mutating func boolean() throws(StructuredFieldError) -> Bool {
        self.advance()
        guard let byte = self.next, byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { throw self.misfit() }
        self.advance()
        return byte == UInt8(ascii: "1")
    }

    private mutating func date() throws(StructuredFieldError) -> Int64 {
        self.advance()
        let start = self.offset
        guard case .integer(let seconds) = try self.number() else {
            throw StructuredFieldError(reason: .badNumber, offset: start)
        }
        return seconds
    }

    private mutating func byteSequence() throws(StructuredFieldError) -> [UInt8] {
        self.advance()
        let start = self.offset
        self.skip { $0 != UInt8(ascii: ":") }
        let encoded = Array(self.slice(from: start))
        try self.expect(UInt8(ascii: ":"))
        guard let decoded = Self.base64Decoded(encoded) else {
            throw StructuredFieldError(reason: .badBase64, offset: start)
        }
        return decoded
    }

    private mutating func displayString() throws(StructuredFieldError) -> String {
        self.advance()
        try self.expect(UInt8(ascii: "\""))
        var content: [UInt8] = []
        while let byte = self.next {
            self.advance()
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw self.failure(.badDisplayString)
                }
                return text
            case UInt8(ascii: "%"):
                content.append(try self.hexDigit() << 4 | self.hexDigit())
            case 0x20...0x7E:
                content.append(byte)
            default:
                throw StructuredFieldError(reason: .unexpectedByte, offset: self.offset - 1)
            }
        }
        throw self.failure(.unexpectedEnd)
    }

    /// Lower case only (RFC 9651 §4.2.10).
    private mutating func hexDigit() throws(StructuredFieldError) -> UInt8 {
        guard let byte = self.next else { throw self.failure(.unexpectedEnd) }
        switch byte {
        case 0x30...0x39:
            self.advance()
            return byte - 0x30
        case 0x61...0x66:
            self.advance()
            return byte - 0x61 + 10
        default: throw self.failure(.badDisplayString)
        }
    }

    /// Decodes base64; padding may be missing (RFC 9651 §4.2.7), anything else wrong gives nil.
    private static func base64Decoded(_ encoded: [UInt8]) -> [UInt8]? {
        var body = encoded[...]
        while body.last == UInt8(ascii: "="), encoded.count - body.count < 2 { body.removeLast() }
        guard body.count % 4 != 1 else { return nil }
        var result: [UInt8] = []
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for byte in body {
            guard let value = Self.base64Value(byte) else { return nil }
            group = (group << 6 | UInt32(value)) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: group >> bits))
        }
        return result
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
