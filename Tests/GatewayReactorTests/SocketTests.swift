import GatewayBytes
import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct SocketTests {
    @Test func noSocketIsClosed() {
        var socket = Socket.none
        let isOpen = socket.isOpen
        #expect(!isOpen)
        socket.close()
        #expect(socket.evidence() == nil)
        #expect(socket.localAddress() == nil)
    }

    // MARK: - Connecting

    @Test func bothEndsAgreeOnTheirAddresses() throws {
        let listener = try Loopback.listener()
        let client = try Socket.connecting(to: .address(listener.address))
        let accepted = try Loopback.accept(listener)
        #expect(client.localAddress() == accepted.peer)
        #expect(accepted.socket.localAddress() == listener.address)
        #expect(client.pendingError() == 0)
    }

    // Only where the kernel has IPv6 at all: containers often do without, and there is nothing to test then.
    @Test(.enabled(if: Loopback.hasIPv6)) func connectsOverIPv6() throws {
        let listener = try Listener(.address(.loopbackV6(port: 0)))
        let client = try Socket.connecting(to: .address(listener.address))
        let accepted = try Loopback.accept(listener)
        #expect(accepted.peer.family == .v6)
        #expect(accepted.peer.hostText == "::1")
        #expect(client.localAddress()?.port == accepted.peer.port)
    }

    @Test func aRefusedConnectionSaysSo() throws {
        // Its port is free again when the listener is gone.
        let address = try { try Loopback.listener().address }()
        let error: Int32
        do throws(SystemError) {
            let socket = try Socket.connecting(to: .address(address))
            let loop = try EventLoop()
            try loop.register(socket, token: 1)
            #expect(loop.wait(milliseconds: Loopback.patience) == 1)
            error = socket.pendingError()
        } catch {
            // Loopback may refuse within the call.
            #expect(error.errno == Errno.connectionRefused)
            return
        }
        #expect(error == Errno.connectionRefused)
    }

    // MARK: - Reading

    @Test func nothingToReadBlocksAndChangesNothing() throws {
        let pair = try Loopback.pair()
        var buffer = Buffer()
        buffer.append("kept")
        #expect(pair.client.read(into: &buffer) == .wouldBlock)
        #expect(buffer.text == "kept")
    }

    @Test func bytesComeBeforeTheEnd() throws {
        var pair = try Loopback.pair()
        try pair.server.send(Array("last words".utf8))
        pair.server.close()
        var buffer = Buffer()
        #expect(try pair.client.receive(.max, into: &buffer) == .ended)
        #expect(buffer.text == "last words")
        #expect(pair.client.read(into: &buffer) == .ended)
    }

    @Test func anAbortIsSeenAsAReset() throws {
        var pair = try Loopback.pair()
        pair.server.abortOnClose()
        pair.server.close()
        #expect(try pair.client.end() == .failed(Errno.connectionReset))
        var buffer = Buffer()
        buffer.append("x")
        #expect(pair.client.write(from: &buffer) == .failed(Errno.brokenPipe))
        #expect(buffer.text == "x")
    }

    @Test func unreadBytesMakeACloseAReset() throws {
        var pair = try Loopback.pair()
        try pair.client.send([1])
        var buffer = Buffer()
        // The byte is there before the end that ignores it.
        let loop = try EventLoop()
        try loop.register(pair.server, token: 1)
        while pair.server.idleState() != .unsolicitedBytes { _ = loop.wait(milliseconds: Loopback.patience) }
        pair.server.close()
        buffer.reserve(10)
        #expect(try pair.client.end() == .failed(Errno.connectionReset))
    }

    @Test func aHalfClosedConnectionStillAnswers() throws {
        let pair = try Loopback.pair()
        try pair.client.send(Array("request".utf8))
        pair.client.shutdownWrite()
        var buffer = Buffer()
        #expect(try pair.server.receive(.max, into: &buffer) == .ended)
        #expect(buffer.text == "request")
        try pair.server.send(Array("response".utf8))
        pair.server.shutdownWrite()
        buffer.clear()
        #expect(try pair.client.receive(.max, into: &buffer) == .ended)
        #expect(buffer.text == "response")
    }

    // MARK: - Writing

    @Test func aFullConnectionBlocksAndLosesNothing() throws {
        let pair = try Loopback.pair()
        var sent: UInt64 = 0
        var pending = Buffer()
        var result = IOResult.moved(0)
        while result != .wouldBlock {
            if pending.count == 0 {
                for _ in 0..<8192 {
                    pending.append(hex: sent | 1 << 60)
                    sent += 1
                }
            }
            result = pair.client.write(from: &pending)
            if case .failed(let error) = result { throw Loopback.TimedOut(waitingFor: "room (errno \(error))") }
        }
        #expect(pending.count > 0)
        let expected = Int(sent) * 16 - pending.count
        var received = Buffer()
        _ = try pair.server.receive(expected, into: &received)
        #expect(received.count == expected)
        let isInOrder = received.withSpan { bytes in
            var wanted = Buffer()
            var at = 0
            for number in 0..<UInt64(expected / 16) {
                wanted.clear()
                wanted.append(hex: number | 1 << 60)
                for index in 0..<16 where bytes[at + index] != wanted.span[index] { return false }
                at += 16
            }
            return true
        }
        #expect(isInOrder)
    }

    @Test(arguments: [
        ("head", "body", 4, "headbody", ""), ("head", "body", 100, "headbody", ""), ("head", "body", 2, "headbo", "dy"),
        ("head", "body", 0, "head", "body"), ("", "body", 3, "bod", "y"), ("head", "", 9, "head", ""),
    ])
    func twoBuffersGoOutInOneWrite(first: String, second: String, limit: Int, sent: String, left: String) throws {
        let pair = try Loopback.pair()
        var head = Buffer()
        var body = Buffer()
        head.append(text: first)
        body.append(text: second)
        #expect(pair.client.write(from: &head, then: &body, limit: limit) == .moved(sent.utf8.count))
        #expect(head.count == 0)
        #expect(body.text == left)
        var received = Buffer()
        _ = try pair.server.receive(sent.utf8.count, into: &received)
        #expect(received.text == sent)
    }

    @Test func nothingToWriteIsNoEnd() throws {
        let pair = try Loopback.pair()
        var empty = Buffer()
        var other = Buffer()
        #expect(pair.client.write(from: &empty) == .wouldBlock)
        #expect(pair.client.write(from: &empty, then: &other, limit: 10) == .wouldBlock)
        other.append("x")
        #expect(pair.client.write(from: &empty, then: &other, limit: 0) == .wouldBlock)
        #expect(other.text == "x")
    }

    @Test func aLongPairOfBuffersIsConsumedAsFarAsItWent() throws {
        let pair = try Loopback.pair()
        var head = Buffer()
        var body = Buffer()
        head.append(text: String(repeating: "h", count: 3_000_000))
        body.append(text: String(repeating: "b", count: 9_000_000))
        var moved = 0
        while case .moved(let count) = pair.client.write(from: &head, then: &body, limit: .max) { moved += count }
        #expect(moved + head.count + body.count == 12_000_000)
        #expect(head.count == 0 || body.count == 9_000_000)
    }

    // MARK: - Idle connections

    @Test func anIdleConnectionIsUsable() throws {
        let pair = try Loopback.pair()
        #expect(pair.client.idleState() == .usable)
    }

    @Test func anIdleConnectionTellsWhatHappenedToIt() throws {
        var closed = try Loopback.pair()
        closed.server.close()
        try self.waitForEvent(closed.client)
        #expect(closed.client.idleState() == .closed)

        let unsolicited = try Loopback.pair()
        try unsolicited.server.send([1])
        try self.waitForEvent(unsolicited.client)
        #expect(unsolicited.client.idleState() == .unsolicitedBytes)
        // Looking does not take the byte.
        #expect(unsolicited.client.idleState() == .unsolicitedBytes)

        var broken = try Loopback.pair()
        broken.server.abortOnClose()
        broken.server.close()
        try self.waitForEvent(broken.client)
        #expect(broken.client.idleState() == .broken(Errno.connectionReset))
    }

    private func waitForEvent(_ socket: borrowing Socket) throws {
        let loop = try EventLoop()
        try loop.register(socket, token: 1)
        while loop.wait(milliseconds: Loopback.patience) > 0 {
            if loop.event(0).isReadable { return }
        }
        throw Loopback.TimedOut(waitingFor: "an event")
    }

    // MARK: - Evidence

    @Test func evidenceCountsBytes() throws {
        var pair = try Loopback.pair()
        try pair.client.send([UInt8](repeating: 7, count: 1000))
        var buffer = Buffer()
        _ = try pair.server.receive(1000, into: &buffer)
        let received = pair.server.evidence()
        let server = try #require(received)
        #expect(server.stateName == "ESTABLISHED")
        #expect(server.bytesReceived == 1000)
        let sent = pair.client.evidence()
        let client = try #require(sent)
        #expect(client.bytesNotSent == 0)
        #expect(client.bytesAcked <= 1001)
        pair.server.close()
        #expect(try pair.client.end() == .ended)
        #expect(pair.client.evidence()?.stateName == "CLOSE_WAIT")
    }

    @Test func evidenceOfAResetConnectionIsItsEnd() throws {
        var pair = try Loopback.pair()
        pair.server.abortOnClose()
        pair.server.close()
        #expect(try pair.client.end() == .failed(Errno.connectionReset))
        #expect(pair.client.evidence()?.stateName == "CLOSE")
    }
}
