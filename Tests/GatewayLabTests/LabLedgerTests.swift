import GatewayFaults
import GatewayLab
import Testing

/// Every fault is provoked by something in the lab, or it is written why not.
struct LabLedgerTests {
    @Test(arguments: Fault.Detail.allCases)
    func everyFaultIsProvokedOrExplained(_ detail: Fault.Detail) {
        let isProvoked = !LabLedger.scenarios(for: detail).isEmpty || !LabLedger.clientFaults(for: detail).isEmpty
        #expect(isProvoked == (LabLedger.reasonForNone(detail) == nil))
    }

    @Test
    func namesAreUnique() {
        #expect(Set(Scenarios.all.map(\.name)).count == Scenarios.all.count)
        let clients = ClientFaults.all + ClientFaults.http2
        #expect(Set(clients.map(\.name)).count == clients.count)
        for scenario in Scenarios.all { #expect(Scenarios.named(scenario.name) == scenario) }
        for fault in clients { #expect(ClientFaults.named(fault.name) == fault) }
    }

    /// Upstream scenarios show faults of the upstream, bad requests those of the client.
    ///
    /// Whom a peer's limit refuses is the client, too.
    @Test
    func sidesAreRight() {
        for scenario in Scenarios.all where scenario.provokes != .requestOverPeerLimit {
            #expect(scenario.provokes?.defaultSide != Fault.Side.client, "\(scenario.name)")
        }
        for fault in ClientFaults.all + ClientFaults.http2 {
            #expect(fault.provokes.defaultSide == Fault.Side.client, "\(fault.name)")
        }
    }

    /// A client that does not hear of a fault must be told something else.
    @Test
    func aFaultShowsInTheStatusUnlessSomethingHidesIt() {
        for scenario in Scenarios.all where !scenario.cutsOff {
            guard let detail = scenario.provokes, scenario.expectedStatus != detail.status else { continue }
            #expect(scenario.expectedStatus == 200, "\(scenario)")
            #expect(scenario.ask.warmUps > 0 || detail == .responseUnsolicited, "\(scenario)")
        }
    }

    @Test
    func timeFaultsSayWhichTimerTheyNeed() {
        for scenario in Scenarios.all where scenario.expectedStatus == 504 { #expect(scenario.ask.needs != nil) }
        for fault in ClientFaults.all where fault.expectedStatus == 408 { #expect(fault.needs != nil) }
    }
}
