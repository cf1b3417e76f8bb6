import Foundation
import GatewayBytes
import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct UnixSocketTests {
    @Test func bytesPassAndTheSocketHasNoAddress() throws {
        let path = Loopback.temporaryPath("pass")
        let listener = try Listener(.unix(path: path))
        defer { SocketFile.remove(path) }
        #expect(listener.path == path)
        #expect(listener.address == .unix)
        let client = try Socket.connecting(to: .unix(path: path))
        let accepted = try Loopback.accept(listener)
        #expect(accepted.peer.family == .unix)
        #expect(client.evidence() == nil)
        try client.send(Array("hello".utf8))
        client.shutdownWrite()
        var buffer = Buffer()
        #expect(try accepted.socket.receive(.max, into: &buffer) == .ended)
        #expect(buffer.text == "hello")
    }

    @Test func whatIsNotThereIsNamedByItsErrno() throws {
        let path = Loopback.temporaryPath("gone")
        #expect(self.connectError(path) == Errno.noEntry)
        // A socket file that nobody serves any more.
        do { _ = try Listener(.unix(path: path)) }
        #expect(self.connectError(path) == Errno.connectionRefused)
        SocketFile.remove(path)
        #expect(self.connectError(path) == Errno.noEntry)
        #expect(self.connectError(String(repeating: "x", count: 108)) == ENAMETOOLONG)
        #expect(self.connectError("") != nil)
    }

    @Test func aFullQueueIsNotAWait() throws {
        let path = Loopback.temporaryPath("full")
        let listener = try Listener(.unix(path: path), backlog: 1)
        defer { SocketFile.remove(path) }
        #expect(listener.path == path)
        var sockets: [KeptSocket] = []
        var error: Int32?
        while error == nil, sockets.count < 100 {
            do throws(SystemError) {
                sockets.append(KeptSocket(try Socket.connecting(to: .unix(path: path))))
            } catch let failure {
                error = failure.errno
            }
        }
        #expect(error == Errno.again)
    }

    @Test func aFileThatIsThereIsNotReplaced() throws {
        let path = Loopback.temporaryPath("twice")
        let first = try Listener(.unix(path: path))
        defer { SocketFile.remove(path) }
        #expect(first.path == path)
        #expect(throws: SystemError.self) { _ = try Listener(.unix(path: path)) }
        #expect(throws: SystemError.self) { _ = try Listener(.unix(path: "/nonexistent/\(UUID())")) }
        #expect(throws: SystemError.self) {
            _ = try Listener(.unix(path: "/tmp/" + String(repeating: "y", count: 200)))
        }
    }

    @Test func onlyASocketIsRemoved() throws {
        let path = Loopback.temporaryPath("file")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data("kept".utf8)))
        SocketFile.remove(path)
        SocketFile.remove("/tmp")
        SocketFile.remove("")
        #expect(FileManager.default.fileExists(atPath: path))
    }

    private func connectError(_ path: String) -> Int32? {
        do throws(SystemError) {
            _ = try Socket.connecting(to: .unix(path: path))
            return nil
        } catch {
            return error.errno
        }
    }
}

/// A socket in an array, which holds no values that cannot be copied.
final class KeptSocket {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
}
