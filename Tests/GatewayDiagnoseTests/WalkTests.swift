import Foundation
import GatewayFaults
import GatewayLab
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// The whole walk against real sockets.
@Suite(.timeLimit(.minutes(2))) struct WalkTests {
    static func walk(_ url: String, _ change: (inout WalkOptions) -> Void = { _ in }) async throws -> Observations {
        var options = WalkOptions()
        change(&options)
        let target = try Target(url)
        let made = options
        return try await Self.onThread { () throws(SystemError) in try Walk(target, made).run() }
    }

    /// A walk blocks its thread, which must not be one of the tests'.
    static func onThread<T: Sendable>(
        _ body: @escaping @Sendable () throws(SystemError) -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
            do {
                _ = try WorkerThread(name: "walk") { continuation.resume(with: Result { try body() }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private static func withLab(ownPorts: Bool = false, _ body: (Lab) async throws -> Void) async throws {
        var options = LabOptions()
        options.opensOwnPorts = ownPorts
        let lab = try await Lab.start(options: options)
        do {
            try await body(lab)
            await lab.stop()
        } catch {
            await lab.stop()
            throw error
        }
    }

    @Test func aHealthySiteIsHealthyAfterOneRequest() async throws {
        try await Self.withLab { lab in
            let seen = try await Self.walk("http://127.0.0.1:\(lab.httpPort)/")
            let verdict = Verdict(seen)
            #expect(verdict.outcome == .healthy)
            #expect(verdict.party == .nobody)
            #expect(seen.requests == 1)
        }
    }

    @Test(arguments: [
        ("garbage", SiteCause.notHTTP), ("truncated-length", .contentCutShort), ("http09", .notHTTP),
    ])
    func scenariosOfTheLabAreRecognised(_ scenario: String, _ cause: SiteCause) async throws {
        try await Self.withLab { lab in
            let seen = try await Self.walk("http://127.0.0.1:\(lab.httpPort)/\(scenario)")
            let verdict = Verdict(seen)
            #expect(verdict.causes.first?.cause == cause)
            #expect(verdict.stage == .exchange)
        }
    }

    @Test func aPortWithoutListenerIsRefused() async throws {
        // A port that the lab holds, so that no other test can get it.
        try await Self.withLab(ownPorts: true) { lab in
            let port = try #require(lab.port(of: "refused"))
            let seen = try await Self.walk("http://127.0.0.1:\(port)/")
            #expect(seen.pages.first?.fault?.detail == .connectRefused)
            #expect(Verdict(seen).causes.first?.cause == .serverDown)
        }
    }

    @Test func tlsToAPlainPortIsSeen() async throws {
        try await Self.withLab { lab in
            let seen = try await Self.walk("https://127.0.0.1:\(lab.httpPort)/") { $0.isPassive = true }
            #expect(Verdict(seen).stage == .handshake)
        }
    }

    @Test func tellsEveryStepInOrder() async throws {
        try await Self.withLab { lab in
            final class Heard: @unchecked Sendable { var names: [String] = [] }
            let heard = Heard()
            let target = try Target("http://127.0.0.1:\(lab.httpPort)/")
            _ = try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Observations, any Error>) in
                do {
                    _ = try WorkerThread(name: "walk") {
                        continuation.resume(
                            with: Result {
                                try Walk(target, WalkOptions()) { event in
                                    heard.names.append("\(event)".prefix { $0.isLetter }.description)
                                }.run()
                            }
                        )
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            #expect(heard.names == ["here", "resolved", "visited"])
        }
    }
}
