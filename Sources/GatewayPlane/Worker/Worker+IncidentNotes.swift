internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide

/// What the gateway did about a failure, and what it left undone and why: the lines of evidence in an incident.
extension Worker {
    func addNotes(_ x: SlabKey, to incident: inout Incident) {
        self.addRetryNotes(x, to: &incident)
        if let sentence = self.exchanges[x].hedge.sentence { incident.notes.append(sentence) }
        self.addAttemptNotes(x, to: &incident)
        self.addWaitNote(x, to: &incident)
        self.addBacklogNotes(x, to: &incident)
        self.addDistressNote(x, to: &incident)
        if self.exchanges[x].deadline > 0 {
            let time = NoteText.seconds(self.exchanges[x].deadline - self.exchanges[x].started)
            incident.notes.append("the client waits for \(time) only, as it said (`deadline-field`)")
        }
        self.addLifetimeNote(x, to: &incident)
        self.addHTTP2Notes(x, to: &incident)
        if let claim = self.exchanges[x].crawler { incident.notes.append(claim.note) }
    }

    private func addRetryNotes(_ x: SlabKey, to incident: inout Incident) {
        // The last failed attempt is what the decision was about.
        let last = self.exchanges[x].trace.fault ?? self.exchanges[x].fault
        if let fault = last, self.exchanges[x].attempts > 0, fault.side != .client {
            incident.notes.append("retry class of the last failed attempt: \(fault.retryClass.sentence)")
        }
        if self.exchanges[x].isRepeatable {
            incident.notes.append(
                "the request has an Idempotency-Key, which this route trusts (`retry`): it may be sent twice"
            )
        }
        if let sentence = self.exchanges[x].refusal.sentence {
            incident.notes.append("there was no further attempt: \(sentence)")
        }
    }

    func addCacheNotes(_ x: SlabKey, to incident: inout Incident) {
        if let followed = self.exchanges[x].cache.followed {
            incident.notes.append(
                "it was sent the answer of \(followed.endpoint) to another request for the same URL while that came, "
                    + "and it broke off"
            )
        }
        guard self.exchanges[x].cache.status.outcome == .staleOnError else { return }
        incident.notes.append("the client got a stored response instead, stale for \(self.staleSeconds(x)) s")
        if self.exchanges[x].fault == nil, self.exchanges[x].attempts == 0 {
            incident.notes.append("it had waited for the answer to another request for the same URL, which failed")
        }
    }

    private func addAttemptNotes(_ x: SlabKey, to incident: inout Incident) {
        let attempts = self.exchanges[x].attempts
        if attempts > 4 { incident.notes.append("the last 4 of \(attempts) attempts are shown") }
        for number in max(0, attempts - 4)..<max(0, attempts) {
            guard self.exchanges[x].trace(number).proof == .unread else { continue }
            incident.notes.append(
                "the upstream closed before its kernel had acknowledged a byte of the request: nobody read it, so it "
                    + "could be sent again whatever its method (S1)"
            )
        }
    }

    private func addWaitNote(_ x: SlabKey, to incident: inout Incident) {
        let began = self.exchanges[x].waitStarted
        guard began > 0 else { return }
        let most = NoteText.seconds(self.exchanges[x].waitDeadline &- began)
        switch self.exchanges[x].prevention {
        case .wait, .resolve:
            // An attempt that came through began when the waiting was over.
            let waited = self.exchanges[x].trace.started
            let time = NoteText.seconds(waited > began ? waited - began : 0)
            incident.notes.append("it waited \(time) until something was up or had room (at most \(most) here)")
        case .none, .retry, .stale, .hedge:
            let time = NoteText.seconds(self.now - began)
            incident.notes.append("it waited for \(time) in vain (at most \(most) here)")
        }
    }

    /// A queue inside the endpoints that were asked, or that the request waited for.
    private func addBacklogNotes(_ x: SlabKey, to incident: inout Incident) {
        let route = self.exchanges[x].route
        guard !route.isNone, self.routes.contains(route) else { return }
        for endpoint in self.routes[route].endpoints {
            guard let note = self.backlogNote(endpoint) else { continue }
            incident.notes.append("\(self.endpoints[endpoint].label): \(note.sentence)")
            // A pool that queues as a whole is told about once.
            return
        }
    }

    /// Who waited may have waited for an endpoint in distress.
    private func addDistressNote(_ x: SlabKey, to incident: inout Incident) {
        let route = self.exchanges[x].route
        guard self.exchanges[x].waitStarted > 0, !route.isNone, self.routes.contains(route),
            let found = self.distressNote(route)
        else { return }
        incident.notes.append("\(self.endpoints[found.endpoint].label): \(found.note.sentence)")
    }

    /// The keep-alive race, and what was learned to avoid the next one.
    private func addLifetimeNote(_ x: SlabKey, to incident: inout Incident) {
        let first = max(0, self.exchanges[x].attempts - 4)
        for number in first..<max(first, self.exchanges[x].attempts) {
            let trace = self.exchanges[x].trace(number)
            guard let detail = trace.fault?.detail, detail == .closedOnReuse || detail == .resetOnReuse,
                self.endpoints.contains(trace.endpoint)
            else { continue }
            let note = self.lifetimeNote(trace.endpoint)
            if !incident.notes.contains(note) { incident.notes.append(note) }
        }
    }

    private func lifetimeNote(_ endpoint: SlabKey) -> String {
        let limit = self.endpoints[endpoint].reuseLimit
        let reuse =
            limit == 0
            ? "connections are not reused" : "connections are reused for at most \(NoteText.seconds(limit))"
        if let age = self.endpoints[endpoint].lifetime.closesAfter {
            let times = self.endpoints[endpoint].lifetime.observations
            return "origin closes idle connections after about \(NoteText.seconds(age)) (seen \(times) times); \(reuse)"
        }
        if let said = self.endpoints[endpoint].lifetime.saidSeconds {
            return "origin says that it keeps idle connections for \(said) s (Keep-Alive: timeout=\(said)); \(reuse)"
        }
        return "it is not known yet how long the origin keeps idle connections; \(reuse)"
    }
}

/// Numbers as the notes write them.
enum NoteText {
    /// `5.0 s`, and `80 ms` below a tenth of a second.
    static func seconds(_ nanoseconds: UInt64) -> String {
        guard nanoseconds >= 100_000_000 else { return "\(nanoseconds / 1_000_000) ms" }
        let tenths = (nanoseconds + 50_000_000) / 100_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}

extension AttemptDecision.Refusal {
    /// Why there was no further attempt; nil where nothing asked for one.
    var sentence: String? {
        switch self {
        case .none: nil
        case .off: "retries are off for this route"
        case .same: "it would have ended the same way"
        case .mayBeProcessed:
            "the request may have been processed, and its method is not one that may be repeated (RFC 9110 §9.2.2)"
        case .contentGone: "its content was longer than what is kept for another attempt (`retry`)"
        case .attemptsUsed: "the attempts that the route allows were used up"
        case .budgetSpent: "the route's retry budget was spent: too many requests failed at once"
        case .deadlineNear: "less of the client's time was left than answers usually take (`deadline-field`)"
        case .responseStarted: "part of the response had gone to the client"
        }
    }
}

extension Fault.RetryClass {
    var sentence: String {
        switch self {
        case .notSent: "\(self.label), nothing was sent, so every request may be sent again"
        case .notProcessed: "\(self.label), the peer said that it did not process the request"
        case .reusedConnection: "\(self.label), a kept connection ended without a byte of a response"
        case .sentOnFresh: "\(self.label), the request was sent and may have been processed"
        case .never: "\(self.label), another attempt is not allowed"
        }
    }
}

extension HedgeEnding {
    /// What the second server that was asked came to; nil where none was.
    var sentence: String? {
        let asked = "the first server was late, so a second one was asked as well (`hedge`)"
        return switch self {
        case .none: nil
        case .underWay: asked
        case .won: "\(asked): its answer was used"
        case .lost: "\(asked): it was not needed"
        case .failed: "\(asked), which failed"
        case .denied: "the first server was late, and no second one was asked: the budget was spent (`retry.budget`)"
        }
    }
}

extension IncidentSaving {
    /// nil where nothing was done.
    init?(_ prevention: Prevention) {
        switch prevention {
        case .none: return nil
        case .retry: self = .retry
        case .wait: self = .wait
        case .stale: self = .stored
        case .resolve: self = .resolve
        case .hedge: self = .hedge
        }
    }
}
