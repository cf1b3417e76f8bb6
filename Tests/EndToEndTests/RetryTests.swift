import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayLab
import GatewayPlane
import GatewayReactor
import Synchronization
import Testing

extension EndToEnd {
    /// What is tried again, and what is never sent twice.
    @Suite(.serialized) struct RetryTests {
        /// A request whose connection was refused has not been sent: any method goes elsewhere.
        @Test(.timeLimit(.minutes(1)), arguments: ["GET", "POST", "PATCH"])
        func aRefusedRequestGoesToAnotherEndpoint(_ method: String) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withLab { lab in
                let dead = try #require(lab.address(of: "refused"))
                try await withGateway(configuration(to: [.at(dead), .local(upstream.port)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<4 {
                            try client.send("\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                            #expect(try client.finalResponse().text == "ok")
                        }
                    }
                    let report = await running.gateway.report()
                    #expect(upstream.requests.map(\.text) == ["hello", "hello", "hello", "hello"])
                    // Skipped after its first failure, not asked each time.
                    #expect(report.retries == 1)
                    #expect(report.saved == 1)
                    #expect(report.faults.map(\.key.detail) == [.connectRefused])
                    let incident = try #require(await running.gateway.incidents(limit: 1).first)
                    #expect(incident.outcome == .saved)
                    #expect(incident.attempts.count == 2)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func withoutAnotherEndpointARefusalIsAnsweredAtOnce() async throws {
            try await withLab { lab in
                let dead = try #require(lab.address(of: "refused"))
                try await withGateway(configuration(to: [.at(dead)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<3 {
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().status == 502)
                        }
                    }
                    #expect(await running.gateway.report().retries == 0)
                }
            }
        }

        /// Serves one request per connection, and ends each kept connection when a second one comes.
        static func racing(_ end: @escaping @Sendable (Peer) -> Void) throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                let request = try peer.message()
                upstream.note(request)
                end(peer)
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func aGETIsSavedFromAKeepAliveRace(_ isReset: Bool) async throws {
            let upstream = try Self.racing { if isReset { $0.reset() } else { $0.close() } }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<3 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(await running.gateway.report().saved == 2)
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func aPOSTIsNeverSentTwice(_ isReset: Bool) async throws {
            let upstream = try Self.racing { if isReset { $0.reset() } else { $0.close() } }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port), .local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().status == 200)
                    try client.send("POST /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n42")
                    #expect(try client.finalResponse().status == 502)
                }
                #expect(upstream.requests.map(\.method) == ["GET", "POST"])
                #expect(await running.gateway.report().retries == 0)
            }
        }

        /// Every kept connection is dead, and none says so before it is used: one new connection is enough.
        @Test(.timeLimit(.minutes(1)))
        func aRestartedUpstreamCostsOneRetryNotOnePerKeptConnection() async throws {
            // Nobody of the six is answered before all have asked, so that each needs a connection of its own.
            let arrived = Atomic<Int>(0)
            let allAreThere = Gate()
            let upstream = try TestUpstream { peer, number, _ in
                _ = try peer.message()
                if number <= 6 {
                    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == 6 {
                        for _ in 0..<6 { allAreThere.open() }
                    }
                    allAreThere.wait()
                }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                _ = try peer.message()
                peer.close()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let clients = try (0..<6).map { _ in try running.client() }
                    for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
                    for client in clients { #expect(try client.finalResponse().text == "ok") }
                    try clients[0].send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try clients[0].finalResponse().text == "ok")
                }
                #expect(await running.gateway.report().retries == 1)
                #expect(upstream.connections == 7)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aBrokenAnswerIsNotAskedForAgain() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 OK 200\r\n\r\n")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port), .local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    #expect(try client.finalResponse().status == 502)
                }
                #expect(upstream.requests.count == 1)
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.fault?.detail == Fault.Detail.statusLineMalformed.token)
            }
        }

        // MARK: - Addresses

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [SocketAddress.loopbackV4(port: 0)] + (LoopbackV6.isThere ? [.loopbackV6(port: 0)] : [])
        )
        func localhostWorksWhicheverFamilyTheUpstreamListensOn(_ address: SocketAddress) async throws {
            let upstream = try TestUpstream.answering("ok", .address(address))
            defer { upstream.stop() }
            let endpoint = Endpoint(address: .tcp(host: "localhost", port: upstream.port))
            try await withGateway(configuration(to: [endpoint])) { running in
                try await onThread {
                    for _ in 0..<3 {
                        let client = try running.client()
                        try client.send(
                            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"
                        )
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                let report = await running.gateway.report()
                #expect(report.faults.isEmpty)
                #expect(report.retries == 0)
            }
        }

        /// Both families time out, the second of them being the one that worked before.
        @Test(.timeLimit(.minutes(1)))
        func localhostThatTimesOutInBothFamiliesIsAnsweredOnce() async throws {
            try await withLab { lab in
                let full = try #require(lab.port(of: "connect-timeout"))
                var timeouts = Timeouts.generous
                timeouts.connect = Setting(Milliseconds(200))
                let endpoint = Endpoint(address: .tcp(host: "localhost", port: full))
                try await withGateway(configuration(to: [endpoint], timeouts: timeouts)) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<2 {
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            let status = try #require(try client.finalResponse().status)
                            #expect(status == 502 || status == 504)
                        }
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func anUnknownNameIsADNSFault() async throws {
            let endpoint = Endpoint(address: .tcp(host: "no-such-host.invalid", port: 80))
            try await withGateway(configuration(to: [endpoint])) { running in
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                let told = try ProxyStatus(parsing: response.field("Proxy-Status") ?? "")
                let error = try #require(told.members.first?.error)
                #expect(error == .known(.dnsError) || error == .known(.dnsTimeout))
                #expect(response.status == 502 || response.status == 504)
                // Strangers see no internal name.
                #expect(!response.text.contains("no-such-host"))
            }
        }
    }
}
