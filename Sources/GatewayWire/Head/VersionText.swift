/// `HTTP-version` (RFC 9112 §2.3): `HTTP/`, a digit, a dot, a digit; case counts.
internal enum VersionText {
    /// Whether `byte` may stand at `index` of the eight bytes.
    internal static func accepts(_ byte: UInt8, at index: Int) -> Bool {
        switch index {
        case 0: byte == UInt8(ascii: "H")
        case 1, 2: byte == UInt8(ascii: "T")
        case 3: byte == UInt8(ascii: "P")
        case 4: byte == UInt8(ascii: "/")
        case 6: byte == UInt8(ascii: ".")
        default: byte &- UInt8(ascii: "0") < 10
        }
    }

    /// The version of these digits, or nil for one that HTTP/1 framing is not known to hold for.
    internal static func version(major: UInt8, minor: UInt8) -> HTTPVersion? {
        guard major == UInt8(ascii: "1") else { return nil }
        if minor == UInt8(ascii: "1") { return .http11 }
        return minor == UInt8(ascii: "0") ? .http10 : nil
    }
}
