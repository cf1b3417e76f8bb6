internal import GatewayBytes

/// Pseudo fields (RFC 9113 §8.3, RFC 8441 §4).
extension HTTP2HeadReader {
    /// Remembers a pseudo field; returns the rule it breaks.
    internal mutating func readPseudo(_ field: HPACKField) -> HTTP2Rule? {
        // None of them may contain what would end the word it becomes in a start line.
        for offset in field.value.offsets {
            let byte = self.scratch.span[offset]
            if byte <= 0x20 || byte >= 0x7f { return .pseudoFieldInvalid }
        }
        let isRequest = self.kind == .request
        let count = Int(field.name.count)
        guard count <= 16 else { return .pseudoFieldUnknown }
        let words = FieldSection.prefix(
            Scan.words(Scan.block(self.scratch.span, at: Int(field.name.start))),
            count: count
        )
        switch (words.0, words.1, count) {
        case (0x0064_6f68_7465_6d3a, 0, 7):  // :method
            return Self.remember(field.value, in: &self.pseudo.method, isAllowed: isRequest)
        case (0x0065_6d65_6863_733a, 0, 7):  // :scheme
            return Self.remember(field.value, in: &self.pseudo.scheme, isAllowed: isRequest)
        case (0x6972_6f68_7475_613a, 0x7974, 10):  // :authority
            return Self.remember(field.value, in: &self.pseudo.authority, isAllowed: isRequest)
        case (0x0000_0068_7461_703a, 0, 5):  // :path
            return Self.remember(field.value, in: &self.pseudo.path, isAllowed: isRequest)
        case (0x6f63_6f74_6f72_703a, 0x6c, 9):  // :protocol
            if isRequest, let rule = self.refusesProtocol() { return rule }
            return Self.remember(field.value, in: &self.pseudo.protocolName, isAllowed: isRequest)
        case (0x0073_7574_6174_733a, 0, 7):  // :status
            return Self.remember(field.value, in: &self.pseudo.status, isAllowed: !isRequest)
        default: return .pseudoFieldUnknown
        }
    }

    private static func remember(
        _ value: ByteRange,
        in place: inout ByteRange?,
        isAllowed: Bool
    ) -> HTTP2Rule? {
        guard isAllowed else { return .pseudoFieldForbidden }
        guard place == nil else { return .pseudoFieldRepeated }
        place = value
        return nil
    }
}
