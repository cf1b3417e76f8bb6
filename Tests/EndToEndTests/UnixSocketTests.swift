import Foundation
import GatewayConfig
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// Unix sockets, towards clients and towards upstream servers.
    @Suite struct UnixSocketTests {
        private static func withPath<Result>(_ body: (String) async throws -> Result) async throws -> Result {
            let path = NSTemporaryDirectory() + "gg-\(UUID().uuidString.prefix(8)).sock"
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try await body(path)
        }

        private static func configuration(_ path: String, to endpoint: Endpoint, mode: UInt16? = nil) -> Configuration {
            var configuration = EndToEndTests.configuration(to: [endpoint])
            configuration.listeners = [GatewayConfig.Listener(address: .unix(path: path), fileMode: mode)]
            return configuration
        }

        private static func expect(_ status: Int, at path: String) throws {
            let answer = try Peer(to: .unix(path: path)).ask("/")
            #expect(answer.status == status)
        }

        private static func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }

        @Test(.timeLimit(.minutes(1)))
        func bothSidesAndTheFileGoesWithTheGateway() async throws {
            try await Self.withPath { front in
                try await Self.withPath { back in
                    let upstream = try TestUpstream.answering("ok", .unix(path: back))
                    defer { upstream.stop() }
                    let endpoint = Endpoint(address: .unix(path: back))
                    var configuration = Self.configuration(front, to: endpoint, mode: 0o620)
                    configuration.workers = 2
                    try await withGateway(configuration) { running in
                        #expect(try Self.mode(front) == 0o620)
                        try await onThread {
                            // More than one, so that both workers may have had theirs.
                            for _ in 0..<8 { try Self.expect(200, at: front) }
                        }
                        configuration.listeners[0].fileMode = 0o600
                        try running.gateway.reload(configuration)
                        #expect(try Self.mode(front) == 0o600)
                        try await onThread { try Self.expect(200, at: front) }
                    }
                    #expect(upstream.requests.count == 9)
                    #expect(!FileManager.default.fileExists(atPath: front))
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aFileThatNobodyAnswersAtIsReplacedAndALiveOneIsNot() async throws {
            try await Self.withPath { path in
                // A socket that was bound and closed leaves its file.
                do { _ = try GatewayReactor.Listener(.unix(path: path)) }
                #expect(FileManager.default.fileExists(atPath: path))
                try await withGateway(Self.configuration(path, to: .local(1))) { _ in
                    let refusal = #expect(throws: Gateway.StartError.self) {
                        try Gateway(Self.configuration(path, to: .local(1)))
                    }
                    #expect(refusal?.problems.first?.contains("another program listens there") == true)
                    try await onThread { try Self.expect(502, at: path) }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func afterAReloadThatTakesTheListenerAwayTheFileIsGone() async throws {
            try await Self.withPath { path in
                var configuration = Self.configuration(path, to: .local(1))
                configuration.listeners.append(GatewayConfig.Listener(address: .tcp(host: "127.0.0.1", port: 0)))
                try await withGateway(configuration) { running in
                    configuration.listeners.removeFirst()
                    try running.gateway.reload(configuration)
                    #expect(!FileManager.default.fileExists(atPath: path))
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aFileThatIsNoSocketOrAnotherProgramsStays() async throws {
            try await Self.withPath { path in
                try Data("precious".utf8).write(to: URL(filePath: path))
                #expect(throws: Gateway.StartError.self) { try Gateway(Self.configuration(path, to: .local(1))) }
                #expect(FileManager.default.contents(atPath: path) == Data("precious".utf8))
                try FileManager.default.removeItem(atPath: path)
                try await withGateway(Self.configuration(path, to: .local(1))) { _ in
                    try FileManager.default.removeItem(atPath: path)
                    try Data("another".utf8).write(to: URL(filePath: path))
                }
                #expect(FileManager.default.contents(atPath: path) == Data("another".utf8))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func overAUnixSocketEveryPeerMayAndMustNameTheClient() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await Self.withPath { path in
                var configuration = Self.configuration(path, to: .local(upstream.port))
                configuration.listeners[0].proxyProtocol = ProxyProtocolPolicy(sources: [])
                try await withGateway(configuration) { _ in
                    try await onThread {
                        let peer = try Peer(to: .unix(path: path))
                        try peer.send("PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 1 2\r\n")
                        #expect(try peer.ask("/").status == 200)
                        let plain = try Peer(to: .unix(path: path))
                        try plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try plain.readToEnd().bytes == [])
                    }
                }
            }
            // An IPv4 address in IPv6 form is the IPv4 address.
            #expect(upstream.requests.map { $0.field("X-Forwarded-For") } == ["192.0.2.1"])
        }
    }
}
