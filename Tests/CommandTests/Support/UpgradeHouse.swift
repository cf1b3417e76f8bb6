import Foundation
import GatewayLab
import Testing

/// A gateway that was started by a link, so that a test can put another program behind its name.
final class UpgradeHouse {
    let file: String
    let serving: Serving
    /// Who serves now.
    private(set) var process: Int32
    private var upgrades = 0
    private let link: String
    private let listen: String
    private let admin: String

    private struct HandedOver: Decodable { let process: Int32 }

    init(_ folder: URL, _ lab: Lab, workers: Int = 1, listen: String = "127.0.0.1:0", admin: String = "off")
        async throws
    {
        self.file = folder.appending(path: "gate.yaml").path
        self.link = folder.appending(path: "goodgate").path
        self.listen = listen
        self.admin = admin
        try FileManager.default.createSymbolicLink(atPath: self.link, withDestinationPath: Program.path)
        try Self.text(lab, workers, listen, admin).write(toFile: self.file, atomically: true, encoding: .utf8)
        self.serving = try await Serving(["--config", self.file], path: self.link)
        self.process = self.serving.program.id
    }

    deinit { if self.upgrades > 0, Self.isAlive(self.process) { kill(self.process, SIGKILL) } }

    var port: Int {
        switch self.serving.front {
        case .tcp(_, let port): port
        case .unix: 0
        }
    }

    func write(_ lab: Lab, workers: Int) throws {
        let text = Self.text(lab, workers, self.listen, self.admin)
        try text.write(toFile: self.file, atomically: true, encoding: .utf8)
    }

    private static func text(_ lab: Lab, _ workers: Int, _ listen: String, _ admin: String) -> String {
        """
        workers: \(workers)
        access-log: off
        drain-timeout: 6s
        listen: \(listen)
        admin: \(admin)
        routes:
          - to: \(lab.address.url)
            wait: off

        """
    }

    // MARK: - The program behind the name

    func replaceProgram(with script: String) throws {
        try FileManager.default.removeItem(atPath: self.link)
        try script.write(toFile: self.link, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: self.link)
    }

    func restoreProgram() throws {
        try FileManager.default.removeItem(atPath: self.link)
        try FileManager.default.createSymbolicLink(atPath: self.link, withDestinationPath: Program.path)
    }

    /// Upgrades whoever serves, and waits until the new one has said that it does.
    func upgrade() async throws {
        kill(self.process, SIGUSR2)
        try await self.upgraded(self.upgrades + 1)
    }

    func upgraded(_ times: Int) async throws {
        let program = self.serving.program
        try await until("the hand-over in\n\(program.errors)") {
            program.lines(with: "\"event\":\"handed_over\"").count >= times
                && program.lines(with: "\"event\":\"started\"").count >= times + 1
        }
        let line = try #require(program.lines(with: "\"event\":\"handed_over\"").last)
        self.process = try JSONDecoder().decode(HandedOver.self, from: Data(line.utf8)).process
        self.upgrades = times
    }

    /// Ends whoever serves.
    func close() async throws {
        kill(self.process, SIGTERM)
        try await until("the end of process \(self.process)") { [process] in
            process == self.serving.program.id ? !self.serving.program.isRunning : !Self.isAlive(process)
        }
        if self.serving.program.isRunning { self.serving.program.send(SIGTERM) }
    }

    /// A process that has ended and was not fetched by its parent does not live.
    static func isAlive(_ process: Int32) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return false }
        return text[end...].dropFirst(2).first != "Z"
    }
}
