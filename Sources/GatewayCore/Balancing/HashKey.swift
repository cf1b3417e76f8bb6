/// Turns what a request is told apart by into the number that a hash policy places it by.
///
/// The key of the hash is fixed, not made per process, so that all gateways with the same configuration bring a
/// client to the same endpoint; who chooses addresses or cookies can therefore also choose the endpoint, and the
/// bounded load limits what that does. Not responsible for which key a route uses.
public enum HashKey {
    /// The first 32 hexadecimal digits of the fraction of pi.
    private static let sip = SipHash(0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344)

    /// A client's address in network byte order, as its two halves.
    public static func client(high: UInt64, low: UInt64) -> UInt64 { Self.sip.hash(high, low) }

    /// A field's value, a cookie's value, or any other bytes.
    public static func bytes(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        Self.sip.hash(bytes, range)
    }

    public static func bytes(_ bytes: borrowing Span<UInt8>) -> UInt64 { Self.sip.hash(bytes) }

    /// The path of a request target; its query does not count.
    public static func path(_ bytes: borrowing Span<UInt8>, _ target: Range<Int>) -> UInt64 {
        var end = target.lowerBound
        while end < target.upperBound, bytes[end] != UInt8(ascii: "?") { end &+= 1 }
        return Self.sip.hash(bytes, target.lowerBound..<end)
    }

    /// The value of the cookie `name` in a `Cookie` field's value; nil when it is not there or empty.
    public static func cookie(_ bytes: borrowing Span<UInt8>, _ field: Range<Int>, name: [UInt8]) -> UInt64? {
        var pairs = CookiePairs(field)
        while let value = pairs.next(bytes, name: name) {
            guard !value.isEmpty else { continue }
            return Self.sip.hash(bytes, value)
        }
        return nil
    }
}
