import Foundation
import GatewayLab
import Testing

/// The program with listening sockets that a service manager opened, as systemd passes them.
@Suite(.serialized) struct ActivationTests {
    /// Opens a socket, passes it as descriptor 3 and becomes the program; `PORT` in an argument is the socket's port.
    private static func launcher(_ folder: URL, address: String, names: String = "web") throws -> [String] {
        let script = """
            import os, socket, sys
            address = \(address)
            s = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
            s.bind(address)
            s.listen(16)
            port = "" if isinstance(address, str) else str(s.getsockname()[1])
            if s.fileno() != 3:
                os.dup2(s.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="\(names)")
            program = "\(Program.path)"
            os.execv(program, [program] + [word.replace("PORT", port) for word in sys.argv[1:]])

            """
        let path = folder.appending(path: "launcher.py").path
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        // Read by the interpreter and not executed: a file that was just written may be busy, where another test has
        // forked in between.
        return ["python3", path]
    }

    private static func configuration(
        _ folder: URL,
        _ lab: Lab,
        listen: String,
        mode: String = "0600"
    ) throws -> String {
        let path = folder.appending(path: "gate.yaml").path
        let text = """
            workers: 2
            access-log: off
            drain-timeout: 5s
            listen: { address: "\(listen)", mode: \(mode) }
            admin: off
            routes: [{ to: \(lab.address.url), wait: off }]

            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(.timeLimit(.minutes(2)))
    func servesOnATCPSocketThatWasPassed() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let launcher = try Self.launcher(folder, address: "(\"127.0.0.1\", 0)")
                let arguments = ["--to", lab.address.url, "--listen", "127.0.0.1:PORT", "--admin", "off"]
                // Without the socket the port would be taken: the launcher's descriptor listens on it.
                let serving = try await Serving(arguments, path: "/usr/bin/env", launcher: launcher)
                for _ in 0..<8 { #expect(await serving.get("/ok").response?.status == 200) }
                #expect(serving.program.lines(with: "socket_unclaimed").isEmpty)
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aUnixSocketThatWasPassedSurvivesAnUpgradeAndKeepsItsFile() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let path = folder.appending(path: "web.sock").path
                let launcher = try Self.launcher(folder, address: "\"\(path)\"")
                let file = try Self.configuration(folder, lab, listen: "unix:\(path)")
                let serving = try await Serving(["--config", file], path: "/usr/bin/env", launcher: launcher)
                #expect(await serving.get("/ok").response?.status == 200)
                serving.program.send(SIGUSR2)
                let said = try await serving.program.said("\"event\":\"handed_over\"")
                let next = try JSONDecoder().decode(HandedOver.self, from: Data(said.utf8)).process
                #expect(await serving.get("/ok").response?.status == 200)
                #expect(try await serving.program.ended().status == 0)
                #expect(await serving.get("/ok").response?.status == 200)
                kill(next, SIGTERM)
                try await until("the end of the new program") { !UpgradeHouse.isAlive(next) }
                // The manager's file stays for the next start.
                #expect(FileManager.default.fileExists(atPath: path))
            }
        }
    }

    private struct HandedOver: Decodable { let process: Int32 }

    @Test(.timeLimit(.minutes(2)))
    func anOwnUnixSocketSurvivesAnUpgradeAndItsFileGoesAtTheEnd() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let path = folder.appending(path: "own.sock").path
                let file = try Self.configuration(folder, lab, listen: "unix:\(path)")
                let serving = try await Serving(["--config", file])
                _ = try Self.configuration(folder, lab, listen: "unix:\(path)", mode: "0640")
                serving.program.send(SIGUSR2)
                let said = try await serving.program.said("\"event\":\"handed_over\"")
                let next = try JSONDecoder().decode(HandedOver.self, from: Data(said.utf8)).process
                #expect(try await serving.program.ended().status == 0)
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o640)
                #expect(await serving.get("/ok").response?.status == 200)
                kill(next, SIGTERM)
                try await until("the end of the new program") { !UpgradeHouse.isAlive(next) }
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aSocketThatNoListenerHasIsNamed() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let path = folder.appending(path: "stray.sock").path
                let launcher = try Self.launcher(folder, address: "\"\(path)\"", names: "stray")
                let arguments = ["--to", lab.address.url, "--listen", "127.0.0.1:0", "--admin", "off"]
                let serving = try await Serving(arguments, path: "/usr/bin/env", launcher: launcher)
                let said = try await serving.program.said("\"event\":\"socket_unclaimed\"")
                #expect(said.contains("stray (unix:"))
                #expect(await serving.get("/ok").response?.status == 200)
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["1", "x", "-1"])
    func variablesThatAreMeantForAnotherProcessAreIgnored(process: String) async throws {
        try await withLab { lab in
            let environment = ["LISTEN_PID": process, "LISTEN_FDS": "3"]
            let serving = try await Serving(to: lab, environment: environment)
            #expect(await serving.get("/ok").response?.status == 200)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }
}
