internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

/// The PROXY header: who the client is, told by the proxy in front, and told to the upstream servers.
extension Worker {
    // MARK: - From clients

    /// What the configuration says of the listener, after it was opened and after each reload.
    func refresh(_ listener: SlabKey) {
        let label = self.listeners[listener].label
        let configured = self.snapshot.configuration.listeners.first { $0.address.description == label }
        self.listeners[listener].proxyHeaders = configured?.proxyProtocol.map { ProxyHeaderRules($0) }
        self.refreshEncryption(listener, configured)
    }

    func refreshListeners() {
        for index in 0..<self.listeners.slotCount {
            if let key = self.listeners.key(at: UInt32(index)) { self.refresh(key) }
        }
    }

    /// Whether the peer is a proxy that has to say first whose connection it is.
    ///
    /// Nobody else may: a header from them is a malformed request, and without one they are served under their own
    /// address.
    func awaitsProxyHeader(from peer: SocketAddress, listener: Int) -> Bool {
        guard let key = self.listeners.key(at: UInt32(listener)) else { return false }
        return self.listeners[key].proxyHeaders?.believes(peer) ?? false
    }

    /// The time runs from the accept: a proxy has the header ready, or it does not send one.
    func awaitProxyHeader(_ c: SlabKey) {
        self.clients[c].stage = .readingProxyHeader
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.clientHead)
    }

    func readProxyHeader(_ c: SlabKey) {
        self.blocks.lend(to: &self.clients[c].input)
        while true {
            if !self.clients[c].input.isEmpty {
                guard self.parseProxyHeader(c) else { return }
            }
            guard self.clients[c].canRead else { return self.restInput(c) }
            self.clients[c].input.reserve(1)
            let room = self.clients[c].input.freeCount
            switch self.clients[c].socket.read(into: &self.clients[c].input) {
            case .moved(let count):
                if count < room, !self.clients[c].hasFinished { self.clients[c].canRead = false }
            case .wouldBlock:
                self.clients[c].canRead = false
                return self.restInput(c)
            case .ended, .failed:
                // A check of the proxy that only connects is nothing to complain about.
                return self.clients[c].input.isEmpty ? self.closeClient(c) : self.refuseProxyHeader(c, .incomplete)
            }
        }
    }

    /// Returns whether more bytes are needed.
    private func parseProxyHeader(_ c: SlabKey) -> Bool {
        let listener = self.listeners.key(at: UInt32(self.clients[c].listener))
        let reader = listener.flatMap { self.listeners[$0].proxyHeaders?.reader } ?? ProxyHeaderReader()
        do throws(ProxyHeaderError) {
            let progress = try self.clients[c].input.withSpan { bytes throws(ProxyHeaderError) in
                try reader.read(bytes)
            }
            guard case .complete(let header, let count) = progress else { return true }
            self.clients[c].input.consume(count)
            self.proxyHeaderRead(c, header)
        } catch {
            self.refuseProxyHeader(c, ProxyHeaderRefusal(error.reason), at: error.offset)
        }
        return false
    }

    /// From here on the connection is that of the client whom the header names.
    private func proxyHeaderRead(_ c: SlabKey, _ header: ProxyHeader) {
        switch header.origin {
        case .sender: break
        case .client(let source, let destination):
            self.clients[c].relay = self.clients[c].peer
            self.clients[c].peer = SocketAddress(source)
            self.clients[c].destination = SocketAddress(destination)
        }
        guard self.isAdmitted(self.clients[c].peer) else { return self.closeClient(c) }
        self.clients[c].stage = .idle
        self.welcome(c)
        guard self.clients.contains(c) else { return }
        if self.clients[c].stage == .handshaking {
            self.restInput(c)
            return self.shakeHands(c)
        }
        self.readRequest(c)
    }

    /// Closes without an answer: what one would look like to whoever speaks here is not known.
    func refuseProxyHeader(_ c: SlabKey, _ refusal: ProxyHeaderRefusal, at offset: Int? = nil) {
        self.counters.proxyHeadersRefused[refusal, default: 0] &+= 1
        self.logRefusedHeader(c, refusal, at: offset ?? self.clients[c].input.count)
        self.closeClient(c)
    }

    /// A line a second: a proxy that is set up wrongly does the same on every connection.
    private func logRefusedHeader(_ c: SlabKey, _ refusal: ProxyHeaderRefusal, at offset: Int) {
        guard self.now >= self.nextProxyHeaderLine else { return }
        self.nextProxyHeaderLine = self.now + 1_000_000_000
        self.scratch.value.clear()
        self.scratch.value.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.wall, to: &self.scratch.value)
        self.scratch.value.append("\",\"event\":\"proxy_header_refused\",\"peer\":\"")
        self.clients[c].peer.append(to: &self.scratch.value)
        if let listener = self.listeners.key(at: UInt32(self.clients[c].listener)) {
            self.scratch.value.append("\",\"listener\":\"")
            self.scratch.value.append(LogText.escaped(self.listeners[listener].label))
        }
        self.scratch.value.append("\",\"reason\":\"")
        self.scratch.value.append(text: refusal.rawValue)
        self.scratch.value.append("\",\"byte\":")
        self.scratch.value.append(decimal: offset)
        self.scratch.value.append("}\n")
        self.log.error(self.scratch.value)
    }

    // MARK: - To upstream servers

    /// Appends the header of the exchange's client, with which a new connection begins.
    func appendProxyHeader(_ version: ProxyHeader.Version, _ x: SlabKey, _ u: SlabKey) {
        self.upstreams[u].isPersonal = true
        self.upstreams[u].output.append(proxyHeader: version, self.proxyOrigin(self.asker(x)))
    }

    /// Nobody's where the cache asks for itself, and where a client came over a Unix socket.
    private func proxyOrigin(_ c: SlabKey) -> ProxyHeader.Origin {
        guard !self.clients[c].isGhost, let source = self.clients[c].peer.told else { return .sender }
        let destination = self.clients[c].destination ?? self.clients[c].socket.localAddress()?.unmapped
        guard let destination = destination?.told else { return .sender }
        return .client(source: source, destination: destination)
    }
}
