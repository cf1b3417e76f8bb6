internal import GatewayBytes
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One visit under way: the socket, and how far it has come.
///
/// Moves bytes and notes what happens and when; `ResponseReading` says what the bytes are. Confined to the thread of
/// its event loop. Not responsible for what the record means.
final class VisitRun {
    enum Phase { case connecting, handshaking, idle, sending, head, body, done }

    let plan: VisitPlan
    private let context: (VisitPlan.Encryption) -> TLSContext?
    var record: Visit
    var socket = Socket.none
    /// What came, in HTTP/1.1 form.
    var input = Buffer()
    /// Frames that came, where HTTP/2 is spoken.
    var frames = Buffer()
    var output = Buffer()
    var dialogue: HTTP2Dialogue?
    var reading: ResponseReading?
    private(set) var phase = Phase.connecting
    /// When the phase began, and when it has taken too long.
    private(set) var began: UInt64 = 0
    private(set) var deadline = UInt64.max
    private let end: UInt64
    /// Whether the record has the server's certificates.
    private var hasPeer = false
    private(set) var requestSent: UInt64 = 0
    var lastByte: UInt64 = 0

    /// - Parameters:
    ///   - context: encrypts, where the plan says so; asked for when the connection is there.
    ///   - end: nothing goes on after it.
    init(_ plan: VisitPlan, end: UInt64, context: @escaping (VisitPlan.Encryption) -> TLSContext?) {
        self.plan = plan
        self.context = context
        self.end = end
        self.record = Visit(plan.purpose, plan.address)
        self.record.encryption = plan.encryption
        self.record.variation = plan.variation
        self.record.request = plan.request
    }

    var isDone: Bool { self.phase == .done }

    // MARK: - Steps

    func start(loop: EventLoop, token: UInt64) {
        self.record.started = EventLoop.wallMilliseconds
        // The loop's clock stands still while others are started.
        let now = EventLoop.monotonicNanoseconds
        self.record.marks.began = now
        self.enter(.connecting, now, self.plan.limits.connect)
        do throws(SystemError) {
            self.socket = try Socket.connecting(
                to: .address(self.plan.address),
                largestSegment: self.plan.largestSegment
            )
            try loop.register(self.socket, token: token)
        } catch {
            self.finish(.visiting(errno: error.errno))
        }
    }

    /// Something can be read or written.
    func move(now: UInt64, isWritable: Bool) {
        switch self.phase {
        case .connecting: if isWritable { self.connected(now) }
        case .handshaking: self.handshake(now)
        case .idle: self.watchIdle(now)
        case .sending: self.send(now)
        case .head, .body:
            self.flush()
            self.read(now)
        case .done: break
        }
    }

    /// The deadline of the phase has come.
    func expire(now turn: UInt64) {
        // What was noted since the turn began is later than the turn.
        let now = max(turn, self.began, self.lastByte)
        let waited = Int32(clamping: (now - self.began) / 1_000_000)
        switch self.phase {
        case .connecting:
            self.finish(Fault(.connectTimeout, side: .upstream, phase: .connect, code: waited))
        case .handshaking:
            self.finish(Fault(.handshakeTimeout, side: .upstream, phase: .handshake, code: waited))
        case .idle:
            if now >= self.end { self.finish(nil) } else { self.nextRequest(now) }
        case .sending:
            self.endExchange(now, Fault(.sendStalled, side: .upstream, phase: .sendRequest, code: waited))
            self.finish(nil)
        case .head:
            let isSilent = self.input.isEmpty && self.frames.isEmpty
            let detail: Fault.Detail = isSilent ? .responseHeadTimeout : .headStalled
            self.endExchange(now, Fault(detail, side: .upstream, phase: .responseHead, code: waited))
            self.finish(nil)
        case .body: self.expireBody(now, waited)
        case .done: break
        }
    }

    /// Content that still comes is a large or endless page; content that does not is a stalled one.
    private func expireBody(_ now: UInt64, _ waited: Int32) {
        let isMoving = now - self.lastByte < min(1_500_000_000, self.plan.limits.body * 500_000)
        self.endExchange(
            now,
            isMoving ? nil : Fault(.bodyStalled, side: .upstream, phase: .responseBody, code: waited)
        )
        if isMoving, let last = self.record.exchanges.indices.last {
            self.record.exchanges[last].response?.isCut = true
        }
        self.finish(nil)
    }

    func enter(_ phase: Phase, _ now: UInt64, _ milliseconds: UInt64) {
        self.phase = phase
        self.began = now
        self.deadline = min(self.end, now + milliseconds * 1_000_000)
    }

    private func connected(_ now: UInt64) {
        let error = self.socket.pendingError()
        guard error == 0 else { return self.finish(.visiting(errno: error)) }
        self.record.connect = Self.milliseconds(self.began, now)
        self.record.marks.connected = max(self.began, now)
        guard let encryption = self.plan.encryption else { return self.firstRequest(now) }
        guard let context = self.context(encryption), self.secure(with: context, encryption) else {
            return self.finish(Fault(.bug, side: .gateway, phase: .handshake))
        }
        // Making a context takes its time, which is none of the server's.
        let now = EventLoop.monotonicNanoseconds
        self.enter(.handshaking, now, self.plan.limits.handshake)
        self.handshake(now)
    }

    private func secure(with context: TLSContext, _ encryption: VisitPlan.Encryption) -> Bool {
        self.socket.secure(
            with: context,
            name: encryption.name,
            resuming: self.plan.resumed,
            protocols: encryption.protocols
        )
    }

    private func handshake(_ now: UInt64) {
        switch self.socket.handshake() {
        case .wantsRead, .wantsWrite: break
        case .failed(let failure):
            self.record.tlsFailure = failure
            if let certificate = self.socket.peerCertificate { self.record.certificates = [certificate] }
            self.finish(.handshaking(failure))
        case .finished:
            // A peer that is near answers within one call: the turn's clock stands still meanwhile.
            let now = EventLoop.monotonicNanoseconds
            self.record.handshake = Self.milliseconds(self.began, now)
            self.record.marks.secured = now
            self.record.tls = self.socket.tlsFacts
            self.record.isAskedForCertificate = self.socket.isAskedForCertificate
            self.firstRequest(now)
        }
    }

    /// Reads the certificates once, when the request is on its way: the server works meanwhile.
    private func notePeer() {
        guard self.record.handshake != nil, !self.hasPeer else { return }
        self.hasPeer = true
        self.record.certificates = self.socket.peerChain
        // Of a session that is taken up servers show no certificate again, and nothing of its standing.
        self.record.staple = self.socket.isResumed ? nil : self.socket.peerStaple
    }

    // MARK: - Requests

    private func firstRequest(_ now: UInt64) {
        guard !self.plan.requests.isEmpty else { return self.finish(nil) }
        if self.speaksHTTP2 {
            self.dialogue = HTTP2Dialogue(output: &self.output)
            self.record.version = .http2
        }
        self.nextRequest(now)
    }

    /// By ALPN (RFC 9113 §3.2), or because it is known beforehand (§3.3).
    private var speaksHTTP2: Bool {
        if let tls = self.record.tls { return tls.applicationProtocol == "h2" }
        return self.plan.speaksHTTP2
    }

    func nextRequest(_ now: UInt64) {
        let index = self.record.exchanges.count
        guard index < self.plan.requests.count else { return self.finish(nil) }
        let request = self.plan.requests[index]
        self.record.exchanges.append(Visit.Exchange(idle: request.idleMilliseconds))
        self.compose(request)
        self.reading = ResponseReading(method: Self.method(request.method), limits: self.plan.limits)
        self.requestSent = EventLoop.monotonicNanoseconds
        self.enter(.sending, now, self.plan.limits.head)
        self.send(now)
    }

    private static func method(_ name: String) -> Method {
        switch name {
        case "HEAD": .head
        case "CONNECT": .connect
        // Default: the others have responses of one form.
        default: .get
        }
    }

    private func send(_ now: UInt64) {
        while !self.output.isEmpty {
            switch self.socket.write(from: &self.output) {
            case .moved: break
            case .wouldBlock: return
            case .ended, .failed:
                // What it said before it hung up is more telling than that it did.
                self.enter(.head, now, self.plan.limits.head)
                self.notePeer()
                return self.read(now)
            }
        }
        self.enter(.head, now, self.plan.limits.head)
        self.notePeer()
        self.read(now)
    }

    // MARK: - The end

    func endExchange(_ now: UInt64, _ fault: Fault?) {
        guard let last = self.record.exchanges.indices.last else { return }
        self.record.exchanges[last].response = self.reading?.response
        self.record.exchanges[last].interim = self.reading?.interim ?? 0
        self.record.exchanges[last].fault = fault
        self.record.exchanges[last].total = Self.milliseconds(self.requestSent, now)
        if let version = self.record.version { self.record.exchanges[last].response?.version = version }
        self.reading = nil
    }

    func finish(_ fault: Fault?) {
        if let fault { self.record.fault = fault }
        self.notePeer()
        self.record.resumption = self.socket.resumption
        if let evidence = self.socket.isOpen ? self.socket.evidence() : nil {
            self.record.retransmits = evidence.totalRetransmits
            self.record.roundTrip = Double(evidence.roundTripMicroseconds) / 1000
        }
        self.phase = .done
        self.deadline = .max
        self.record.marks.ended = max(self.record.marks.began, EventLoop.monotonicNanoseconds)
        self.record.lasted = Self.milliseconds(self.record.marks.began, self.record.marks.ended)
        self.socket.sayEnd()
        self.socket.close()
        self.input.release()
        self.frames.release()
        self.output.release()
    }

    static func milliseconds(_ from: UInt64, _ to: UInt64) -> Double { Double(max(from, to) - from) / 1_000_000 }
}
