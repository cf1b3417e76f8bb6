import GatewayFaults
import GatewayWire
import Testing

/// The fast parsers say what the slow ones say, about anything.
struct DifferentialTests {
    private static let rounds = 4000
    private static let seeds: [UInt64] = [1, 2, 3, 4]

    private static let requests =
        (RequestCases.accepted + [head("GET / HTTP/1.1", "Host: a", "A: b", "B: c")]).map { bytes($0) }
        + (RequestCases.refused + RequestCases.refusedFields).flatMap { $0.1.map(\.bytes) }

    private static let responses = [
        head("HTTP/1.1 200 OK", "Content-Length: 5") + "hello", head("HTTP/1.1 404"),
        head("HTTP/1.0 200 ", "Connection: keep-alive"),
        head("HTTP/1.1 101 Switching Protocols", "Connection: Upgrade, x-a", "Upgrade: websocket", "X-A: 1"),
        head("HTTP/1.1 204 No Content", "Keep-Alive: timeout=5, max=9", "Set-Cookie: a=b"),
        head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Server: x", "Cache-Control: no-store, private"),
    ].map { bytes($0) }

    private static let bodies = [
        "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n",
        "1;a=\"b\\\"c\";d\r\nx\r\n2;e = f ;g\r\nyz\r\n0\r\nA: b\r\nC-D:e\r\n\r\n",
        "a\r\n0123456789\r\n0010\r\n0123456789abcdef\r\n000\r\nKeep-Alive: x\r\n\r\n",
    ].map { bytes($0) }

    private static let tight = HeadLimits(startLine: 60, field: 50, head: 150, fieldCount: 4, interim: 0)

    @Test(arguments: Self.seeds)
    func requestsAgree(_ seed: UInt64) {
        var mutator = Mutator(seed: seed)
        for _ in 0..<Self.rounds {
            let message = mutator.mutate(Self.requests)
            let limits = mutator.number(below: 3) == 0 ? Self.tight : .request
            let expected = ReferenceRequest.read(message, limits: limits)
            guard readRequest(message, limits: limits) == expected else {
                self.report(message, "\(readRequest(message, limits: limits))", "\(expected)")
                return
            }
            var head = RequestHead()
            let first = head.outcome(Array(message[..<mutator.number(below: message.count)]), limits: limits)
            if !first.isFault, case .complete = expected { #expect(head.outcome(message, limits: limits) == expected) }
        }
    }

    @Test(arguments: Self.seeds)
    func responsesAgree(_ seed: UInt64) {
        var mutator = Mutator(seed: seed + 100)
        let methods: [Method] = [.get, .head, .connect, .post]
        for _ in 0..<Self.rounds {
            let message = mutator.mutate(Self.responses)
            let limits = mutator.number(below: 3) == 0 ? Self.tight : .response
            let method = methods[mutator.number(below: 4)]
            let expected = ReferenceResponse.read(message, to: method, limits: limits)
            guard readResponse(message, to: method, limits: limits) == expected else {
                self.report(message, "\(readResponse(message, to: method, limits: limits))", "\(expected)")
                return
            }
        }
    }

    @Test(arguments: Self.seeds)
    func bodiesAgree(_ seed: UInt64) {
        var mutator = Mutator(seed: seed + 200)
        for _ in 0..<Self.rounds {
            let message = mutator.mutate(Self.bodies)
            let expected = ReferenceChunked.read(message)
            // What `Connection` in trailers names is not compared: nobody may act on it.
            var run = readBody(message)
            if run.trailers.contains(where: { $0.known == .connection }) { run.trailers = [] }
            guard run == expected else {
                self.report(message, "\(run)", "\(expected)")
                return
            }
        }
    }

    private func report(_ message: [UInt8], _ fast: String, _ slow: String) {
        Issue.record(
            "\(text(message, ByteRange(from: 0, to: message.count)).debugDescription)\nfast: \(fast)\nslow: \(slow)"
        )
    }
}
