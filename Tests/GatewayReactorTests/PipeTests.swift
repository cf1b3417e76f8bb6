import GatewayBytes
import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct PipeTests {
    @Test func noPipeIsClosedAndEmpty() {
        let pipe = Pipe.none
        let (isOpen, isEmpty) = (pipe.isOpen, pipe.isEmpty)
        #expect(!isOpen)
        #expect(isEmpty)
    }

    @Test func bytesPassFromSocketToSocket() throws {
        let from = try Loopback.pair()
        let to = try Loopback.pair()
        var pipe = try Pipe(capacity: 65_536)
        let content = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let sender = Sender(from.server, content)
        let thread = try WorkerThread(name: "sender") { sender.run() }
        var received = Buffer()
        let loop = try EventLoop()
        try loop.register(from.client, token: 1)
        while received.count < content.count {
            switch pipe.fill(from: from.client, limit: 40_000) {
            case .moved(let count): #expect(count <= 40_000)
            case .wouldBlock: _ = loop.wait(milliseconds: 100)
            case .ended, .failed: throw Loopback.TimedOut(waitingFor: "content after \(received.count)")
            }
            #expect(pipe.count <= pipe.capacity)
            while case .moved(let count) = pipe.drain(to: to.client) {
                _ = try to.server.receive(received.count + count, into: &received)
            }
        }
        thread.join()
        #expect(received.prefix(.max) == content)
        #expect(pipe.count == 0)
    }

    /// Sends on a thread of its own what no socket buffer holds.
    private final class Sender: Sendable {
        private let socket: Socket
        private let content: [UInt8]

        init(_ socket: consuming Socket, _ content: [UInt8]) {
            self.socket = socket
            self.content = content
        }

        func run() { try? self.socket.send(self.content) }
    }

    @Test func aFullPipeTakesNoMore() throws {
        let from = try Loopback.pair()
        var pipe = try Pipe(capacity: 4096)
        try from.server.send([UInt8](repeating: 1, count: 100_000))
        #expect(pipe.fill(from: from.client, limit: 0) == .wouldBlock)
        var results: [IOResult] = []
        repeat { results.append(pipe.fill(from: from.client, limit: .max)) } while results.last != .wouldBlock
        #expect(pipe.count <= pipe.capacity)
        #expect(pipe.count > 0)
    }

    @Test func theEndOfTheSourceIsToldAndWhatIsInsideStays() throws {
        var from = try Loopback.pair()
        let to = try Loopback.pair()
        var pipe = try Pipe()
        try from.server.send(Array("tail".utf8))
        from.server.close()
        var result = IOResult.moved(0)
        let loop = try EventLoop()
        try loop.register(from.client, token: 1)
        while result != .ended {
            result = pipe.fill(from: from.client, limit: 100)
            if result == .wouldBlock { _ = loop.wait(milliseconds: Loopback.patience) }
        }
        #expect(pipe.count == 4)
        #expect(pipe.drain(to: to.client) == .moved(4))
        #expect(pipe.drain(to: to.client) == .wouldBlock)
        var received = Buffer()
        _ = try to.server.receive(4, into: &received)
        #expect(received.text == "tail")
    }

    @Test func aBrokenTargetFailsInsteadOfEndingTheProcess() throws {
        BrokenPipeSignal.ignore()
        let from = try Loopback.pair()
        var to = try Loopback.pair()
        var pipe = try Pipe()
        try from.server.send([1])
        let loop = try EventLoop()
        try loop.register(from.client, token: 1)
        while pipe.fill(from: from.client, limit: 100) == .wouldBlock { _ = loop.wait(milliseconds: Loopback.patience) }
        to.server.abortOnClose()
        to.server.close()
        _ = try to.client.end()
        #expect(pipe.drain(to: to.client) == .failed(Errno.brokenPipe))
        #expect(pipe.count == 1)
    }

    @Test func aResetSourceFails() throws {
        var from = try Loopback.pair()
        from.server.abortOnClose()
        from.server.close()
        let loop = try EventLoop()
        try loop.register(from.client, token: 1)
        _ = loop.wait(milliseconds: Loopback.patience)
        var pipe = try Pipe()
        #expect(pipe.fill(from: from.client, limit: 100) == .failed(Errno.connectionReset))
    }
}
