import GatewayLab
import Glibc
import Testing

/// The scenarios in which no connection comes about.
@Suite(.timeLimit(.minutes(1)))
struct ConnectingTests {
    private func connect(_ name: String) async throws -> DrillExchange.Ending {
        try await withLab { lab in
            let address = try #require(lab.address(of: name))
            var request = DrillRequest("GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n")
            request.timeLimit = .milliseconds(400)
            return await DrillClient.send(request, to: address).ending
        }
    }

    @Test
    func refuses() async throws {
        #expect(try await self.connect("refused") == .notConnected(ECONNREFUSED))
    }

    @Test
    func neverCompletesTheHandshakeWhenTheQueueIsFull() async throws {
        #expect(try await self.connect("connect-timeout") == .notConnected(ETIMEDOUT))
    }

    @Test
    func hasNoWayToTheBroadcastAddress() async throws {
        #expect(try await self.connect("unroutable") == .notConnected(ENETUNREACH))
    }

    @Test
    func unixSocketWithFullQueueSaysAgain() async throws {
        #expect(try await self.connect("backlog-full") == .notConnected(EAGAIN))
    }

    @Test
    func unixPathIsMissing() async throws {
        #expect(try await self.connect("socket-missing") == .notConnected(ENOENT))
    }

    /// The port must not be given to anybody else while the lab says that it refuses.
    @Test
    func refusedPortIsTaken() async throws {
        try await withLab { lab in
            let port = try #require(lab.port(of: "refused"))
            await #expect(throws: (any Error).self) { try await Lab.start(port: port) }
        }
    }

    @Test
    func everyScenarioHasAnAddress() async throws {
        try await withLab { lab in
            for scenario in Scenarios.all {
                let address = try #require(lab.address(of: scenario.name))
                switch (scenario.listensAs, address) {
                case (.unixSocket, .unix), (.path, .tcp), (.ownPort, .tcp), (.address, .tcp), (.name, .tcp),
                    (.tls, .tcp), (.http2, .tcp):
                    break
                case (.unixSocket, .tcp), (.path, .unix), (.ownPort, .unix), (.address, .unix), (.name, .unix),
                    (.tls, .unix), (.http2, .unix):
                    Issue.record("\(scenario) is at \(address)")
                }
            }
        }
    }
}
