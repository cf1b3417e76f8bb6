import Foundation
import GatewayDiagnose
import GatewayGuide
import GatewayLab

/// What the Good Gateway in front recorded of the exchange that failed, where the answer carries its id.
enum GatewaySide {
    case told(Story)
    /// Why it is not known.
    case unknown(String)

    /// No failure of the command: the diagnosis stands without it, and the exit status is the stage's.
    static func asked(of client: AdminClient, about verdict: Verdict) async -> GatewaySide {
        let id = verdict.references.first { $0.name == "x-incident-id" }?.value ?? ""
        guard UUID(uuidString: id) != nil else { return .unknown("the answer carries no id of a Good Gateway") }
        do {
            let response = try await client.get("/faults/\(id.lowercased())")
            guard response.status == 200, var incident = ExplainCommand.incident(in: response.content) else {
                return .unknown("the gateway at \(client.address) has no exchange \(id)")
            }
            incident.target = Self.redacted(incident.target)
            return .told(Story(incident))
        } catch let failure as Failure {
            return .unknown([failure.message, failure.fix].compactMap { $0 }.joined(separator: "; "))
        } catch {
            return .unknown("\(error)")
        }
    }

    /// As everywhere in a diagnosis, values of the query stay out: it is handed on.
    static func redacted(_ target: String) -> String {
        guard let mark = target.firstIndex(of: "?") else { return target }
        return target[...mark] + "…"
    }
}
