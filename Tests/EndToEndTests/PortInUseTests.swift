import GatewayConfig
import GatewayPlane
import Testing

/// Two gateways never share a port in silence, although their workers share it with `SO_REUSEPORT`.
@Suite struct PortInUseTests {
    private static func configuration(port: Int) -> Configuration {
        var configuration = Configuration(listeners: [Listener(address: .tcp(host: "127.0.0.1", port: port))])
        configuration.accessLog = AccessLog(format: .off)
        return configuration
    }

    @Test(.timeLimit(.minutes(1)))
    func refusesAPortThatAnotherGatewayHas() throws {
        let first = try Gateway(Self.configuration(port: 0))
        defer {
            first.stop()
            first.waitUntilStopped()
        }
        let port = try #require(first.addresses.first?.split(separator: ":").last.flatMap { Int($0) })
        let refusal = #expect(throws: Gateway.StartError.self) { try Gateway(Self.configuration(port: port)) }
        #expect(refusal?.problems.first?.contains("another program listens there") == true)
    }
}
