/// `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2), as `Host` and request targets carry it.
///
/// Accepted: names of unreserved, sub-delims and escapes; IPv6 literals in brackets, without zones; ports up to
/// 65535, which may be empty. Not responsible for whether the name exists or is routed.
internal enum Authority {
    internal enum Result: BitwiseCopyable {
        /// The host ends at `hostEnd`, where the range ends or the colon of the port is.
        case valid(hostEnd: Int)
        case invalid(at: Int)
    }

    @inline(__always)
    internal static func check(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Result {
        let plain = Scan.plainEnd(bytes, from: start, to: end)
        if plain == end { return .valid(hostEnd: end) }
        return Self.checkRest(bytes, from: start, plain: plain, to: end)
    }

    private static func checkRest(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        plain: Int,
        to end: Int
    ) -> Result {
        let hostEnd: Int
        if bytes[start] == UInt8(ascii: "[") {
            guard let close = Self.literalEnd(bytes, from: start, to: end) else { return .invalid(at: start) }
            hostEnd = close &+ 1
        } else {
            hostEnd = Self.nameEnd(bytes, from: plain, to: end)
        }
        guard hostEnd < end else { return .valid(hostEnd: end) }
        guard bytes[hostEnd] == UInt8(ascii: ":") else { return .invalid(at: hostEnd) }
        // `:80` names no host; no URI with an empty host has a port (RFC 9110 §4.2.1).
        guard hostEnd > start else { return .invalid(at: start) }
        var port = 0
        for offset in hostEnd &+ 1..<end {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return .invalid(at: offset) }
            guard port < 6554 else { return .invalid(at: hostEnd &+ 1) }
            port = port &* 10 &+ Int(digit)
        }
        return port < 65_536 ? .valid(hostEnd: hostEnd) : .invalid(at: hostEnd &+ 1)
    }

    /// Where a registered name ends: at its colon, at a byte that does not belong, or at `end`.
    private static func nameEnd(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset < end {
            if ByteClass.registeredName.contains(bytes[offset]) {
                offset &+= 1
            } else if bytes[offset] == UInt8(ascii: "%"), offset &+ 2 < end,
                Hexadecimal.value(bytes[offset &+ 1]) != nil, Hexadecimal.value(bytes[offset &+ 2]) != nil
            {
                offset &+= 3
            } else {
                break
            }
        }
        return offset
    }

    /// The bracket that closes an IPv6 literal, or nil.
    ///
    /// Checks the alphabet, the length and that there are colons; the resolver refuses what is no address.
    private static func literalEnd(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var colons = 0
        // The longest form, with an IPv4 tail, has 45 characters.
        for offset in start &+ 1..<min(end, start &+ 47) {
            switch bytes[offset] {
            case UInt8(ascii: "]"): return colons >= 2 ? offset : nil
            case UInt8(ascii: ":"): colons &+= 1
            case UInt8(ascii: "."): break
            default:
                guard Hexadecimal.value(bytes[offset]) != nil else { return nil }
            }
        }
        return nil
    }
}
