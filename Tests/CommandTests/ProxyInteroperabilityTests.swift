import Foundation
import GatewayLab
import Testing

/// PROXY headers to and from other programs, where they are installed.
@Suite(.serialized) struct ProxyInteroperabilityTests {
    private static let haproxy = "/usr/sbin/haproxy"
    private static let curl = "/usr/bin/curl"

    private static func has(_ programs: String...) -> Bool {
        programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// HAProxy as the server behind the gateway: answers with the addresses that the header told it.
    private static func backend(_ folder: URL) -> String {
        """
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 20s
        frontend back
            bind unix@\(folder.path)/back.sock accept-proxy
            http-request return status 200 content-type text/plain lf-string "%[src] %[src_port] %[dst]"

        """
    }

    /// HAProxy in front of the gateway, on a socket that is passed to it, so that nobody can take its port.
    private static func frontend(_ gateway: Int, _ keyword: String) -> String {
        """
        frontend front
            mode tcp
            bind "fd@${FRONT_FD}"
            default_backend gate
        backend gate
            mode tcp
            server gate 127.0.0.1:\(gateway) \(keyword)

        """
    }

    private static func launcher(_ folder: URL) throws -> String {
        let script = """
            import os, socket, sys
            s = socket.socket()
            s.bind(("127.0.0.1", 0))
            s.listen(16)
            s.set_inheritable(True)
            os.environ["FRONT_FD"] = str(s.fileno())
            print("port", s.getsockname()[1], file=sys.stderr, flush=True)
            os.execv("\(Self.haproxy)", ["haproxy", "-db", "-f", sys.argv[1]])

            """
        let path = folder.appending(path: "front.py").path
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static func gateway(_ folder: URL, sends version: String) async throws -> Serving {
        let file = folder.appending(path: "gate.yaml").path
        let text = """
            workers: 1
            access-log: off
            listen: [{ address: "127.0.0.1:0", proxy-protocol: { from: 127.0.0.1 } }]
            admin: off
            routes: [{ to: "unix:\(folder.path)/back.sock", proxy-protocol: \(version), wait: 10s }]

            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try await Serving(["--config", file])
    }

    private static func port(_ address: LabAddress) -> Int {
        switch address {
        case .tcp(_, let port): port
        case .unix: 0
        }
    }

    /// The content of the answer, and the port from which curl had connected.
    private static func ask(_ port: Int, _ arguments: String...) async throws -> (words: [Substring], port: String) {
        let common = ["-sS", "--max-time", "15", "-w", " from %{local_port}", "http://127.0.0.1:\(port)/"]
        let result = try await Program(arguments + common, path: Self.curl).ended()
        #expect(result.status == 0, "\(result.errors)")
        let words = result.output.split(separator: " ")
        return (words.dropLast(2), words.last.map(String.init) ?? "")
    }

    // Only where both are installed, as `Scripts/setup test` or `bench` does: what is tested is how they understand us.
    @Test(
        .enabled(if: has(haproxy, curl)),
        .timeLimit(.minutes(2)),
        arguments: [
            ("send-proxy", "v2"), ("send-proxy-v2", "v1"), ("send-proxy-v2 proxy-v2-options crc32c,unique-id", "v2"),
        ]
    )
    func haproxyInFrontAndBehind(keyword: String, version: String) async throws {
        try await withFolder { folder in
            let gate = try await Self.gateway(folder, sends: version)
            let file = folder.appending(path: "haproxy.cfg").path
            let text = Self.backend(folder) + Self.frontend(Self.port(gate.front), keyword)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let proxy = try Program(["python3", try Self.launcher(folder), file], path: "/usr/bin/env")
            let said = try await proxy.said("port ")
            let port = try #require(Int(said.dropFirst("port ".count)))
            for _ in 0..<2 {
                let answer = try await Self.ask(port)
                // The client's own address at the far end, through two proxies, over a socket without addresses.
                #expect(answer.words == ["127.0.0.1", Substring(answer.port), "127.0.0.1"])
            }
            proxy.send(SIGTERM)
            gate.program.send(SIGTERM)
            #expect(try await gate.program.ended().status == 0)
        }
    }

    // As above.
    @Test(.enabled(if: has(haproxy, curl)), .timeLimit(.minutes(2)))
    func curlAsTheProxy() async throws {
        try await withFolder { folder in
            let gate = try await Self.gateway(folder, sends: "v2")
            let file = folder.appending(path: "haproxy.cfg").path
            try Self.backend(folder).write(toFile: file, atomically: true, encoding: .utf8)
            let behind = try Program(["-db", "-f", file], path: Self.haproxy)
            let answer = try await Self.ask(Self.port(gate.front), "--haproxy-protocol")
            #expect(answer.words == ["127.0.0.1", Substring(answer.port), "127.0.0.1"])
            behind.send(SIGTERM)
            gate.program.send(SIGTERM)
            #expect(try await gate.program.ended().status == 0)
        }
    }
}
