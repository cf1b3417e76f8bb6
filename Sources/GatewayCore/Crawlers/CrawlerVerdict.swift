/// Whether a client is the crawler that it says it is.
public enum CrawlerVerdict: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The name system was not asked: `crawlers.verify` is off.
    case unasked
    case genuine
    case impostor
    /// The name system was not heard yet, or did not answer.
    case unknown
    /// The engine documents no names, or the address is one that no crawler can have.
    case unverifiable

    /// Whether the client is treated as a crawler.
    ///
    /// In doubt it is. A mistake in one direction takes a site out of a search engine, and would do so exactly when a
    /// name server fails together with the origin; a mistake in the other gives a liar 503 in the place of 502. Who
    /// makes a reverse zone answer with garbage to stay unknown gets no more than that either.
    public var isBelieved: Bool {
        switch self {
        case .unasked, .genuine, .unknown, .unverifiable: true
        case .impostor: false
        }
    }

    /// The label in metrics.
    public var token: String {
        switch self {
        case .unasked: "unasked"
        case .genuine: "genuine"
        case .impostor: "impostor"
        case .unknown: "unknown"
        case .unverifiable: "unverifiable"
        }
    }
}
