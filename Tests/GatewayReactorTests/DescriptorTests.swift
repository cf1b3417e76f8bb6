import Foundation
import GatewayBytes
import GatewayReactor
import Testing

/// Descriptors are given back, kept from children, and their end is no crash.
///
/// In processes of their own, because other tests open and close meanwhile.
@Suite struct DescriptorTests {
    @Test func everythingOpenedIsClosed() async {
        await #expect(processExitsWith: .success) {
            try await Descriptors.settle()
            try Self.useEverything()
            let before = try Descriptors.open()
            for _ in 0..<50 { try Self.useEverything() }
            let after = try Descriptors.open()
            // The runtime may open one of its own; a leak would open one a round.
            #expect(after.count < before.count + 25)
        }
    }

    @Test func nothingIsInheritedByChildren() async {
        await #expect(processExitsWith: .success) {
            try await Descriptors.settle()
            let before = try Descriptors.open()
            let listener = try Loopback.listener()
            let second = try listener.duplicate()
            let pair = try Loopback.pair()
            let pipe = try GatewayReactor.Pipe()
            let loop = try EventLoop()
            let signal = try ThreadSignal()
            let file = try AppendFile(path: "/dev/null")
            let opened = try Descriptors.open().subtracting(before)
            #expect(opened.count >= 10)
            for descriptor in opened { #expect(try Descriptors.closesOnExec(descriptor), "\(descriptor)") }
            #expect(second.address == listener.address)
            #expect(pair.client.pendingError() == 0)
            #expect(pipe.count == 0)
            #expect(file.write([]) == true)
            loop.waker.wake()
            signal.raise()
        }
    }

    @Test func runningOutOfDescriptorsIsAnAnswerAndNoCrash() async {
        await #expect(processExitsWith: .success) {
            try await Descriptors.settle()
            let listener = try Loopback.listener()
            var clients: [KeptSocket] = []
            // One more than waits in the queue of what is free.
            for _ in 0..<8 { clients.append(KeptSocket(try Socket.connecting(to: .address(listener.address)))) }
            try Descriptors.limit(toFree: 3)
            var held: [KeptSocket] = []
            accepting: while true {
                switch listener.accept() {
                case .client(let socket, _): held.append(KeptSocket(socket))
                case .exhausted(let error):
                    #expect(error == Errno.processFilesExhausted)
                    break accepting
                case .none:
                    Issue.record("nobody waits after \(held.count)")
                    break accepting
                case .gone:
                    Issue.record("somebody left after \(held.count)")
                    break accepting
                }
            }
            #expect(held.count == 3)
            func expectExhausted(_ body: () throws -> Void) {
                do {
                    try body()
                    Issue.record("opened with no descriptors")
                } catch {
                    #expect((error as? SystemError)?.errno == Errno.processFilesExhausted)
                }
            }
            expectExhausted { _ = try Socket.connecting(to: .address(listener.address)) }
            expectExhausted { _ = try Socket.connecting(to: .unix(path: "/tmp/x")) }
            expectExhausted { _ = try GatewayReactor.Pipe() }
            expectExhausted { _ = try EventLoop() }
            expectExhausted { _ = try ThreadSignal() }
            expectExhausted { _ = try AppendFile(path: "/dev/null") }
            expectExhausted { _ = try listener.duplicate() }
            expectExhausted { _ = try Listener(.address(.loopbackV4(port: 0))) }
            // The clients that waited are served when there is room again.
            held.removeAll()
            guard case .client = listener.accept() else {
                Issue.record("no client after descriptors were free again")
                return
            }
        }
    }

    /// With one descriptor left an event loop opens its first and must give it back.
    @Test func aFailedOpeningLeavesNothingOpen() async {
        await #expect(processExitsWith: .success) {
            try await Descriptors.settle()
            try Descriptors.limit(toFree: 1)
            let before = try Descriptors.open()
            for _ in 0..<5 {
                #expect(throws: SystemError.self) { _ = try EventLoop() }
                #expect(throws: SystemError.self) { _ = try GatewayReactor.Pipe() }
                #expect(throws: SystemError.self) { _ = try AppendFile(path: "/nonexistent/file") }
                #expect(throws: SystemError.self) { _ = try Socket.connecting(to: .unix(path: "/nonexistent")) }
                #expect(throws: SystemError.self) { _ = try Listener(.unix(path: "/nonexistent/socket")) }
            }
            #expect(try Descriptors.open() == before)
        }
    }

    private static func useEverything() throws {
        let path = Loopback.temporaryPath("all")
        defer { SocketFile.remove(path) }
        let listener = try Listener(.unix(path: path))
        let second = try listener.duplicate()
        let client = try Socket.connecting(to: .unix(path: path))
        let accepted = try Loopback.accept(second)
        try client.send([1, 2, 3])
        var pipe = try GatewayReactor.Pipe()
        _ = pipe.fill(from: accepted.socket, limit: 10)
        var pair = try Loopback.pair()
        pair.client.close()
        _ = try pair.server.end()
        let mailbox = Mailbox<Int>(waker: try EventLoop().waker)
        #expect(mailbox.take().isEmpty)
        let signal = try ThreadSignal()
        signal.raise()
        let file = try AppendFile(path: "/dev/null")
        #expect(file.write([1]) == true)
        #expect(AppendFile.standardError.write([]) == true)
        try? { _ = try Socket.connecting(to: .unix(path: "/nonexistent")) }()
        try? { _ = try Listener(.unix(path: path)) }()
        _ = HostResolver.resolve("127.0.0.1", port: 1)
    }
}
