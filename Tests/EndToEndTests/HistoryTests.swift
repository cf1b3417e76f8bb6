import GatewayConfig
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Random clients against random peers: whatever happens, exchanges are not mixed and nothing is left behind.
    @Suite(.serialized) struct HistoryTests {
        @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3, 4] as [UInt64], [1, 2])
        func randomHistoriesLeaveNothingBehind(_ seed: UInt64, _ workers: Int) async throws {
            try await withLab { lab in
                var configuration = configuration(to: [.at(lab.address)])
                configuration.workers = workers
                try await withGateway(configuration) { _ = try await Self.live($0, seed) }
            }
        }

        /// Two servers for each request that takes a millisecond, whatever becomes of either.
        @Test(.timeLimit(.minutes(1)), arguments: [5, 6, 7] as [UInt64])
        func norWhereTwoServersAreAsked(_ seed: UInt64) async throws {
            try await withLab { lab in
                try await withLab { other in
                    var configuration = configuration(to: [.at(lab.address), .at(other.address)])
                    configuration.routes[0].retry.budgetPercent = 100
                    configuration.routes[0].hedge = HedgePolicy(after: .time(Milliseconds(1)))
                    try await withGateway(configuration) { running in
                        let report = try await Self.live(running, seed)
                        #expect(report.hedges.reduce(0, +) > 0)
                    }
                }
            }
        }

        private static func live(_ running: RunningGateway, _ seed: UInt64) async throws -> PlaneReport {
            let checked = try await onThreads(8) { number in
                let client = RandomClient(seed: seed * 1000 + UInt64(number)) { try running.client() }
                try client.run(deeds: 60)
                return client.checked
            }
            #expect(checked.reduce(0, +) > 200)
            let report = try await running.report {
                $0.exchangesActive == 0 && $0.clientsActive == 0 && $0.blocksLent == 0
            }
            #expect(report.exchangesActive == 0)
            #expect(report.clientsActive == 0)
            #expect(report.blocksLent == 0)
            #expect(report.endpoints.allSatisfy { $0.active == 0 })
            #expect(report.endpoints.allSatisfy { $0.connections == $0.pooled })
            #expect(report.logLinesLost == 0)
            return report
        }
    }
}
