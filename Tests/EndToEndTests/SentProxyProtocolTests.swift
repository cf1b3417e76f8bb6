import Foundation
import GatewayConfig
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// PROXY headers that the gateway sends to upstream servers.
    @Suite struct SentProxyProtocolTests {
        /// An upstream that reads a header of either version before its requests, and answers with it as hex.
        private static func upstream() throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                let first = try peer.take(1)
                let header: [UInt8]
                if first == [UInt8(ascii: "P")] {
                    header = try first + peer.take(through: "\r\n")
                } else {
                    let fixed = try first + peer.take(15)
                    header = try fixed + peer.take(Int(fixed[14]) << 8 | Int(fixed[15]))
                }
                while let request = try? peer.message() {
                    upstream.note(request)
                    let text = header.map { String($0, radix: 16) }.joined(separator: " ")
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
                }
            }
        }

        private static func words(_ text: String) -> String {
            text.utf8.map { String($0, radix: 16) }.joined(separator: " ")
        }

        private static func configuration(
            to port: Int,
            _ version: ProxyProtocolVersion,
            accepts: Bool = true
        ) -> Configuration {
            var configuration = ProxyProtocolTests.configuration(to: port)
            if !accepts { configuration.listeners[0].proxyProtocol = nil }
            configuration.routes[0].sentProxyProtocol = version
            return configuration
        }

        @Test(.timeLimit(.minutes(1)))
        func eachRequestHasAConnectionThatBeginsWithItsClient() async throws {
            let upstream = try Self.upstream()
            defer { upstream.stop() }
            try await withGateway(Self.configuration(to: upstream.port, .v1)) { running in
                try await onThread {
                    for client in ["192.0.2.1", "192.0.2.2"] {
                        let peer = try running.client()
                        let line = "PROXY TCP4 \(client) 198.51.100.7 56324 443\r\n"
                        try peer.send(line)
                        for _ in 0..<2 { #expect(try peer.ask("/").text == Self.words(line)) }
                    }
                }
            }
            #expect(upstream.requests.count == 4)
            #expect(upstream.connections == 4)
        }

        @Test(.timeLimit(.minutes(1)))
        func withoutAProxyInFrontTheConnectionsOwnAddressesAreTold() async throws {
            let upstream = try Self.upstream()
            defer { upstream.stop() }
            try await withGateway(Self.configuration(to: upstream.port, .v2, accepts: false)) { running in
                let text = try await onThread { try running.client().ask("/").text }
                let bytes = text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
                try #require(bytes.count == 28)
                #expect(Array(bytes[12..<24]) == [0x21, 0x11, 0, 12, 127, 0, 0, 1, 127, 0, 0, 1])
                #expect(Int(bytes[26]) << 8 | Int(bytes[27]) == running.port)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func anotherAttemptBeginsWithTheHeaderToo() async throws {
            let upstream = try TestUpstream { peer, number, _ in
                let line = try peer.take(through: "\r\n")
                guard number > 1 else { return peer.close() }
                _ = try peer.message()
                let text = String(decoding: line.dropLast(2), as: UTF8.self)
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
            }
            defer { upstream.stop() }
            try await withGateway(Self.configuration(to: upstream.port, .v1)) { running in
                try await onThread {
                    let peer = try running.client()
                    try peer.send("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n")
                    #expect(try peer.ask("/").text == "PROXY TCP6 2001:db8:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 1 2")
                }
            }
            #expect(upstream.connections == 2)
        }

        @Test(.timeLimit(.minutes(1)), arguments: ProxyProtocolVersion.allCases)
        func activeChecksComeFromNobody(version: ProxyProtocolVersion) async throws {
            let header =
                version == .v1
                ? Array("PROXY UNKNOWN\r\n".utf8)
                : [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a] + Array("QUIT\n".utf8) + [0x20, 0, 0, 0]
            let upstream = try TestUpstream { peer, _, upstream in
                // A wrong header is nobody's request.
                guard try peer.take(header.count) == header else { return }
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
            defer { upstream.stop() }
            var configuration = Self.configuration(to: upstream.port, version)
            configuration.routes[0].health.check = HealthCheck(path: "/check", interval: .seconds(60))
            try await withGateway(configuration) { running in
                try await running.wait { !upstream.requests.isEmpty }
            }
            #expect(upstream.requests.first?.target == "/check")
        }
    }
}
