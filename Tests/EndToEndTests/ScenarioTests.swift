import Foundation
import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Every way in which a peer misbehaves is the one fault it is, on every channel that tells it.
    @Suite(.serialized) struct ScenarioTests {
        /// What needs a limit the configuration does not have.
        private static let isProvable: @Sendable (Scenario) -> Bool = { $0.ask.needs != .responseContent }

        @Test(.timeLimit(.minutes(1)), arguments: Scenarios.all.filter { $0.provokes != nil }.filter(isProvable))
        func isExactlyItsFault(_ scenario: Scenario) async throws {
            try await withLab { lab in
                let address = try #require(lab.address(of: scenario.name))
                var configuration = Self.configuration(for: scenario, at: address, authority: lab.authorityFile)
                configuration.resolver.servers = lab.nameServer.map { [$0.address] } ?? []
                if scenario.ask.needs == .resolve { configuration.resolver.timeout = Milliseconds(300) }
                try await withGateway(configuration) { running in
                    let request = DrillRequest.meeting(scenario)
                    let exchange = await DrillClient.send(request, to: .tcp(host: "127.0.0.1", port: running.port))
                    let response = try #require(exchange.responses.last { !$0.isInterim }, "\(exchange)")
                    #expect(response.status == scenario.expectedStatus)
                    let fault = try await Self.soleFault(running, scenario)
                    if scenario.cutsOff {
                        #expect(!response.isComplete)
                        #expect(exchange.ending == .closed || exchange.ending == .reset)
                    } else if response.status >= 400 {
                        try await Self.check(response, tells: fault, running)
                    } else {
                        #expect(response.isComplete)
                        #expect(response.text == "ok\n")
                    }
                    try Self.check(try await running.stopAndReadLog(), tells: fault, scenario)
                }
            }
        }

        private static func configuration(
            for scenario: Scenario,
            at address: LabAddress,
            authority: String?
        ) -> Configuration {
            var timeouts = Timeouts.generous
            let short = Setting(Milliseconds(300))
            switch scenario.ask.needs {
            case .connect: timeouts.connect = short
            case .handshake: timeouts.handshake = short
            case .write: timeouts.write = short
            case .responseHead: timeouts.responseHead = short
            case .responseBody: timeouts.responseBody = short
            case .total: timeouts.total = short
            case .upstreamWatch:
                timeouts.upstreamWatch = short
                timeouts.connect = short
            case .clientHead, .clientBody, .resolve, .requestBody, .responseContent, .hedge, .cache, .check, nil: break
            }
            var endpoint = Endpoint.at(address)
            endpoint.hasPriorKnowledge = scenario.listensAs == .http2
            if scenario.listensAs == .tls {
                var tls = UpstreamTLS()
                tls.authorities = authority
                endpoint.tls = tls
            }
            return EndToEndTests.configuration(
                to: [endpoint],
                timeouts: timeouts,
                retryAttempts: scenario.expectedStatus == 200 ? 2 : 0
            )
        }

        /// The one fault that was counted, which is the one the scenario provokes.
        private static func soleFault(_ running: RunningGateway, _ scenario: Scenario) async throws -> Fault {
            // What comes after the answer, such as bytes on the idle connection, takes its time.
            let faults = try await running.report { !$0.faults.isEmpty }.faults
            #expect(faults.count == 1, "\(faults)")
            let counted = try #require(faults.first)
            #expect(counted.count == 1)
            #expect(([scenario.provokes] + scenario.mayAlsoBe).contains(counted.key.detail), "\(counted.key)")
            // What a peer's limit forbids is the request's own size.
            #expect(counted.key.side == (scenario.provokes == .requestOverPeerLimit ? .client : .upstream))
            return Fault(counted.key.detail, side: counted.key.side, phase: counted.key.phase)
        }

        private static func check(_ response: DrillResponse, tells fault: Fault, _ running: RunningGateway) async throws
        {
            #expect(response.isComplete)
            #expect(response.status == fault.detail.status)
            let told = try ProxyStatus(parsing: response.fields("Proxy-Status").joined(separator: ", "))
            #expect(told.members.map(\.error) == [.known(fault.kind)])
            #expect(response.fields("Cache-Control") == ["no-store"])
            let id = try #require(response.fields("X-Incident-ID").first)
            let incident = try #require(await running.gateway.incident(id: id))
            #expect(incident.fault?.detail == fault.detail.token)
            #expect(incident.fault?.phase == fault.phase.token)
            #expect(incident.status == response.status)
            #expect(!incident.attempts.isEmpty)
            #expect(response.text.contains(id))
        }

        private static func check(_ log: [String], tells fault: Fault, _ scenario: Scenario) throws {
            let line = try #require(log.last)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["method"] as? String == scenario.ask.method)
            // A fault that a retry mended, or that came after a complete answer, is no fault of this line's answer.
            guard scenario.cutsOff || scenario.expectedStatus >= 400 else { return }
            #expect(object["fault"] as? String == fault.detail.token)
            #expect(object["type"] as? String == fault.kind.token)
            #expect(object["phase"] as? String == fault.phase.token)
            #expect(object["status"] as? Int == scenario.expectedStatus)
        }

        /// What several requests are needed for is played by `goodgate drill` (`TrialTests`).
        @Test(.timeLimit(.minutes(1)), arguments: Scenarios.all.filter { $0.provokes == nil && $0.trial == nil })
        func harmlessPeersAreServedWithoutFault(_ scenario: Scenario) async throws {
            try await withLab { lab in
                let address = try #require(lab.address(of: scenario.name))
                var configuration = Self.configuration(for: scenario, at: address, authority: lab.authorityFile)
                if scenario.ask.needs == .hedge {
                    var healthy = Endpoint.at(lab.address)
                    healthy.pathPrefix = "/ok"
                    configuration.routes[0].endpoints.append(healthy)
                    configuration.routes[0].balance.method = .first
                    configuration.routes[0].hedge = HedgePolicy(after: .time(Milliseconds(30)))
                }
                try await withGateway(configuration) { running in
                    let request = DrillRequest.meeting(scenario)
                    let exchange = await DrillClient.send(request, to: .tcp(host: "127.0.0.1", port: running.port))
                    let response = try #require(exchange.responses.last { !$0.isInterim }, "\(exchange)")
                    #expect(response.status == scenario.expectedStatus)
                    #expect(response.isComplete)
                    #expect(response.fields("X-Incident-ID").isEmpty)
                    let report = await running.gateway.report()
                    #expect(report.faults.isEmpty)
                    #expect(report.hedges[Int(HedgeEnding.won.rawValue)] == (scenario.ask.needs == .hedge ? 1 : 0))
                }
            }
        }
    }

    /// Every malformed request gets its answer and nothing of it goes on.
    @Suite(.serialized) struct ClientFaultTests {
        @Test(.timeLimit(.minutes(1)), arguments: ClientFaults.all)
        func isRefusedByItsRule(_ bad: ClientFault) async throws {
            try await withLab { lab in
                var configuration = configuration(to: [.at(lab.address)])
                configuration.timeouts = .short(300)
                configuration.routes[0].timeouts = .short(300)
                if bad.needs == .requestBody { configuration.limits.requestBody = 1 << 20 }
                try await withGateway(configuration) { running in
                    let exchange = await DrillClient.send(bad.request, to: .tcp(host: "127.0.0.1", port: running.port))
                    let response = try #require(exchange.response, "\(exchange)")
                    #expect(response.status == bad.expectedStatus)
                    #expect(response.isComplete)
                    #expect(exchange.responses.count == 1)
                    #expect(exchange.ending == .closed)
                    #expect(response.fields("Connection") == ["close"])
                    let told = try ProxyStatus(parsing: response.fields("Proxy-Status").joined(separator: ", "))
                    #expect(told.members.map(\.error) == [.known(.httpRequestError)])
                    let id = try #require(response.fields("X-Incident-ID").first)
                    let incident = try #require(await running.gateway.incident(id: id))
                    #expect(incident.fault?.detail == bad.provokes.token)
                    let faults = await running.gateway.report().faults
                    #expect(faults.map(\.key.detail) == [bad.provokes])
                    #expect(faults.map(\.key.side) == [.client])
                    if !bad.mayReachUpstream { #expect(lab.counts().isEmpty) }
                    let log = try await running.stopAndReadLog()
                    #expect(log.count == 1)
                    #expect(log.first?.contains("\"fault\":\"\(bad.provokes.token)\"") == true)
                }
            }
        }
    }
}
