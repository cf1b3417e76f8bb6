internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Time limits and ends of HTTP/2 connections to endpoints.
extension Worker {
    /// How a connection ended.
    enum SessionEnding {
        /// Nobody needs it.
        case idle
        /// FIN.
        case finished
        /// RST or another error of the connection.
        case broken(Int32)
        /// The peer broke the protocol, and GOAWAY is in the output.
        case violated(HTTP2Error)
        /// A time limit, or TLS.
        case failed(Fault)
    }

    // MARK: - Timers

    /// Sets the connection's one timer to the first of its limits.
    func armUpstreamSession(_ u: SlabKey, _ session: SlabKey) {
        self.setDeadline(upstream: u, after: 0, total: self.nextLimit(u, session).time)
    }

    private func nextLimit(_ u: SlabKey, _ session: SlabKey) -> (limit: UpstreamSessionLimit, time: UInt64) {
        var facts = UpstreamSessionLimit.Facts()
        facts.times = self.upstreamSessions[session].times
        facts.isEstablished = self.upstreamSessions[session].connection.isEstablished
        facts.hasStreams = !self.upstreamSessions[session].streams.isEmpty
        facts.openedAt = self.upstreamSessions[session].openedAt
        facts.pingSentAt = self.upstreamSessions[session].pingSentAt
        facts.blockedSince = self.upstreamSessions[session].blockedSince
        facts.idleSince = self.upstreamSessions[session].idleSince
        facts.isCalm = self.upstreamSessions[session].isCalm
        facts.idleTimeout = self.endpoints[self.upstreams[u].endpoint].idleTimeout
        facts.lastReceived = self.upstreamSessions[session].lastReceived
        facts.lastPing = self.upstreamSessions[session].lastPing
        return UpstreamSessionLimit.next(facts)
    }

    /// The connection's timer fired.
    func upstreamSessionExpired(_ u: SlabKey) {
        let session = self.upstreams[u].multiplexing
        let (limit, time) = self.nextLimit(u, session)
        guard self.now >= time else { return self.armUpstreamSession(u, session) }
        let times = self.upstreamSessions[session].times
        switch limit {
        case .settings: self.endUpstreamSession(u, .failed(Self.timeout(.settingsTimeout, .handshake, times.reach)))
        case .ping: self.endUpstreamSession(u, .failed(Self.timeout(.pingUnanswered, .responseHead, times.reach)))
        case .write: self.endUpstreamSession(u, .failed(Self.timeout(.sendStalled, .sendRequest, times.write)))
        case .calm:
            self.upstreamSessions[session].isCalm = true
            self.upstreamSessions[session].connection.releaseMemory()
            self.armUpstreamSession(u, session)
        case .idle: self.endUpstreamSession(u, .idle)
        case .watch: self.pingUpstream(u, session)
        }
    }

    private static func timeout(_ detail: Fault.Detail, _ phase: Fault.Phase, _ limit: UInt64) -> Fault {
        Fault(detail, side: .upstream, phase: phase, code: Int32(clamping: limit / 1_000_000))
    }

    /// Asks whether the peer is there; until it answers no stream is opened.
    func pingUpstream(_ u: SlabKey, _ session: SlabKey) {
        guard self.upstreamSessions[session].pingSentAt == 0, !self.upstreamSessions[session].isClosing else { return }
        self.upstreamSessions[session].pingSentAt = self.now
        self.upstreamSessions[session].lastPing = self.now
        self.counters.upstreamHTTP2.pings &+= 1
        self.blocks.lend(to: &self.upstreams[u].output)
        self.upstreamSessions[session].connection.ping(self.now, output: &self.upstreams[u].output)
        self.markSessionReady(u)
    }

    // MARK: - Ending

    /// What a read that failed says of the connection.
    func ending(_ u: SlabKey, _ errno: Int32) -> SessionEnding {
        switch self.upstreams[u].socket.tlsFailure {
        case nil, .broken: .broken(errno)
        // Frames tell by themselves whether all has come.
        case .truncated: .finished
        case .some(let failure): .failed(Fault(failure, phase: .responseHead))
        }
    }

    /// Ends the connection and, each in its way, what is under way on it.
    func endUpstreamSession(_ u: SlabKey, _ ending: SessionEnding) {
        let session = self.upstreams[u].multiplexing
        let endpoint = self.upstreams[u].endpoint
        let isEstablished = self.upstreamSessions[session].connection.isEstablished
        self.upstreamSessions[session].isClosing = true
        if let place = self.endpoints[endpoint].sessions.firstIndex(of: u) {
            self.endpoints[endpoint].sessions.remove(at: place)
        }
        switch ending {
        case .idle:
            self.counters.pooledClosed &+= 1
            self.sayGoodbye(u, session)
        case .violated, .failed:
            self.counters.upstreamHTTP2.broken &+= 1
            if self.upstreams[u].canWrite { _ = self.upstreams[u].socket.write(from: &self.upstreams[u].output) }
        case .finished, .broken: break
        }
        self.endStreams(of: u, session, ending, isEstablished: isEstablished)
        if isEstablished {
            self.markAwaitingStreams(endpoint)
        } else {
            self.failAwaitingStreams(endpoint) { self.streamFailed($0, ending, on: u, isEstablished: false) }
        }
        self.upstreamSessions.remove(session)
        self.upstreams[u].multiplexing = .none
        self.closeUpstream(u)
    }

    /// RFC 9113 §5.4.1, §6.8: an end that is no error says so.
    private func sayGoodbye(_ u: SlabKey, _ session: SlabKey) {
        guard self.upstreams[u].canWrite else { return }
        self.blocks.lend(to: &self.upstreams[u].output)
        self.upstreamSessions[session].connection.beginShutdown(output: &self.upstreams[u].output)
        _ = self.upstreams[u].socket.write(from: &self.upstreams[u].output)
        self.upstreams[u].socket.sayEnd()
    }

    private func endStreams(of u: SlabKey, _ session: SlabKey, _ ending: SessionEnding, isEstablished: Bool) {
        var isFirst = true
        while let s = self.upstreamSessions[session].streams.popLast() {
            let state = self.upstreams[s].multiplexing
            let x = self.upstreams[s].exchange
            if self.upstreamStreams[state].hasEnded {
                // The client takes what is there.
                self.cut(s)
                continue
            }
            self.exchanges[x].trace.isCollateral = !isFirst
            isFirst = false
            // Not a byte of its head left us.
            if self.upstreams[u].written <= self.upstreams[s].written { self.exchanges[x].trace.bytesSent = 0 }
            self.streamFailed(x, ending, on: u, isEstablished: isEstablished)
        }
    }

    /// Takes a stream off a connection that is gone.
    private func cut(_ s: SlabKey) {
        let state = self.upstreams[s].multiplexing
        self.upstreamStreams[state].isCut = true
        self.upstreamStreams[state].carrier = .none
        let x = self.upstreams[s].exchange
        if !self.exchanges[x].requestSent { self.stopSending(x) }
        self.upstreams[s].canRead = true
        self.upstreamMoved(s)
    }

    /// What the connection's end is for one exchange.
    private func streamFailed(_ x: SlabKey, _ ending: SessionEnding, on u: SlabKey, isEstablished: Bool) {
        let s = self.exchanges[x].upstream
        if self.exchanges[x].stage == .tunnelling { return self.closeTunnel(x) }
        switch ending {
        case .idle: self.responseFailed(x, Fault(.streamRefused), errno: 0)
        case .failed(let fault): self.responseFailed(x, self.placed(fault, x), errno: 0)
        case .violated(let error):
            self.noteViolation(x, error, on: u)
            let detail: Fault.Detail = isEstablished ? .http2Violation : .http2NotSpoken
            let code = isEstablished ? Int32(error.code.rawValue) : 0
            let phase: Fault.Phase = isEstablished ? .responseHead : .handshake
            self.responseFailed(x, self.placed(Fault(detail, side: .upstream, phase: phase, code: code), x), errno: 0)
        case .finished, .broken:
            guard !s.isNone else {
                let detail = Fault.Detail.closedBeforeHead
                return self.attemptFailed(x, Fault(detail, side: .upstream, phase: .handshake), errno: 0)
            }
            if case .broken(let errno) = ending {
                self.upstreamBroken(x, s, errno)
            } else {
                self.upstreamEnded(x, s)
            }
        }
    }

    /// The fault where the exchange is: inside of content nothing is tried again.
    private func placed(_ fault: Fault, _ x: SlabKey) -> Fault {
        guard self.exchanges[x].responseStarted else { return fault }
        return Fault(fault.detail, side: fault.side, phase: .responseBody, code: fault.code)
    }

    /// Keeps what the peer did for the explanation, with the bytes of the frame.
    func noteViolation(_ x: SlabKey, _ error: HTTP2Error, on u: SlabKey) {
        let frame = self.upstreams[u].input.withSpan { HTTP2FrameHeader($0) }
        self.exchanges[x].violation = HTTP2Violation(error: error, frame: frame)
        self.exchanges[x].badBytes = self.upstreams[u].input.prefix(256)
    }
}
