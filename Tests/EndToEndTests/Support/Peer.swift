import GatewayBytes
import GatewayReactor

/// One end of a connection, driven step by step with blocking calls: a client, or what an upstream accepted.
///
/// Sends exactly the bytes it is given. Every wait is bounded, so that a gateway that hangs is a failed test.
final class Peer {
    enum Problem: Error, Equatable {
        /// Nothing happened for the whole patience.
        case timedOut(String)
        /// FIN where more was expected.
        case ended
        case failed(Int32)
        case malformed(String)
    }

    /// How the other side ended the connection.
    enum Ending: Equatable { case fin, reset }

    private let loop: EventLoop
    private var socket: Socket
    private var room = Buffer()
    /// Bytes that came and were not taken yet.
    private(set) var pending: [UInt8] = []
    private(set) var ending: Ending?
    let patience: Duration

    init(_ socket: consuming Socket, patience seconds: Int = 15) throws {
        self.loop = try EventLoop()
        try self.loop.register(socket, token: 1)
        self.socket = socket
        self.patience = .seconds(seconds)
    }

    convenience init(to target: ConnectTarget) throws {
        try self.init(try Socket.connecting(to: target))
        try self.waitUntilConnected()
    }

    convenience init(port: Int) throws {
        try self.init(to: .address(.loopbackV4(port: UInt16(port))))
    }

    private func waitUntilConnected() throws {
        let deadline = ContinuousClock.now + self.patience
        while true {
            let count = self.loop.wait(milliseconds: 100)
            if (0..<count).contains(where: { self.loop.event($0).isWritable }) { break }
            guard ContinuousClock.now < deadline else { throw Problem.timedOut("connect") }
        }
        let error = self.socket.pendingError()
        guard error == 0 else { throw Problem.failed(error) }
    }

    /// Agrees on TLS as a client, and says what was agreed.
    func secure(with context: TLSContext, name: String = "shop.test") throws -> TLSFacts? {
        guard self.socket.secure(with: context, name: name) else { throw Problem.malformed(name) }
        let deadline = ContinuousClock.now + self.patience
        while true {
            switch self.socket.handshake() {
            case .finished: return self.socket.tlsFacts
            case .wantsRead, .wantsWrite:
                guard ContinuousClock.now < deadline else { throw Problem.timedOut("handshake") }
                _ = self.loop.wait(milliseconds: 100)
            case .failed(let failure): throw Problem.malformed("\(failure)")
            }
        }
    }

    /// The certificate that the other side showed.
    var certificate: CertificateFacts? { self.socket.peerCertificate }

    // MARK: - Sending

    func send(_ text: String) throws { try self.send(Array(text.utf8)) }

    /// Sends all bytes; throws when the other side takes no more.
    func send(_ bytes: [UInt8]) throws {
        var output = Buffer()
        output.append(bytes)
        let deadline = ContinuousClock.now + self.patience
        while !output.isEmpty {
            switch self.socket.write(from: &output) {
            case .moved: break
            case .wouldBlock:
                _ = self.loop.wait(milliseconds: 100)
                guard ContinuousClock.now < deadline else { throw Problem.timedOut("send") }
            case .ended: throw Problem.ended
            case .failed(let errno): throw Problem.failed(errno)
            }
        }
    }

    /// Sends as much as the kernel takes now and returns how much that was.
    func sendSome(_ bytes: [UInt8]) throws -> Int {
        var output = Buffer()
        output.append(bytes)
        while !output.isEmpty {
            switch self.socket.write(from: &output) {
            case .moved: break
            case .wouldBlock: return bytes.count - output.count
            case .ended: throw Problem.ended
            case .failed(let errno): throw Problem.failed(errno)
            }
        }
        return bytes.count
    }

    /// FIN.
    func finishSending() { self.socket.shutdownWrite() }
    /// RST.
    func reset() {
        self.socket.abortOnClose()
        self.socket.close()
    }
    func close() { self.socket.close() }

    // MARK: - Reading

    /// Reads once into `pending`; returns false at the end of the connection.
    @discardableResult
    func readMore() throws -> Bool {
        guard self.ending == nil else { return false }
        let deadline = ContinuousClock.now + self.patience
        while true {
            self.room.clear()
            self.room.reserve(65_536)
            switch self.socket.read(into: &self.room) {
            case .moved(let count):
                self.pending += self.room.prefix(count)
                return true
            case .wouldBlock:
                guard ContinuousClock.now < deadline else { throw Problem.timedOut("read") }
                _ = self.loop.wait(milliseconds: 100)
            case .ended:
                self.ending = .fin
                return false
            case .failed:
                self.ending = .reset
                return false
            }
        }
    }

    /// Takes `count` bytes off the front.
    func take(_ count: Int) throws -> [UInt8] {
        while self.pending.count < count { guard try self.readMore() else { throw Problem.ended } }
        let taken = Array(self.pending.prefix(count))
        self.pending.removeFirst(count)
        return taken
    }

    /// Takes what is there, at most `count` bytes.
    func takePending(_ count: Int) -> [UInt8] {
        let taken = Array(self.pending.prefix(count))
        self.pending.removeFirst(taken.count)
        return taken
    }

    /// Takes everything through the next occurrence of `mark`.
    func take(through mark: String) throws -> [UInt8] {
        let mark = Array(mark.utf8)
        var searched = 0
        while true {
            if let found = self.find(mark, from: searched) { return try self.take(found + mark.count) }
            searched = max(0, self.pending.count - mark.count)
            guard try self.readMore() else { throw Problem.ended }
        }
    }

    private func find(_ mark: [UInt8], from start: Int) -> Int? {
        guard self.pending.count >= mark.count else { return nil }
        return (start...max(start, self.pending.count - mark.count)).first { at in
            at + mark.count <= self.pending.count && mark.indices.allSatisfy { self.pending[at + $0] == mark[$0] }
        }
    }

    /// Reads to the end and returns everything with the way it ended.
    func readToEnd() throws -> (bytes: [UInt8], ending: Ending) {
        while try self.readMore() {}
        defer { self.pending = [] }
        return (self.pending, self.ending ?? .fin)
    }

    /// Whether nothing came although `milliseconds` passed.
    func isSilent(milliseconds: Int) throws -> Bool {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while self.pending.isEmpty, self.ending == nil, ContinuousClock.now < deadline {
            self.room.clear()
            self.room.reserve(4096)
            switch self.socket.read(into: &self.room) {
            case .moved(let count): self.pending += self.room.prefix(count)
            case .wouldBlock: _ = self.loop.wait(milliseconds: 10)
            case .ended: self.ending = .fin
            case .failed: self.ending = .reset
            }
        }
        return self.pending.isEmpty && self.ending == nil
    }
}
