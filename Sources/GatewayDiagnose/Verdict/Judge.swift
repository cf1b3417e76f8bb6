internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

/// Turns what a walk saw into a verdict.
///
/// Goes by the stages of the request: the first that failed for every address is what is wrong; what failed for some
/// addresses or sometimes comes after. Pure: no clock, no I/O.
struct Judge {
    var seen: Observations
    var scale = CauseScale()
    var verdict = Verdict()
    /// How sure the stage itself is, before causes are weighed.
    var certainty = 0.97

    init(_ seen: Observations) { self.seen = seen }

    func judge() -> Verdict {
        var judge = self
        judge.findStage()
        judge.weighService()
        judge.weighControls()
        judge.judgePattern()
        judge.judgeVersions()
        judge.judgeContrasts()
        judge.judgeStaple()
        judge.addNotes()
        return judge.conclude()
    }

    // MARK: - Stages

    private mutating func findStage() {
        if self.seen.resolution.addresses.isEmpty { return self.judgeNames() }
        let pages = self.relevantPages
        guard !pages.isEmpty else { return }
        if pages.allSatisfy({ $0.connect == nil }) { return self.judgeConnecting(pages) }
        let good = pages.filter { Self.isGood($0) }
        let bad = pages.filter { !Self.isGood($0) }
        if !good.isEmpty, !bad.isEmpty { return self.judgePart(bad, good) }
        if let first = bad.first { return self.judge(first, all: bad) }
        self.judgeRedirects()
    }

    /// One visit that failed, standing for all that failed like it.
    mutating func judge(_ visit: Visit, all: [Visit]) {
        self.fail(at: Self.stage(of: visit), .broken)
        switch Self.stage(of: visit) {
        case .connect: self.judgeConnecting(all)
        case .handshake: self.judgeHandshake(visit)
        case .here, .resolve, .exchange, .pattern: self.judgeAnswer(visit)
        }
    }

    /// The redirects of a page that is well by itself.
    private mutating func judgeRedirects() {
        switch self.seen.redirectProblem {
        case .loop:
            self.fail(at: .exchange, .broken)
            self.scale.support(.redirectLoop, by: 9, "the same place was asked for twice with the same cookies")
        case .tooMany:
            self.fail(at: .exchange, .broken)
            self.scale.support(.redirectLoop, by: 8, "ten redirects led nowhere")
        case .unusable(let location):
            self.fail(at: .exchange, .broken)
            self.scale.support(.redirectUnusable, by: 9, "Location is \"\(location.prefix(200))\"")
        case nil: self.judgeLastHop()
        }
    }

    private mutating func judgeLastHop() {
        guard let hop = self.seen.hops.last else { return }
        self.verdict.notes.append("redirected to \(hop.target.redacted)")
        var there = Observations(target: hop.target, started: self.seen.started)
        there.here = self.seen.here
        there.resolution = hop.resolution
        there.pages = hop.visit.map { [$0] } ?? []
        var judge = Judge(there)
        judge.findStage()
        guard judge.verdict.outcome != .healthy else { return }
        self.verdict.outcome = judge.verdict.outcome
        self.verdict.stage = judge.verdict.stage
        self.verdict.attribution = judge.verdict.attribution
        self.scale = judge.scale
    }

    mutating func fail(at stage: Stage, _ outcome: Verdict.Outcome) {
        self.verdict.stage = stage
        self.verdict.outcome = outcome
    }

    // MARK: - What counts

    /// Addresses of a family that this machine cannot use are nobody's fault as long as there are others.
    var relevantPages: [Visit] {
        let usable = self.seen.pages.filter { $0.fault?.detail != .networkUnreachable }
        return (usable.isEmpty ? self.seen.pages : usable).map { self.seen.asBrowsersSee($0) }
    }

    /// Answered, and with no failure in it.
    static func isGood(_ visit: Visit) -> Bool {
        if case .alert(120) = visit.tlsFailure { return false }
        guard visit.isAnswered, let response = visit.response else { return false }
        return response.status < 500 && response.status != 429 && !Self.isMisdirected(response)
    }

    static func stage(of visit: Visit) -> Stage {
        if visit.connect == nil { return .connect }
        if visit.fault != nil { return .handshake }
        return visit.exchanges.contains { $0.fault?.phase == .handshake } ? .handshake : .exchange
    }

    /// What servers say to a plain request on their port for TLS.
    static func isMisdirected(_ response: VisitResponse) -> Bool {
        guard response.status == 400 else { return false }
        let text = String(decoding: response.content, as: UTF8.self)
        return [
            "plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port",
            "Client sent an HTTP request to an HTTPS server",
        ].contains { text.contains($0) }
    }

    // MARK: - The end

    private mutating func conclude() -> Verdict {
        let ranked = self.scale.ranked
        self.verdict.causes = ranked
        if let first = ranked.first, self.verdict.outcome != .healthy {
            self.verdict.party = self.party(of: first.cause)
            self.verdict.headline = first.cause.words.title
            self.verdict.confidence = min(0.98, self.certainty * (0.5 + first.confidence / 2))
        } else {
            self.verdict.causes = []
            self.verdict.headline = self.healthyHeadline
        }
        self.verdict.proof = self.proof
        return self.verdict
    }

    /// A single server fails by itself; behind a gateway that was recognised, the same failure is the gateway's.
    private func party(of cause: SiteCause) -> Party {
        let party = cause.words.party
        guard let kind = self.verdict.attribution?.product?.kind else { return party }
        if kind == .forwardProxy, party == .origin || party == .gateway { return .here }
        return party
    }

    private var healthyHeadline: String {
        guard let response = self.seen.final?.response else { return "The site answers" }
        return "The site answers: \(response.status) \(StatusPhrase.phrase(Int(response.status)))"
    }

    private var proof: String {
        let url = RepeatedSteps.quoted(self.seen.target.redacted)
        switch self.verdict.persistence {
        case .intermittent(let failed, let tries):
            // RFC-free arithmetic: after n clean tries a rate above 3/n is ruled out with 95 %.
            let enough = min(100, max(20, 3 * tries / max(1, failed)))
            return "goodgate diagnose \(url) --samples \(enough)"
        case .unknown, .temporary, .persistent:
            return self.verdict.outcome == .healthy
                ? "goodgate diagnose \(url) --samples 20" : "goodgate diagnose \(url) --samples 5"
        }
    }
}
