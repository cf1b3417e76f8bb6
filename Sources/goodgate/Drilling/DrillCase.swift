import GatewayFaults
import GatewayLab

/// One fault to be provoked: who misbehaves and how, what is sent, and what must be seen.
struct DrillCase: Sendable {
    enum Culprit: String, Sendable, Encodable {
        case upstream, client
    }

    let name: String
    let culprit: Culprit
    /// The faults that may be seen: the one it is for, and those that a race may show instead; none where a second
    /// server prevents that there is one.
    let expected: [Fault.Detail]
    /// The status the client gets; nil where its connection ends with GOAWAY instead.
    let status: Int?
    /// The answer has begun when the fault shows: it can only be broken off.
    let isCutOff: Bool
    /// Bytes that nobody asked for come after an exchange, so none of the exchanges fails.
    let isOutsideExchange: Bool
    let request: DrillRequest
    /// So many send it at once, and share what comes.
    let clients: Int
    /// What the answer's `Content-Type` must be.
    let contentType: String
    /// Takes the place of the one request where that would show nothing.
    let trial: Trial?

    /// A retry mends it: the client sees a healthy answer.
    var isSaved: Bool { (self.status ?? 400) < 400 && !self.isCutOff && !self.isOutsideExchange && !self.isHedged }

    /// A second server answers before anything has failed.
    var isHedged: Bool { self.expected.isEmpty && self.trial == nil }

    /// The gateway asks once for several clients, and each of them has a story of its own.
    var isShared: Bool { self.clients > 1 }

    var wanted: Fault.Detail? { self.expected.first }

    /// What it is about, in a word.
    var subject: String { self.wanted?.token ?? self.trial?.subject ?? "hedge" }

    /// All cases that this gateway can see, the peers' first.
    static let all: [DrillCase] =
        Self.scenarios.map(DrillCase.init) + (ClientFaults.all + ClientFaults.http2).map(DrillCase.init)

    /// What is left out, with the reason.
    static let leftOut: [(name: String, reason: String)] = Scenarios.all.filter(Self.isShown)
        .filter { !Self.isPossible($0) }
        .map { ($0.name, "needs a limit on the size of a response, which this gateway does not set") }

    private static let scenarios = Scenarios.all.filter { Self.isShown($0) && Self.isPossible($0) }

    /// Whether there is something to be told of it: a fault, or that there was none.
    static func isShown(_ scenario: Scenario) -> Bool {
        scenario.provokes != nil || scenario.ask.needs == .hedge || scenario.trial != nil
    }

    private static func isPossible(_ scenario: Scenario) -> Bool { scenario.ask.needs != .responseContent }

    /// The host by which the drill's gateway finds the scenario's peer.
    static func host(of scenario: Scenario) -> String { "\(scenario.name).drill" }

    private init(_ scenario: Scenario) {
        self.name = scenario.name
        self.culprit = .upstream
        self.expected = (scenario.provokes.map { [$0] } ?? []) + scenario.mayAlsoBe
        self.status = scenario.expectedStatus
        self.isCutOff = scenario.cutsOff
        self.isOutsideExchange = scenario.provokes == .responseUnsolicited
        let form = Self.form(of: scenario.name)
        self.contentType = form.type
        self.request = Self.request(scenario, accept: form.accept)
        self.clients = scenario.ask.clients
        self.trial = scenario.trial
    }

    private init(_ fault: ClientFault) {
        self.name = "client/\(fault.name)"
        self.culprit = .client
        self.expected = [fault.provokes]
        self.status = fault.expectedStatus
        self.isCutOff = false
        self.isOutsideExchange = false
        self.request = fault.request
        self.clients = 1
        self.contentType = "text/plain"
        self.trial = nil
    }

    /// Page, JSON and text in turn, so that every form is seen.
    private static func form(of name: String) -> (accept: String, type: String) {
        switch name.utf8.reduce(0, { $0 + Int($1) }) % 3 {
        case 0: ("text/html", "text/html")
        case 1: ("application/json", "application/problem+json")
        default: ("text/plain", "text/plain")
        }
    }

    private static func request(_ scenario: Scenario, accept: String) -> DrillRequest {
        let ask = scenario.ask
        var lines = [
            "\(ask.method) /\(scenario.name) HTTP/1.1", "Host: \(Self.host(of: scenario))", "Accept: \(accept)",
        ]
        lines += ask.fields
        if ask.contentLength > 0 { lines.append("Content-Length: \(ask.contentLength)") }
        let content = [UInt8](repeating: UInt8(ascii: "."), count: ask.contentLength)
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + content
        let pieces = (0...ask.warmUps).map { DrillRequest.Piece(bytes, awaitedAnswers: $0) }
        return DrillRequest(pieces, until: .answers(ask.warmUps + 1))
    }
}
