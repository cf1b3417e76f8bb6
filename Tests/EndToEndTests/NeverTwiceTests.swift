import GatewayConfig
import GatewayFaults
import GatewayPlane
import Testing

extension EndToEnd {
    /// A request that may have been processed is not sent again, whatever the upstream does.
    @Suite(.serialized) struct NeverTwiceTests {
        /// What an upstream does with a request, after it has counted it.
        struct Ending: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let end: @Sendable (Peer) throws -> Void
        }

        static let endings: [Ending] = [
            Ending(testDescription: "FIN") { $0.close() },
            Ending(testDescription: "RST") { $0.reset() },
            Ending(testDescription: "FIN inside the head") {
                try $0.send("HTTP/1.1 200 OK\r\nContent-Le")
                $0.close()
            },
            Ending(testDescription: "RST inside the head") {
                try $0.send("HTTP/1.1 200 OK\r\nContent-Le")
                $0.reset()
            },
            Ending(testDescription: "garbage") {
                try $0.send("not HTTP at all\r\n\r\n")
                $0.close()
            },
            Ending(testDescription: "interim response, then FIN") {
                try $0.send("HTTP/1.1 102 Processing\r\n\r\n")
                $0.close()
            },
            Ending(testDescription: "content cut short") {
                try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                $0.close()
            },
            Ending(testDescription: "no content of what was announced") {
                try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
                $0.close()
            },
            Ending(testDescription: "chunk cut short") {
                try $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
                $0.reset()
            },
            Ending(testDescription: "503") { try $0.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") },
            Ending(testDescription: "silence") { _ in },
        ]

        /// Answers what comes before the first POST, and ends as told on every POST.
        private static func counting(_ ending: Ending) throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    guard request.method == "POST" else {
                        try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                        continue
                    }
                    try ending.end(peer)
                    // Silence lasts until the gateway gives up.
                    while try peer.readMore() {}
                    return
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: Self.endings, [false, true])
        func aPOSTIsProcessedOnceAtMost(_ ending: Ending, _ isReused: Bool) async throws {
            let upstreams = try (0..<3).map { _ in try Self.counting(ending) }
            defer { for upstream in upstreams { upstream.stop() } }
            var timeouts = Timeouts.generous
            timeouts.responseHead = Setting(Milliseconds(300))
            let setup = configuration(to: upstreams.map { .local($0.port) }, timeouts: timeouts, wait: .seconds(2))
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    if isReused {
                        for _ in 0..<3 {
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().text == "ok")
                        }
                    }
                    try client.send("POST /pay HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n42")
                    // One answer, or one visible end.
                    while try client.readMore() {}
                }
                #expect(upstreams.flatMap(\.requests).count { $0.method == "POST" } == 1)
            }
        }

        /// The owner of the request says that twice is as good as once, and the route believes it.
        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func anIdempotencyKeyCountsWhereTheRouteTrustsIt(_ isTrusted: Bool) async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                upstream.note(try peer.message())
                if number == 1 { return peer.close() }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            var setup = configuration(to: [.local(upstream.port)])
            setup.routes[0].retry.trustsIdempotencyKey = isTrusted
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(
                        "POST / HTTP/1.1\r\nHost: a\r\nIdempotency-Key: \"k\"\r\nContent-Length: 2\r\n\r\n42"
                    )
                    #expect(try client.finalResponse().status == (isTrusted ? 200 : 502))
                }
                #expect(upstream.requests.count == (isTrusted ? 2 : 1))
            }
        }
    }
}
