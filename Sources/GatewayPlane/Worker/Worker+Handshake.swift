internal import GatewayBytes
internal import GatewayConfig
internal import GatewayFaults
internal import GatewayReactor

/// TLS with clients: from the accept until the first byte of a request can be read.
extension Worker {
    /// What the configuration in force says of a listener's encryption.
    func refreshEncryption(_ key: SlabKey, _ listener: GatewayConfig.Listener?) {
        self.listeners[key].tls = self.snapshot.tls[self.listeners[key].label]
        let hasOthers = !(self.snapshot.guarded[self.listeners[key].label]?.isEmpty ?? true)
        self.listeners[key].directs = self.listeners[key].tls?.hasChoice ?? false || hasOthers
        self.listeners[key].clientField = listener?.tls?.clientField
        self.listeners[key].redirectPort = UInt16(clamping: listener?.redirectPort ?? 0)
        self.listeners[key].strictTransport =
            listener?.tls?.strictTransport.map {
                Array("Strict-Transport-Security: max-age=\($0.count / 1000)\r\n".utf8)
            } ?? []
    }

    /// The time of a head is also that of a handshake: whoever sends neither is no client.
    func beginHandshake(_ c: SlabKey, _ context: TLSContext) {
        // Behind a PROXY header the first bytes of the handshake have been read.
        let early = self.clients[c].input.withSpan { bytes in bytes.indices.map { bytes[$0] } }
        self.clients[c].input.clear()
        guard self.clients[c].socket.secure(with: context, early: early) else {
            return self.handshakeEnded(c, .other)
        }
        self.clients[c].stage = .handshaking
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.clientHead)
    }

    func shakeHands(_ c: SlabKey) {
        switch self.clients[c].socket.handshake() {
        // The next edge, of either kind, goes on.
        case .wantsRead, .wantsWrite: return
        case .failed(.plainText): self.answerPlainText(c)
        case .failed(let failure):
            self.logHandshake(c, failure)
            self.handshakeEnded(c, HandshakeEnding(failure))
        case .finished:
            self.count(self.clients[c].socket.isResumed ? .resumed : .full)
            self.clients[c].stage = .idle
            self.clients[c].canRead = true
            self.setDeadline(client: c, after: self.settings.value.defaultTimers.clientIdle)
            self.readRequest(c)
        }
    }

    /// Scanners and impatient clients are counted, and no incident is made of them.
    func handshakeEnded(_ c: SlabKey, _ ending: HandshakeEnding) {
        self.count(ending)
        self.closeClient(c)
    }

    private func count(_ ending: HandshakeEnding) { self.counters.handshakes[Int(ending.rawValue)] &+= 1 }

    /// The field that tells the upstream whose certificate the client showed; nothing where it showed none.
    func identity(_ c: SlabKey) -> [UInt8] {
        guard let key = self.listeners.key(at: UInt32(self.clients[c].listener)),
            let field = self.listeners[key].clientField,
            let facts = self.clients[self.carrier(of: c)].socket.peerCertificate
        else { return [] }
        // RFC 4514 text as OpenSSL writes it has no control characters and nothing beyond ASCII.
        return Array("\(field): \(facts.subject)\r\n".utf8)
    }

    /// An HTTP request without TLS: an answer in plain text is what its sender can read.
    private func answerPlainText(_ c: SlabKey) {
        self.count(.plainText)
        self.clients[c].socket.leaveTLS()
        self.clients[c].canRead = true
        guard let x = self.exchanges.insert() else { return self.closeClient(c) }
        self.exchanges[x].open(client: c, now: self.now, wall: self.wall)
        self.clients[c].exchange = x
        self.clients[c].stage = .exchanging
        self.clients[c].requests &+= 1
        self.answer(x, Fault(.requestPlainOnTLSPort, side: .client, phase: .requestHead))
    }
}
