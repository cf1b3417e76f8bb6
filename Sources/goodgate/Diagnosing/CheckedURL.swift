import GatewayDiagnose
import GatewayGuide

/// What one look at a URL found.
struct CheckedURL: Encodable, Sendable {
    var url: String
    var isWell: Bool
    var status: UInt16?
    var stage: String?
    var party: Party?
    var cause: SiteCause?
    var confidence: Double?
    var says: String
    var milliseconds: Double

    static func look(_ text: String, _ options: WalkOptions) async throws -> CheckedURL {
        let target: Target
        do {
            target = try Target(text)
        } catch {
            let says = "\(error.message); \(error.fix)"
            return CheckedURL(url: text, isWell: false, says: says, milliseconds: 0)
        }
        return try await Self.look(target, options)
    }

    static func look(_ target: Target, _ options: WalkOptions) async throws -> CheckedURL {
        let seen = try await DiagnoseRun.walk(target, options)
        let verdict = Verdict(seen)
        return CheckedURL(
            url: target.redacted,
            isWell: verdict.outcome == .healthy,
            status: seen.final?.response?.status,
            stage: verdict.stage?.token,
            party: verdict.outcome == .healthy ? nil : verdict.party,
            cause: verdict.causes.first?.cause,
            confidence: verdict.causes.isEmpty ? nil : verdict.confidence,
            says: verdict.headline,
            milliseconds: seen.milliseconds
        )
    }

    var jsonLine: String { JSONOutput.line(self) }

    var line: String {
        let sign = self.isWell ? Console.good("✓") : Console.bad("✗")
        let party = self.party.map { " [\($0.rawValue)]" } ?? ""
        return "\(sign) \(TextTable.cut(self.url, to: 60))  \(Escape.terminal(self.says))\(party)\n"
    }
}
