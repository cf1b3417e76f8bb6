import Foundation
import GatewayConfig
import GatewayCore
import GatewayLab
import Synchronization

@testable import GatewayPlane

/// A resolver and everything it said.
final class Heard: Sendable {
    struct TimedOut: Error { var said: [String] }

    private let answers = Mutex<[NameAnswer]>([])

    /// Runs `body` with a resolver that asks `server`, and reads no file of this machine.
    static func asking(
        _ server: String,
        resolvConf: String = "/nonexistent/resolv.conf",
        hosts: String = "/nonexistent/hosts",
        _ body: (NameResolver, Heard) async throws -> Void
    ) async throws {
        let heard = Heard()
        let files = NameResolver.Files(resolvConf: resolvConf, hosts: hosts)
        let resolver = try NameResolver(files: files) { answer in heard.answers.withLock { $0.append(answer) } }
        defer { resolver.stop() }
        try await body(resolver, heard)
    }

    var all: [NameAnswer] { self.answers.withLock { $0 } }

    /// The first answer that is as wanted; waits for it.
    func answer(where isWanted: (NameAnswer) -> Bool = { $0.isFinal }) async throws -> NameAnswer {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let found = self.all.first(where: isWanted) { return found }
            // Between two looks at a condition that has a deadline; the length decides nothing.
            try await Task.sleep(for: .milliseconds(2))
        }
        throw TimedOut(said: self.all.map { "\($0)" })
    }
}

extension ResolverSettings {
    static func asking(_ servers: [String], milliseconds: UInt32 = 2000) -> ResolverSettings {
        ResolverSettings(servers: servers, timeout: Milliseconds(milliseconds))
    }
}

/// Runs `body` with a name server, which is stopped afterwards in every case.
func withNameServer(_ body: (LabNameServer) async throws -> Void) async throws {
    let server = try await LabNameServer.start()
    do { try await body(server) } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
