public import GatewayWire

/// Search engines' crawlers, by what they call themselves.
///
/// Looked at only when something failed. Anybody can take such a name; all it gets is a 503 that says when to come
/// back, in the place of a 502.
public enum Crawler {
    /// Parts of `User-Agent`, lower case.
    private static let names: [[UInt8]] = [
        "googlebot", "google-inspectiontool", "storebot-google", "googleother", "bingbot", "adidxbot", "yandexbot",
        "yandexmobilebot", "baiduspider", "duckduckbot", "slurp", "applebot", "sogou", "petalbot", "seznambot",
        "yeti/", "qwantbot", "qwantify", "mojeekbot", "naverbot", "360spider", "coccocbot",
    ].map { Array($0.utf8) }

    /// Longer values are not searched to their end.
    private static var longest: Int { 1024 }

    public static func isOne(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard let agent = fields.first(.userAgent) else { return false }
        let end = min(Int(agent.value.end), Int(agent.value.start) + Self.longest)
        for start in Int(agent.value.start)..<max(Int(agent.value.start), end) {
            for name in Self.names where start + name.count <= end {
                if bytes.matches(ByteRange(from: start, to: start + name.count), name) { return true }
            }
        }
        return false
    }
}
