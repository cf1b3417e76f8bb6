internal import GatewayReactor

/// The keeper's work: asks those that are due, one after the other, and says how it went.
struct StapleRounds: ~Copyable {
    let store: StapleStore
    let state: StapleState
    let tell: @Sendable (String) -> Void
    private var schedules: [String: StapleSchedule] = [:]

    init(store: StapleStore, state: StapleState, tell: @escaping @Sendable (String) -> Void) {
        self.store = store
        self.state = state
        self.tell = tell
    }

    private static var now: Int64 { Int64(EventLoop.wallMilliseconds / 1000) }

    /// One round; returns how long to sleep, -1 for until woken, nil for the end.
    mutating func turn() -> Int32? {
        guard let questions = self.state.questions else { return nil }
        let known = Set(questions.map(\.facts.fingerprint))
        self.schedules = self.schedules.filter { known.contains($0.key) }
        for question in questions {
            let name = question.facts.fingerprint
            var schedule = self.schedules[name] ?? StapleSchedule(now: Self.now)
            if schedule.due <= Self.now {
                self.ask(question, &schedule)
                // It may be over by now: a responder has ten seconds.
                guard self.state.questions != nil else { return nil }
            }
            self.schedules[name] = schedule
        }
        guard let next = self.schedules.values.map(\.due).min() else { return -1 }
        return Int32(clamping: max(0, next - Self.now) * 1000)
    }

    private func ask(_ question: StapleQuestion, _ schedule: inout StapleSchedule) {
        let facts = question.facts
        do throws(StapleFailure) {
            let staple = try Self.fetch(question)
            let isNews = self.store.staple(for: facts.fingerprint) == nil
            self.store.set(staple, for: facts.fingerprint)
            schedule.succeeded(staple, now: Self.now)
            self.state.count(isFetched: true)
            let left = (staple.nextUpdate - Self.now) / 3600
            if isNews { self.tell("OCSP response for \(facts.subject) is shown from now on (good for \(left) hours)") }
        } catch {
            schedule.failed(now: Self.now)
            self.state.count(isFetched: false)
            let isShown = self.store.staple(for: facts.fingerprint) != nil
            let rest = isShown ? "the one at hand is shown until it expires" : "none is shown"
            self.tell("no new OCSP response for \(facts.subject): \(error.words); \(rest)")
        }
    }

    /// The first response of any responder that may be shown.
    private static func fetch(_ question: StapleQuestion) throws(StapleFailure) -> Staple {
        var last = StapleFailure.problem(.noResponder)
        for responder in question.responders {
            guard let address = ResponderAddress(responder) else { continue }
            do throws(StapleFailure) {
                var exchange = StapleExchange()
                let answer = try exchange.ask(address, question.request)
                return try Self.read(question, answer)
            } catch {
                last = error
            }
        }
        throw last
    }

    private static func read(_ question: StapleQuestion, _ answer: [UInt8]) throws(StapleFailure) -> Staple {
        do throws(StapleProblem) { return try question.read(answer) } catch { throw .problem(error) }
    }
}
