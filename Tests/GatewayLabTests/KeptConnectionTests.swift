import GatewayLab
import Testing

/// What happens on a connection that is kept after an answer.
@Suite(.timeLimit(.minutes(1)))
struct KeptConnectionTests {
    private let proper = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"
    private let get = "GET /x HTTP/1.1\r\nHost: lab.example\r\n\r\n"

    @Test
    func closesAfterIdle() async throws {
        try await withLab { lab in
            let address = try #require(lab.address(of: "close-after-idle"))
            let exchange = await DrillClient.send(DrillRequest(self.get, until: .end), to: address)
            #expect(exchange.ending == .closed)
            #expect(exchange.text == self.proper)
        }
    }

    @Test
    func sendsUnaskedOnAnIdleConnection() async throws {
        try await withLab { lab in
            let address = try #require(lab.address(of: "unsolicited-idle"))
            let exchange = await DrillClient.send(DrillRequest(self.get, until: .end), to: address)
            #expect(exchange.ending == .closed)
            #expect(exchange.responses.map(\.status) == [200, 408])
            #expect(lab.counts() == ["unsolicited-idle": 1])
        }
    }

    /// The proof that a gateway retried only what was not processed rests on this count.
    @Test
    func countsTheRequestThatARaceDestroyed() async throws {
        try await withLab { lab in
            let address = try #require(lab.address(of: "race"))
            let pieces: [DrillRequest.Piece] = [.init(self.get), .init(Array("G".utf8), awaitedAnswers: 1)]
            let exchange = await DrillClient.send(DrillRequest(pieces, until: .end), to: address)
            #expect(exchange.ending == .reset)
            #expect(exchange.text == self.proper)
            #expect(lab.counts() == ["race": 2])
            #expect(lab.requests(of: "race") == [self.get])
        }
    }

    /// Another page in between makes the scenario begin again, warm-up included.
    @Test
    func beginsAgainAfterAnotherPage() async throws {
        try await withLab { lab in
            let paths = ["/close-on-reuse", "/ok", "/close-on-reuse", "/close-on-reuse"]
            let pieces = paths.enumerated().map { index, path in
                DrillRequest.Piece(Array("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8), awaitedAnswers: index)
            }
            let exchange = await DrillClient.send(DrillRequest(pieces, until: .end), to: lab.address)
            #expect(exchange.responses.map(\.status) == [200, 200, 200])
            #expect(exchange.ending == .closed)
            #expect(lab.counts() == ["ok": 1, "close-on-reuse": 3])
        }
    }
}
