import Foundation
import GatewayLab
import Testing

/// `goodgate serve` and the signals that drive it.
struct ServeTests {
    @Test
    func servesUntilSIGTERM() async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            #expect(await serving.get("/").response?.status == 200)
            serving.program.send(SIGTERM)
            let result = try await serving.program.ended()
            #expect(result.status == 0)
            #expect(result.errors.contains("\"event\":\"draining\""))
            #expect(result.errors.hasSuffix("{\"event\":\"ended\",\"message\":\"ended\"}\n"))
            #expect(result.output.contains("\"status\":200"))
        }
    }

    @Test
    func tellsPeopleWhereItListens() async throws {
        let arguments = ["serve", "--to", "127.0.0.1:9", "--listen", "127.0.0.1:0", "--admin", "off"]
        let program = try Program(arguments)
        try await program.said("listening on  http://127.0.0.1:")
        try await program.said("http://127.0.0.1:9")
        program.send(SIGINT)
        #expect(try await program.ended().status == 0)
    }

    @Test
    func finishesWhatRunsBeforeItEnds() async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            guard case .tcp(_, let port) = serving.front else { return #expect(Bool(false), "\(serving.front)") }
            // The request runs for as long as this end keeps back the rest of its content.
            let slow = try WireClient(port: port)
            try slow.transmit("POST /echo HTTP/1.1\r\nHost: lab.example\r\nContent-Length: 4\r\n\r\nha")
            try await until("the request at the upstream") { lab.counts()["echo"] == 1 }
            serving.program.send(SIGTERM)
            try await serving.program.said("draining")
            try await until("the end of listening") { await serving.get("/").response == nil }
            #expect(serving.program.isRunning)
            try slow.transmit("lf")
            #expect(try slow.answer().status == 200)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    @Test
    func aSecondSIGTERMEndsAtOnce() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                // Much longer than anybody here waits: only the second signal can end it.
                let serving = try await Serving(["--config", Self.write("drain-timeout: 1h", to: folder, lab: lab)])
                async let stuck = serving.get("/silent")
                try await until("the request at the upstream") { lab.counts()["silent"] == 1 }
                serving.program.send(SIGTERM)
                try await serving.program.said("draining")
                #expect(serving.program.isRunning)
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
                #expect(await stuck.response == nil)
            }
        }
    }

    @Test
    func theDrainHasALimit() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let file = try Self.write("drain-timeout: 200ms", to: folder, lab: lab)
                let serving = try await Serving(["--config", file])
                async let stuck = serving.get("/silent")
                try await until("the request at the upstream") { lab.counts()["silent"] == 1 }
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
                _ = await stuck
            }
        }
    }

    @Test
    func sighupTakesAGoodFileAndRefusesABadOne() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let file = try Self.write("", to: folder, lab: lab)
                let serving = try await Serving(["--config", file])
                try "workers: many\nroutes: 3\n".write(toFile: file, atomically: true, encoding: .utf8)
                serving.program.send(SIGHUP)
                let refusal = try await serving.program.said("\"event\":\"reload_refused\"")
                #expect(refusal.contains("gate.yaml:1"))
                #expect(await serving.get("/").response?.status == 200)
                _ = try Self.write("proxy-status: full", to: folder, lab: lab)
                serving.program.send(SIGHUP)
                let applied = try await serving.program.said("\"event\":\"reloaded\"")
                #expect(applied.contains("proxy-status"))
                #expect(await serving.get("/").response?.status == 200)
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
            }
        }
    }

    @Test
    func sigusr1OpensTheLogAnewAfterARename() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let log = folder.appending(path: "access.log").path
                let old = folder.appending(path: "access.log.1").path
                let file = try Self.write("access-log: { format: combined, file: access.log }", to: folder, lab: lab)
                let serving = try await Serving(["--config", file])
                func lines(_ path: String) -> Int {
                    FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
                }
                _ = await serving.get("/ok?first")
                try await until("the first line") { lines(log) == 1 }
                try FileManager.default.moveItem(atPath: log, toPath: old)
                serving.program.send(SIGUSR1)
                try await until("the new file") { FileManager.default.fileExists(atPath: log) }
                _ = await serving.get("/ok?second")
                try await until("the second line") { lines(log) == 1 }
                #expect(lines(old) == 1)
                serving.program.send(SIGTERM)
                #expect(try await serving.program.ended().status == 0)
            }
        }
    }

    // MARK: - What it refuses

    @Test
    func aBadFileEndsWith78() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "gate.yaml").path
            try "workers: many\n".write(toFile: file, atomically: true, encoding: .utf8)
            let result = try await Program.run("serve", "--config", file)
            #expect(result.status == 78)
            #expect(result.errors.contains("gate.yaml:1:10: error"))
        }
    }

    @Test
    func aTakenAdminAddressEndsWith69AndTellsWhatToDo() async throws {
        try await withLab { lab in
            let taken = lab.address.description
            let result = try await Program.run(
                "serve",
                "--to",
                "127.0.0.1:9",
                "--listen",
                "127.0.0.1:0",
                "--admin",
                taken
            )
            #expect(result.status == 69)
            #expect(result.errors.contains(taken))
            #expect(result.errors.contains("--admin"))
        }
    }

    @Test
    func aTakenAddressEndsWith69() async throws {
        try await withLab { lab in
            let taken = lab.address.description
            let result = try await Program.run("serve", "--to", "127.0.0.1:9", "--listen", taken, "--admin", "off")
            #expect(result.status == 69)
            #expect(result.errors.contains(taken))
        }
    }

    @Test
    func aPublicAdminAddressNeedsAToken() async throws {
        let result = try await Program.run("serve", "--to", "127.0.0.1:9", "--listen", "127.0.0.1:0", "--admin", ":0")
        #expect(result.status == 78)
        #expect(result.errors.contains("token"))
    }

    static func write(_ line: String, to folder: URL, lab: Lab) throws -> String {
        let file = folder.appending(path: "gate.yaml").path
        let log = line.hasPrefix("access-log") ? "" : "access-log: off\n"
        let text = "\(log)listen: 127.0.0.1:0\nadmin: 127.0.0.1:0\n\(line)\nroutes:\n  - to: \(lab.address.url)\n"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}
