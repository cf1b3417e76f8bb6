extension ProxyStatusMember {
    /// All parameters in the order we write them: what failed, its numbers, where, then prose.
    public var parameters: [Parameter] {
        var list: [Parameter] = []
        func add(_ key: String, _ value: StructuredValue?) {
            if let value { list.append(Parameter(key: key, value: value)) }
        }
        add("error", self.error.map { .token($0.token) })
        add("rcode", self.rcode.map(StructuredValue.string))
        add("info-code", self.infoCode.map(StructuredValue.integer))
        add("alert-id", self.alertID.map(StructuredValue.integer))
        add("alert-message", self.alertMessage.map(StructuredValue.token))
        add("status-code", self.statusCode.map(StructuredValue.integer))
        add("status-phrase", self.statusPhrase.map(StructuredValue.string))
        add("header-section-size", self.headerSectionSize.map(StructuredValue.integer))
        add("header-name", self.headerName.map(StructuredValue.string))
        add("header-size", self.headerSize.map(StructuredValue.integer))
        add("body-size", self.bodySize.map(StructuredValue.integer))
        add("trailer-section-size", self.trailerSectionSize.map(StructuredValue.integer))
        add("trailer-name", self.trailerName.map(StructuredValue.string))
        add("trailer-size", self.trailerSize.map(StructuredValue.integer))
        add("coding", self.coding.map(StructuredValue.token))
        add("next-hop", self.nextHop.map(StructuredValue.token))
        add("next-protocol", self.nextProtocol.map(Self.protocolValue))
        add("received-status", self.receivedStatus.map(StructuredValue.integer))
        add("details", self.details.map(StructuredValue.string))
        list += self.others.filter { Self.isKey($0.key) }
        return list
    }

    /// Takes one parameter as read; a value of an unexpected type is kept among `others`.
    mutating func take(_ parameter: Parameter) {
        switch (parameter.key, parameter.value) {
        case ("error", .token(let name)): self.error = ErrorType(token: name)
        case ("rcode", .string(let text)): self.rcode = text
        case ("info-code", .integer(let number)): self.infoCode = number
        case ("alert-id", .integer(let number)): self.alertID = number
        case ("alert-message", .token(let text)), ("alert-message", .string(let text)): self.alertMessage = text
        case ("status-code", .integer(let number)): self.statusCode = number
        case ("status-phrase", .string(let text)): self.statusPhrase = text
        case ("header-section-size", .integer(let number)): self.headerSectionSize = number
        case ("header-name", .string(let text)): self.headerName = text
        case ("header-size", .integer(let number)): self.headerSize = number
        case ("body-size", .integer(let number)): self.bodySize = number
        case ("trailer-section-size", .integer(let number)): self.trailerSectionSize = number
        case ("trailer-name", .string(let text)): self.trailerName = text
        case ("trailer-size", .integer(let number)): self.trailerSize = number
        case ("coding", .token(let text)): self.coding = text
        case ("next-hop", .token(let text)), ("next-hop", .string(let text)): self.nextHop = text
        case ("next-protocol", .token(let text)): self.nextProtocol = text
        case ("next-protocol", .bytes(let bytes)): self.nextProtocol = String(decoding: bytes, as: UTF8.self)
        case ("received-status", .integer(let number)): self.receivedStatus = number
        case ("details", .string(let text)): self.details = text
        default: self.others.append(parameter)
        }
    }

    /// An ALPN identifier that is not a token must be a byte sequence (RFC 9209 §2.1.3).
    private static func protocolValue(_ name: String) -> StructuredValue {
        StructuredValue.isToken(name) ? .token(name) : .bytes(Array(name.utf8))
    }

    /// Whether the text is a parameter key (RFC 9651 §3.1.2).
    static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) || first == UInt8(ascii: "*") else {
            return false
        }
        return text.utf8.allSatisfy(StructuredFieldReader.isKeyByte)
    }
}
