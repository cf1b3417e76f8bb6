import Foundation
import GatewayFaults
import GatewayGuide
import GatewayLab

/// One of the things that the demo invites to try: the line to paste, and what must then be seen.
struct DemoThing: Sendable {
    /// Which request shows that it works.
    enum Trial: Sendable {
        /// Several, so that each server has its turn.
        case saved
        case page(accept: String, type: String)
        case proxyStatus
        case explanation(id: String)
        case metrics
    }

    let title: String
    let line: String
    let trial: Trial

    /// The six things.
    ///
    /// - Parameter program: how this program was called, so that the line can be pasted where it was.
    static func all(front: String, admin: String, incident: String, program: String) -> [DemoThing] {
        let place = admin == "127.0.0.1:8081" ? "" : " --admin \(admin)"
        return [
            DemoThing(
                title: "A page that works although one of its two servers is dead",
                line: "curl http://\(front)/",
                trial: .saved
            ),
            DemoThing(
                title: "A 502 as a visitor sees it: open this in a browser",
                line: "http://\(front)/broken",
                trial: .page(accept: "text/html", type: "text/html")
            ),
            DemoThing(
                title: "The same for programs, as JSON (RFC 9457)",
                line: "curl -H 'Accept: application/json' http://\(front)/broken",
                trial: .page(accept: "application/json", type: "application/problem+json")
            ),
            DemoThing(
                title: "What other proxies and tools read (RFC 9209): a timeout this time",
                line: "curl -s -o /dev/null -D - http://\(front)/slow | grep -i proxy-status",
                trial: .proxyStatus
            ),
            DemoThing(
                title: "What the operator sees: the whole story of one failure that just happened",
                line: "\(program) explain\(place) \(incident)",
                trial: .explanation(id: incident)
            ),
            DemoThing(
                title: "What monitoring sees",
                line: "curl -s http://\(admin)/metrics | grep goodgate_faults_total",
                trial: .metrics
            ),
        ]
    }

    /// Tries it; returns what is wrong, or nil.
    func attempt(front: AdminClient, admin: AdminClient) async throws -> String? {
        switch self.trial {
        case .saved:
            for _ in 0..<4 {
                let status = try await front.get("/", accept: "*/*").status
                guard status == 200 else { return "status \(status), not 200" }
            }
            return nil
        case .page(let accept, let type):
            let response = try await front.get("/broken", accept: accept)
            guard response.status == 502 else { return "status \(response.status), not 502" }
            let given = response.fields("content-type").first ?? "none"
            return given.hasPrefix(type) ? nil : "form \(given), not \(type)"
        case .proxyStatus:
            let value = try await front.get("/slow", accept: "*/*").fields("proxy-status").first ?? ""
            return value.contains("error=") ? nil : "Proxy-Status is `\(value)`"
        case .explanation(let id):
            let response = try await admin.get("/faults/\(id)")
            return ExplainCommand.incident(in: response.content)?.id == id ? nil : "the recorder does not know \(id)"
        case .metrics:
            let text = try await admin.get("/metrics", accept: "text/plain").text
            return DrillMetrics(text).count(of: .closedBeforeHead) > 0 ? nil : "the fault is not counted"
        }
    }
}
