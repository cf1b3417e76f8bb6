internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// TLS with upstreams: from the connection until it can carry a request, and what becomes of it when TLS breaks later.
extension Worker {
    // MARK: - What the configuration says

    func encryption(_ endpoint: Endpoint) -> EndpointEncryption? {
        guard let tls = endpoint.tls, let context = self.snapshot.upstreamTLS[tls.identity] else { return nil }
        return EndpointEncryption(tls.identity, context, address: endpoint.address)
    }

    /// Takes the files of a reload into use, for connections to come.
    ///
    /// Where another way of speaking is asked for, connections that were made in the old one are not used again.
    func refreshEncryption(_ key: SlabKey, _ endpoint: Endpoint) {
        let fresh = self.encryption(endpoint)
        let isSame = fresh?.tls == self.endpoints[key].encryption?.tls
        self.endpoints[key].encryption = fresh
        guard !isSame else { return }
        self.closePool(key)
        for index in 0..<self.upstreams.slotCount {
            guard let u = self.upstreams.key(at: UInt32(index)), self.upstreams[u].endpoint == key else { continue }
            self.upstreams[u].isOutdated = true
        }
    }

    // MARK: - Handshake

    /// The connection is the exchange's from here on, although nothing of it can be sent yet.
    func beginHandshake(_ u: SlabKey, for x: SlabKey) {
        guard let encryption = self.endpoints[self.upstreams[u].endpoint].encryption else { return }
        self.attach(u, x)
        // Those who wait for its streams do so until it stands.
        if !self.needsHTTP1(x) { self.noteConnector(x, self.upstreams[u].endpoint) }
        self.upstreams[u].stage = .handshaking
        self.upstreams[u].canWrite = true
        self.exchanges[x].trace.address = self.upstreams[u].address
        self.exchanges[x].trace.connected = self.now
        let limit = self.routes[self.exchanges[x].route].timers.handshake
        self.setDeadline(upstream: u, after: limit, total: self.totalDeadline(x))
        guard self.sendProxyHeaderBefore(x, u) else {
            return self.attemptFailed(x, Fault(.tlsClosed, side: .upstream, phase: .handshake), errno: 0)
        }
        guard
            self.upstreams[u].socket.secure(
                with: encryption.context,
                name: encryption.name,
                resuming: encryption.resumption,
                protocols: self.needsHTTP1(x) ? ["http/1.1"] : nil
            )
        else {
            return self.attemptFailed(x, Fault(.memoryExhausted, side: .gateway, phase: .handshake), errno: 0)
        }
        self.shakeHands(upstream: u)
    }

    /// A PROXY header comes in front of TLS: its reader may not be the one who decrypts.
    private func sendProxyHeaderBefore(_ x: SlabKey, _ u: SlabKey) -> Bool {
        guard let version = self.routes[self.exchanges[x].route].proxyHeader else { return true }
        self.blocks.lend(to: &self.upstreams[u].output)
        self.appendProxyHeader(version, x, u)
        // The first bytes of a connection fit into its socket.
        _ = self.upstreams[u].socket.write(from: &self.upstreams[u].output)
        return self.upstreams[u].output.isEmpty
    }

    func shakeHands(upstream u: SlabKey) {
        switch self.upstreams[u].socket.handshake() {
        // The next edge, of either kind, goes on.
        case .wantsRead, .wantsWrite: return
        case .failed(let failure): self.handshakeFailed(u, failure)
        case .finished:
            let x = self.upstreams[u].exchange
            self.countUpstream(self.upstreams[u].socket.isResumed ? .resumed : .full)
            // What came behind the handshake has no edge of its own.
            self.upstreams[u].canRead = true
            self.exchanges[x].trace.secured = self.now
            self.connectionStands(u, x)
        }
    }

    func handshakeExpired(_ u: SlabKey) {
        let x = self.upstreams[u].exchange
        self.countUpstream(.timeout)
        self.exchanges[x].firedTimer = .handshake
        let limit = self.routes[self.exchanges[x].route].timers.handshake
        self.fail(u, self.timedOut(.handshakeTimeout, .upstream, .handshake, limit), errno: 0)
    }

    private func handshakeFailed(_ u: SlabKey, _ failure: TLSFailure) {
        self.countUpstream(HandshakeEnding(failure))
        // What it was agreed on under an earlier session may be what it now rejects.
        self.endpoints[self.upstreams[u].endpoint].encryption?.resumption = nil
        self.fail(u, Fault(failure, phase: .handshake), errno: failure.errno)
    }

    private func fail(_ u: SlabKey, _ fault: Fault, errno: Int32) {
        let x = self.upstreams[u].exchange
        let endpoint = self.upstreams[u].endpoint
        // Another address of the name may be another machine.
        if let target = self.place(of: self.upstreams[u].address, endpoint) {
            self.endpoints[endpoint].standings[target].failed(now: self.now)
        }
        // What is wrong with a certificate stays so: nobody is to wait for it.
        if !fault.isLasting { self.markDown(endpoint) }
        self.failAwaitingStreams(endpoint) { self.attemptFailed($0, fault, errno: errno) }
        self.attemptFailed(x, fault, errno: errno)
    }

    private func countUpstream(_ ending: HandshakeEnding) {
        self.counters.upstreamHandshakes[Int(ending.rawValue)] &+= 1
    }

    // MARK: - Later

    /// TLS broke while a request or its response was under way.
    func encryptionFailed(_ x: SlabKey, _ u: SlabKey, _ failure: TLSFailure, _ errno: Int32) {
        let hasStarted = self.exchanges[x].responseStarted
        switch failure {
        case .broken: self.upstreamBroken(x, u, errno)
        // A response that ends with its connection may have been cut off by anybody (RFC 9112 §9.8).
        case .truncated where hasStarted && self.exchanges[x].response.framing == .untilClose:
            self.upstreams[u].canRead = false
            self.responseFailed(x, Fault(.tlsClosed, side: .upstream, phase: .responseBody), errno: 0)
        // Every other framing tells by itself whether all has come.
        case .truncated: self.upstreamEnded(x, u)
        case .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer, .selfSigned,
            .missingIntermediate, .revoked, .certificateRejected, .certificateMissing, .alert, .plainText,
            .nothingInCommon, .closedInHandshake, .protocolViolation:
            self.upstreams[u].canRead = false
            self.responseFailed(x, Fault(failure, phase: hasStarted ? .responseBody : .responseHead), errno: 0)
        }
    }
}

extension TLSFailure {
    /// Of a broken connection; 0 for what TLS itself found.
    fileprivate var errno: Int32 {
        guard case .broken(let errno) = self else { return 0 }
        return errno
    }
}
