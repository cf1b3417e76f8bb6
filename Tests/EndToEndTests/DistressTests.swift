import GatewayConfig
import GatewayCore
import GatewayGuide
import GatewayPlane
import Testing

extension EndToEnd {
    /// An endpoint that says that it has too much.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct DistressTests {
        /// Who is turned away for it is told so.
        @Test func theLimitIsInTheExplanationOfWhoWaitedInVain() async throws {
            let gate = Gate()
            let origin = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    guard request.target == "/held" else {
                        try peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                        continue
                    }
                    gate.wait()
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { origin.stop() }
            let setup = configuration(to: [.local(origin.port)], wait: Milliseconds(300))
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<20 { #expect(try client.ask("/").status == 503) }
                }
                let limit = try #require(await running.gateway.report().endpoints.first?.requestLimit)
                let held = try await onThread {
                    try (0..<limit).map { _ in
                        let client = try running.client()
                        try client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")
                        return Held(client)
                    }
                }
                try await running.wait { origin.requests.count { $0.target == "/held" } == limit }
                let turnedAway = try await onThread { try running.client().ask("/more") }
                #expect(turnedAway.status == 503)
                let id = try #require(turnedAway.field("X-Incident-ID"))
                let incident = try #require(await running.gateway.incident(id: id))
                let sentence = "gets \(limit) requests at a time"
                #expect(incident.notes.contains { $0.contains(sentence) }, "\(incident.notes)")
                for _ in 0..<limit { gate.open() }
                let statuses = try await onThread { try held.map { try $0.peer.finalResponse().status } }
                #expect(statuses == [Int](repeating: 200, count: limit))
            }
        }
    }
}
