import GatewayLab
import Testing

@Suite(.timeLimit(.minutes(1))) struct NameServerTests {
    @Test func mayBeStoppedTwice() async throws {
        let server = try await LabNameServer.start()
        await server.stop()
        await server.stop()
    }

    /// Without it nobody could meet the scenarios of names.
    @Test func aLabTellsWhereItsNameServerIs() async throws {
        let lab = try await Lab.start()
        let address = lab.nameServer?.address
        let text = LabListing(of: lab).text
        await lab.stop()
        #expect(text.contains(try #require(address)))
        #expect(lab.address(of: "name-unknown") == .tcp(host: "name-unknown.lab.test", port: lab.httpPort))
    }
}
