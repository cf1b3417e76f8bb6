import GatewayFaults
import NIOCore
import NIOPosix

/// A running lab: an origin that behaves, and a peer for every scenario that does not.
///
/// The main port serves the healthy pages and every scenario under `/<name>`; each scenario also has an address of
/// its own where it happens whatever is asked, for a gateway's endpoint to point at. `stop` must be called: it is
/// what gives the threads and descriptors back.
public final class Lab: Sendable {
    /// The address the lab listens on.
    public let host: String
    /// The main port.
    public let httpPort: Int

    private let floor: PeerFloor
    private let premises: LabPremises

    private init(premises: LabPremises, floor: PeerFloor, httpPort: Int) {
        self.premises = premises
        self.floor = floor
        self.host = premises.host
        self.httpPort = httpPort
    }

    /// Opens every port; throws `LabError` for a wrong option and the system's error for a port that is taken.
    public static func start(
        host: String = "127.0.0.1",
        port: Int = 0,
        options: LabOptions = LabOptions()
    ) async throws -> Lab {
        let everyRequest = try Lab.everyRequest(of: options)
        let address = try Lab.address(of: host, options: options)
        let floor = PeerFloor(options: options, everyRequest: everyRequest)
        let opening = LabOpening(host: address, floor: floor)
        do {
            let httpPort = try await opening.openMainPort(port)
            if options.opensOwnPorts { try await opening.openScenarios(Scenarios.recipes) }
            return Lab(premises: await opening.finish(), floor: floor, httpPort: httpPort)
        } catch {
            await opening.finish().close()
            throw error
        }
    }

    /// The scenario's own TCP port; `nil` for a scenario without one.
    public func port(of scenario: String) -> Int? {
        switch self.premises.addresses[scenario] {
        case .tcp(_, let port): port
        case .unix, nil: nil
        }
    }

    /// Where a gateway's endpoint must point so that every request meets the scenario.
    public func address(of scenario: String) -> LabAddress? { self.premises.addresses[scenario] }

    /// Where the server is that is well and serves beside the scenario's peer; nil for a scenario without one.
    public func neighbour(of scenario: String) -> LabAddress? { self.premises.neighbours[scenario] }

    /// Whether the scenario's peer is in a bad spell now, or begins one.
    public func isInSpell(_ scenario: String) -> Bool { self.premises.spells[scenario]?.isOn ?? false }

    /// How many bad spells the scenario's peer has had; one that lasts counts once its connections are gone, too.
    public func spells(of scenario: String) -> Int { self.premises.spells[scenario]?.settled ?? 0 }

    /// The name server that a gateway must ask to meet scenarios of names; nil for a lab without them.
    public var nameServer: LabNameServer? { self.premises.nameServer }

    /// The authority that a gateway must trust to meet the scenarios of TLS: a file; nil for a lab without them.
    public var authorityFile: String? { self.premises.authority }

    /// The main port's address.
    public var address: LabAddress { .tcp(host: self.host, port: self.httpPort) }

    /// Requests seen since the start or the last reset, by scenario or by first word of a healthy path
    /// (`ok` for `/`, `unknown` for a path that is none).
    public func counts() -> [String: Int] { self.floor.journal.counts() }

    /// The last request heads seen by a scenario or healthy page, oldest first, as they came.
    public func requests(of scenario: String) -> [String] { self.floor.journal.heads(of: scenario) }

    /// Forgets counts and requests.
    public func resetCounts() { self.floor.journal.reset() }

    /// Closes every connection and port; returns when all descriptors are given back.
    public func stop() async { await self.premises.close() }

    private static func everyRequest(of options: LabOptions) throws -> Recipe? {
        guard let name = options.everyRequest else { return nil }
        guard let recipe = Scenarios.recipesByName[name] else { throw LabError.unknownScenario(name) }
        guard case .scripted = recipe.setting else { throw LabError.notScripted(name) }
        return recipe
    }

    private static func address(of host: String, options: LabOptions) throws -> String {
        let resolved = try SocketAddress.makeAddressResolvingHost(host, port: 0).ipAddress ?? host
        let isLoopback = resolved.hasPrefix("127.") || resolved == "::1"
        guard isLoopback || options.allowsAnyAddress else { throw LabError.notLoopback(host) }
        return resolved
    }
}
