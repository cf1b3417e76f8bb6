import GatewayLab

/// What happened in a trial, as its clients and the lab saw it.
struct TrialRecord: Sendable {
    struct Round: Sendable {
        let round: TrialRound
        /// Of all who asked.
        let exchanges: [DrillExchange]
        /// Requests that the peer itself got meanwhile.
        let met: Int

        /// The last answer of each who got one.
        var answers: [DrillResponse] {
            self.exchanges.compactMap { $0.response }.filter(\.isComplete)
        }
    }

    var rounds: [Round] = []
    /// The round that could not begin, because what it waits for did not happen.
    var missed: TrialRound.Start?
    var took = Duration.zero
    /// It took so long that not all were asked who should.
    var isCutShort = false

    var asked: Int { self.rounds.reduce(0) { $0 + $1.exchanges.count } }
    var answers: [DrillResponse] { self.rounds.flatMap(\.answers) }
}
