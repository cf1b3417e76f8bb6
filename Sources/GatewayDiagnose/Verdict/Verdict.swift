public import GatewayGuide

/// What is broken, on whose side, why, and how sure that is.
///
/// A pure function of what a walk saw (`Judge`).
public struct Verdict: Sendable {
    public enum Outcome: String, Codable, Hashable, Sendable {
        case healthy
        /// It works for some, or sometimes.
        case degraded
        case broken
    }

    /// Whether it passes.
    public enum Persistence: Hashable, Sendable {
        /// One look only.
        case unknown
        /// The first look failed and no other did.
        case temporary(tries: Int)
        /// So many of so many tries failed.
        case intermittent(failed: Int, tries: Int)
        case persistent(tries: Int)
    }

    public var outcome = Outcome.healthy
    /// Where the request came to an end.
    public var stage: Stage?
    public var party = Party.nobody
    /// 0 to 1.
    public var confidence = 1.0
    public var headline = ""
    /// Most likely first.
    public var causes: [RankedCause] = []
    /// Worth knowing, but not what is wrong.
    public var notes: [String] = []
    public var attribution: Attribution?
    public var references: [ServerReference] = []
    public var persistence = Persistence.unknown
    /// A command that proves that it is fixed.
    public var proof = ""

    public init(_ seen: Observations) { self = Judge(seen).judge() }

    init() {}
}

/// One possible cause with what speaks for and against it.
public struct RankedCause: Hashable, Sendable {
    public var cause: SiteCause
    /// All causes of a verdict together make 1.
    public var confidence: Double
    public var supporting: [String]
    public var against: [String]
}
