import GatewayReactor
import Synchronization

/// An upstream whose every connection follows a script, on a thread of its own.
///
/// For what the lab has no scenario for, and where a test must hold both ends in its hands.
final class TestUpstream: Sendable {
    let port: Int
    private let isStopping = Atomic<Bool>(false)
    private let accepted = Atomic<Int>(0)
    private let seen = Mutex<[Message]>([])

    /// Connections so far.
    var connections: Int { self.accepted.load(ordering: .acquiring) }
    /// Requests that scripts noted with `note`, in order.
    var requests: [Message] { self.seen.withLock { $0 } }

    /// - Parameter script: gets each connection and its number, from 1. It ends with a close, unless it ended before.
    init(
        _ target: ListenTarget = .address(.loopbackV4(port: 0)),
        _ script: @escaping @Sendable (Peer, Int, TestUpstream) throws -> Void
    ) throws {
        let listener = try Listener(target, shared: false)
        self.port = Int(listener.address.port)
        let door = Door(listener)
        _ = try WorkerThread(name: "upstream") { self.accept(door, script) }
    }

    /// One proper answer for each request, for as long as the connection lasts.
    static func answering(_ text: String, _ target: ListenTarget = .address(.loopbackV4(port: 0))) throws
        -> TestUpstream
    {
        try TestUpstream(target) { peer, _, upstream in
            while let request = try? peer.message() {
                upstream.note(request)
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
            }
        }
    }

    func note(_ request: Message) { self.seen.withLock { $0.append(request) } }

    func stop() { self.isStopping.store(true, ordering: .releasing) }

    private func accept(_ door: Door, _ script: @escaping @Sendable (Peer, Int, TestUpstream) throws -> Void) {
        guard let listener = door.take(), let loop = try? EventLoop(),
            (try? loop.register(listener, token: 1)) != nil
        else { return }
        while !self.isStopping.load(ordering: .acquiring) {
            _ = loop.wait(milliseconds: 20)
            while case .client(let socket, _) = listener.accept() {
                let number = self.accepted.add(1, ordering: .acquiringAndReleasing).newValue
                let seat = Seat(socket)
                _ = try? WorkerThread(name: "connection") {
                    guard let socket = seat.take(), let peer = try? Peer(socket) else { return }
                    try? script(peer, number, self)
                }
            }
        }
    }
}

/// Carries a listener to its thread.
private final class Door: Sendable {
    private let listener: Mutex<Listener?>
    init(_ listener: consuming Listener) { self.listener = Mutex(listener) }
    func take() -> Listener? { self.listener.withLock { $0.take() } }
}

/// Carries a socket to its thread.
private final class Seat: Sendable {
    private let socket: Mutex<Socket?>
    init(_ socket: consuming Socket) { self.socket = Mutex(socket) }
    func take() -> Socket? { self.socket.withLock { $0.take() } }
}
