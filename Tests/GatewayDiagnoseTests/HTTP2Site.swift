import GatewayBytes
import GatewayCore
import GatewayReactor
import GatewayWire
import Synchronization

/// A site of HTTP/2 without TLS, on a thread of its own: every request gets what `act` says.
final class HTTP2Site: Sendable {
    enum Act: Sendable {
        case answer(status: UInt16)
        case reset
        case close
        /// Content as long as anybody takes it.
        case endless
    }

    struct End: Sendable {}

    let port: UInt16
    private let mailbox: Mailbox<End>
    private let thread: Mutex<WorkerThread?>

    init(_ act: Act) throws {
        let loop = try EventLoop()
        let listener = try Listener(.address(.loopbackV4(port: 0)), shared: false)
        try loop.register(listener, token: 0)
        let mailbox = Mailbox<End>(waker: loop.waker)
        self.port = listener.address.port
        self.mailbox = mailbox
        let seat = Seat(loop, listener, mailbox, act)
        self.thread = Mutex(try WorkerThread(name: "h2-site") { seat.run() })
    }

    func stop() {
        self.mailbox.post(End())
        if let thread = self.thread.withLock({ $0.take() }) { thread.join() }
    }
}

/// The thread's own.
private final class Seat: @unchecked Sendable {
    private let loop: EventLoop
    private let listener: Listener
    private let mailbox: Mailbox<HTTP2Site.End>
    private let act: HTTP2Site.Act
    private var guests: [UInt64: Guest] = [:]
    private var next: UInt64 = 0

    init(
        _ loop: EventLoop,
        _ listener: consuming Listener,
        _ mailbox: Mailbox<HTTP2Site.End>,
        _ act: HTTP2Site.Act
    ) {
        self.loop = loop
        self.listener = listener
        self.mailbox = mailbox
        self.act = act
    }

    func run() {
        while self.mailbox.take().isEmpty {
            for index in 0..<self.loop.wait(milliseconds: 1000) {
                let event = self.loop.event(index)
                if event.token == EventLoop.wakeToken { self.loop.acknowledgeWake() }
                if event.token == 0 { self.accept() }
                if let guest = self.guests[event.token], !guest.goOn() { self.guests[event.token] = nil }
            }
        }
        _ = self.mailbox.close()
    }

    private func accept() {
        while case .client(let socket, _) = self.listener.accept() {
            self.next += 1
            let guest = Guest(socket, self.act)
            guard (try? self.loop.register(guest.socket, token: self.next)) != nil else { continue }
            self.guests[self.next] = guest
        }
    }
}

private final class Guest {
    var socket: Socket
    private let act: HTTP2Site.Act
    private var connection = HTTP2Connection(role: .server)
    private var input = Buffer()
    private var output = Buffer()
    private var message = Buffer()
    private var open: UInt32?

    init(_ socket: consuming Socket, _ act: HTTP2Site.Act) {
        self.socket = socket
        self.act = act
        self.connection.start(output: &self.output)
    }

    deinit { self.socket.close() }

    /// False when the connection is over.
    func goOn() -> Bool {
        while true {
            self.input.reserve(16_384)
            switch self.socket.read(into: &self.input) {
            case .moved: guard self.take() else { return false }
            case .wouldBlock: return self.send()
            case .ended, .failed: return false
            }
        }
    }

    private func take() -> Bool {
        while !self.input.isEmpty {
            let received = self.connection.receive(self.input, now: 0, message: &self.message, output: &self.output)
            self.input.consume(received.consumed)
            switch received.action {
            case .needMore: return true
            case .closed: return false
            case .head(let stream, _, _, _): guard self.answer(stream) else { return false }
            // Default: nothing else matters to so simple a site.
            default: break
            }
        }
        return true
    }

    private func answer(_ stream: UInt32) -> Bool {
        switch self.act {
        case .answer(let status):
            let head = Array("HTTP/1.1 \(status) X\r\nContent-Length: 2\r\n\r\n".utf8)
            self.connection.sendHead(stream, head.span, endStream: false, output: &self.output)
            _ = self.connection.sendData(stream, [0x6F, 0x6B].span, endStream: true, output: &self.output)
        case .reset: self.connection.reset(stream, .internalError, output: &self.output)
        case .close: return false
        case .endless:
            let head = Array("HTTP/1.1 200 OK\r\n\r\n".utf8)
            self.connection.sendHead(stream, head.span, endStream: false, output: &self.output)
            self.open = stream
        }
        return true
    }

    private func send() -> Bool {
        while true {
            if self.output.isEmpty, let stream = self.open {
                let piece = [UInt8](repeating: 0x78, count: 8192)
                _ = self.connection.sendData(stream, piece.span, endStream: false, output: &self.output)
            }
            guard !self.output.isEmpty else { return true }
            switch self.socket.write(from: &self.output) {
            case .moved: break
            case .wouldBlock: return true
            case .ended, .failed: return false
            }
        }
    }
}
