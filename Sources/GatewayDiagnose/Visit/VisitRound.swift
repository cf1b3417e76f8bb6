internal import GatewayReactor

/// Visits that are under way side by side.
///
/// Who runs the event loop tells it of events. Not responsible for manners: whoever adds a visit knows that no other
/// goes to the same address.
final class VisitRound {
    private let loop: EventLoop
    private let end: UInt64
    private let context: (VisitPlan.Encryption) -> TLSContext?
    private var runs: [VisitRun] = []

    /// Apart from those of name servers' channels.
    private static let firstToken: UInt64 = 1 << 62

    /// - Parameter end: monotonic nanoseconds; what is not over then is cut off there.
    init(loop: EventLoop, until end: UInt64, context: @escaping (VisitPlan.Encryption) -> TLSContext?) {
        self.loop = loop
        self.end = end
        self.context = context
    }

    /// Begins a visit, whose record has the next place.
    func add(_ plan: VisitPlan) {
        let run = VisitRun(plan, end: self.end, context: self.context)
        run.start(loop: self.loop, token: Self.firstToken + UInt64(self.runs.count))
        self.runs.append(run)
    }

    var isDone: Bool { self.runs.allSatisfy { $0.isDone } }

    /// In the order in which they were added.
    var records: [Visit] { self.runs.map { $0.record } }

    /// How long the loop may sleep; nil where nothing is under way.
    func waitMilliseconds(now: UInt64) -> Int32? {
        var soonest = UInt64.max
        for run in self.runs { soonest = min(soonest, run.deadline) }
        guard soonest < .max else { return nil }
        return soonest > now ? Int32(clamping: (soonest - now) / 1_000_000 + 1) : 0
    }

    /// An event, perhaps of one of these visits.
    func take(_ event: ReadinessEvent) {
        guard event.token >= Self.firstToken, event.token - Self.firstToken < UInt64(self.runs.count) else { return }
        self.runs[Int(event.token - Self.firstToken)].move(now: self.loop.now, isWritable: event.isWritable)
    }

    /// Ends what has waited long enough.
    func turn() {
        for run in self.runs where run.deadline <= self.loop.now { run.expire(now: self.loop.now) }
    }
}
