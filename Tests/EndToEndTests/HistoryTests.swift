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
                try await withGateway(configuration) { running in
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
                    #expect(report.endpoints.map(\.active) == [0])
                    #expect(report.endpoints.allSatisfy { $0.connections == $0.pooled })
                    #expect(report.logLinesLost == 0)
                }
            }
        }
    }
}
