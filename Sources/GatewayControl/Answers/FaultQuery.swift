internal import GatewayFaults
internal import GatewayGuide
internal import Hummingbird
internal import HummingbirdCore

/// Which exchanges `/faults` lists: how many, of which fault, of which route.
struct FaultQuery {
    var limit = 50
    var fault: String?
    var route: String?

    private static let mostListed = 1000

    var isFiltered: Bool { self.fault != nil || self.route != nil }

    init(_ request: Request) throws(AdminProblem) {
        for (key, value) in request.uri.queryParameters {
            switch key {
            case "limit":
                guard let limit = Int(value), (1...Self.mostListed).contains(limit) else {
                    throw AdminProblem.badQuery("`limit` is a number from 1 to \(Self.mostListed).")
                }
                self.limit = limit
            case "fault": self.fault = try Self.known(String(value))
            case "route": self.route = String(value)
            default:
                throw AdminProblem.badQuery("`\(key.prefix(40))` means nothing here; use limit, fault and route.")
            }
        }
    }

    /// A fault of ours or an RFC 9209 type.
    private static func known(_ token: String) throws(AdminProblem) -> String {
        guard Fault.Detail(token: token) == nil, Fault.Kind(token: token) == nil else { return token }
        let near = Explainer.suggestions(for: token, most: 3).joined(separator: ", ")
        throw AdminProblem.badQuery(
            "No fault is called `\(token.prefix(60))`\(near.isEmpty ? "" : "; near it: \(near)")."
        )
    }

    func select(from incidents: [Incident]) -> [Incident] {
        let chosen = incidents.lazy.filter { incident in
            (self.route == nil || incident.route?.name == self.route) && self.names(incident)
        }
        return Array(chosen.prefix(self.limit))
    }

    /// Also a fault that a retry hid.
    private func names(_ incident: Incident) -> Bool {
        guard let fault = self.fault else { return true }
        let records = [incident.fault].compactMap { $0 } + incident.attempts.compactMap(\.fault)
        return records.contains { $0.detail == fault || $0.type == fault }
    }
}
