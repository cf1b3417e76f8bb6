internal import GatewayGuide

/// One request of a recording that failed, and why.
public struct RecordedFailure: Encodable, Sendable {
    /// Where in the recording, from 1.
    public var number: Int
    public var started: String?
    public var method: String
    /// Where it can be asked for again; nil for what would change something, or is no address.
    public private(set) var target: Target?
    /// Values of the query are hidden.
    public var url: String
    public var status: Int
    /// The browser's own name of an error without an answer.
    public var browserError: String?
    public var party: Party
    public var cause: SiteCause?
    public var says: String
    public var maker: String?
    public var confidence: Double
    public var milliseconds: Double?

    private enum CodingKeys: String, CodingKey {
        case number, started, method, url, status, browserError, party, cause, says, maker, confidence, milliseconds
    }

    /// nil for a request that did not fail.
    init?(_ entry: RecordedEntry, number: Int) {
        self.number = number
        self.started = entry.startedDateTime
        self.method = entry.request?.method ?? "GET"
        let target = try? Target(entry.request?.url ?? "")
        self.url = target?.redacted ?? String((entry.request?.url ?? "").prefix { $0 != "?" }.prefix(400))
        self.target = ["GET", "HEAD"].contains(self.method) ? target : nil
        self.status = entry.response?.status ?? 0
        self.milliseconds = entry.time
        self.browserError = entry.response?._error
        self.party = .nobody
        self.confidence = 0
        self.says = ""
        // What is within the page or the browser has no server that could answer.
        guard !entry.isInternal else { return nil }
        if let visit = entry.visit, self.judge(visit, target) { return }
        // An answer that looks well may have been cut, or kept from the page.
        guard entry.visit == nil || self.browserError?.isEmpty == false else { return nil }
        self.judgeBrowser(entry, target)
    }

    private mutating func judge(_ visit: Visit, _ target: Target?) -> Bool {
        guard !Judge.isGood(visit), let target = target ?? (try? Target("http://unknown.invalid/")) else {
            return false
        }
        var seen = Observations(target: target, started: 0)
        seen.resolution.addresses = [visit.address]
        seen.pages = [visit]
        let verdict = Verdict(seen)
        self.party = verdict.party
        self.cause = verdict.causes.first?.cause
        self.says = verdict.headline
        self.maker = verdict.attribution?.name
        self.confidence = verdict.confidence
        return true
    }

    /// No answer was recorded, or none that the browser took: what it says of it decides, and some of that is its own
    /// doing.
    private mutating func judgeBrowser(_ entry: RecordedEntry, _ target: Target?) {
        let error = self.browserError ?? ""
        if let known = BrowserError.known(in: error) {
            self.party = known.party
            self.cause = known.cause
            self.says = known.cause?.words.title ?? known.says
            self.confidence = known.cause == nil ? 0.9 : 0.8
        } else if let origin = entry.foreignOrigin(to: target), error.isEmpty || error.contains("ERR_FAILED") {
            self.party = .origin
            self.says = "the browser keeps the answer from pages of \(origin) (CORS), or there was none"
            self.confidence = 0.6
        } else {
            self.party = .here
            self.says =
                error.isEmpty
                ? "the browser got no answer that it may show: blocked, cancelled, CORS, or the network"
                : "the browser gave up: \(error)"
            self.confidence = 0.4
        }
    }
}
