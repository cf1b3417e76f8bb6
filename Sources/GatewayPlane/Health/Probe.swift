internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One check of one endpoint: its state between questions, and its connection during one.
///
/// Not responsible for when, nor for who is told.
struct Probe: ~Copyable {
    enum Stage: UInt8, BitwiseCopyable {
        case idle
        /// Due, but too many others are under way.
        case waiting
        case connecting
        case handshaking
        case asking
    }

    var identity: CheckIdentity?
    var authority = ""
    /// nil for plain HTTP.
    var encryption: CheckEncryption?
    /// HTTP/2 by prior knowledge.
    var hasPriorKnowledge = false
    var routes: [String] = []
    var targets: [ConnectTarget] = []
    var health: ActiveHealth?
    var lastChange: HealthChange?

    var stage = Stage.idle
    /// Which of `targets` is being connected to.
    var attempt = 0
    /// When the question ends, whatever happens.
    var deadline: UInt64 = 0
    private var socket = Socket.none
    private var exchange = CheckExchange(HealthCheck())
    /// The question over HTTP/2, where that is spoken.
    private var stream: HTTP2Check?
    private var input = Buffer()
    private var output = Buffer()

    init() {}

    /// What became of an attempt to connect.
    enum Connecting {
        case begun
        case failed(Fault)
    }

    var isUnix: Bool {
        guard self.targets.indices.contains(self.attempt), case .unix = self.targets[self.attempt] else { return false }
        return true
    }

    mutating func connect(_ loop: EventLoop, token: UInt64) -> Connecting {
        self.stage = .connecting
        do throws(SystemError) {
            self.socket = try Socket.connecting(to: self.targets[self.attempt])
            try loop.register(self.socket, token: token)
            return .begun
        } catch {
            self.socket.close()
            return .failed(Fault.connecting(errno: error.errno, isUnix: self.isUnix))
        }
    }

    /// The socket can be written to or has failed: nil when the connection stands.
    mutating func connectFault() -> Fault? {
        let errno = self.socket.pendingError()
        guard errno != 0 else { return nil }
        self.socket.close()
        return Fault.connecting(errno: errno, isUnix: self.isUnix)
    }

    /// The connection stands: begins TLS, in front of which nothing but a PROXY header comes.
    ///
    /// - Returns: nil when it goes on.
    mutating func beginHandshake(_ encryption: CheckEncryption) -> Fault? {
        self.stage = .handshaking
        self.sendProxyHeader()
        while !self.output.isEmpty {
            guard case .moved = self.socket.write(from: &self.output) else {
                return Fault(.tlsClosed, side: .upstream, phase: .handshake)
            }
        }
        guard
            self.socket.secure(
                with: encryption.context,
                name: encryption.name,
                protocols: self.identity?.check.kind == .grpc ? ["h2"] : ["http/1.1"]
            )
        else {
            return Fault(.memoryExhausted, side: .gateway, phase: .handshake)
        }
        return nil
    }

    /// nil while the handshake goes on.
    mutating func shakeHands() -> Result<Void, Fault>? {
        switch self.socket.handshake() {
        case .wantsRead, .wantsWrite: nil
        case .finished: .success(())
        case .failed(let failure): .failure(Fault(failure, phase: .handshake))
        }
    }

    /// The gateway's own question, on behalf of nobody.
    private mutating func sendProxyHeader() {
        if let version = self.identity?.proxyHeader { self.output.append(proxyHeader: version, .sender) }
    }

    /// Prepares the question.
    mutating func begin(_ check: HealthCheck) {
        self.stage = .asking
        self.exchange = CheckExchange(check)
        if !self.socket.isSecure { self.sendProxyHeader() }
        guard self.hasPriorKnowledge || check.kind == .grpc else {
            return self.output.append(CheckExchange.request(check, authority: self.authority))
        }
        self.stream = HTTP2Check(check, authority: self.authority, output: &self.output)
    }

    /// Sends and reads as much as goes; nil while there is no verdict.
    mutating func proceed() -> CheckVerdict? {
        while true {
            while !self.output.isEmpty {
                guard case .moved = self.socket.write(from: &self.output) else { break }
            }
            self.input.reserve(16_384)
            switch self.socket.read(into: &self.input) {
            case .moved: if let verdict = self.received() { return verdict }
            case .wouldBlock: return nil
            case .ended: return self.ended()
            case .failed(let errno): return .failed(.fault(self.broken(errno)))
            }
        }
    }

    private mutating func received() -> CheckVerdict? {
        guard var stream = self.stream.take() else { return self.exchange.received(&self.input) }
        // No time passes for its limits: one answer has to do with what they are at first.
        let verdict = stream.received(&self.input, now: 0, output: &self.output)
        self.stream = consume stream
        return verdict
    }

    private mutating func ended() -> CheckVerdict {
        guard var stream = self.stream.take() else { return self.exchange.ended(self.input) }
        return stream.ended(self.input)
    }

    /// The fault of a connection that broke while asking.
    private func broken(_ errno: Int32) -> Fault {
        guard self.exchange.isInHead else {
            return Fault(.resetInsideBody, side: .upstream, phase: .responseBody, code: errno)
        }
        let detail: Fault.Detail = self.input.isEmpty ? .resetBeforeHead : .resetInsideHead
        return Fault(detail, side: .upstream, phase: .responseHead, code: errno)
    }

    /// The fault of a question that took `milliseconds`.
    func timeoutFault(milliseconds: UInt32) -> Fault {
        let code = Int32(clamping: milliseconds)
        if self.stage == .handshaking {
            return Fault(.handshakeTimeout, side: .upstream, phase: .handshake, code: code)
        }
        guard self.stage == .asking else {
            return Fault(.connectTimeout, side: .upstream, phase: .connect, code: code)
        }
        guard self.exchange.isInHead else {
            return Fault(.bodyStalled, side: .upstream, phase: .responseBody, code: code)
        }
        let detail: Fault.Detail = self.input.isEmpty ? .responseHeadTimeout : .headStalled
        return Fault(detail, side: .upstream, phase: .responseHead, code: code)
    }

    /// Ends the question: no connection, no memory.
    mutating func rest() {
        self.socket.close()
        self.exchange = CheckExchange(HealthCheck())
        self.stream = nil
        self.input.release()
        self.output.release()
        self.stage = .idle
        self.attempt = 0
    }
}
