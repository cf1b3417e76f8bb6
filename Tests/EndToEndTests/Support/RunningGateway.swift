import Foundation
import GatewayConfig
import GatewayLab
import GatewayPlane

/// A gateway in this process, with its port and the file of its access log.
struct RunningGateway: Sendable {
    let gateway: Gateway
    let port: Int
    let logPath: String

    func client() throws -> Peer { try Peer(port: self.port) }

    /// How long a condition is waited for that comes true at once on an idle machine.
    private static let patience = Duration.seconds(20)
    /// Between two looks at a condition; a loop without it takes a processor from what it waits for.
    private static let pause = Duration.milliseconds(1)

    /// The gateway's counts as soon as they are as expected, or after a while as they then are.
    func report(when isExpected: (PlaneReport) -> Bool) async throws -> PlaneReport {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let report = await self.gateway.report()
            if isExpected(report) || ContinuousClock.now > deadline { return report }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Waits for something that happens outside the gateway because of it.
    func wait(until isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while !isSo(), ContinuousClock.now < deadline { try await Task.sleep(for: Self.pause) }
    }

    /// Ends the gateway and returns the lines of its access log.
    func stopAndReadLog() async throws -> [String] {
        self.gateway.stop()
        try await onThread { self.gateway.waitUntilStopped() }
        let text = (try? String(contentsOfFile: self.logPath, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }
}

/// Runs `body` against a gateway with these routes on a port of its own; it is stopped afterwards in every case.
func withGateway<Result>(
    _ configuration: Configuration,
    _ body: (RunningGateway) async throws -> Result
) async throws -> Result {
    var configuration = configuration
    let log = NSTemporaryDirectory() + "goodgate-test-\(UUID().uuidString).log"
    if configuration.listeners.isEmpty {
        configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0))]
    }
    if configuration.accessLog.destination == .standardOutput { configuration.accessLog.destination = .file(log) }
    let gateway = try Gateway(configuration)
    let port = gateway.addresses.first.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0
    let running = RunningGateway(gateway: gateway, port: port, logPath: log)
    do {
        let result = try await body(running)
        _ = try await running.stopAndReadLog()
        try? FileManager.default.removeItem(atPath: log)
        return result
    } catch {
        _ = try await running.stopAndReadLog()
        try? FileManager.default.removeItem(atPath: log)
        throw error
    }
}

/// A configuration with one route to these endpoints and timers that a test can wait for.
///
/// The endpoints take turns, so that a test knows whose it is; what the other methods choose is tested elsewhere.
func configuration(
    to endpoints: [Endpoint],
    timeouts: Timeouts = .generous,
    retryAttempts: Int = 2,
    wait: Milliseconds = .off
) -> Configuration {
    Configuration(
        timeouts: timeouts,
        routes: [
            Route(
                name: "all",
                endpoints: endpoints,
                timeouts: timeouts,
                balance: BalancePolicy(method: .roundRobin),
                retry: RetryPolicy(attempts: retryAttempts),
                wait: WaitPolicy(longest: wait)
            )
        ]
    )
}

extension Endpoint {
    static func local(_ port: Int, weight: Int = 1, pathPrefix: String? = nil) -> Endpoint {
        Endpoint(address: .tcp(host: "127.0.0.1", port: port), weight: weight, pathPrefix: pathPrefix)
    }

    static func at(_ address: LabAddress) -> Endpoint {
        switch address {
        case .tcp(let host, let port): Endpoint(address: .tcp(host: host, port: port))
        case .unix(let path): Endpoint(address: .unix(path: path))
        }
    }
}

extension Timeouts {
    /// Longer than any step of a test takes: a test that runs into one of them fails.
    static var generous: Timeouts {
        var timeouts = Timeouts()
        timeouts.connect = Setting(.seconds(10))
        return timeouts
    }

    /// Short enough to be waited for, long enough for a busy machine.
    static func short(_ milliseconds: UInt32 = 400) -> Timeouts {
        let short = Setting(Milliseconds(milliseconds))
        return Timeouts(
            clientHead: short,
            clientBody: short,
            clientIdle: Setting(.seconds(10)),
            connect: short,
            write: short,
            responseHead: short,
            responseBody: short
        )
    }
}

/// A lab whose pauses are long for the gateway's short timers and short for people.
func withLab<Result>(_ body: (Lab) async throws -> Result) async throws -> Result {
    var options = LabOptions()
    options.slowPause = .seconds(8)
    options.idleClose = .milliseconds(80)
    options.gap = .milliseconds(25)
    let lab = try await Lab.start(options: options)
    do {
        let result = try await body(lab)
        await lab.stop()
        return result
    } catch {
        await lab.stop()
        throw error
    }
}
