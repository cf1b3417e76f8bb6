import GatewayFaults
import GatewayWire
import Testing

@testable import GatewayLab

/// The gateway's parsers see in each scenario exactly the fault it is listed for, with default limits.
struct WireAgreementTests {
    /// Faults that bytes alone do not show.
    private static let shownOtherwise: Set<String> = [
        "reset-before-head", "reset-inside-head", "silent", "slow-head", "slow-body", "endless", "reset-in-body",
        "race", "close-on-reuse", "unsolicited-idle", "broken-upload", "slow-reader", "upgrade-mismatched",
    ]

    private static let inBytes = Scenarios.all.filter { scenario in
        let isSpoken = scenario.listensAs == .path || scenario.name == "other-protocol"
        return isSpoken && !WireAgreementTests.shownOtherwise.contains(scenario.name)
    }

    @Test(arguments: WireAgreementTests.inBytes)
    func upstreamBytesShowTheFault(_ scenario: Scenario) throws {
        let sent = try #require(WireAgreementTests.sent(by: scenario))
        let limits = BodyLimits(body: scenario.ask.needs == .responseContent ? 1024 : nil)
        #expect(GatewayEye.fault(inResponse: sent.bytes, closed: sent.closes, limits: limits) == scenario.provokes)
    }

    /// What the script sends, up to a bound; that it arrives so is for `ScenarioWireTests`.
    private static func sent(by scenario: Scenario) -> (bytes: [UInt8], closes: Bool)? {
        guard case .scripted(let script) = Scenarios.recipesByName[scenario.name]?.setting else { return nil }
        var bytes: [UInt8] = []
        for step in script.steps {
            switch step {
            case .send(let more): bytes += more
            case .sendRepeated(let unit, let times):
                for _ in 0..<min(times, 2 * 1024 * 1024 / unit.count) { bytes += unit }
            case .drip(let unit, _): bytes += unit
            case .pause, .leave: break
            case .end(.fin), .end(.halfClose): return (bytes, true)
            case .end(.reset), .end(.stopReading): return (bytes, false)
            }
        }
        return (bytes, false)
    }

    /// What the head parser leaves to the plane: policy and time.
    private static let policy: Set<String> = [
        "connect", "unknown-expectation", "slow-head", "dripping-head", "slow-body",
    ]

    @Test(arguments: ClientFaults.all.filter { !WireAgreementTests.policy.contains($0.name) })
    func requestBytesShowTheFault(_ fault: ClientFault) {
        let limits = BodyLimits(body: fault.needs == .requestBody ? 1024 : nil)
        #expect(GatewayEye.fault(inRequest: fault.request.pieces.flatMap(\.bytes), limits: limits) == fault.provokes)
    }

    @Test(arguments: ClientFaults.all.filter { WireAgreementTests.policy.contains($0.name) })
    func policyAndTimeAreNotInTheBytes(_ fault: ClientFault) {
        let seen = GatewayEye.fault(inRequest: fault.request.pieces.flatMap(\.bytes))
        #expect(seen == nil || seen == fault.provokes)
    }
}
