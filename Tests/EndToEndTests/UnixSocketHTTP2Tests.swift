import Foundation
import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// HTTP/2 by prior knowledge over Unix sockets, towards clients and towards upstream servers.
    @Suite(.serialized) struct UnixSocketHTTP2Tests {
        private static func withPaths<Result>(_ body: (String, String) async throws -> Result) async throws -> Result {
            let paths = (0..<2).map { _ in NSTemporaryDirectory() + "gg-\(UUID().uuidString.prefix(8)).sock" }
            defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
            return try await body(paths[0], paths[1])
        }

        /// Says how much it got.
        private static func upstream(_ path: String) throws -> TestUpstream {
            try TestUpstream(.unix(path: path)) { peer, _, upstream in
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: "\(request.method) \(request.path)"))
                    try origin.answer(request.stream, "got \(request.content.count)")
                }
            }
        }

        private static func setup(_ front: String, to back: String) throws -> Configuration {
            let endpoint = Endpoint(address: .unix(path: back), hasPriorKnowledge: true)
            var setup = configuration(to: [endpoint])
            setup.listeners = [GatewayConfig.Listener(address: .unix(path: front))]
            return setup
        }

        @Test(.timeLimit(.minutes(1)))
        func bothSides() async throws {
            try await Self.withPaths { front, back in
                let upstream = try Self.upstream(back)
                defer { upstream.stop() }
                try await withGateway(try Self.setup(front, to: back)) { running in
                    let texts = try await onThread {
                        let client = try HTTP2Client(try Peer(to: .unix(path: front)))
                        let get = try client.open("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                        let head = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"
                        let post = try client.open(head, isComplete: false)
                        try client.send(post, [UInt8](repeating: 1, count: 200_000), isLast: true)
                        return [try client.finish(get).text, try client.finish(post).text]
                    }
                    #expect(texts == ["got 0", "got 200000"])
                    #expect(Set(upstream.requests.map(\.startLine)) == ["GET /a", "POST /b"])
                    let report = try await running.report { $0.exchangesActive == 0 }
                    #expect(report.upstreamHTTP2.connections == 1 && report.upstreamHTTP2.streams == 2)
                    #expect(report.faults.isEmpty)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func asCurlSpeaksIt() async throws {
            try await Self.withPaths { front, back in
                let upstream = try Self.upstream(back)
                defer { upstream.stop() }
                try await withGateway(try Self.setup(front, to: back)) { _ in
                    let answer = try await Command.run([
                        "curl", "-sS", "--max-time", "20", "--unix-socket", front, "--http2-prior-knowledge",
                        "-d", "hello", "-w", " over %{http_version}", "http://shop.test/",
                    ])
                    #expect(answer.text == "got 5 over 2")
                }
            }
        }

        /// Active checks ask in HTTP/2, too, and understand what they are answered.
        @Test(.timeLimit(.minutes(1)))
        func checksAreAskedThere() async throws {
            try await Self.withPaths { front, back in
                let sick = try TestUpstream(.unix(path: back)) { peer, _, _ in
                    let origin = try HTTP2Origin(peer)
                    while let request = try origin.nextRequest() { try origin.answer(request.stream, "", status: 503) }
                }
                defer { sick.stop() }
                var setup = try Self.setup(front, to: back)
                setup.routes[0].health.check = HealthCheck(path: "/up", interval: .seconds(60), fall: 1)
                try await withGateway(setup) { running in
                    let report = try await running.report { $0.endpoints.allSatisfy { $0.standing.state == .down } }
                    #expect(report.endpoints.map(\.standing.words) == ["its check was answered 503"])
                }
            }
        }

        /// An HTTP/1.1 client on the same socket, and a server that is not there.
        @Test(.timeLimit(.minutes(1)))
        func eachSideSpeaksItsOwnVersion() async throws {
            try await Self.withPaths { front, back in
                let upstream = try Self.upstream(back)
                try await withGateway(try Self.setup(front, to: back)) { _ in
                    let text = try await onThread { try Peer(to: .unix(path: front)).ask("/").text }
                    #expect(text == "got 0")
                    upstream.stop()
                }
                try FileManager.default.removeItem(atPath: back)
                try await withGateway(try Self.setup(front, to: back)) { running in
                    let status = try await onThread {
                        let client = try HTTP2Client(try Peer(to: .unix(path: front)))
                        return try client.finish(try client.open("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).status
                    }
                    #expect(status >= 500)
                    let report = await running.gateway.report()
                    #expect(report.faults.map(\.key.detail) == [.socketMissing])
                }
            }
        }
    }
}
