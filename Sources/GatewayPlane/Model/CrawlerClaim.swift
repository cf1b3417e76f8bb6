internal import GatewayCore

/// A client that calls itself a crawler where an error was due, and what came of it.
struct CrawlerClaim {
    var engine: SearchEngine
    var verdict: CrawlerVerdict
    /// What the name system says of the client's address; unknown where it was not asked.
    var finding: CrawlerFinding

    /// What an incident says of it.
    var note: String {
        let claim = "the client calls itself a crawler of \(self.engine.title), "
        let kept = "so it got 503 with Retry-After: a search engine drops pages that answer with 502 or 504"
        switch self.verdict {
        case .unasked: return claim + "which nobody checked (`crawlers.verify` is off), " + kept
        case .genuine: return claim + "and reverse DNS says that it is one\(self.name), " + kept
        case .unknown: return claim + "and reverse DNS has not answered yet or could not, " + kept
        case .unverifiable: return claim + "which reverse DNS cannot tell of this engine or this address, " + kept
        case .impostor:
            return claim + "and reverse DNS does not confirm it\(self.name): it got the answer that everybody gets"
        }
    }

    private var name: String {
        switch self.finding {
        case .crawler(_, let name, _): " (\(name))"
        case .stranger, .unknown: ""
        }
    }
}
