internal import GatewayBytes

/// The start line that pseudo fields become.
extension HTTP2HeadReader {
    internal mutating func writeStart(_ text: inout Buffer) {
        self.hasStart = true
        switch self.kind {
        case .request: self.broken = self.writeRequestLine(&text)
        case .response: self.broken = self.writeStatusLine(&text)
        case .trailers: break
        }
    }

    // MARK: - Response (RFC 9113 §8.3.2)

    private mutating func writeStatusLine(_ text: inout Buffer) -> HTTP2Rule? {
        guard let status = self.pseudo.status else { return .pseudoFieldMissing }
        guard status.count == 3 else { return .statusInvalid }
        var value: UInt16 = 0
        for offset in status.offsets {
            let digit = self.scratch.span[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return .statusInvalid }
            value = value &* 10 &+ UInt16(digit)
        }
        guard value >= 100 else { return .statusInvalid }
        // RFC 9113 §8.6: there is nothing to switch from.
        guard value != 101 else { return .statusForbidden }
        self.facts.status = value
        text.append("HTTP/1.1 ")
        text.append(decimal: value)
        text.append(" \r\n")
        return nil
    }

    // MARK: - Request (RFC 9113 §8.3.1)

    private mutating func writeRequestLine(_ text: inout Buffer) -> HTTP2Rule? {
        guard let method = self.pseudo.method else { return .pseudoFieldMissing }
        guard self.isToken(method) else { return .pseudoFieldInvalid }
        // "CONNECT"
        if self.isWord(method, 0x0054_4345_4e4e_4f43) { return self.writeConnect(&text) }
        guard self.pseudo.protocolName == nil else { return .pseudoFieldForbidden }
        guard let scheme = self.pseudo.scheme, let path = self.pseudo.path else { return .pseudoFieldMissing }
        guard self.isScheme(scheme), self.isPath(path, method) else { return .pseudoFieldInvalid }
        text.append(self.scratch, from: Int(method.start), count: Int(method.count))
        self.writeTarget(path, &text)
        return self.writeHost(&text)
    }

    /// RFC 9113 §8.5 and RFC 8441 §4.
    private mutating func writeConnect(_ text: inout Buffer) -> HTTP2Rule? {
        guard let authority = self.pseudo.authority else { return .pseudoFieldMissing }
        guard let name = self.pseudo.protocolName else {
            guard self.pseudo.scheme == nil, self.pseudo.path == nil else { return .pseudoFieldForbidden }
            self.facts.isConnect = true
            text.append("CONNECT")
            self.writeTarget(authority, &text)
            return self.writeHost(&text)
        }
        guard let scheme = self.pseudo.scheme, let path = self.pseudo.path else { return .pseudoFieldMissing }
        guard self.isScheme(scheme), self.isPath(path, name), self.isToken(name) else { return .pseudoFieldInvalid }
        self.facts.isExtendedConnect = true
        text.append("GET")
        self.writeTarget(path, &text)
        let rule = self.writeHost(&text)
        text.append("connection: Upgrade\r\nupgrade: ")
        text.append(self.scratch, from: Int(name.start), count: Int(name.count))
        text.append("\r\n")
        if self.isWord(name, 0x656b_636f_7362_6577, 0x74) { self.writeWebSocketKey(&text) }
        return rule
    }

    private mutating func writeTarget(_ target: ByteRange, _ text: inout Buffer) {
        text.append(UInt8(ascii: " "))
        text.append(self.scratch, from: Int(target.start), count: Int(target.count))
        text.append(" HTTP/1.1\r\n")
    }

    /// Without `:authority` the request's own `Host` line stays where it is.
    private mutating func writeHost(_ text: inout Buffer) -> HTTP2Rule? {
        guard let authority = self.pseudo.authority else { return nil }
        // A URI with a host has one that is not empty, and user information is not sent (RFC 9113 §8.3.1).
        guard !authority.isEmpty else { return .pseudoFieldInvalid }
        for offset in authority.offsets where self.scratch.span[offset] == UInt8(ascii: "@") {
            return .pseudoFieldInvalid
        }
        text.append("host: ")
        text.append(self.scratch, from: Int(authority.start), count: Int(authority.count))
        text.append("\r\n")
        return nil
    }

    /// The nonce of RFC 6455 §4.1, which RFC 8441 §5 has no use for but an HTTP/1.1 server asks for: 16 octets.
    private mutating func writeWebSocketKey(_ text: inout Buffer) {
        text.append("sec-websocket-key: ")
        for digits in [11, 10] {
            self.nonce &+= 0x9e37_79b9_7f4a_7c15
            var bits = (self.nonce ^ self.nonce &>> 30) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ bits &>> 27) &* 0x94d0_49bb_1331_11eb
            for _ in 0..<digits {
                text.append(Self.base64Digit(bits & 63))
                bits &>>= 6
            }
        }
        // 21 digits are 126 bits; the last digit has two more and four zeros.
        text.append("A==\r\n")
    }

    private static func base64Digit(_ value: UInt64) -> UInt8 {
        switch UInt8(truncatingIfNeeded: value) {
        case let digit where digit < 26: UInt8(ascii: "A") &+ digit
        case let digit where digit < 52: UInt8(ascii: "a") &+ digit &- 26
        case let digit where digit < 62: UInt8(ascii: "0") &+ digit &- 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    // MARK: - Shape

    /// Whether the range is the word of at most 16 bytes, the first byte the least significant.
    private mutating func isWord(_ range: ByteRange, _ first: UInt64, _ second: UInt64 = 0) -> Bool {
        let count = Int(range.count)
        guard count > 0, count <= 16 else { return false }
        let words = FieldSection.prefix(Scan.words(Scan.block(self.scratch.span, at: Int(range.start))), count: count)
        return words == (first, second)
    }

    private mutating func isToken(_ range: ByteRange) -> Bool {
        for offset in range.offsets where !ByteClass.token.contains(self.scratch.span[offset]) { return false }
        return !range.isEmpty
    }

    /// RFC 3986 §3.1.
    private mutating func isScheme(_ range: ByteRange) -> Bool {
        for offset in range.offsets {
            let byte = self.scratch.span[offset]
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
            let isOther = byte &- UInt8(ascii: "0") < 10 || byte == 0x2b || byte == 0x2d || byte == 0x2e
            guard isLetter || (isOther && offset > Int(range.start)) else { return false }
        }
        return !range.isEmpty
    }

    /// Origin form, or `*` for OPTIONS; anything else would be another form in a request line.
    private mutating func isPath(_ path: ByteRange, _ method: ByteRange) -> Bool {
        guard !path.isEmpty else { return false }
        if self.scratch.span[Int(path.start)] == UInt8(ascii: "/") { return true }
        return path.count == 1 && self.scratch.span[Int(path.start)] == UInt8(ascii: "*")
            && self.isWord(method, 0x0053_4e4f_4954_504f)
    }
}
