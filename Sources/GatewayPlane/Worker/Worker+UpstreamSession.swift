internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// HTTP/2 connections to endpoints: bytes in, actions to their streams, frames out.
///
/// What the protocol asks for is decided in `HTTP2Connection`; here it meets the socket. Every stream is an upstream
/// connection of its own, whose bytes have HTTP/1.1 form. Not responsible for which connection a request takes.
extension Worker {
    // MARK: - Beginning

    /// The connection stands: it speaks HTTP/2 from here on, and the request of `x` is its first stream.
    func openUpstreamSession(_ u: SlabKey, for x: SlabKey) {
        guard let session = self.upstreamSessions.insert() else {
            self.attach(u, x)
            return self.attemptFailed(x, Fault(.memoryExhausted), errno: 0)
        }
        let timers = self.routes[self.exchanges[x].route].timers
        self.upstreamSessions[session].open(
            limits: UpstreamSession.limits,
            times: UpstreamSession.Times(
                reach: timers.connect,
                write: timers.write,
                ping: timers.upstreamPing,
                watch: timers.upstreamWatch
            ),
            seed: self.random.value.next(),
            now: self.now
        )
        let endpoint = self.upstreams[u].endpoint
        self.upstreams[u].multiplexing = session
        self.upstreams[u].stage = .multiplexed
        self.upstreams[u].exchange = .none
        self.endpoints[endpoint].sessions.append(u)
        self.counters.upstreamHTTP2.connections &+= 1
        self.blocks.lend(to: &self.upstreams[u].output)
        self.upstreamSessions[session].connection.start(output: &self.upstreams[u].output)
        self.markSessionReady(u)
        if self.exchanges[x].request.wantsUpgrade {
            // Only SETTINGS say whether there is a way to ask for it.
            self.exchanges[x].awaitsStream = true
            self.endpoints[endpoint].awaitingStream.insert(x, at: 0)
        } else {
            self.openUpstreamStream(u, for: x)
        }
    }

    /// Has the connection looked at before the loop sleeps again.
    func markSessionReady(_ u: SlabKey) {
        guard !self.upstreams[u].isReady else { return }
        self.upstreams[u].isReady = true
        self.readySessions.value.append(u)
    }

    // MARK: - Moving

    /// Reads and writes what can be; bounded, so that one connection cannot starve the others.
    func moveUpstreamSession(_ u: SlabKey) {
        let session = self.upstreams[u].multiplexing
        self.upstreamSessions[session].isMoving = true
        for _ in 0..<Self.stepsPerTurn {
            guard self.handleUpstreamFrames(u, session), self.flushUpstreamSession(u, session) else { return }
            guard self.upstreams[u].canRead, self.upstreams[u].output.count < Self.frameLimit else { break }
            self.blocks.lend(to: &self.upstreams[u].input)
            self.upstreams[u].input.reserve(4096)
            let room = self.upstreams[u].input.freeCount
            switch self.upstreams[u].socket.read(into: &self.upstreams[u].input) {
            case .moved(let count):
                self.upstreamAnswered(u, session)
                if count < room, !self.upstreams[u].peerClosed, self.upstreams[u].socket.isDrained {
                    self.upstreams[u].canRead = false
                }
            case .wouldBlock: self.upstreams[u].canRead = false
            case .ended: return self.endUpstreamSession(u, .finished)
            case .failed(let errno): return self.endUpstreamSession(u, self.ending(u, errno))
            }
        }
        self.restUpstreamSession(u, session)
    }

    /// Whatever comes proves that somebody is there.
    private func upstreamAnswered(_ u: SlabKey, _ session: SlabKey) {
        self.upstreamSessions[session].lastReceived = self.now
        guard self.upstreamSessions[session].pingSentAt > 0 else { return }
        self.upstreamSessions[session].pingSentAt = 0
        self.markAwaitingStreams(self.upstreams[u].endpoint)
    }

    /// Hands frames on; returns whether the connection goes on.
    private func handleUpstreamFrames(_ u: SlabKey, _ session: SlabKey) -> Bool {
        if !self.upstreams[u].input.isEmpty { self.blocks.lend(to: &self.upstreams[u].output) }
        while !self.upstreams[u].input.isEmpty {
            let received = self.upstreams[u].input.withSpan {
                self.upstreamSessions[session].connection.receive(
                    $0,
                    now: self.now / 1_000_000,
                    message: &self.message.value,
                    output: &self.upstreams[u].output
                )
            }
            switch received.action {
            case .needMore:
                self.upstreams[u].input.consume(received.consumed)
                return true
            case .closed(let error):
                self.endUpstreamSession(u, .violated(error))
                return false
            case .proceed, .head, .headTooLarge, .trailers, .data, .reset, .failed, .writable, .settings, .goAway,
                .pong:
                self.act(received.action, upstream: u, session)
                self.upstreams[u].input.consume(received.consumed)
            }
        }
        return true
    }

    private func act(_ action: HTTP2Action, upstream u: SlabKey, _ session: SlabKey) {
        switch action {
        case .head(_, let tag, let facts, let endStream): self.receiveHead(tag, facts, endStream: endStream)
        case .data(let stream, let tag, let content, let endStream):
            self.receiveData(tag, stream, content, on: u, endStream: endStream)
        case .trailers(_, let tag): self.endResponse(tag, withTrailers: true)
        case .reset(_, let tag, let code, let isUnprocessed):
            self.streamWasReset(tag, code, isUnprocessed: isUnprocessed)
        case .failed(_, let tag, let error): self.streamViolated(tag, error, on: u)
        case .settings: self.markAwaitingStreams(self.upstreams[u].endpoint)
        case .goAway(_, let code): self.upstreamGoesAway(u, session, code)
        case .needMore, .closed, .headTooLarge, .proceed, .writable, .pong: break
        }
    }

    /// Those that the peer has not looked at are made again elsewhere; the others go on here.
    private func upstreamGoesAway(_ u: SlabKey, _ session: SlabKey, _ code: HTTP2ErrorCode) {
        self.upstreamSessions[session].isClosing = true
        self.counters.upstreamHTTP2.goAways &+= 1
        if code == .http11Required { self.requireHTTP1(self.upstreams[u].endpoint) }
        while let (_, tag) = self.upstreamSessions[session].connection.nextUnprocessed(
            output: &self.upstreams[u].output
        ) {
            self.streamWasReset(tag, code, isUnprocessed: true)
        }
        self.markAwaitingStreams(self.upstreams[u].endpoint)
    }

    /// Lets streams write in turns, and writes what they gave; returns whether the connection goes on.
    private func flushUpstreamSession(_ u: SlabKey, _ session: SlabKey) -> Bool {
        while true {
            while self.upstreams[u].output.count < Self.frameLimit,
                let tag = self.upstreamSessions[session].connection.takeTurn()
            {
                guard self.upstreams.contains(tag) else { continue }
                self.upstreams[tag].canWrite = true
                self.upstreamMoved(tag)
            }
            guard !self.upstreams[u].output.isEmpty, self.upstreams[u].canWrite else { return true }
            let size = self.upstreams[u].output.count
            switch self.upstreams[u].socket.write(from: &self.upstreams[u].output) {
            case .moved(let count):
                self.upstreams[u].written &+= UInt64(count)
                self.upstreamSessions[session].blockedSince = 0
                if count < size { self.upstreams[u].canWrite = false }
            case .wouldBlock: self.upstreams[u].canWrite = false
            case .ended: assertionFailure("a write never ends")
            case .failed(let errno):
                // It may have said why, and answers may be there: those are read first.
                guard self.upstreams[u].canRead else {
                    self.endUpstreamSession(u, .broken(errno))
                    return false
                }
                self.upstreams[u].output.clear()
                return true
            }
        }
    }

    /// Nothing can move now: gives memory back, and says how long this may last.
    private func restUpstreamSession(_ u: SlabKey, _ session: SlabKey) {
        self.upstreamSessions[session].isMoving = false
        let isIdle = self.upstreamSessions[session].streams.isEmpty
        self.keepResumption(u, session)
        if isIdle, self.upstreams[u].output.isEmpty, !self.isKept(u, session) {
            return self.endUpstreamSession(u, .idle)
        }
        if !self.upstreams[u].output.isEmpty, self.upstreamSessions[session].blockedSince == 0 {
            self.upstreamSessions[session].blockedSince = self.now
        }
        self.armUpstreamSession(u, session)
        if self.upstreams[u].output.isEmpty { self.blocks.takeBack(&self.upstreams[u].output) }
        if self.upstreams[u].input.isEmpty { self.blocks.takeBack(&self.upstreams[u].input) }
        // The bound on steps was reached.
        if self.upstreams[u].canRead, self.upstreams[u].output.isEmpty { self.markSessionReady(u) }
    }

    /// Tickets come behind the handshake, from most servers in front of their SETTINGS: kept once, and not only when
    /// the connection is idle, which one that is busy or says GOAWAY may never be.
    private func keepResumption(_ u: SlabKey, _ session: SlabKey) {
        guard !self.upstreamSessions[session].hasKeptResumption, self.upstreams[u].socket.isSecure,
            self.upstreamSessions[session].connection.isEstablished,
            let resumption = self.upstreams[u].socket.resumption
        else { return }
        self.upstreamSessions[session].hasKeptResumption = true
        self.endpoints[self.upstreams[u].endpoint].encryption?.resumption = resumption
    }

    /// Whether a connection without streams waits for the next one.
    private func isKept(_ u: SlabKey, _ session: SlabKey) -> Bool {
        let endpoint = self.upstreams[u].endpoint
        return !self.upstreamSessions[session].isClosing && !self.upstreams[u].isOutdated && !self.isDraining
            && self.endpoints[endpoint].routes > 0 && !self.endpoints[endpoint].isDrained
            && self.endpoints[endpoint].idleTimeout > 0
    }
}
