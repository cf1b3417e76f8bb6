internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// A listening socket of this worker.
struct ListenerState: ~Copyable {
    var listener: GatewayReactor.Listener?
    var label = ""
    /// nil: nobody's PROXY header is taken.
    var proxyHeaders: ProxyHeaderRules?
    /// What its clients are to speak; nil for plain text.
    var tls: TLSContext?
    /// Whether a request may belong on another connection: see `isMisdirected`.
    var directs = false
    /// A field line for every response; empty for none.
    var strictTransport: [UInt8] = []
    /// Tells the upstream whose certificate a client showed.
    var clientField: String?
    /// Where requests are sent instead of being served; 0 for nowhere.
    var redirectPort: UInt16 = 0
    var isRegistered = false
    /// Clients that the last turn found waiting.
    var expected = 1

    init() {}
}

extension Worker {
    /// Accepts who waits, a bounded number a turn, so that one listener cannot starve the connections.
    ///
    /// Asks as often as the last turn found somebody, and twice that when nobody was missing: asking once too often
    /// is a system call per connection. Who still waits is reported again at once.
    func acceptClients(listener index: Int, all: Bool = false) {
        guard let key = self.listeners.key(at: UInt32(index)) else { return }
        let limit = all ? 65_536 : max(1, min(64, self.listeners[key].expected))
        for turn in 0..<limit {
            guard self.clients.count - self.streams.count < self.settings.value.limits.connections else {
                return self.pauseAccepting(because: .connectionLimit)
            }
            guard let accepted = self.listeners[key].listener?.accept() else { return }
            switch consume accepted {
            case .client(let socket, let peer): self.open(socket, peer: peer, listener: index)
            case .none:
                self.listeners[key].expected = turn
                return
            case .gone: continue
            case .exhausted: return self.pauseAccepting(because: .descriptorsExhausted)
            }
        }
        self.listeners[key].expected = limit * 2
    }

    /// Whether the client may have one more connection; too many are closed at once, because every answer would be one
    /// more thing to wait for.
    func isAdmitted(_ peer: SocketAddress) -> Bool {
        guard self.settings.value.countsClients, let limiter = self.settings.value.clientLimiter else { return true }
        if limiter.connectionOpened(ClientKey(IPAddress(peer))) { return true }
        self.counters.clientsRefused &+= 1
        return false
    }

    private func forgetClient(_ peer: SocketAddress) {
        self.settings.value.clientLimiter?.connectionClosed(ClientKey(IPAddress(peer)))
    }

    private func open(_ socket: consuming Socket, peer: SocketAddress, listener: Int) {
        // A proxy's connection is counted as that of the client whom it will name.
        let awaitsHeader = self.awaitsProxyHeader(from: peer.unmapped, listener: listener)
        guard awaitsHeader || self.isAdmitted(peer.unmapped) else { return }
        guard let key = self.clients.insert() else {
            if !awaitsHeader { self.forgetClient(peer.unmapped) }
            return self.pauseAccepting(because: .connectionLimit)
        }
        do {
            try self.loop.register(socket, token: ConnectionToken.client(key))
        } catch {
            self.clients.remove(key)
            if !awaitsHeader { self.forgetClient(peer.unmapped) }
            return self.pauseAccepting(because: .memoryExhausted)
        }
        self.clients[key].open(socket, peer: peer.unmapped, listener: listener, now: self.now)
        self.counters.clientsAccepted &+= 1
        if awaitsHeader { return self.awaitProxyHeader(key) }
        self.welcome(key)
    }

    /// The client is known and admitted; its requests may come.
    func welcome(_ key: SlabKey) {
        self.clients[key].isTrusted = self.snapshot.trusts(self.clients[key].peer)
        self.clients[key].countedBy = self.settings.value.clientLimiter?.number ?? 0
        let listener = self.listeners.key(at: UInt32(self.clients[key].listener))
        self.clients[key].redirectPort = listener.map { self.listeners[$0].redirectPort } ?? 0
        if let context = listener.flatMap({ self.listeners[$0].tls }) { return self.beginHandshake(key, context) }
        self.setDeadline(client: key, after: self.settings.value.defaultTimers.clientIdle)
    }

    /// Leaves new clients in the kernel's queue until something is freed: waiting instead of refusing, and no spin.
    private func pauseAccepting(because detail: Fault.Detail) {
        if self.acceptPausedUntil == 0 { self.counters.acceptPauses &+= 1 }
        self.acceptPausedUntil = self.now + 50_000_000
        for index in 0..<self.listeners.slotCount {
            guard let key = self.listeners.key(at: UInt32(index)), self.listeners[key].isRegistered else { continue }
            if self.listeners[key].listener != nil { self.registerListener(key, false) }
        }
        self.timers.value.set(Self.acceptTimer, deadline: self.acceptPausedUntil)
    }

    func resumeAccepting() {
        self.acceptPausedUntil = 0
        guard !self.isDraining else { return }
        for index in 0..<self.listeners.slotCount {
            guard let key = self.listeners.key(at: UInt32(index)), !self.listeners[key].isRegistered else { continue }
            self.registerListener(key, true)
        }
    }

    func registerListener(_ key: SlabKey, _ on: Bool) {
        switch self.listeners[key].listener {
        case .none: break
        case .some(let listener):
            if on {
                guard (try? self.loop.register(listener, token: ConnectionToken.listener(Int(key.index)))) != nil else {
                    return
                }
            } else {
                self.loop.unregister(listener)
            }
            self.listeners[key].isRegistered = on
        }
    }

    private func uncount(_ key: SlabKey) {
        guard let limiter = self.settings.value.clientLimiter, limiter.number == self.clients[key].countedBy else {
            return
        }
        limiter.connectionClosed(ClientKey(IPAddress(self.clients[key].peer)))
    }

    // MARK: - Closing clients

    /// Closes the connection and gives everything back.
    ///
    /// The exchange, if any, was finished before.
    func closeClient(_ key: SlabKey) {
        assert(self.clients[key].exchange.isNone, "an exchange is finished before its client is closed")
        guard self.clients[key].carrier == .socket else { return self.closeStream(key) }
        if self.clients[key].stage == .multiplexed { self.closeStreams(key) }
        self.timers.value.cancel(Self.timer(client: key))
        self.blocks.takeBack(&self.clients[key].input)
        self.blocks.takeBack(&self.clients[key].output)
        if self.clients[key].countedBy != 0 { self.uncount(key) }
        self.clients[key].socket.close()
        self.clients.remove(key)
        self.counters.clientsClosed &+= 1
    }

    /// Ends a connection whose client may still be sending: FIN, then read and drop until it leaves, so that it
    /// gets to read the answer instead of a reset (RFC 9112 §9.6).
    func beginLingering(_ key: SlabKey) {
        if self.clients[key].isGhost || self.clients[key].carrier == .stream { return self.closeClient(key) }
        self.clients[key].socket.shutdownWrite()
        self.clients[key].stage = .lingering
        self.clients[key].lingerLeft = 256 << 20
        self.setDeadline(client: key, after: 5_000_000_000)
        self.linger(key)
    }

    func linger(_ key: SlabKey) {
        if self.clients[key].socket.isEndPending { self.clients[key].socket.shutdownWrite() }
        self.blocks.lend(to: &self.clients[key].input)
        while self.clients[key].canRead {
            self.clients[key].input.clear()
            switch self.clients[key].socket.read(into: &self.clients[key].input) {
            case .moved(let count):
                guard self.clients[key].lingerLeft > UInt32(count) else { return self.closeClient(key) }
                self.clients[key].lingerLeft -= UInt32(count)
            case .wouldBlock: self.clients[key].canRead = false
            case .ended, .failed: return self.closeClient(key)
            }
        }
        self.blocks.takeBack(&self.clients[key].input)
    }
}
