public import GatewayWire

/// What a successful unsafe request makes invalid (RFC 9111 §4.4).
public enum Invalidation {
    /// Whether a request of this method with this answer may have changed what is stored.
    public static func applies(_ method: Method, status: UInt16) -> Bool {
        // A redirection is no error: the change may have been made before it.
        !method.isSafe && method != .connect && status >= 200 && status < 400
    }

    /// The keys that `Location` and `Content-Location` name, where their origin is that of the request: an answer must
    /// not be able to empty the cache of another site.
    ///
    /// - Parameters:
    ///   - key: the request's.
    ///   - bytes: what `head` was parsed from.
    public static func keys(
        _ head: borrowing ResponseHead,
        _ bytes: borrowing Span<UInt8>,
        of key: [UInt8]
    ) -> [[UInt8]] {
        let origin = Self.origin(of: key)
        var keys: [[UInt8]] = []
        for name in [KnownField.location, .contentLocation] {
            guard let slot = head.fields.first(name), !slot.value.isEmpty else { continue }
            let first = bytes[Int(slot.value.start)]
            if first == UInt8(ascii: "/"), slot.value.count == 1 || bytes[Int(slot.value.start) + 1] != first {
                var path = origin
                for at in slot.value.offsets {
                    if bytes[at] == UInt8(ascii: "#") { break }
                    path.append(bytes[at])
                }
                keys.append(path)
            } else if let other = CacheKey.bytes(of: bytes, slot.value), Self.origin(of: other) == origin {
                keys.append(other)
            }
        }
        return keys
    }

    /// `scheme://host:port` of a key.
    private static func origin(of key: [UInt8]) -> [UInt8] {
        var slashes = 0
        for index in key.indices where key[index] == UInt8(ascii: "/") {
            slashes += 1
            if slashes == 3 { return Array(key[..<index]) }
        }
        return key
    }
}
