import GatewayGuide
import GatewayLab

/// Compares what clients, log, metrics and recorder tell of a trial with its truth.
struct TrialJudge: Sendable {
    let drill: DrillCase
    let trial: Trial
    let record: TrialRecord
    let lines: [DrillLog.Line]
    /// Of the peer's endpoint.
    let events: [DrillLog.Event]
    let metrics: DrillMetrics
    /// The peer's endpoint in metrics.
    let endpoint: String
    let incidents: [Incident]

    private typealias Mark = DrillVerdict.Mark

    var verdict: DrillVerdict {
        var verdict = DrillVerdict(drill: self.drill)
        verdict.id = self.incidents.first?.id
        verdict.milliseconds = Self.milliseconds(self.record.took)
        verdict.marks = [
            .page: self.page, .header: self.header, .log: self.log, .metric: self.metric, .explain: self.explanation,
        ]
        return verdict
    }

    private var saving: Trial.Saving? {
        self.trial.signs.lazy.compactMap { sign in
            guard case .saved(let saving) = sign else { return nil }
            return saving
        }.first
    }

    // MARK: - Places

    /// What everybody got, who gave it, and when.
    private var page: Mark {
        for (number, round) in self.record.rounds.enumerated() {
            if let problem = self.problem(in: round) { return .differs("round \(number + 1): \(problem)") }
        }
        if self.record.isCutShort { return .differs("given up after \(Int(Self.milliseconds(self.record.took))) ms") }
        guard let missed = self.record.missed else { return .agrees }
        return .differs("round \(self.record.rounds.count + 1) did not begin: \(Self.words(missed))")
    }

    private func problem(in round: TrialRecord.Round) -> String? {
        let asked = round.exchanges.count
        guard round.answers.count == asked else {
            return "\(asked - round.answers.count) of \(asked) got no answer"
        }
        let wrong = round.answers.map(\.status).filter { status in
            switch round.round.answers {
            case .good: status != 200
            case .goodOrLater: status != 200 && status != 503
            }
        }
        if let status = wrong.first { return "\(wrong.count) of \(asked) got an error, status \(status)" }
        let late = round.exchanges.filter { $0.response?.status == 200 && $0.endedAfter > round.round.within }
        if let longest = late.map(\.endedAfter).max() {
            let limit = Int(Self.milliseconds(round.round.within))
            return "\(late.count) of \(asked) took over \(limit) ms, up to \(Int(Self.milliseconds(longest))) ms"
        }
        return self.problem(ofShareIn: round)
    }

    private func problem(ofShareIn round: TrialRecord.Round) -> String? {
        let asked = round.exchanges.count
        switch round.round.share {
        case .any:
            guard case .untilMet = round.round.load, round.met == 0 else { return nil }
            return "none of \(asked) requests met the peer"
        case .none: return round.met == 0 ? nil : "the peer got \(round.met) of \(asked) requests"
        case .below(let percent):
            let isFew = ShareTest(trials: asked, share: Double(percent) / 100).rulesOut(successes: round.met)
            return isFew ? nil : "the peer got \(round.met) of \(asked) requests, which may be \(percent) % or more"
        }
    }

    /// Who is turned away is told when to come back, and why.
    private var header: Mark {
        let turnedAway = self.record.answers.filter { $0.status == 503 }
        guard !turnedAway.isEmpty else { return .notTold }
        for name in ["retry-after", "proxy-status"] {
            let missing = turnedAway.count { $0.fields(name).isEmpty }
            guard missing == 0 else { return .differs("\(missing) of \(turnedAway.count) answers have no \(name)") }
        }
        return .agrees
    }

    /// A line for each request, with the status that its client got; and what became of the endpoint.
    private var log: Mark {
        let logged = Self.tally(self.lines.map(\.status))
        let seen = Self.tally(self.record.answers.map(\.status))
        guard logged == seen else { return .differs("statuses \(logged), not \(seen)") }
        for case .told(let awaited) in self.trial.signs {
            var rest = self.events[...]
            for event in awaited {
                guard let found = rest.firstIndex(where: { $0.isLike(event) }) else {
                    return .differs("no \(event.name) to \(event.to) for \(event.reason)")
                }
                rest = rest[(found + 1)...]
            }
        }
        return .agrees
    }

    private var metric: Mark {
        if let saving, self.metrics.prevented(route: self.drill.name, by: saving.rawValue) == 0 {
            return .differs("nothing counts as prevented by \(saving.rawValue)")
        }
        let isCounted = self.trial.rounds.contains { round in
            guard case .below = round.share else { return false }
            return true
        }
        let met = self.record.rounds.reduce(0) { $0 + $1.met }
        let attempts = self.metrics.attempts(endpoint: self.endpoint)
        guard isCounted, attempts != met else { return .agrees }
        return .differs("\(attempts) requests are counted for the peer, which got \(met)")
    }

    private var explanation: Mark {
        guard let saving else { return .notTold }
        guard let incident = self.incidents.first(where: { $0.savedBy?.rawValue == saving.rawValue }) else {
            return .differs("nothing recorded was saved by \(saving.rawValue)")
        }
        let story = Story(incident)
        guard story.words != nil, !story.suspicions.isEmpty else { return .differs("no cause is suspected") }
        return .agrees
    }

    // MARK: - Words

    private static func words(_ start: TrialRound.Start) -> String {
        switch start {
        case .atOnce, .after: "its time did not come"
        case .inSpell: "the peer did not change"
        case .afterSpell: "the peer did not come back"
        case .told(let state): "the log does not say that the endpoint is \(state)"
        }
    }

    /// "200: 20, 503: 1".
    private static func tally(_ statuses: [Int]) -> String {
        let counts = statuses.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }
}
