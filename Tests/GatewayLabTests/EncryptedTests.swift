import Foundation
import GatewayLab
import Testing

/// The peers that speak TLS, as curl meets them.
@Suite(.timeLimit(.minutes(1)))
struct EncryptedTests {
    private static let certificates = Scenarios.all.map(\.name).filter { $0.hasPrefix("certificate-") }

    /// Runs curl; its exit status says what it did not like.
    private func curl(_ words: [String]) async throws -> (status: Int32, text: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl", "-s", "--max-time", "20"] + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { done in
            process.terminationHandler = { process in
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                done.resume(returning: (process.terminationStatus, text))
            }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
    }

    /// 60 is curl's word for a peer that could not be authenticated.
    @Test(arguments: certificates)
    func whoVerifiesTurnsAwayAndWhoDoesNotIsAnswered(_ name: String) async throws {
        try await withLab { lab in
            let port = try #require(lab.port(of: name))
            let authority = try #require(lab.authorityFile)
            let verified = try await self.curl(["--cacert", authority, "https://127.0.0.1:\(port)/"])
            #expect(verified.status == 60)
            let unverified = try await self.curl(["-k", "https://127.0.0.1:\(port)/"])
            #expect(unverified.status == 0)
            #expect(unverified.text == "ok\n")
        }
    }

    @Test func filesAndThreadsGoWithTheLab() async throws {
        let authority = try await withLab { lab in
            let authority = try #require(lab.authorityFile)
            #expect(FileManager.default.fileExists(atPath: authority))
            return authority
        }
        #expect(!FileManager.default.fileExists(atPath: authority))
    }
}
