import Foundation
import GatewayBytes
import GatewayReactor

/// Sockets on this machine to try things with; every wait has an end.
enum Loopback {
    /// What a peer that should act did not do in time.
    struct TimedOut: Error { var waitingFor: String }

    /// Longer than anything on a loaded machine takes; only a failing test waits that long.
    static let patience: Int32 = 20_000

    /// Whether `::1` can be listened on: a kernel may have IPv6 and an interface without any address of it.
    static var hasIPv6: Bool {
        let one = String(repeating: "0", count: 31) + "1"
        return (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(one) == true
    }

    static func listener() throws -> Listener { try Listener(.address(.loopbackV4(port: 0))) }

    /// The next client of `listener`.
    static func accept(_ listener: borrowing Listener) throws -> Accepted {
        let loop = try EventLoop()
        try loop.register(listener, token: 1)
        guard loop.wait(milliseconds: Self.patience) > 0 else { throw TimedOut(waitingFor: "a client") }
        switch listener.accept() {
        case .client(let socket, let peer): return Accepted(socket: socket, peer: peer)
        case .none: throw TimedOut(waitingFor: "a client that was announced")
        case .gone: throw TimedOut(waitingFor: "a client that left")
        case .exhausted: throw TimedOut(waitingFor: "descriptors")
        }
    }

    /// Both ends of a new connection.
    static func pair() throws -> Pair {
        let listener = try Self.listener()
        let client = try Socket.connecting(to: .address(listener.address))
        let accepted = try Self.accept(listener)
        return Pair(client: client, server: accepted.socket)
    }

    /// A directory of its own for the sockets and files of one test; short, because socket paths are.
    static func temporaryPath(_ name: String) -> String { "/tmp/gg-\(UUID().uuidString.prefix(8))-\(name)" }
}

/// An accepted connection; a tuple cannot hold one.
struct Accepted: ~Copyable {
    var socket: Socket
    let peer: SocketAddress
}

/// The two ends of a connection.
struct Pair: ~Copyable {
    var client: Socket
    var server: Socket
}

extension Socket {
    /// Reads until `count` bytes are there, or the stream ends or fails, and says how it went.
    borrowing func receive(_ count: Int, into buffer: inout Buffer) throws -> IOResult {
        let loop = try EventLoop()
        try loop.register(self, token: 1)
        var result = IOResult.moved(0)
        while buffer.count < count {
            buffer.reserve(65_536)
            result = self.read(into: &buffer)
            switch result {
            case .moved: break
            case .wouldBlock:
                guard loop.wait(milliseconds: Loopback.patience) > 0 else {
                    throw Loopback.TimedOut(waitingFor: "\(count) bytes after \(buffer.count)")
                }
            case .ended, .failed: return result
            }
        }
        return result
    }

    /// How the stream ends: what a read gives when there are no bytes left.
    borrowing func end() throws -> IOResult {
        var buffer = Buffer()
        return try self.receive(.max, into: &buffer)
    }

    /// Writes all of `bytes`, waiting for the peer where it must.
    borrowing func send(_ bytes: [UInt8]) throws {
        var buffer = Buffer()
        buffer.append(bytes)
        let loop = try EventLoop()
        try loop.register(self, token: 1)
        while buffer.count > 0 {
            switch self.write(from: &buffer) {
            case .moved: break
            case .wouldBlock: _ = loop.wait(milliseconds: Loopback.patience)
            case .ended, .failed: throw Loopback.TimedOut(waitingFor: "a peer that takes \(buffer.count) bytes")
            }
        }
    }
}
