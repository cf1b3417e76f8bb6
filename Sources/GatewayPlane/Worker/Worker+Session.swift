internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// HTTP/2 connections of clients: bytes in, actions to their streams, frames out.
///
/// What the protocol asks for is decided in `HTTP2Connection`; here it meets the socket and the timers. Every stream is
/// a client of its own, whose bytes have HTTP/1.1 form, so that exchanges do not know which version they serve.
extension Worker {
    /// Streams of all clients together; more are refused, which a client may repeat.
    static var mostStreams: Int { 65_536 }
    /// Frames that wait for the socket, beyond which streams have to wait themselves.
    static var frameLimit: Int { 65_536 }

    // MARK: - Beginning

    /// Whether the first bytes of a connection are the preface of HTTP/2 (RFC 9113 §3.3).
    ///
    /// `PRI` is the method of no request, so that its first four bytes tell.
    func beginsHTTP2(_ c: SlabKey) -> Bool {
        guard self.clients[c].requests == 0, self.clients[c].input.count >= 4 else { return false }
        return self.clients[c].input.withSpan { bytes in
            bytes[0] == UInt8(ascii: "P") && bytes[1] == UInt8(ascii: "R") && bytes[2] == UInt8(ascii: "I")
                && bytes[3] == UInt8(ascii: " ")
        }
    }

    /// The client speaks HTTP/2 from here on.
    func openSession(_ c: SlabKey) {
        guard let session = self.sessions.insert() else { return self.closeClient(c) }
        self.sessions[session].open(limits: self.settings.value.limits.http2, seed: self.random.value.next())
        self.clients[c].multiplexing = session
        self.clients[c].stage = .multiplexed
        self.blocks.lend(to: &self.clients[c].output)
        self.sessions[session].connection.start(output: &self.clients[c].output)
        self.moveSession(c)
    }

    // MARK: - Moving

    /// Reads and writes what can be; bounded, so that one connection cannot starve the others.
    func moveSession(_ c: SlabKey) {
        let session = self.clients[c].multiplexing
        for _ in 0..<Self.stepsPerTurn {
            guard self.handleFrames(c, session) else { return }
            guard self.flushSession(c, session) else { return }
            // Who does not take what it asked for gets to ask no more.
            guard self.clients[c].canRead, self.clients[c].output.count < Self.frameLimit else { break }
            self.blocks.lend(to: &self.clients[c].input)
            self.clients[c].input.reserve(1024)
            let room = self.clients[c].input.freeCount
            switch self.readClient(c) {
            case .moved(let count):
                if count < room, !self.clients[c].hasFinished, self.clients[c].socket.isDrained {
                    self.clients[c].canRead = false
                }
            case .wouldBlock: self.clients[c].canRead = false
            case .ended, .failed: return self.endSession(c)
            }
        }
        self.restSession(c, session)
    }

    /// Hands frames on; returns whether the connection goes on.
    private func handleFrames(_ c: SlabKey, _ session: SlabKey) -> Bool {
        if !self.clients[c].input.isEmpty { self.blocks.lend(to: &self.clients[c].output) }
        while !self.clients[c].input.isEmpty {
            let received = self.clients[c].input.withSpan {
                self.sessions[session].connection.receive(
                    $0,
                    now: self.now / 1_000_000,
                    message: &self.message.value,
                    output: &self.clients[c].output
                )
            }
            switch received.action {
            case .needMore:
                self.clients[c].input.consume(received.consumed)
                self.sessions[session].received &+= UInt64(received.consumed)
                return true
            case .closed(let error):
                self.clients[c].input.clear()
                self.sessionFailed(c, error)
                return false
            case .proceed, .head, .headTooLarge, .trailers, .data, .reset, .failed, .writable, .settings, .goAway,
                .pong:
                self.act(received.action, c, session)
                self.clients[c].input.consume(received.consumed)
                self.sessions[session].received &+= UInt64(received.consumed)
            }
        }
        return true
    }

    private func act(_ action: HTTP2Action, _ c: SlabKey, _ session: SlabKey) {
        switch action {
        case .head(let stream, _, _, let endStream): self.openStream(stream, on: c, endStream: endStream)
        case .headTooLarge(let stream, let endStream): self.refuseStream(stream, on: c, endStream: endStream)
        case .data(let stream, let tag, let content, let endStream):
            self.feedStream(tag, stream, content, on: c, endStream: endStream)
        case .trailers(_, let tag): self.endRequest(tag, withTrailers: true)
        case .reset(_, let tag, _, _): self.streamLeft(tag)
        case .failed(_, let tag, let error):
            self.noteStreamError(c, error)
            self.streamLeft(tag)
        case .pong: self.sessions[session].connection.finishShutdown(output: &self.clients[c].output)
        case .needMore, .closed, .proceed, .writable, .settings, .goAway: break
        }
    }

    /// Lets streams write in the order of their priority, and writes what they gave; returns whether the connection
    /// goes on.
    private func flushSession(_ c: SlabKey, _ session: SlabKey) -> Bool {
        while true {
            while self.clients[c].output.count < Self.frameLimit,
                let tag = self.sessions[session].connection.takeTurn()
            {
                guard self.clients.contains(tag) else { continue }
                self.clients[tag].canWrite = true
                self.clientMoved(tag, isBroken: false)
            }
            guard !self.clients[c].output.isEmpty, self.clients[c].canWrite else { return true }
            let size = self.clients[c].output.count
            switch self.writeClient(c) {
            case .moved(let count): if count < size { self.clients[c].canWrite = false }
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed:
                self.endSession(c)
                return false
            }
        }
    }

    /// Nothing can move now: gives memory back, and says how long this may last.
    private func restSession(_ c: SlabKey, _ session: SlabKey) {
        if self.sessions[session].connection.isDrained, self.clients[c].output.isEmpty { return self.endSession(c) }
        let timers = self.settings.value.defaultTimers
        if !self.clients[c].output.isEmpty {
            self.setDeadline(client: c, after: timers.write)
        } else if !self.sessions[session].streams.isEmpty {
            self.setDeadline(client: c, after: 0)
        } else {
            let isWaiting = self.sessions[session].connection.isEstablished && self.clients[c].input.isEmpty
            isWaiting ? self.beginSessionIdle(c, session) : self.setDeadline(client: c, after: timers.clientHead)
        }
        if self.clients[c].output.isEmpty { self.blocks.takeBack(&self.clients[c].output) }
        if self.clients[c].input.isEmpty { self.blocks.takeBack(&self.clients[c].input) }
        // The bound on steps was reached.
        if self.clients[c].canRead, self.clients[c].output.isEmpty { self.markReady(c) }
    }

    // MARK: - Idle

    /// How long a session without streams keeps its tables: a client that asks one thing after another needs them.
    private static var calmTime: UInt64 { 1_000_000_000 }

    private func beginSessionIdle(_ c: SlabKey, _ session: SlabKey) {
        let limit = self.settings.value.defaultTimers.clientIdle
        self.sessions[session].idleUntil = limit == 0 ? .max : self.now &+ limit
        self.setDeadline(client: c, at: min(self.sessions[session].idleUntil, self.now + Self.calmTime))
    }

    /// Gives back what only streams need; returns whether the session may stay idle for longer.
    private func calmSession(_ c: SlabKey, _ session: SlabKey) -> Bool {
        let until = self.sessions[session].idleUntil
        guard self.sessions[session].streams.isEmpty, self.clients[c].output.isEmpty, self.clients[c].input.isEmpty,
            self.now < until
        else { return false }
        self.sessions[session].connection.releaseMemory()
        self.sessions[session].streams = []
        until == .max ? self.setDeadline(client: c, after: 0) : self.setDeadline(client: c, at: until)
        return true
    }

    // MARK: - Ending

    /// Announces the end: the client opens no more streams once it has heard, and those under way are finished
    /// (RFC 9113 §6.8).
    func beginSessionEnd(_ c: SlabKey) {
        let session = self.clients[c].multiplexing
        guard !self.sessions[session].isClosing else { return }
        self.sessions[session].isClosing = true
        self.blocks.lend(to: &self.clients[c].output)
        self.sessions[session].connection.beginShutdown(output: &self.clients[c].output)
        // Its answer says that the client has heard.
        self.sessions[session].connection.ping(self.now, output: &self.clients[c].output)
        self.markReady(c)
    }

    func sessionExpired(_ c: SlabKey) {
        if self.calmSession(c, self.clients[c].multiplexing) { return }
        if self.clients[c].output.isEmpty { self.counters.idleClosed &+= 1 }
        self.leaveSession(c)
    }

    /// Says which streams were served, and that nothing follows.
    func leaveSession(_ c: SlabKey) {
        let session = self.clients[c].multiplexing
        self.blocks.lend(to: &self.clients[c].output)
        self.sessions[session].connection.finishShutdown(output: &self.clients[c].output)
        if self.clients[c].canWrite { _ = self.writeClient(c) }
        self.endSession(c)
    }

    /// The client broke the protocol: GOAWAY says how, and its streams go with the connection.
    private func sessionFailed(_ c: SlabKey, _ error: HTTP2Error) {
        self.noteViolation(c, error)
        self.closeStreams(c)
        if self.clients[c].canWrite { _ = self.writeClient(c) }
        self.beginLingering(c)
    }

    /// The connection is over.
    func endSession(_ c: SlabKey) {
        self.closeStreams(c)
        self.clients[c].socket.sayEnd()
        self.closeClient(c)
    }

    /// Ends every stream of a connection, and its session.
    func closeStreams(_ c: SlabKey) {
        let session = self.clients[c].multiplexing
        guard !session.isNone else { return }
        while let stream = self.sessions[session].streams.popLast() { self.streamLeft(stream) }
        self.clients[c].multiplexing = .none
        self.clients[c].stage = .idle
        self.sessions.remove(session)
    }
}
