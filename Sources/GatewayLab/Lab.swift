/// A running lab.
public final class Lab: Sendable {
    public let host: String
    public let httpPort: Int

    init(host: String, httpPort: Int) {
        self.host = host
        self.httpPort = httpPort
    }

    /// Starts.
    public static func start(
        host: String = "127.0.0.1",
        port: Int = 0,
        options: LabOptions = LabOptions()
    ) async throws -> Lab {
        Lab(host: host, httpPort: port)
    }

    /// The scenario's own TCP port.
    public func port(of scenario: String) -> Int? { nil }
    /// Where a gateway must connect to meet the scenario.
    public func address(of scenario: String) -> LabAddress? { nil }
    /// Requests seen, by scenario or healthy path.
    public func counts() -> [String: Int] { [:] }
    /// The last request heads seen, oldest first.
    public func requests(of scenario: String) -> [String] { [] }
    /// Forgets counts and requests.
    public func resetCounts() {}
    /// Closes everything.
    public func stop() async {}
}
