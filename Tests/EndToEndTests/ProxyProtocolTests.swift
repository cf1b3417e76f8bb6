import Foundation
import GatewayConfig
import GatewayGuide
import GatewayPlane
import Testing

extension EndToEnd {
    /// PROXY headers from a proxy in front.
    @Suite struct ProxyProtocolTests {
        private static let client = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n"
        /// The same in version 2.
        private static let binary: [UInt8] =
            [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a] + Array("QUIT\n".utf8) + [0x21, 0x11, 0, 12]
            + [192, 0, 2, 1, 198, 51, 100, 7, 0xdc, 0x04, 0x01, 0xbb]

        /// A gateway that believes PROXY headers of these peers.
        static func configuration(
            to port: Int,
            from sources: [AddressRange] = [AddressRange(IPAddress(v4: 0x7f00_0001), prefixLength: 32)],
            timeouts: Timeouts = .generous
        ) -> Configuration {
            var configuration = EndToEndTests.configuration(to: [.local(port)], timeouts: timeouts)
            configuration.listeners = [
                Listener(
                    address: .tcp(host: "127.0.0.1", port: 0),
                    proxyProtocol: ProxyProtocolPolicy(sources: sources)
                )
            ]
            return configuration
        }

        private static func refused(_ running: RunningGateway, _ reason: ProxyHeaderRefusal) async throws -> Bool {
            try await running.report { $0.proxyHeadersRefused[reason] == 1 }.proxyHeadersRefused == [reason: 1]
        }

        @Test(.timeLimit(.minutes(1)), arguments: [Array(client.utf8), binary])
        func theClientIsWhomTheHeaderNames(header: [UInt8]) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            let lines = try await withGateway(Self.configuration(to: upstream.port)) { running in
                try await onThread {
                    let peer = try running.client()
                    // In pieces, the last of them together with the request.
                    try peer.send(Array(header[..<5]))
                    _ = try peer.isSilent(milliseconds: 20)
                    try peer.send(Array(header[5...]) + Array("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                    #expect(try peer.finalResponse().status == 200)
                    // Once a connection: the second request is the same client's.
                    #expect(try peer.ask("/2").status == 200)
                }
                return try await running.stopAndReadLog()
            }
            #expect(upstream.requests.map { $0.field("X-Forwarded-For") } == ["192.0.2.1", "192.0.2.1"])
            #expect(upstream.requests.allSatisfy { $0.field("Forwarded")?.hasPrefix("for=192.0.2.1") == true })
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.contains("\"client\":\"192.0.2.1:56324\",\"relay\":\"127.0.0.1:") })
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["PROXY UNKNOWN\r\n", "LOCAL"])
        func aConnectionOfTheProxyItselfKeepsItsAddress(header: String) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(Self.configuration(to: upstream.port)) { running in
                try await onThread {
                    let peer = try running.client()
                    try peer.send(header == "LOCAL" ? Array(Self.binary[..<12]) + [0x20, 0, 0, 0] : Array(header.utf8))
                    #expect(try peer.ask("/").status == 200)
                }
            }
            #expect(upstream.requests.first?.field("X-Forwarded-For") == "127.0.0.1")
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ProxyHeaderRefusal.absent),
                ("PROXY TCP4 1.1.1.1 2.2.2.2 1 99999\r\n", .malformed),
                ("PROXY UNKNOWN " + String(repeating: "x", count: 100), .tooLong),
                ("\r\n\r\n\0\r\nQUIT\n\u{21}\u{11}\u{7f}\u{7f}", .tooLong),
            ]
        )
        func aProxyThatSendsNoGoodHeaderIsClosedAndCounted(bytes: String, reason: ProxyHeaderRefusal) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(Self.configuration(to: upstream.port)) { running in
                let answer = try await onThread {
                    let peer = try running.client()
                    try peer.send(bytes)
                    return try peer.readToEnd().bytes
                }
                #expect(answer == [])
                #expect(try await Self.refused(running, reason))
                // Others notice nothing.
                try await onThread {
                    let peer = try running.client()
                    try peer.send(Self.binary)
                    #expect(try peer.ask("/").status == 200)
                }
            }
            #expect(upstream.requests.count == 1)
        }

        @Test(.timeLimit(.minutes(1)))
        func aHeaderThatDoesNotComeIsNotWaitedForForEver() async throws {
            try await withGateway(Self.configuration(to: 1, timeouts: .short())) { running in
                try await onThread {
                    let peer = try running.client()
                    try peer.send("PROXY TCP4 ")
                    #expect(try peer.readToEnd().bytes == [])
                }
                #expect(try await Self.refused(running, .timeout))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aHeaderThatEndsEarlyIsCountedAndAMereConnectionIsNot() async throws {
            try await withGateway(Self.configuration(to: 1)) { running in
                try await onThread {
                    let check = try running.client()
                    check.finishSending()
                    #expect(try check.readToEnd().bytes == [])
                    let peer = try running.client()
                    try peer.send(Array(Self.binary[..<20]))
                    peer.finishSending()
                    #expect(try peer.readToEnd().bytes == [])
                }
                #expect(try await Self.refused(running, .incomplete))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func otherPeersAreServedUnderTheirOwnAddressAndMayNotSendOne() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            let sources = [AddressRange(IPAddress(v4: 0x0a00_0000), prefixLength: 8)]
            try await withGateway(Self.configuration(to: upstream.port, from: sources)) { running in
                try await onThread {
                    #expect(try running.client().ask("/").status == 200)
                    for header in [Array(Self.client.utf8), Self.binary] {
                        let forger = try running.client()
                        try forger.send(header + Array("GET /forged HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                        #expect(try forger.finalResponse().status == 400)
                    }
                }
            }
            #expect(upstream.requests.map(\.target) == ["/"])
            #expect(upstream.requests.first?.field("X-Forwarded-For") == "127.0.0.1")
        }

        @Test(.timeLimit(.minutes(1)))
        func fieldsOfAClientBehindTheProxyAreNotBelieved() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = Self.configuration(to: upstream.port)
            // The proxy relays bytes: what stands in them is the client's own.
            configuration.trustedProxies = [AddressRange(IPAddress(v4: 0x7f00_0001), prefixLength: 32)]
            try await withGateway(configuration) { running in
                try await onThread {
                    let peer = try running.client()
                    try peer.send(Self.client)
                    #expect(try peer.ask("/", "X-Forwarded-For: 6.6.6.6").status == 200)
                }
            }
            #expect(upstream.requests.first?.field("X-Forwarded-For") == "192.0.2.1")
        }

        @Test(.timeLimit(.minutes(1)))
        func limitsOfClientsCountTheClientsAndNotTheProxy() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = Self.configuration(to: upstream.port)
            configuration.clientLimits.connections = 1
            try await withGateway(configuration) { running in
                try await onThread {
                    let first = try running.client()
                    try first.send(Self.client)
                    #expect(try first.ask("/").status == 200)
                    let other = try running.client()
                    try other.send(Self.client.replacingOccurrences(of: "192.0.2.1", with: "192.0.2.2"))
                    #expect(try other.ask("/").status == 200)
                    let second = try running.client()
                    try second.send(Self.client)
                    #expect(try second.readToEnd().bytes == [])
                    // The place is free again when its connection is gone.
                    first.close()
                }
                _ = try await running.report { $0.clientsActive == 1 }
                try await onThread {
                    let third = try running.client()
                    try third.send(Self.client)
                    #expect(try third.ask("/").status == 200)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func anIncidentNamesTheClientAndTheProxy() async throws {
            // Nobody listens on port 1.
            try await withGateway(Self.configuration(to: 1)) { running in
                try await onThread {
                    let peer = try running.client()
                    try peer.send(Self.client)
                    #expect(try peer.ask("/").status == 502)
                }
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.client == "192.0.2.1:56324")
                #expect(
                    incident.notes.contains {
                        $0.hasPrefix("the client's address came in a PROXY header from 127.0.0.1:")
                    }
                )
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadChangesWhoIsBelieved() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = Self.configuration(to: upstream.port)
            try await withGateway(configuration) { running in
                let port = running.port
                try await onThread {
                    let peer = try running.client()
                    try peer.send(Self.client)
                    #expect(try peer.ask("/").status == 200)
                }
                configuration.listeners[0].proxyProtocol = nil
                try running.gateway.reload(configuration)
                try await onThread {
                    #expect(try Peer(port: port).ask("/").status == 200)
                    let peer = try Peer(port: port)
                    try peer.send(Self.client)
                    #expect(try peer.ask("/").status == 400)
                }
            }
        }
    }
}
