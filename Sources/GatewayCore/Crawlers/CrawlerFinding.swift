/// What the name system says of an address.
public enum CrawlerFinding: Hashable, Sendable {
    /// The address has a name in a domain of the engine, and the name has the address.
    case crawler(SearchEngine, name: String, ttl: UInt32)
    /// It has no such name, or the name has other addresses.
    case stranger
    /// Not known yet, or there was no usable answer.
    case unknown

    /// What it says of a client that calls itself a crawler of `engine`.
    public func verdict(on engine: SearchEngine) -> CrawlerVerdict {
        switch self {
        case .crawler(let owner, _, _): owner == engine ? .genuine : .impostor
        case .stranger: .impostor
        case .unknown: .unknown
        }
    }
}
