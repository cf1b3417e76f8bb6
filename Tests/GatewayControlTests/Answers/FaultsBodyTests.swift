import GatewayFaults
import GatewayGuide
import Testing

@testable import GatewayControl

/// The list of exchanges that failed or were saved.
struct FaultsBodyTests {
    @Test
    func tellsWhatSavedAnExchange() {
        let attempt = IncidentAttempt(endpoint: "a:80", status: 503)
        let saved = Incident(id: "1", startedMS: 0, status: 200, outcome: .saved, savedBy: .stored, attempts: [attempt])
        let text = AdminJSON.encode(FaultsBody([saved]))
        #expect(text.contains("\"saved_by\" : \"stored\""))
        #expect(saved.upstreamError == 503)
        let failed = Incident(id: "2", startedMS: 0, fault: FaultRecord(Fault(.connectRefused)))
        #expect(!AdminJSON.encode(FaultsBody([failed])).contains("saved_by"))
        #expect(failed.upstreamError == nil)
    }
}
