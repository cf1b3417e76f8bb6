import GatewayBytes
import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
    @Test func nothingHappensWithoutASocket() throws {
        let loop = try EventLoop()
        let before = loop.now
        #expect(loop.wait(milliseconds: 0) == 0)
        #expect(loop.now >= before)
        // 2020-01-01; the wall clock counts from 1970.
        #expect(loop.wallClock > 1_577_836_800_000)
    }

    @Test func sleepingTakesTheTimeItWasTold() throws {
        let loop = try EventLoop()
        let before = loop.now
        #expect(loop.wait(milliseconds: 5) == 0)
        #expect(loop.now - before >= 5_000_000)
    }

    // MARK: - Waking

    @Test func aWakeBeforeTheWaitIsNotLost() throws {
        let loop = try EventLoop()
        loop.waker.wake()
        #expect(loop.wait(milliseconds: -1) == 1)
        #expect(loop.event(0).token == EventLoop.wakeToken)
        loop.acknowledgeWake()
        #expect(loop.wait(milliseconds: 0) == 0)
    }

    @Test func manyWakesAreOneEvent() throws {
        let loop = try EventLoop()
        for _ in 0..<1000 { loop.waker.wake() }
        #expect(loop.wait(milliseconds: -1) == 1)
        loop.acknowledgeWake()
        #expect(loop.wait(milliseconds: 0) == 0)
    }

    @Test func anUnacknowledgedWakeIsReportedAgain() throws {
        let loop = try EventLoop()
        loop.waker.wake()
        #expect(loop.wait(milliseconds: -1) == 1)
        #expect(loop.wait(milliseconds: 0) == 1)
    }

    @Test func aSleepingLoopIsWokenByAnotherThread() throws {
        let loop = try EventLoop()
        let waker = loop.waker
        let thread = try WorkerThread(name: "waker") { waker.wake() }
        #expect(loop.wait(milliseconds: -1) == 1)
        thread.join()
    }

    // MARK: - Edges

    @Test func aSocketIsReportedOnceForEveryChange() throws {
        let pair = try Loopback.pair()
        let loop = try EventLoop()
        try loop.register(pair.client, token: 42)
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        let first = loop.event(0)
        #expect(first.token == 42)
        #expect(first.isWritable)
        #expect(!first.isReadable)
        #expect(!first.isPeerClosed)
        // Still writable, but nothing changed.
        #expect(loop.wait(milliseconds: 0) == 0)

        try pair.server.send([1, 2, 3])
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        #expect(loop.event(0).isReadable)
        // Not read, and yet no second report: the connection must remember the edge.
        #expect(loop.wait(milliseconds: 0) == 0)

        try pair.server.send([4])
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        #expect(loop.event(0).isReadable)
    }

    @Test func theEndOfThePeerIsAnEdge() throws {
        var pair = try Loopback.pair()
        let loop = try EventLoop()
        try loop.register(pair.client, token: 1)
        _ = loop.wait(milliseconds: Loopback.patience)
        pair.server.close()
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        #expect(loop.event(0).isPeerClosed)
        #expect(loop.event(0).isReadable)
        #expect(!loop.event(0).isError)
    }

    @Test func anAbortOfThePeerIsAnError() throws {
        var pair = try Loopback.pair()
        let loop = try EventLoop()
        try loop.register(pair.client, token: 1)
        _ = loop.wait(milliseconds: Loopback.patience)
        pair.server.abortOnClose()
        pair.server.close()
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        let event = loop.event(0)
        #expect(event.isError)
        #expect(event.isPeerClosed)
        #expect(event.isReadable)
        #expect(event.isWritable)
        #expect(pair.client.pendingError() == Errno.connectionReset)
        // Taken.
        #expect(pair.client.pendingError() == 0)
    }

    @Test func aClosedSocketIsReportedNoMore() throws {
        var pair = try Loopback.pair()
        let loop = try EventLoop()
        try loop.register(pair.client, token: 1)
        try pair.server.send([1])
        pair.client.close()
        #expect(loop.wait(milliseconds: 0) == 0)
    }

    @Test func manySocketsAreReportedInOneTurn() throws {
        let loop = try EventLoop()
        let listener = try Loopback.listener()
        var kept: [KeptSocket] = []
        for token in 0..<100 as Range<UInt64> {
            let client = try Socket.connecting(to: .address(listener.address))
            let accepted = try Loopback.accept(listener)
            try loop.register(client, token: token)
            kept.append(KeptSocket(client))
            kept.append(KeptSocket(accepted.socket))
        }
        let count = loop.wait(milliseconds: Loopback.patience)
        #expect(Set((0..<count).map { loop.event($0).token }) == Set(0..<100))
    }

    @Test func aSocketIsRegisteredOnce() throws {
        let pair = try Loopback.pair()
        let loop = try EventLoop()
        try loop.register(pair.client, token: 1)
        #expect(throws: SystemError.self) { try loop.register(Socket.none, token: 2) }
    }

    // MARK: - Listeners

    @Test func waitingClientsAreReportedUntilAccepted() throws {
        let listener = try Loopback.listener()
        let loop = try EventLoop()
        try loop.register(listener, token: 9)
        #expect(loop.wait(milliseconds: 0) == 0)
        let client = try Socket.connecting(to: .address(listener.address))
        #expect(loop.wait(milliseconds: Loopback.patience) == 1)
        #expect(loop.wait(milliseconds: 0) == 1)
        #expect(loop.event(0).token == 9)
        loop.unregister(listener)
        #expect(loop.wait(milliseconds: 0) == 0)
        // The client waits in the queue, and is there when accepting goes on.
        try loop.register(listener, token: 10)
        #expect(loop.wait(milliseconds: 0) == 1)
        #expect(loop.event(0).token == 10)
        #expect(client.pendingError() == 0)
    }
}
