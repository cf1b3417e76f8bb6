import GatewayBytes
import GatewayReactor
import Synchronization

/// An endpoint on this machine that answers each connection as it is told; one at a time, on a thread of its own.
final class ScriptedPeer: Sendable {
    enum Act: Sendable {
        /// Reads a request head, sends these pieces, and closes.
        case answer([String])
        /// Reads a request head and resets.
        case reset
        /// Keeps the connection and says nothing.
        case silence
    }

    private struct State {
        var act: Act
        var heads: [String] = []
        var isStopped = false
    }

    let target: ConnectTarget
    private let state: Mutex<State>
    private let waker: Mutex<Waker?> = Mutex(nil)
    private let thread: Mutex<WorkerThread?> = Mutex(nil)

    init(_ act: Act) throws {
        let listener = try Listener(.address(.loopbackV4(port: 0)))
        self.target = .address(listener.address)
        self.state = Mutex(State(act: act))
        let box = Mutex<Listener?>(listener)
        let ready = try ThreadSignal()
        try self.thread.withLock { thread in
            thread = try WorkerThread(name: "peer") { [self] in
                guard let listener = box.withLock({ $0.take() }), let loop = try? EventLoop() else { return }
                self.waker.withLock { $0 = loop.waker }
                ready.raise()
                self.serve(listener, loop)
            }
        }
        ready.wait(milliseconds: 20_000)
    }

    /// What every connection from now on gets.
    func act(_ act: Act) { self.state.withLock { $0.act = act } }

    /// The request heads that came.
    var heads: [String] { self.state.withLock { $0.heads } }

    func stop() {
        self.state.withLock { $0.isStopped = true }
        self.waker.withLock { $0?.wake() }
        if let thread = self.thread.withLock({ $0.take() }) { thread.join() }
    }

    private var isStopped: Bool { self.state.withLock { $0.isStopped } }

    private final class Held {
        let socket: Socket
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    private func serve(_ listener: borrowing Listener, _ loop: EventLoop) {
        var held: [Held] = []
        guard (try? loop.register(listener, token: 1)) != nil else { return }
        while !self.isStopped {
            _ = loop.wait(milliseconds: 1000)
            while case .client(let socket, _) = listener.accept() {
                switch self.state.withLock({ $0.act }) {
                case .silence: held.append(Held(socket))
                case .reset:
                    self.readHead(socket)
                    socket.abortOnClose()
                case .answer(let pieces):
                    self.readHead(socket)
                    for piece in pieces {
                        var buffer = Buffer()
                        buffer.append(text: piece)
                        while case .moved = socket.write(from: &buffer), !buffer.isEmpty {}
                    }
                }
            }
        }
    }

    /// Reads until an empty line, or until the client has nothing more to say.
    private func readHead(_ socket: borrowing Socket) {
        var input = Buffer()
        guard let loop = try? EventLoop(), (try? loop.register(socket, token: 1)) != nil else { return }
        while !input.text.hasSuffix("\r\n\r\n") {
            input.reserve(4096)
            switch socket.read(into: &input) {
            case .moved: break
            case .wouldBlock: guard loop.wait(milliseconds: 20_000) > 0 else { return }
            case .ended, .failed: return
            }
        }
        self.state.withLock { $0.heads.append(input.text) }
    }
}
