import Foundation
import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayLab
import GatewayPlane
import Synchronization
import Testing

extension EndToEnd {
    /// An origin that fails nothing and queues inside.
    @Suite(.serialized) struct BacklogTests {
        /// Work of a request at the lab, one at a time: 50 a second.
        private static let page = "/queue/20"

        /// Requests at a steady pace that do not wait for each other's answers, until somebody says stop.
        private final class Crowd: Sendable {
            private let isOver = Atomic<Bool>(false)
            private let turnedAway = Mutex<Message?>(nil)

            /// A 503 that one of them got.
            var refusal: Message? { self.turnedAway.withLock { $0 } }
            func stop() { self.isOver.store(true, ordering: .releasing) }

            func run(_ running: RunningGateway) throws {
                var under: [Peer] = []
                var next = ContinuousClock.now
                while !self.isOver.load(ordering: .acquiring) {
                    let peer = try running.client()
                    try peer.send("GET \(BacklogTests.page) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    under.append(peer)
                    // Old enough to have its answer, so that reading it holds nobody up.
                    if under.count > 400 { try self.hear(under.removeFirst()) }
                    // The pace is the load: two and a half times of what the origin can do.
                    next = max(next, ContinuousClock.now - .milliseconds(80)) + .milliseconds(8)
                    Thread.sleep(until: Date.now + (next - ContinuousClock.now).seconds)
                }
            }

            private func hear(_ peer: Peer) throws {
                let response = try peer.finalResponse()
                guard response.status == 503 else { return }
                self.turnedAway.withLock { $0 = response }
            }
        }

        /// Answers that come as they should, so that the gateway knows what is usual, and later that it is over.
        private static func trickle(_ running: RunningGateway, until isSo: @Sendable () -> Bool) throws {
            let client = try running.client()
            let deadline = ContinuousClock.now + .seconds(40)
            while !isSo(), ContinuousClock.now < deadline { #expect(try client.ask(Self.page).status == 200) }
        }

        @Test(.timeLimit(.minutes(2)))
        func aQueueInsideIsToldWhereverSomebodyLooks() async throws {
            try await withLab { lab in
                var setup = configuration(to: [.at(lab.address)], wait: .seconds(2))
                setup.routes[0].overload = OverloadPolicy()
                let lines = try await withGateway(setup) { running in
                    let usual = ContinuousClock.now + .seconds(1)
                    try await onThread { try Self.trickle(running) { ContinuousClock.now > usual } }
                    let crowd = Crowd()
                    async let load: Void = onThread { try crowd.run(running) }
                    let limited = try await running.report { report in
                        crowd.refusal != nil && report.endpoints.contains { $0.backlogTurnedAway > 0 }
                    }
                    crowd.stop()
                    try await load
                    #expect(limited.backlogLimits >= 1)
                    #expect(limited.endpoints.first?.backlogTurnedAway ?? 0 > 0)
                    let refusal = try #require(crowd.refusal)
                    #expect(refusal.field("Retry-After") != nil)
                    let id = try #require(refusal.field("X-Incident-ID"))
                    let incident = try #require(await running.gateway.incident(id: id))
                    #expect(
                        incident.notes.contains { $0.contains("a queue seemed to grow inside the endpoint") },
                        "\(incident.notes)"
                    )
                    let isOver = Mutex(false)
                    async let end: Void = onThread { try Self.trickle(running) { isOver.withLock { $0 } } }
                    let after = try await running.report { $0.endpoints.first?.backlogLimit == nil }
                    isOver.withLock { $0 = true }
                    try await end
                    #expect(after.endpoints.first?.backlogLimit == nil)
                    return try await running.stopAndReadLog()
                }
                try Self.check(events: lines.filter { $0.contains("\"event\":\"endpoint_backlog\"") })
            }
        }

        private static func check(events: [String]) throws {
            let told = try events.map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            let begin = try #require(told.first)
            #expect(begin["to"] as? String == "limited" && begin["reason"] as? String == "queue_grows")
            #expect((begin["limit"] as? Int ?? 0) >= 4)
            #expect((begin["now_ms"] as? Int ?? 0) >= 250)
            #expect((begin["usual_ms"] as? Int ?? 0) >= 20)
            let end = try #require(told.last)
            #expect(end["to"] as? String == "unlimited")
            // On a machine that is busy with something else, answers may come no sooner under the limit.
            let reason = end["reason"] as? String
            #expect(reason == "unused" || reason == "in_vain")
            if reason == "unused" { #expect((end["lasted_ms"] as? Int ?? 0) >= 5000) }
            #expect(told.contains { ($0["turned_away"] as? Int ?? 0) > 0 })
        }
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}
