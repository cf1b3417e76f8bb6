/// Finds routes that take the same requests with the same precedence, so that only the order would decide.
///
/// The order never decides: a more specific route wins wherever it stands. So two equal ones are a mistake.
struct RouteConflicts {
    private struct Claim: Hashable {
        let host: HostPattern?
        let path: String?
        let method: String?
    }

    private let routes: [Route]

    private let unreliable: Set<SettingOrigin>

    init(_ routes: [Route], ignoring unreliable: Set<SettingOrigin>) {
        self.routes = routes
        self.unreliable = unreliable
    }

    func run(into log: inout ProblemLog) {
        var claims: [Claim: Int] = [:]
        var budget = DocumentLimits.claims
        for (index, route) in self.routes.enumerated() where !self.unreliable.contains(route.origin) {
            budget -= max(1, route.match.hosts.count) * max(1, route.match.methods.count)
            guard budget >= 0 else {
                let message = "the routes have more than \(DocumentLimits.claims) pairs of host and method up to here"
                log.error(route.origin, key: "routes[\(index)].match", message)
                return
            }
            // One problem for each pair of routes, however many hosts and methods they share.
            var reported: Set<Int> = []
            for claim in Self.claims(of: route.match) {
                guard let other = claims[claim], other != index else {
                    claims[claim] = index
                    continue
                }
                guard reported.insert(other).inserted else { continue }
                log.error(
                    route.origin,
                    key: "routes[\(index)].match",
                    "this route takes the same requests as the one at \(self.routes[other].origin): \(Self.words(claim))",
                    fix: "give one of them another host, path or method, or join their `to` lists"
                )
            }
        }
    }

    private static func claims(of match: RouteMatch) -> [Claim] {
        let hosts: [HostPattern?] = match.hosts.isEmpty ? [nil] : match.hosts
        let methods: [String?] = match.methods.isEmpty ? [nil] : match.methods
        return hosts.flatMap { host in
            methods.map { Claim(host: host, path: match.pathPrefix, method: $0) }
        }
    }

    private static func words(_ claim: Claim) -> String {
        let host = claim.host.map(\.description) ?? "any host"
        let method = claim.method ?? "any method"
        return "\(host), \(claim.path.map { "path \($0)" } ?? "any path"), \(method)".visible(limit: 200)
    }
}
