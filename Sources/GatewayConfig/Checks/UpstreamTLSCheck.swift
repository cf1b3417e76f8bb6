/// Finds routes that disagree on how one server is spoken to: its connections are shared.
struct UpstreamTLSCheck {
    let routes: [Route]

    func run(into log: inout ProblemLog) {
        var seen: [String: UpstreamTLS] = [:]
        for route in self.routes {
            for endpoint in route.endpoints {
                guard let tls = endpoint.tls else { continue }
                guard let other = seen[endpoint.label] else {
                    seen[endpoint.label] = tls
                    continue
                }
                guard other.identity != tls.identity else { continue }
                let (place, there) = tls.origin == .builtIn ? (other, endpoint.origin) : (tls, other.origin)
                log.error(
                    place.origin,
                    key: place.path,
                    "\("\(endpoint.label)".quoted) is spoken to in another way by another route (\(there))",
                    fix: "its connections serve both: write the same `upstream-tls` in both routes"
                )
                break
            }
        }
    }
}
