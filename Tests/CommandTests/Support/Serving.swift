import Foundation
import GatewayLab

/// A `goodgate serve` that has said where it listens.
struct Serving: Sendable {
    let program: Program
    let front: LabAddress
    let admin: LabAddress?

    private struct Started: Decodable {
        let listening: [String]
        let admin: String?
    }

    /// - Parameter launcher: arguments in front of those of the program, where `path` is another one that starts it
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        path: String = Program.path,
        launcher: [String] = []
    ) async throws {
        let arguments = launcher + ["serve", "--json"] + arguments
        self.program = try Program(arguments, environment: environment, path: path)
        let line = try await self.program.said("\"event\":\"started\"")
        let started = try JSONDecoder().decode(Started.self, from: Data(line.utf8))
        self.front = Self.address(started.listening.first ?? "")
        self.admin = started.admin.map(Self.address)
    }

    /// In front of a lab, on ports that the system chose.
    init(to lab: Lab, _ more: String..., environment: [String: String] = [:]) async throws {
        let arguments = ["--to", lab.address.url, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
        try await self.init(arguments + more, environment: environment)
    }

    func get(_ path: String) async -> DrillExchange {
        var request = DrillRequest("GET \(path) HTTP/1.1\r\nHost: lab.example\r\nConnection: close\r\n\r\n")
        request.timeLimit = .seconds(20)
        return await DrillClient.send(request, to: self.front)
    }

    static func address(_ text: String) -> LabAddress {
        if text.hasPrefix("unix:") { return .unix(path: String(text.dropFirst(5))) }
        let parts = text.split(separator: ":")
        return .tcp(host: String(parts.first ?? ""), port: parts.last.flatMap { Int($0) } ?? 0)
    }
}

/// Runs a test with a lab and stops it in every case.
func withLab<Result>(_ body: (Lab) async throws -> Result) async throws -> Result {
    var options = LabOptions()
    options.opensOwnPorts = false
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

/// Runs a test with a folder of its own.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "goodgate-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
