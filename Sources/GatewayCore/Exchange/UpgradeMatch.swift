public import GatewayWire

/// Compares the protocol of a 101 with those the request offered.
public enum UpgradeMatch {
    /// Whether every protocol the response names was offered, and it names one. RFC 9110 §7.8.
    public static func isOffered(
        _ response: borrowing FieldTable,
        _ responseBytes: borrowing Span<UInt8>,
        by request: borrowing FieldTable,
        _ requestBytes: borrowing Span<UInt8>
    ) -> Bool {
        let chosen = self.protocols(response, responseBytes)
        let offers = self.protocols(request, requestBytes)
        return !chosen.isEmpty && chosen.allSatisfy { offers.contains($0) }
    }

    /// The list members of all `Upgrade` lines in lower case; once per tunnel, so arrays are fine.
    private static func protocols(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) -> [[UInt8]] {
        var found: [[UInt8]] = []
        for index in 0..<fields.count {
            let slot = fields[index]
            guard slot.known == .upgrade else { continue }
            var value: [UInt8] = []
            for at in slot.value.offsets { value.append(bytes[at].lowercased) }
            for member in value.split(separator: UInt8(ascii: ",")) {
                let trimmed = member.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }
                if !trimmed.isEmpty { found.append(Array(trimmed.reversed())) }
            }
        }
        return found
    }
}
