public import GatewayBytes

extension SocketAddress {
    /// Appends the address without its port: dotted IPv4, RFC 5952 IPv6 without brackets, `unix`.
    public func appendHost(to buffer: inout Buffer) {
        switch self.family {
        case .unix: buffer.append("unix")
        case .v4:
            for index in 0..<4 {
                if index > 0 { buffer.append(UInt8(ascii: ".")) }
                buffer.append(decimal: self.byte(index))
            }
        case .v6: self.appendV6(to: &buffer)
        }
    }

    /// Appends `host:port`, with brackets around IPv6.
    public func append(to buffer: inout Buffer) {
        guard self.family != .unix else { return self.appendHost(to: &buffer) }
        if self.family == .v6 { buffer.append(UInt8(ascii: "[")) }
        self.appendHost(to: &buffer)
        if self.family == .v6 { buffer.append(UInt8(ascii: "]")) }
        buffer.append(UInt8(ascii: ":"))
        buffer.append(decimal: self.port)
    }

    /// `host:port` as text.
    ///
    /// Not for the hot path.
    public var text: String {
        var buffer = Buffer()
        self.append(to: &buffer)
        return buffer.text
    }

    /// The host as text.
    ///
    /// Not for the hot path.
    public var hostText: String {
        var buffer = Buffer()
        self.appendHost(to: &buffer)
        return buffer.text
    }

    private func group(_ index: Int) -> UInt16 { UInt16(self.byte(index * 2)) << 8 | UInt16(self.byte(index * 2 + 1)) }

    // RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    private func appendV6(to buffer: inout Buffer) {
        var best = (start: -1, count: 1)
        var index = 0
        while index < 8 {
            var run = 0
            while index + run < 8, self.group(index + run) == 0 { run += 1 }
            if run > best.count { best = (index, run) }
            index += max(1, run)
        }
        index = 0
        while index < 8 {
            if index == best.start {
                buffer.append("::")
                index += best.count
                continue
            }
            if index > 0, index != best.start + best.count { buffer.append(UInt8(ascii: ":")) }
            buffer.append(hex: UInt64(self.group(index)))
            index += 1
        }
    }

    /// Reads a literal IPv4 or IPv6 address (no brackets, no zone, no port); nil when it is none.
    public init?(literal text: String, port: UInt16) {
        let bytes = Array(text.utf8)
        if let v4 = Self.parseV4(bytes[...]) {
            self.init(family: .v4, high: UInt64(v4) << 32, low: 0, port: port)
            return
        }
        // Without two colons it is none: most texts that come here are IPv4 addresses with a port, and names.
        let colons = bytes.count { $0 == UInt8(ascii: ":") }
        guard colons > 1, let (high, low) = Self.parseV6(bytes) else { return nil }
        self.init(family: .v6, high: high, low: low, port: port)
    }

    private static func parseV4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let number = part.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
            guard number < 256, part.count == 1 || part.first != 0x30 else { return nil }
            value = value << 8 | number
        }
        return value
    }

    private static func parseV6(_ bytes: [UInt8]) -> (UInt64, UInt64)? {
        let text = String(decoding: bytes, as: UTF8.self)
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let first = halves.first, let left = Self.groups(first, mayEndInV4: halves.count == 1)
        else { return nil }
        var groups = left
        if halves.count == 2 {
            guard let right = Self.groups(halves[1], mayEndInV4: true), left.count + right.count <= 7 else {
                return nil
            }
            groups += Array(repeating: 0, count: 8 - left.count - right.count) + right
        }
        guard groups.count == 8 else { return nil }
        let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return (high, low)
    }

    // RFC 4291 §2.2: an IPv4 tail stands at the end of the whole address, not of what is before `::`.
    private static func groups(_ text: Substring, mayEndInV4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInV4, index == parts.count - 1, let v4 = Self.parseV4(Array(part.utf8)[...]) {
                groups.append(UInt16(truncatingIfNeeded: v4 >> 16))
                groups.append(UInt16(truncatingIfNeeded: v4))
                continue
            }
            // The standard library's parser takes a sign, too.
            guard (1...4).contains(part.utf8.count), part.utf8.first != 0x2B, part.utf8.first != 0x2D,
                let value = UInt16(part, radix: 16)
            else { return nil }
            groups.append(value)
        }
        return groups.count <= 8 ? groups : nil
    }
}
