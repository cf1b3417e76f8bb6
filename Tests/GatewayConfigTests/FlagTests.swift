import Testing

@testable import GatewayConfig

@Suite struct FlagTests {
    private static let file = "workers: 2\nlisten: \":80\"\nroutes: [{ to: \"http://127.0.0.1:1\" }]\n"

    @Test func oneFlagIsEnough() throws {
        let result = ConfigurationLoader.load(flags: CommandLineValues(to: ["http://127.0.0.1:3000"]))
        #expect(result.problems == [])
        let configuration = try #require(result.configuration)
        #expect(configuration.listeners.map(\.address) == [.tcp(host: "127.0.0.1", port: 8080)])
        #expect(configuration.admin?.address == .tcp(host: "127.0.0.1", port: 8081))
        #expect(configuration.routes.count == 1)
        #expect(configuration.routes.first?.endpoints.first?.origin == .flag("--to"))
        #expect(configuration.routes.first?.match == RouteMatch())
    }

    @Test func upstreamsMayBeShortOnTheCommandLine() throws {
        let flags = CommandLineValues(to: ["3000", "127.0.0.1:3001", "unix:/run/x.sock", "unix+h2c:/y"])
        let endpoints = ConfigurationLoader.load(flags: flags).configuration?.routes.first?.endpoints
        #expect(
            endpoints?.map(\.description) == [
                "http://localhost:3000", "http://127.0.0.1:3001", "unix:/run/x.sock", "unix+h2c:/y",
            ]
        )
    }

    @Test func flagsWinOverTheFile() throws {
        let flags = CommandLineValues(
            listen: ["127.0.0.1:1", "127.0.0.1:2"],
            workers: "1",
            admin: "off",
            accessLog: "off"
        )
        let configuration = try #require(Golden.load(Self.file, overlay: flags).configuration)
        #expect(configuration.workers == 1)
        #expect(configuration.listeners.map(\.origin) == [.flag("--listen"), .flag("--listen")])
        #expect(configuration.admin == nil)
        #expect(configuration.accessLog.format == .off)
        #expect(configuration.routes.count == 1)
        #expect(configuration.origin(of: "workers") == .flag("--workers"))
    }

    @Test func twoSetsOfRoutesAreAProblem() {
        let result = Golden.load(Self.file, overlay: CommandLineValues(to: ["3000"]))
        #expect(result.errors.map(\.key) == ["--to"])
        #expect(result.errors.first?.location?.line == 3)
    }

    @Test func problemsNameTheFlag() {
        let flags = CommandLineValues(to: ["ftp://a"], listen: ["80"], workers: "x", admin: ":1", accessLog: "xml")
        let result = ConfigurationLoader.load(flags: flags)
        #expect(result.configuration == nil)
        let report = ProblemReport(result.problems).text
        for flag in ["--to", "--listen", "--workers", "--admin", "--access-log"] {
            #expect(report.contains("\(flag): error: "), "\(report)")
        }
    }

    @Test func noRoutesAtAllIsAProblem() {
        #expect(ConfigurationLoader.load(flags: CommandLineValues()).errors.map(\.message) == ["there are no routes"])
    }
}
