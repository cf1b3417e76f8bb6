public import GatewayWire

/// Search engines' crawlers, by what they call themselves.
///
/// Looked at only when something failed. Anybody can take such a name; `CrawlerLookup` finds out who does.
public enum Crawler {
    private static let agents: [(name: [UInt8], engine: SearchEngine)] = SearchEngine.allCases.flatMap { engine in
        engine.agents.map { (Array($0.utf8), engine) }
    }

    /// Longer values are not searched to their end.
    private static var longest: Int { 1024 }

    /// Whose crawler the client says it is; nil for none.
    public static func claimed(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) -> SearchEngine? {
        guard let agent = fields.first(.userAgent) else { return nil }
        let end = min(Int(agent.value.end), Int(agent.value.start) + Self.longest)
        for start in Int(agent.value.start)..<max(Int(agent.value.start), end) {
            for (name, engine) in Self.agents where start + name.count <= end {
                if bytes.matches(ByteRange(from: start, to: start + name.count), name) { return engine }
            }
        }
        return nil
    }
}
