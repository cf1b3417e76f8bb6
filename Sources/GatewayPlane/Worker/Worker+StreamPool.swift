internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Which HTTP/2 connection of an endpoint takes a request; as few connections as the peer's limit of streams allows.
///
/// Where none has room and none is about to have, one request opens a connection and the others wait for it. So a
/// crowd does not open a connection each, and none is sent more streams than its peer has said it takes.
extension Worker {
    /// Requests that wait for one connection, beyond which another one is opened.
    private static var mostAwaiting: Int { 100 }

    /// Whether the request needs a connection of its own: where TLS lets both sides choose, HTTP/1.1 is the better
    /// choice for a switch of protocols, which HTTP/2 need not offer, and what begins with a client's address cannot
    /// carry others.
    func needsHTTP1(_ x: SlabKey) -> Bool {
        if self.isHTTP1Required(self.exchanges[x].endpoint) { return true }
        guard self.endpoints[self.exchanges[x].endpoint].encryption != nil else { return false }
        return self.exchanges[x].request.wantsUpgrade || self.routes[self.exchanges[x].route].proxyHeader != nil
    }

    /// Which version is spoken on a new connection: prior knowledge, or what TLS agreed on.
    func isHTTP2(_ u: SlabKey, for x: SlabKey) -> Bool {
        let endpoint = self.upstreams[u].endpoint
        guard self.endpoints[endpoint].encryption != nil else {
            return self.endpoints[endpoint].speaksHTTP2 && !self.isHTTP1Required(endpoint)
        }
        let isAgreed = self.upstreams[u].socket.tlsFacts?.applicationProtocol == "h2"
        if !self.needsHTTP1(x) { self.endpoints[endpoint].speaksHTTP2 = isAgreed }
        return isAgreed
    }

    func isHTTP1Required(_ endpoint: SlabKey) -> Bool { self.now < self.endpoints[endpoint].http1Until }

    /// RFC 9113 §7: the peer wants HTTP/1.1, for what it cannot do in HTTP/2, such as asking for a client certificate
    /// behind the first bytes.
    ///
    /// For a while, because it may be about one resource of many, and another program may be there tomorrow.
    func requireHTTP1(_ endpoint: SlabKey) {
        let isNew = !self.isHTTP1Required(endpoint)
        self.endpoints[endpoint].http1Until = self.now + Self.http1Time
        guard isNew else { return }
        self.beginEvent("endpoint_protocol", of: endpoint)
        self.addToEvent("to", token: "http/1.1")
        self.addToEvent("reason", token: "HTTP_1_1_REQUIRED")
        self.addToEvent("for_ms", Self.http1Time / 1_000_000)
        self.endEvent()
    }

    private static var http1Time: UInt64 { 600_000_000_000 }

    /// The attempt's endpoint speaks HTTP/2, as far as is known.
    func beginStreamAttempt(_ x: SlabKey, _ endpoint: SlabKey) {
        if self.endpoints[endpoint].awaitingStream.isEmpty, let u = self.session(endpoint, for: x) {
            return self.openUpstreamStream(u, for: x)
        }
        self.awaitStream(x, endpoint)
        self.serveAwaitingStreams(endpoint)
    }

    /// A connection that can take the request now.
    ///
    /// One that was silent for long is asked with a PING first: it may be dead without anybody having said so.
    private func session(_ endpoint: SlabKey, for x: SlabKey) -> SlabKey? {
        for u in self.endpoints[endpoint].sessions {
            let session = self.upstreams[u].multiplexing
            guard self.mayOpen(u, session) else { continue }
            // The peer did not want it there; another connection may end somewhere else.
            if self.exchanges[x].avoidedSession == u, self.mayConnect(endpoint, for: x) { continue }
            let times = self.upstreamSessions[session].times
            let silence = self.now - min(self.now, self.upstreamSessions[session].lastReceived)
            if times.ping > 0, silence >= times.ping, self.upstreamSessions[session].streams.isEmpty {
                self.pingUpstream(u, session)
                continue
            }
            return u
        }
        return nil
    }

    private func mayConnect(_ endpoint: SlabKey, for x: SlabKey) -> Bool {
        self.endpoints[endpoint].connections < self.routes[self.exchanges[x].route].endpointConnectionLimit
    }

    private func mayOpen(_ u: SlabKey, _ session: SlabKey) -> Bool {
        !self.upstreamSessions[session].isClosing && !self.upstreams[u].isOutdated
            && self.upstreamSessions[session].pingSentAt == 0
            && self.upstreamSessions[session].connection.isEstablished
            && self.upstreamSessions[session].connection.canOpen
    }

    /// Whether a request has somewhere to go without another connection, now or soon.
    func hasStreamRoom(_ endpoint: SlabKey) -> Bool {
        guard self.endpoints[endpoint].speaksHTTP2, !self.isHTTP1Required(endpoint) else { return false }
        for u in self.endpoints[endpoint].sessions where self.mayOpen(u, self.upstreams[u].multiplexing) { return true }
        return self.endpoints[endpoint].awaitingStream.count < Self.mostAwaiting * self.upcomingCount(endpoint)
    }

    /// How many connections are being opened, or are about to say whether they can be used.
    private func upcomingCount(_ endpoint: SlabKey) -> Int {
        self.endpoints[endpoint].connectors.removeAll { !self.isConnecting($0, to: endpoint) }
        var count = self.endpoints[endpoint].connectors.count
        for u in self.endpoints[endpoint].sessions {
            let session = self.upstreams[u].multiplexing
            guard !self.upstreamSessions[session].isClosing else { continue }
            if !self.upstreamSessions[session].connection.isEstablished || self.upstreamSessions[session].pingSentAt > 0
            {
                count += 1
            }
        }
        return count
    }

    private func isConnecting(_ x: SlabKey, to endpoint: SlabKey) -> Bool {
        self.exchanges.contains(x) && self.exchanges[x].stage == .connecting && !self.exchanges[x].awaitsStream
            && self.exchanges[x].endpoint == endpoint
    }

    /// The exchange opens a connection for all who wait.
    func noteConnector(_ x: SlabKey, _ endpoint: SlabKey) {
        guard !self.endpoints[endpoint].connectors.contains(x) else { return }
        self.endpoints[endpoint].connectors.append(x)
    }

    // MARK: - Waiting

    private func awaitStream(_ x: SlabKey, _ endpoint: SlabKey) {
        self.exchanges[x].stage = .connecting
        self.exchanges[x].awaitsStream = true
        self.endpoints[endpoint].awaitingStream.append(x)
    }

    /// Has those that wait looked at before the loop sleeps again.
    func markAwaitingStreams(_ endpoint: SlabKey) {
        guard self.endpoints.contains(endpoint), !self.endpoints[endpoint].awaitingStream.isEmpty else { return }
        self.readyEndpoints.value.append(endpoint)
    }

    /// Gives those that wait a stream as far as there is room, in order of arrival.
    func serveAwaitingStreams(_ endpoint: SlabKey) {
        while self.endpoints.contains(endpoint), let x = self.firstAwaiting(endpoint) {
            if !self.endpoints[endpoint].speaksHTTP2 || self.isHTTP1Required(endpoint) {
                // It was believed to, until TLS agreed on something else or the peer asked for something else.
                self.takeAwaiting(x, endpoint)
                self.connect(x, endpoint)
            } else if let u = self.session(endpoint, for: x) {
                self.takeAwaiting(x, endpoint)
                self.openUpstreamStream(u, for: x)
            } else if self.endpoints[endpoint].awaitingStream.count
                <= Self.mostAwaiting * self.upcomingCount(endpoint)
            {
                return
            } else {
                self.takeAwaiting(x, endpoint)
                self.noteConnector(x, endpoint)
                self.connect(x, endpoint)
            }
        }
    }

    /// The first that still waits; those that gave up are forgotten.
    private func firstAwaiting(_ endpoint: SlabKey) -> SlabKey? {
        while let x = self.endpoints[endpoint].awaitingStream.first {
            if self.exchanges.contains(x), self.exchanges[x].awaitsStream, self.exchanges[x].endpoint == endpoint {
                return x
            }
            self.endpoints[endpoint].awaitingStream.removeFirst()
        }
        return nil
    }

    private func takeAwaiting(_ x: SlabKey, _ endpoint: SlabKey) {
        self.endpoints[endpoint].awaitingStream.removeFirst()
        self.exchanges[x].awaitsStream = false
    }

    /// The connection that they waited for cannot be had, for a reason that another one would meet as well.
    func failAwaitingStreams(_ endpoint: SlabKey, _ fail: (SlabKey) -> Void) {
        guard self.endpoints.contains(endpoint), !self.endpoints[endpoint].awaitingStream.isEmpty else { return }
        let awaiting = self.endpoints[endpoint].awaitingStream
        self.endpoints[endpoint].awaitingStream.removeAll(keepingCapacity: true)
        for x in awaiting {
            guard self.exchanges.contains(x), self.exchanges[x].awaitsStream, self.exchanges[x].endpoint == endpoint
            else { continue }
            self.exchanges[x].awaitsStream = false
            fail(x)
        }
    }

    /// The exchange goes on without the stream that it waited for, or without the connection that it was opening.
    func leaveAwaitingStreams(_ x: SlabKey) {
        self.exchanges[x].awaitsStream = false
        let endpoint = self.exchanges[x].endpoint
        guard self.endpoints.contains(endpoint), let place = self.endpoints[endpoint].connectors.firstIndex(of: x)
        else {
            return
        }
        self.endpoints[endpoint].connectors.remove(at: place)
        self.markAwaitingStreams(endpoint)
    }

    // MARK: - Streams

    /// The request goes out on a stream of the connection.
    func openUpstreamStream(_ u: SlabKey, for x: SlabKey) {
        guard self.offersUpgrade(u, for: x) else {
            return self.attemptFailed(x, Fault(.extendedConnectMissing), errno: 0)
        }
        guard let (state, s) = self.takeUpstreamSlots() else {
            return self.attemptFailed(x, Fault(.memoryExhausted), errno: 0)
        }
        let session = self.upstreams[u].multiplexing
        let isFirst = self.upstreamSessions[session].streams.isEmpty
        self.upstreamSessions[session].isCalm = false
        let wasUsed = self.upstreams[u].uses > 0
        self.upstreamStreams[state].open(carrier: u, now: self.now)
        self.upstreams[s].open(
            .none,
            endpoint: self.upstreams[u].endpoint,
            address: self.upstreams[u].address,
            now: self.upstreams[u].openedAt
        )
        self.upstreams[s].carrier = .stream
        self.upstreams[s].multiplexing = state
        self.upstreams[s].canWrite = true
        // Only a connection that lay idle can have been given up by its peer without a word.
        self.upstreams[s].uses = isFirst && wasUsed ? self.upstreams[u].uses : 0
        self.upstreams[s].pooledAt = isFirst ? self.upstreamSessions[session].idleSince : self.now
        self.upstreams[s].written = self.upstreams[u].written + UInt64(self.upstreams[u].output.count)
        self.upstreams[u].uses &+= 1
        if wasUsed { self.endpoints[self.upstreams[u].endpoint].reused &+= 1 }
        self.upstreamSessions[session].streams.append(s)
        self.counters.upstreamHTTP2.streams &+= 1
        self.lease(s, to: x)
    }

    private func takeUpstreamSlots() -> (state: SlabKey, connection: SlabKey)? {
        guard let state = self.upstreamStreams.insert() else { return nil }
        guard let connection = self.upstreams.insert() else {
            self.upstreamStreams.remove(state)
            return nil
        }
        return (state, connection)
    }

    /// Whether the request asks for no switch of protocols, or the peer's HTTP/2 can do it.
    private func offersUpgrade(_ u: SlabKey, for x: SlabKey) -> Bool {
        guard self.exchanges[x].request.wantsUpgrade else { return true }
        return self.upstreamSessions[self.upstreams[u].multiplexing].connection.peerAllowsExtendedConnect
    }
}
