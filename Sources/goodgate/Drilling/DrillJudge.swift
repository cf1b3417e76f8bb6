import GatewayFaults
import GatewayGuide
import GatewayLab

/// Compares what the client, the log, the metrics and the recorder tell of one case.
struct DrillJudge: Sendable {
    let drill: DrillCase
    let exchange: DrillExchange?
    let incident: Incident?
    let line: DrillLog.Line?
    let metrics: DrillMetrics

    private typealias Mark = DrillVerdict.Mark

    var verdict: DrillVerdict {
        var verdict = DrillVerdict(drill: self.drill)
        verdict.id = self.incident?.id
        verdict.observed = self.observed
        verdict.milliseconds =
            self.exchange.map {
                Double($0.endedAfter.components.attoseconds / 1_000_000_000_000) / 1000
                    + Double($0.endedAfter.components.seconds) * 1000
            } ?? 0
        verdict.marks = [
            .page: self.page, .header: self.header, .log: self.log, .metric: self.metric, .explain: self.explanation,
        ]
        return verdict
    }

    /// The fault of the exchange, or the one that a retry hid.
    private var observed: String? { self.incident?.tellingFault?.detail.token }

    private var expectedTokens: [String] { self.drill.expected.map(\.token) }

    // MARK: - Places

    private var page: Mark {
        guard let status = self.drill.status else { return self.goAway }
        guard let response = self.exchange?.responses.last, !response.isInterim else {
            return self.drill.isCutOff && self.exchange?.response == nil
                ? .agrees : .differs("no answer came (\(self.ending))")
        }
        guard response.status == status || (self.drill.isCutOff && response.status >= 500) else {
            return .differs("status \(response.status), not \(status)")
        }
        if self.drill.isCutOff, response.status < 500 {
            return response.isComplete ? .differs("a cut answer looks complete") : .agrees
        }
        guard response.status >= 400 else { return .agrees }
        return self.ownPage(response)
    }

    /// The debug data of GOAWAY names the incident.
    private var goAway: Mark {
        guard let id = self.incident?.id, self.exchange?.text.contains("incident=\(id)") == true else {
            return .differs("GOAWAY does not tell the id (\(self.ending))")
        }
        return .agrees
    }

    private func ownPage(_ response: DrillResponse) -> Mark {
        let type = response.fields("content-type").first ?? "none"
        guard type.hasPrefix(self.drill.contentType) || self.drill.isCutOff else {
            return .differs("form \(type), not \(self.drill.contentType)")
        }
        guard let id = response.fields("x-incident-id").first, response.text.contains(id) else {
            return .differs("the page does not tell the id")
        }
        return .agrees
    }

    /// The error type (RFC 9209 §2.3); who got no answer of ours got no field.
    private var header: Mark {
        guard let response = self.exchange?.responses.last, response.status >= 400 else { return .notTold }
        guard let value = response.fields("proxy-status").last else { return .differs("no Proxy-Status") }
        let kinds = self.drill.expected.map(\.kind.token)
        let errors = kinds.filter { value.contains("error=\($0)") }
        return errors.isEmpty ? .differs("Proxy-Status is `\(value)`, not error=\(kinds.first ?? "none")") : .agrees
    }

    private var log: Mark {
        // A line of the log is an exchange's.
        guard !self.drill.isOutsideExchange, self.drill.status != nil else { return .notTold }
        guard let line = self.line else { return .differs("no line") }
        guard !self.drill.isHedged else {
            return line.hedge == "won" ? .agrees : .differs("hedge \(line.hedge ?? "none"), not won")
        }
        // A saved exchange ended well, and its line says so.
        guard !self.drill.isSaved else {
            return line.outcome == "saved" ? .agrees : .differs("outcome \(line.outcome), not saved")
        }
        guard let fault = line.fault, self.expectedTokens.contains(fault) else {
            return .differs("fault \(line.fault ?? "none"), not \(self.drill.subject)")
        }
        return .agrees
    }

    private var metric: Mark {
        guard !self.drill.isHedged else { return self.metrics.hedgesWon > 0 ? .agrees : .differs("it is not counted") }
        let tokens = self.observed.map { [$0] } ?? self.expectedTokens
        return tokens.contains { self.metrics.count(of: $0) > 0 } ? .agrees : .differs("\(tokens[0]) is not counted")
    }

    private var explanation: Mark {
        guard !self.drill.isOutsideExchange, !self.drill.isHedged else { return .notTold }
        guard let incident = self.incident else { return .differs("nothing recorded") }
        guard let observed = self.observed, self.expectedTokens.contains(observed) else {
            return .differs("recorded \(self.observed ?? "no fault"), not \(self.drill.subject)")
        }
        let story = Story(incident)
        guard story.words != nil, !story.suspicions.isEmpty else { return .differs("no cause is suspected") }
        return .agrees
    }

    private var ending: String {
        switch self.exchange?.ending {
        case .goalReached?: "goal reached"
        case .closed?: "closed"
        case .reset?: "reset"
        case .timeLimit?: "nothing within the time limit"
        case .byteLimit?: "too many bytes"
        case .notConnected(let code)?: "not connected, errno \(code)"
        case .failed(let code)?: "errno \(code)"
        case nil: "not sent"
        }
    }
}
