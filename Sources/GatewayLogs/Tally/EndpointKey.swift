/// The endpoint of a request: its path without query, and with what looks like an id replaced, so that `/user/17` and
/// `/user/18` are one.
enum EndpointKey {
    /// Deeper parts of a path are one endpoint.
    private static let deepest = 4
    private static let longest = 160
    private static let idMark: UInt64 = 0x9d39_247e_3377_6d41

    /// The hash of the endpoint of a target.
    ///
    /// Costs one multiplication a byte, on every line.
    @inline(__always)
    static func hash(_ target: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        var hash = Text.seed
        var before = hash
        var isID = true
        var digits = 0
        var length = 0
        var depth = 0
        var at = target.lower
        let end = min(target.upper, at &+ Self.longest)
        while at < end {
            let byte = bytes[at]
            at &+= 1
            if byte == UInt8(ascii: "?") { break }
            if byte == UInt8(ascii: "/") {
                if Self.isID(isID, digits, length) { hash = before ^ Self.idMark }
                depth &+= 1
                if depth > Self.deepest { return Text.mixed(hash) }
                hash = (hash ^ UInt64(byte)) &* Text.prime
                before = hash
                isID = true
                digits = 0
                length = 0
                continue
            }
            // "17.png": the id ends before the extension.
            if byte == UInt8(ascii: "."), Self.isID(isID, digits, length) {
                hash = before ^ Self.idMark
                isID = false
            }
            hash = (hash ^ UInt64(byte)) &* Text.prime
            length &+= 1
            let isDigit = byte &- UInt8(ascii: "0") < 10
            digits &+= isDigit ? 1 : 0
            isID = isID && (isDigit || (byte | 0x20) &- UInt8(ascii: "a") < 6 || byte == UInt8(ascii: "-"))
        }
        if Self.isID(isID, digits, length) { hash = before ^ Self.idMark }
        return Text.mixed(hash)
    }

    /// A number, or hexadecimal digits long enough to be a hash or a UUID.
    @inline(__always)
    private static func isID(_ isHexadecimal: Bool, _ digits: Int, _ length: Int) -> Bool {
        digits > 0 && isHexadecimal && (digits == length || length >= 8)
    }

    /// The endpoint as text, for what `hash` counted.
    static func text(_ target: Slice, _ bytes: borrowing Span<UInt8>) -> String {
        guard !target.isMissing else { return "" }
        let path = Slice(
            target.lower,
            ByteScan.first(UInt8(ascii: "?"), in: bytes, from: target.lower, to: target.upper)
        )
        let parts = path.string(bytes, most: Self.longest).split(separator: "/", omittingEmptySubsequences: false)
        // One part stands before the first slash.
        var text = parts.prefix(Self.deepest + 1).map { Self.shown($0) }.joined(separator: "/")
        if parts.count > Self.deepest + 1 { text += "/…" }
        return text
    }

    private static func shown(_ part: Substring) -> String {
        let stem = part.prefix { $0 != "." }
        let digits = stem.utf8.count { $0 &- UInt8(ascii: "0") < 10 }
        let isHexadecimal = stem.utf8.allSatisfy {
            $0 &- UInt8(ascii: "0") < 10 || ($0 | 0x20) &- UInt8(ascii: "a") < 6 || $0 == UInt8(ascii: "-")
        }
        return Self.isID(isHexadecimal, digits, stem.utf8.count) ? "{id}" + part.dropFirst(stem.count) : String(part)
    }
}
