import GatewayConfig
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// What an upstream sends piece by piece reaches the client piece by piece: Server-Sent Events, long polling.
    ///
    /// The upstream sends each piece only when the client has seen the one before: a gateway that waits for more
    /// before it passes anything on never gets more.
    @Suite(.serialized) struct StreamingTests {
        /// What carries the response to the client.
        enum Carrier: CaseIterable, Sendable { case plain, encrypted, multiplexed, both }
        /// How its end is known upstream.
        enum Framing: CaseIterable, Sendable { case chunked, untilClose, length }

        private static let events = (0..<5).map { "id: \($0)\ndata: event number \($0)\n\n" }

        /// An upstream that sends the next event when the client has seen the one before.
        private func eventSource(_ framing: Framing, _ seen: Gate) throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                let total = Self.events.map(\.utf8.count).reduce(0, +)
                let line =
                    switch framing {
                    case .chunked: "Transfer-Encoding: chunked\r\n"
                    case .untilClose: "Connection: close\r\n"
                    case .length: "Content-Length: \(total)\r\n"
                    }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(line)\r\n")
                for (number, event) in Self.events.enumerated() {
                    guard number == 0 || seen.wait() else { return }
                    let size = String(event.utf8.count, radix: 16)
                    try peer.send(framing == .chunked ? "\(size)\r\n\(event)\r\n" : event)
                }
                if framing == .chunked { try peer.send("0\r\n\r\n") }
            }
        }

        private static let request = "GET /events HTTP/1.1\r\nHost: shop.test\r\nAccept: text/event-stream\r\n\r\n"

        @Test(.timeLimit(.minutes(1)), arguments: Carrier.allCases, Framing.allCases)
        func eachEventArrivesBeforeTheNextIsSent(_ carrier: Carrier, _ framing: Framing) async throws {
            let seen = Gate()
            let upstream = try self.eventSource(framing, seen)
            defer { upstream.stop() }
            try await self.withCarrier(carrier, to: upstream) { running, context in
                try await onThread {
                    switch carrier {
                    case .plain, .encrypted:
                        let client = try running.client()
                        if let context { _ = try client.secure(with: context) }
                        try client.send(Self.request)
                        for (number, event) in Self.events.enumerated() {
                            // Within a chunk, whatever its size is.
                            let text = String(decoding: try client.take(through: "number \(number)\n\n"), as: UTF8.self)
                            #expect(text.hasSuffix(event))
                            seen.open()
                        }
                    case .multiplexed, .both:
                        let client = try HTTP2Client(port: running.port, context: context)
                        let stream = try client.open(Self.request)
                        for number in Self.events.indices {
                            let expected = Self.events[...number].joined()
                            while try #require(client.answers[stream]).content.count < expected.utf8.count {
                                try client.step()
                            }
                            #expect(client.answers[stream]?.text == expected)
                            seen.open()
                        }
                        #expect(try client.finish(stream).hasEnded)
                    }
                }
            }
            #expect(upstream.requests.count == 1)
        }

        /// A poll that waits for news holds nobody else up, not even on its own connection.
        @Test(.timeLimit(.minutes(1)))
        func aLongPollHoldsNobodyUp() async throws {
            let seen = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                let request = try peer.message()
                if request.startLine.contains("/poll") { guard seen.wait() else { return } }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews")
            }
            defer { upstream.stop() }
            try await self.withCarrier(.both, to: upstream) { running, context in
                try await onThread {
                    let client = try HTTP2Client(port: running.port, context: context)
                    let poll = try client.open("GET /poll HTTP/1.1\r\nHost: shop.test\r\n\r\n")
                    for _ in 0..<5 {
                        #expect(try client.answer(to: "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").text == "news")
                    }
                    #expect(client.answers[poll]?.head == "")
                    seen.open()
                    #expect(try client.finish(poll).text == "news")
                }
            }
        }

        private func withCarrier(
            _ carrier: Carrier,
            to upstream: TestUpstream,
            _ body: (RunningGateway, TLSContext?) async throws -> Void
        ) async throws {
            var configuration = configuration(to: [.local(upstream.port)])
            guard carrier == .encrypted || carrier == .both else {
                return try await withGateway(configuration) { try await body($0, nil) }
            }
            let authority = try Authority()
            let issued = try authority.issue("shop", ["DNS:shop.test"])
            let tls = ListenerTLS(certificates: [.init(certificate: issued.certificate, key: issued.key)])
            configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls)]
            var settings = TLSClientSettings()
            settings.trust = .authorities(file: authority.root.certificate)
            let context = try TLSContext(client: settings)
            try await withGateway(configuration) { try await body($0, context) }
        }
    }
}
