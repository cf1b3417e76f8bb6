import GatewayConfig
import GatewayLab
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// Tunnels of WebSocket over each version: they outlive a reload, and end when nothing moves or at the end of a drain.
    @Suite(.serialized) struct WebSocketTests {
        enum Version: CaseIterable, Sendable { case http1, http2 }

        /// One tunnel through the gateway to the lab's echo; only one thread uses it at a time.
        private final class Tunnel: @unchecked Sendable {
            let peer: Peer
            let version: Version

            init(_ running: RunningGateway, _ version: Version) throws {
                self.version = version
                switch version {
                case .http1:
                    self.peer = try running.client()
                    try self.peer.send(
                        "GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
                    )
                    #expect(try self.peer.message().status == 101)
                case .http2:
                    self.peer = try HTTP2Client(port: running.port).peer
                    // HPACK without indexing: extended CONNECT (RFC 8441).
                    var block: [UInt8] = []
                    for (name, value) in [
                        (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/upgrade"),
                        (":authority", "a"), ("sec-websocket-version", "13"),
                    ] {
                        block += [0, UInt8(name.utf8.count)] + Array(name.utf8)
                        block += [UInt8(value.utf8.count)] + Array(value.utf8)
                    }
                    try self.peer.send([0, 0, UInt8(block.count), 1, 4, 0, 0, 0, 1] + block)
                }
            }

            /// Whether `text` comes back.
            func echoes(_ text: String) throws -> Bool {
                switch self.version {
                case .http1: try self.peer.send(text)
                case .http2: try self.peer.send([0, 0, UInt8(text.utf8.count), 0, 0, 0, 0, 0, 1] + Array(text.utf8))
                }
                return (try? self.peer.take(through: text)) != nil
            }

            /// Waits for the end of the tunnel: of the connection, or of the stream by END_STREAM or RST_STREAM.
            func waitForEnd() throws {
                guard self.version == .http2 else {
                    _ = try self.peer.readToEnd()
                    return
                }
                while true {
                    guard let header = try? self.peer.take(9) else { return }
                    let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
                    _ = try self.peer.take(length)
                    let isEnd = header[3] == 3 || (header[3] <= 1 && header[4] & 1 == 1)
                    if isEnd, header[8] == 1 { return }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: Version.allCases)
        func aReloadLeavesItAlone(_ version: Version) async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let tunnel = try await onThread { try Tunnel(running, version) }
                    #expect(try await onThread { try tunnel.echoes("before") })
                    // Even where its route and its endpoint are gone.
                    try running.gateway.reload(configuration(to: [.local(1)]))
                    _ = await running.gateway.report()
                    #expect(try await onThread { try tunnel.echoes("behind") })
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: Version.allCases)
        func oneWhereNothingMovesIsClosed(_ version: Version) async throws {
            try await withLab { lab in
                var timeouts = Timeouts.generous
                timeouts.tunnelIdle = Setting(Milliseconds(150))
                try await withGateway(configuration(to: [.at(lab.address)], timeouts: timeouts)) { running in
                    try await onThread { try Tunnel(running, version).waitForEnd() }
                    let report = try await running.report { $0.exchangesActive == 0 }
                    #expect(report.exchangesActive == 0)
                    #expect(report.endpoints.map(\.connections) == [0])
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: Version.allCases)
        func aDrainEndsItAtTheDeadline(_ version: Version) async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let tunnel = try await onThread { try Tunnel(running, version) }
                    #expect(try await onThread { try tunnel.echoes("before") })
                    running.gateway.drain(milliseconds: 3_600_000)
                    _ = await running.gateway.report()
                    #expect(try await onThread { try tunnel.echoes("behind") })
                    // The deadline has come.
                    running.gateway.stop()
                    try await onThread { try tunnel.waitForEnd() }
                }
            }
        }
    }
}
