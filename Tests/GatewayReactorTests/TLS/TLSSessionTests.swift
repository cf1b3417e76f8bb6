import GatewayBytes
import Testing

@testable import GatewayReactor

@Suite(.timeLimit(.minutes(1))) struct TLSSessionTests {
    private func pair(
        server: (inout TLSServerSettings) -> Void = { _ in },
        client: (inout TLSClientSettings) -> Void = { _ in }
    ) throws -> TLSPair {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let pair = try TLSPair.shaken(
            client: .trusting(authority, change: client),
            server: .serving(issued, change: server)
        )
        #expect(pair.clientEnd == .finished)
        #expect(pair.serverEnd == .finished)
        return pair
    }

    @Test func bothAgreeOnWhatTheySpeak() throws {
        let pair = try self.pair()
        let agreed = pair.server.tlsFacts
        let facts = try #require(agreed)
        #expect(facts.version == "TLSv1.3")
        #expect(facts.applicationProtocol == "http/1.1")
        #expect(facts.serverName == "shop.test")
        #expect(!facts.isResumed)
        #expect(pair.client.tlsFacts?.cipher == facts.cipher)
    }

    @Test func theServersOrderOfProtocolsCounts() throws {
        let pair = try self.pair(
            server: { $0.protocols = ["h2", "http/1.1"] },
            client: { $0.protocols = ["http/1.1", "h2"] }
        )
        #expect(pair.client.tlsFacts?.applicationProtocol == "h2")
    }

    @Test func noProtocolInCommonIsNoFailure() throws {
        let pair = try self.pair(client: { $0.protocols = ["imap"] })
        #expect(pair.client.tlsFacts?.applicationProtocol == "")
    }

    // MARK: - Bytes

    @Test func bytesGoBothWays() throws {
        let pair = try self.pair()
        var buffer = Buffer()
        try pair.client.send(Array("question".utf8))
        _ = try pair.server.receive(8, into: &buffer)
        #expect(buffer.text == "question")
        buffer.clear()
        try pair.server.send(Array("answer".utf8))
        _ = try pair.client.receive(6, into: &buffer)
        #expect(buffer.text == "answer")
    }

    @Test func headAndContentComeInOrder() throws {
        let pair = try self.pair()
        for size in [1, 16_383, 16_384, 16_385, 40_000] {
            var head = Buffer()
            head.append("head")
            var content = Buffer()
            content.append([UInt8](repeating: UInt8(ascii: "c"), count: size))
            #expect(pair.server.write(from: &head, then: &content, limit: size) == .moved(size + 4))
            #expect(head.text + content.text == "")
            var received = Buffer()
            _ = try pair.client.receive(size + 4, into: &received)
            #expect(received.text == "head" + String(repeating: "c", count: size))
        }
    }

    /// Records larger than the buffer: nothing may stay behind in the session without anybody knowing.
    @Test func aSmallBufferMissesNothing() throws {
        let pair = try self.pair()
        try pair.client.send([UInt8](repeating: 7, count: 16_384))
        let loop = try EventLoop()
        try loop.register(pair.server, token: 1)
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        var all = 0
        while all < 16_384 {
            var buffer = Buffer()
            buffer.reserve(100)
            let room = buffer.freeCount
            switch pair.server.read(into: &buffer) {
            case .moved(let count):
                all += count
                // Only a read that left room may end the waiting for more without an edge.
                let isDrained = pair.server.isDrained
                if count < room { #expect(isDrained) }
            case .wouldBlock: _ = loop.wait(milliseconds: 50)
            case .ended, .failed: Issue.record("the connection is fine")
            }
        }
        #expect(all == 16_384)
    }

    /// A peer that reads nothing blocks the writer; what it then reads is whole and in order.
    @Test func blockedWritesGoOnWhereTheyStopped() async throws {
        let pair = try self.pair()
        var output = Buffer()
        let all = 8 << 20
        let bytes = (0..<all).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        output.append(bytes)
        var received: [UInt8] = []
        var blocked = 0
        while received.count < all {
            if !output.isEmpty, pair.server.write(from: &output) == .wouldBlock { blocked += 1 }
            var input = Buffer()
            input.reserve(65_536)
            guard case .moved(let count) = pair.client.read(into: &input), count > 0 else { continue }
            input.withSpan { span in for index in 0..<span.count { received.append(span[index]) } }
        }
        #expect(blocked > 0)
        #expect(received == bytes)
    }

    // MARK: - The end

    @Test func closeNotifyIsACleanEnd() throws {
        let pair = try self.pair()
        try pair.server.send(Array("all".utf8))
        pair.server.shutdownWrite()
        var buffer = Buffer()
        #expect(try pair.client.receive(.max, into: &buffer) == .ended)
        #expect(buffer.text == "all")
        #expect(pair.client.tlsFailure == nil)
    }

    @Test func anEndWithoutCloseNotifyIsATruncation() throws {
        var pair = try self.pair()
        try pair.server.send(Array("some".utf8))
        pair.server.close()
        var buffer = Buffer()
        let end = try pair.client.receive(.max, into: &buffer)
        #expect(buffer.text == "some")
        #expect(end != .ended)
        #expect(pair.client.tlsFailure == .truncated)
    }

    @Test func bytesThatAreNoRecordEndIt() throws {
        let pair = try self.pair()
        // Straight to the socket, around the session.
        let raw = Socket(descriptor: pair.client.duplicate())
        try raw.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        var buffer = Buffer()
        guard case .failed = try pair.server.receive(.max, into: &buffer) else {
            Issue.record("taken for content")
            return
        }
        #expect(buffer.text == "")
        let failure = pair.server.tlsFailure
        #expect(failure != nil)
    }
}
