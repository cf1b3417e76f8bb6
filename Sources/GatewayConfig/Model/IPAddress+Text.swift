extension IPAddress {
    /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; no brackets, zones, ports or shortened IPv4 forms,
    /// and no leading zeros, which some systems read as octal.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 45 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let (high, low) = Self.parseV6(bytes) else { return nil }
            self.init(v6: high, low)
        } else {
            guard let number = Self.parseV4(bytes[...]) else { return nil }
            self.init(v4: number)
        }
    }

    private static func parseV4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var octet: UInt32 = 0
            for digit in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                octet = octet * 10 + UInt32(digit - UInt8(ascii: "0"))
            }
            guard octet <= 255 else { return nil }
            number = number << 8 | octet
        }
        return number
    }

    private static func parseV6(_ bytes: [UInt8]) -> (UInt64, UInt64)? {
        let colon = UInt8(ascii: ":")
        let gap = bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
        guard let gap else {
            guard let groups = Self.groups(bytes[...], endsWithV4: true), groups.count == 8 else { return nil }
            return Self.halves(groups)
        }
        guard let front = Self.groups(bytes[..<gap], endsWithV4: false),
            let back = Self.groups(bytes[(gap + 2)...], endsWithV4: true)
        else { return nil }
        // RFC 4291 §2.2: "::" stands for at least one group of zeros.
        guard front.count + back.count <= 7 else { return nil }
        return Self.halves(front + Array(repeating: 0, count: 8 - front.count - back.count) + back)
    }

    private static func groups(_ bytes: ArraySlice<UInt8>, endsWithV4: Bool) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if endsWithV4, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let number = Self.parseV4(part) else { return nil }
                groups += [UInt16(truncatingIfNeeded: number >> 16), UInt16(truncatingIfNeeded: number)]
                continue
            }
            guard (1...4).contains(part.count), !part.contains(UInt8(ascii: "+")) else { return nil }
            guard let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16) else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func halves(_ groups: [UInt16]) -> (UInt64, UInt64) {
        let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return (high, low)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical form of RFC 5952.
    public var description: String {
        let bytes = self.bytes
        guard self.family == .v6 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        let zeros = Self.longestZeroRun(groups)
        let hex = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard let zeros else { return hex(groups[...]) }
        return hex(groups[..<zeros.lowerBound]) + "::" + hex(groups[zeros.upperBound...])
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start: Int?
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 {
                start = start ?? index
                continue
            }
            if let begin = start, index - begin >= 2, index - begin > (best?.count ?? 0) { best = begin..<index }
            start = nil
        }
        return best
    }
}
