import GatewayLab
import Testing

/// Every scenario that speaks does exactly what it is listed for, on its own port and by its path.
@Suite(.timeLimit(.minutes(1)))
struct ScenarioWireTests {
    private static let spoken = Scenarios.all.filter { scenario in
        scenario.listensAs == .path || scenario.name == "other-protocol"
    }

    @Test(arguments: ScenarioWireTests.spoken)
    func misbehavesOnItsOwnPort(_ scenario: Scenario) async throws {
        try await withLab(self.options(for: scenario)) { lab in
            let address = try #require(lab.address(of: scenario.name))
            let exchange = await self.meet(scenario, path: "/any", at: address)
            try self.check(exchange, scenario)
            #expect(lab.counts() == [scenario.name: scenario.ask.warmUps + 1])
        }
    }

    @Test(arguments: ScenarioWireTests.spoken.filter { $0.listensAs == .path })
    func misbehavesByPath(_ scenario: Scenario) async throws {
        var options = self.options(for: scenario)
        options.opensOwnPorts = false
        try await withLab(options) { lab in
            let exchange = await self.meet(scenario, path: nil, at: lab.address)
            try self.check(exchange, scenario)
            #expect(lab.counts() == [scenario.name: scenario.ask.warmUps + 1])
        }
    }

    @Test
    func everyScenarioIsExpected() {
        #expect(Set(WireExpectation.all.keys) == Set(ScenarioWireTests.spoken.map(\.name)))
    }

    /// Idle pauses long enough for the next request, and for the reader that stops a stop that outlasts the test.
    private func options(for scenario: Scenario) -> LabOptions {
        var options = quickOptions()
        options.idleClose = .seconds(5)
        if scenario.name == "slow-reader" { options.slowPause = .seconds(30) }
        return options
    }

    /// Sends the scenario's requests until it must have happened.
    private func meet(_ scenario: Scenario, path: String?, at address: LabAddress) async -> DrillExchange {
        let expected = WireExpectation.all[scenario.name]
        var request = DrillRequest.meeting(scenario, path: path)
        if expected?.ending != .goalReached { request.goal = .end }
        if expected?.ending == .timeLimit { request.timeLimit = .milliseconds(400) }
        if let enough = expected?.enough { request.goal = .bytes(enough) }
        request.byteLimit = 4 * 1024 * 1024
        return await DrillClient.send(request, to: address)
    }

    private func check(_ exchange: DrillExchange, _ scenario: Scenario) throws {
        let expected = try #require(WireExpectation.all[scenario.name])
        #expect(exchange.ending == expected.ending)
        // The warm-ups of these are answered properly before the last answer begins.
        let warm = exchange.responses.prefix(scenario.ask.warmUps).reduce(0) { sum, response in
            sum + response.head.utf8.count + response.content.count
        }
        let bytes = exchange.bytes.dropFirst(warm)
        #expect(bytes.starts(with: expected.begins.utf8))
        #expect(bytes.suffix(expected.ends.utf8.count).elementsEqual(expected.ends.utf8))
        let text = String(decoding: bytes.prefix(1024 * 1024), as: UTF8.self)
        #expect(expected.contains.isEmpty || text.unicodeScalars.contains(expected.contains.unicodeScalars))
        if let count = expected.count { #expect(bytes.count == count) }
    }
}
