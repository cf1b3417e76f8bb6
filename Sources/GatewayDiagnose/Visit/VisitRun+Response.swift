internal import GatewayBytes
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Reads what comes, whichever version it is in.
extension VisitRun {
    func read(_ now: UInt64) {
        while self.phase == .head || self.phase == .body {
            switch self.receive() {
            case .wouldBlock: return
            case .moved: self.take(now)
            case .ended: self.ended(now, errno: 0)
            case .failed(let errno): self.broken(now, errno)
            }
        }
    }

    private func receive() -> IOResult {
        guard self.dialogue != nil else {
            self.input.reserve(16_384)
            return self.socket.read(into: &self.input)
        }
        self.frames.reserve(16_384)
        return self.socket.read(into: &self.frames)
    }

    private func take(_ turn: UInt64) {
        // What is near answers before the turn is over, whose clock stands still.
        let now = max(turn, EventLoop.monotonicNanoseconds)
        self.lastByte = now
        guard let last = self.record.exchanges.indices.last else { return }
        let first = self.frames.prefix(64)
        let fault = self.translate(now)
        if self.record.exchanges[last].firstByte == nil, !self.input.isEmpty {
            self.record.exchanges[last].firstByte = Self.milliseconds(self.requestSent, now)
        }
        switch self.parse() {
        case .needMore:
            if self.phase == .head, self.reading?.hasHead == true { self.enter(.body, now, self.plan.limits.body) }
            guard let fault else { return self.flush() }
            if fault.detail == .http2NotSpoken { self.record.exchanges[last].strangeBytes = first }
            self.endExchange(now, fault)
            self.finish(nil)
        case .complete:
            let isPersistent = self.reading?.isPersistent ?? false
            self.endExchange(now, nil)
            self.flush()
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

    // MARK: - HTTP/2

    func compose(_ request: VisitPlan.Request) {
        guard self.dialogue != nil else {
            self.output.append(request.bytes)
            return self.output.append(request.content)
        }
        let isTLS = self.plan.encryption != nil
        // `afterExchange` asks before; at first every server takes a request (RFC 9113 §6.5.2).
        _ = self.dialogue?.ask(request, isTLS: isTLS, output: &self.output)
    }

    /// Makes text of frames; returns what went wrong.
    private func translate(_ now: UInt64) -> Fault? {
        guard let last = self.record.exchanges.indices.last, !self.frames.isEmpty else { return nil }
        let step = self.dialogue?.receive(
            &self.frames,
            now: now / 1_000_000,
            text: &self.input,
            output: &self.output
        )
        self.record.exchanges[last].goAway = self.dialogue?.goAway
        guard case .failed(let fault, let violation) = step else { return nil }
        self.record.exchanges[last].violation = violation
        return fault
    }

    /// Sends what the protocol itself asks for; what cannot be sent now goes with the next edge.
    func flush() {
        while !self.output.isEmpty {
            guard case .moved = self.socket.write(from: &self.output) else { return }
        }
    }

    // MARK: - Parsing

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

    private func afterExchange(_ now: UInt64, isPersistent: Bool) {
        let next = self.record.exchanges.count
        let isOpen = isPersistent && (self.dialogue?.canAsk ?? true)
        guard isOpen, next < self.plan.requests.count, self.input.isEmpty else { return self.finish(nil) }
        self.enter(.idle, now, self.plan.requests[next].idleMilliseconds)
        // Edge-triggered: what the peer did meanwhile will not be told again.
        self.watchIdle(now)
    }

    func watchIdle(_ now: UInt64) {
        while self.phase == .idle {
            switch self.receive() {
            case .wouldBlock: return
            case .moved:
                // Frames of the connection itself come at any time.
                if self.dialogue != nil, self.translate(now) == nil, self.dialogue?.canAsk == true {
                    self.flush()
                    continue
                }
                self.closedIdle(now)
            case .ended, .failed: self.closedIdle(now)
            }
        }
    }

    private func closedIdle(_ now: UInt64) {
        self.record.closedIdleAfter = Self.milliseconds(self.began, now)
        self.finish(nil)
    }
}
