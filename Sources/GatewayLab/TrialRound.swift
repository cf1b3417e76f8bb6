/// One part of a trial: when it begins, how many ask and how, and what they may get.
public struct TrialRound: Sendable, Hashable {
    public enum Start: Sendable, Hashable {
        case atOnce
        /// So long after the trial's begin.
        case after(Duration)
        /// The peer's bad spell has begun (`Lab.isInSpell`).
        case inSpell
        /// The peer is as before.
        case afterSpell
        /// The gateway wrote that the peer's endpoint is in this state now.
        case told(state: String)
    }

    public enum Load: Sendable, Hashable {
        /// One after the other, until the peer itself was asked; at most so many.
        case untilMet(atMost: Int)
        /// All at the same moment.
        case together(Int)
        /// So many clients, each of which asks again when it was answered.
        case inTurn(Int, clients: Int)
        /// A pace that waits for nobody's answer.
        case steady(Int, every: Duration)
    }

    public enum Answers: Sendable, Hashable {
        /// 200 for everybody.
        case good
        /// 200, or 503 that says when to come back.
        case goodOrLater
    }

    /// How many of the requests may reach the peer.
    public enum Share: Sendable, Hashable {
        case any
        case none
        /// So few that a share of this many percent is ruled out.
        case below(percent: Int)
    }

    public var start: Start
    public var load: Load
    public var method: String
    public var answers: Answers
    public var share: Share
    /// The longest that a good answer may take.
    public var within: Duration

    init(
        _ start: Start = .atOnce,
        _ load: Load,
        method: String = "GET",
        answers: Answers = .good,
        share: Share = .any,
        within: Duration = .seconds(3)
    ) {
        self.start = start
        self.load = load
        self.method = method
        self.answers = answers
        self.share = share
        self.within = within
    }
}
