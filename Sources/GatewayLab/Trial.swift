/// Several requests and what they must show together, for a peer whose trouble no single request meets.
///
/// A description only: the peer is a scenario's, and who plays it asks a gateway that has nothing set for it.
public struct Trial: Sendable, Hashable {
    /// What kept visitors from an error, as a gateway counts it.
    public enum Saving: String, Sendable, Hashable, CaseIterable {
        case retry, wait
        /// A name that was asked for again.
        case resolve
    }

    /// A line that a gateway must write about the peer's endpoint.
    public struct Event: Sendable, Hashable {
        public let name: String
        public let to: String
        public let reason: String
        /// Words that its detail must hold; empty for any.
        public let detail: String
    }

    /// What must be told of it afterwards.
    public enum Sign: Sendable, Hashable {
        /// At least one visitor was kept from an error by this.
        case saved(Saving)
        /// These lines, in this order.
        case told([Event])
    }

    /// What prevents the trouble, in a word.
    public let subject: String
    /// What a gateway makes of the peer, in one sentence.
    public let truth: String
    /// One after the other.
    public let rounds: [TrialRound]
    public let signs: [Sign]
}
