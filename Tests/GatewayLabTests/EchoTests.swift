import GatewayLab
import Testing

/// What goes in comes out: the mirror in which tests look at what a gateway forwards.
@Suite(.timeLimit(.minutes(1)))
struct EchoTests {
    private func echo(_ pieces: [DrillRequest.Piece]) async throws -> DrillExchange {
        try await withLab { lab in
            await DrillClient.send(DrillRequest(pieces, until: .answers(1)), to: lab.address)
        }
    }

    @Test
    func sendsTheHeadBackByteForByte() async throws {
        let head = Array("GET /echo HTTP/1.1\r\nHost: a\r\nX-Odd:  \t b ".utf8) + [0xFF] + Array("\r\n\r\n".utf8)
        let exchange = try await self.echo([.init(head)])
        #expect(exchange.response?.content == head)
    }

    @Test
    func sendsContentWithLengthBack() async throws {
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n"
        let content = [UInt8](repeating: 0x61, count: 300_000)
        let exchange = try await self.echo([.init(head), .init(content)])
        #expect(exchange.response?.content == Array(head.utf8) + content)
        #expect(exchange.response?.fields("content-length") == ["\(head.utf8.count + 300_000)"])
    }

    @Test
    func sendsChunksAndTrailersBack() async throws {
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let exchange = try await self.echo([.init(head + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n")])
        #expect(exchange.response?.text == head + "abcde")
        #expect(exchange.response?.trailers == "X-Sum: 5\r\n")
    }

    /// A client that waits for 100 would wait for ever otherwise.
    @Test(arguments: ["/echo", "/ok", "/close-before-head"])
    func continuesWhenExpected(_ path: String) async throws {
        try await withLab { lab in
            let head = "POST \(path) HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            let request = DrillRequest(head, until: .bytes(25))
            let exchange = await DrillClient.send(request, to: lab.address)
            #expect(exchange.text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
        }
    }

    @Test
    func answersPipelinedRequestsInOrder() async throws {
        try await withLab { lab in
            let text = (0..<3000).map { "GET /echo?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let exchange = await DrillClient.send(DrillRequest(text, until: .answers(3000)), to: lab.address)
            let lines = exchange.responses.map { $0.text.prefix { $0 != "\r\n" } }
            #expect(lines == (0..<3000).map { "GET /echo?\($0) HTTP/1.1" })
            #expect(lab.counts() == ["echo": 3000])
        }
    }

    @Test
    func switchesToAnEcho() async throws {
        try await withLab { lab in
            let head = "GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: sparkle, echo\r\n\r\n"
            let switched =
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: sparkle\r\n\r\n"
            let pieces: [DrillRequest.Piece] = [.init(head + "early"), .init("late", awaitedAnswers: 1)]
            var request = DrillRequest(pieces, until: .end)
            request.halfCloses = true
            let exchange = await DrillClient.send(request, to: lab.address)
            #expect(exchange.text == switched + "earlylate")
            #expect(exchange.ending == .closed)
        }
    }

    @Test
    func asksForAnOffer() async throws {
        let exchange = try await self.echo([.init("GET /upgrade HTTP/1.1\r\nHost: a\r\n\r\n")])
        #expect(exchange.response?.status == 426)
        #expect(exchange.response?.fields("upgrade") == ["echo"])
    }
}
