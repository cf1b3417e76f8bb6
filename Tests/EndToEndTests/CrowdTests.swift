import GatewayConfig
import GatewayFaults
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Many clients at once, and clients that are slow on purpose.
    @Suite(.serialized) struct CrowdTests {
        @Test(.timeLimit(.minutes(1)))
        func slowClientsAreCutAtTheirTimersWhileOthersAreServed() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)], timeouts: .short(400))) { running in
                let statuses = try await onThreads(6) { number in
                    let client = try running.client()
                    // Drips: a byte of the head, or of the content, now and then.
                    let isBody = number % 2 == 1
                    let head =
                        isBody ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" : "GET / HTTP/1.1\r\n"
                    try client.send(head)
                    // Until the answer: a byte now and then must not put off the end of the head.
                    for _ in 0..<1500 {
                        guard try client.isSilent(milliseconds: 20) else { break }
                        if !isBody { try? client.send("X") }
                    }
                    guard try !client.isSilent(milliseconds: 0) else { return nil as Int? }
                    return try client.finalResponse().status
                }
                #expect(statuses == [408, 408, 408, 408, 408, 408])
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Set(report.faults.map(\.key.detail)) == [.requestHeadTimeout, .requestBodyTimeout])
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func othersAreServedWhileSlowClientsHang() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let slow = try (0..<50).map { number in
                        let client = try running.client()
                        let isBody = number % 2 == 1
                        try client.send(isBody ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n" : "GET / HT")
                        return client
                    }
                    let client = try running.client()
                    for _ in 0..<100 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                    // And each of the slow ones is served when it goes on.
                    for (number, client) in slow.enumerated() {
                        try client.send(number % 2 == 1 ? "hello" : "TP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func twoThousandIdleConnectionsAllAnswer() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        var idle: [Peer] = []
                        // Two descriptors of its own for each peer's loop, so in rounds that stay below 10,000.
                        for _ in 0..<2000 { idle.append(try running.client()) }
                        let client = try running.client()
                        for _ in 0..<50 {
                            try client.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().text == "ok\n")
                        }
                        for peer in idle { try peer.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n") }
                        for peer in idle { #expect(try peer.finalResponse().text == "ok\n") }
                    }
                    let report = try await running.report { $0.clientsActive == 0 }
                    #expect(report.clientsAccepted == 2001)
                    #expect(report.clientsActive == 0)
                    #expect(report.blocksLent == 0)
                    #expect(report.faults.isEmpty)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func clientsBeyondTheLimitWaitAndAreServedLater() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.limits.connections = 64
            try await withGateway(configuration) { running in
                try await onThread {
                    var peers = try (0..<80).map { _ in try running.client() }
                    for peer in peers { try peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
                    for peer in peers.prefix(64) { #expect(try peer.finalResponse().text == "ok") }
                    peers.removeFirst(64)
                    for peer in peers { #expect(try peer.finalResponse().text == "ok") }
                }
                #expect(await running.gateway.report().acceptPauses > 0)
            }
        }
    }
}
