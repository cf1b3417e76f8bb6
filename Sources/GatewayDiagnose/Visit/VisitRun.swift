internal import GatewayBytes
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One visit under way: the socket, and how far it has come.
///
/// Moves bytes and notes what happens and when; `ResponseReading` says what the bytes are. Confined to the thread of
/// its event loop. Not responsible for what the record means.
final class VisitRun {
    private enum Phase { case connecting, handshaking, idle, sending, head, body, done }

    private let plan: VisitPlan
    private let context: TLSContext?
    private(set) var record: Visit
    private var socket = Socket.none
    private var input = Buffer()
    private var output = Buffer()
    private var reading: ResponseReading?
    private var phase = Phase.connecting
    /// When the phase began, and when it has taken too long.
    private var began: UInt64 = 0
    private(set) var deadline = UInt64.max
    private let end: UInt64
    private var start: UInt64 = 0
    private var requestSent: UInt64 = 0
    private var lastByte: UInt64 = 0

    /// - Parameters:
    ///   - context: encrypts, where the plan says so.
    ///   - end: nothing goes on after it.
    init(_ plan: VisitPlan, context: TLSContext?, end: UInt64) {
        self.plan = plan
        self.context = context
        self.end = end
        self.record = Visit(plan.purpose, plan.address)
        self.record.encryption = plan.encryption
    }

    var isDone: Bool { self.phase == .done }

    // MARK: - Steps

    func start(loop: EventLoop, token: UInt64) {
        self.record.started = loop.wallClock
        self.start = loop.now
        self.enter(.connecting, loop.now, self.plan.limits.connect)
        do throws(SystemError) {
            self.socket = try Socket.connecting(to: .address(self.plan.address))
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
        case .head, .body: self.read(now)
        case .done: break
        }
    }

    /// The deadline of the phase has come.
    func expire(now: UInt64) {
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
            let detail: Fault.Detail = self.input.isEmpty ? .responseHeadTimeout : .headStalled
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

    private func enter(_ phase: Phase, _ now: UInt64, _ milliseconds: UInt64) {
        self.phase = phase
        self.began = now
        self.deadline = min(self.end, now + milliseconds * 1_000_000)
    }

    private func connected(_ now: UInt64) {
        let error = self.socket.pendingError()
        guard error == 0 else { return self.finish(.visiting(errno: error)) }
        self.record.connect = Self.milliseconds(self.began, now)
        guard let encryption = self.plan.encryption else { return self.firstRequest(now) }
        guard let context = self.context, self.socket.secure(with: context, name: encryption.name) else {
            return self.finish(Fault(.bug, side: .gateway, phase: .handshake))
        }
        self.enter(.handshaking, now, self.plan.limits.handshake)
        self.handshake(now)
    }

    private func handshake(_ now: UInt64) {
        switch self.socket.handshake() {
        case .wantsRead, .wantsWrite: break
        case .failed(let failure):
            self.record.tlsFailure = failure
            if let certificate = self.socket.peerCertificate { self.record.certificates = [certificate] }
            self.finish(.handshaking(failure))
        case .finished:
            self.record.handshake = Self.milliseconds(self.began, now)
            self.record.tls = self.socket.tlsFacts
            self.record.certificates = self.socket.peerChain
            self.record.isAskedForCertificate = self.socket.isAskedForCertificate
            self.firstRequest(now)
        }
    }

    // MARK: - Requests

    private func firstRequest(_ now: UInt64) {
        guard !self.plan.requests.isEmpty else { return self.finish(nil) }
        self.nextRequest(now)
    }

    private func nextRequest(_ now: UInt64) {
        let index = self.record.exchanges.count
        guard index < self.plan.requests.count else { return self.finish(nil) }
        let request = self.plan.requests[index]
        self.record.exchanges.append(Visit.Exchange(idle: request.idleMilliseconds))
        self.output.append(request.bytes)
        self.reading = ResponseReading(method: Self.method(request.method), limits: self.plan.limits)
        self.requestSent = now
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
                return self.read(now)
            }
        }
        self.enter(.head, now, self.plan.limits.head)
        self.read(now)
    }

    // MARK: - Responses

    private func read(_ now: UInt64) {
        while self.phase == .head || self.phase == .body {
            self.input.reserve(16_384)
            switch self.socket.read(into: &self.input) {
            case .wouldBlock: return
            case .moved: self.take(now)
            case .ended: self.ended(now, errno: 0)
            case .failed(let errno): self.broken(now, errno)
            }
        }
    }

    private func take(_ now: UInt64) {
        self.lastByte = now
        guard let last = self.record.exchanges.indices.last else { return }
        if self.record.exchanges[last].firstByte == nil {
            self.record.exchanges[last].firstByte = Self.milliseconds(self.requestSent, now)
        }
        let step = self.parse()
        switch step {
        case .needMore:
            if self.phase == .head, self.reading?.hasHead == true { self.enter(.body, now, self.plan.limits.body) }
        case .complete:
            let isPersistent = self.reading?.isPersistent ?? false
            self.endExchange(now, nil)
            self.afterExchange(now, isPersistent: isPersistent)
        case .enough:
            self.endExchange(now, nil)
            self.finish(nil)
        case .failed(let fault):
            self.record.exchanges[last].strangeBytes = self.input.prefix(64)
            self.endExchange(now, fault)
            self.finish(nil)
        }
    }

    private func parse() -> ResponseReading.Step {
        guard self.reading != nil else { return .enough }
        let (consumed, step) =
            self.input.withSpan { span in
                // Consumed below: the buffer is lent here.
                self.reading?.take(span) ?? (0, .enough)
            }
        self.input.consume(consumed)
        return step
    }

    private func broken(_ now: UInt64, _ errno: Int32) {
        switch self.socket.tlsFailure {
        case .truncated: self.ended(now, errno: 0)
        case .alert(let number):
            self.record.tlsFailure = .alert(number)
            self.endExchange(now, Fault(.tlsAlert, side: .upstream, phase: .handshake, code: Int32(number)))
            self.finish(nil)
        case .none, .broken, .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer,
            .selfSigned, .missingIntermediate, .revoked, .certificateRejected, .certificateMissing, .plainText,
            .nothingInCommon, .closedInHandshake, .protocolViolation:
            self.ended(now, errno: errno == 0 ? Errno.connectionReset : errno)
        }
    }

    private func ended(_ now: UInt64, errno: Int32) {
        let fault = self.reading?.ended(
            reset: errno != 0,
            errno: errno,
            hasBytes: !self.input.isEmpty,
            isReused: self.record.exchanges.count > 1
        )
        if let last = self.record.exchanges.indices.last, self.reading?.hasHead != true {
            self.record.exchanges[last].strangeBytes = self.input.prefix(64)
        }
        self.endExchange(now, fault ?? nil)
        self.finish(nil)
    }

    private func endExchange(_ now: UInt64, _ fault: Fault?) {
        guard let last = self.record.exchanges.indices.last else { return }
        self.record.exchanges[last].response = self.reading?.response
        self.record.exchanges[last].interim = self.reading?.interim ?? 0
        self.record.exchanges[last].fault = fault
        self.record.exchanges[last].total = Self.milliseconds(self.requestSent, now)
        self.reading = nil
    }

    private func afterExchange(_ now: UInt64, isPersistent: Bool) {
        let next = self.record.exchanges.count
        guard isPersistent, next < self.plan.requests.count, self.input.isEmpty else { return self.finish(nil) }
        self.enter(.idle, now, self.plan.requests[next].idleMilliseconds)
        // Edge-triggered: what the peer did meanwhile will not be told again.
        self.watchIdle(now)
    }

    private func watchIdle(_ now: UInt64) {
        self.input.reserve(64)
        switch self.socket.read(into: &self.input) {
        case .wouldBlock: break
        case .moved, .ended, .failed:
            self.record.closedIdleAfter = Self.milliseconds(self.began, now)
            self.finish(nil)
        }
    }

    private func finish(_ fault: Fault?) {
        if let fault { self.record.fault = fault }
        if let evidence = self.socket.isOpen ? self.socket.evidence() : nil {
            self.record.retransmits = evidence.totalRetransmits
            self.record.roundTrip = Double(evidence.roundTripMicroseconds) / 1000
        }
        self.phase = .done
        self.deadline = .max
        self.record.lasted = Self.milliseconds(self.start, max(self.start, EventLoop.monotonicNanoseconds))
        self.socket.sayEnd()
        self.socket.close()
        self.input.release()
        self.output.release()
    }

    private static func milliseconds(_ from: UInt64, _ to: UInt64) -> Double { Double(to - from) / 1_000_000 }
}
