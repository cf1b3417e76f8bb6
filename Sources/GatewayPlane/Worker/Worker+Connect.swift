internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// Connecting: all addresses of an endpoint are one attempt, raced as RFC 8305 says.
///
/// While the race runs the exchange has no upstream connection; those that are connecting know it, and the exchange
/// knows them as `racers`. The winner is leased, the others are closed.
extension Worker {
    func connect(_ x: SlabKey, _ endpoint: SlabKey) {
        let order = AddressOrder(
            self.endpoints[endpoint].standings,
            now: self.now,
            prefersV6: self.endpoints[endpoint].prefersV6,
            turn: self.endpoints[endpoint].turn,
            random: self.endpoints[endpoint].standings.count > 1 ? self.random.value.next() : 0
        )
        self.endpoints[endpoint].turn &+= 1
        if !self.exchanges[x].addressFailures.isEmpty { self.exchanges[x].addressFailures = [] }
        self.exchanges[x].stage = .connecting
        self.exchanges[x].race = AddressRace(order)
        self.follow(self.exchanges[x].race.started(), x, endpoint)
    }

    private func follow(_ step: AddressRace.Step, _ x: SlabKey, _ endpoint: SlabKey) {
        var step = step
        while case .connect(let place) = step {
            let target = self.exchanges[x].race.target(place)
            do throws(SystemError) {
                return try self.begin(x, endpoint, place: place, target: target)
            } catch {
                step = self.failed(x, endpoint, address: self.address(endpoint, target), errno: error.errno)
            }
        }
        if step == .lost { self.raceLost(x, endpoint) }
    }

    /// Opens one connection of the race.
    private func begin(_ x: SlabKey, _ endpoint: SlabKey, place: Int, target: Int) throws(SystemError) {
        // An answer of the resolver may have come in between and left fewer.
        guard target < self.endpoints[endpoint].targets.count else { throw SystemError.noSuchAddress }
        let socket = try self.openSocket(endpoint, target)
        guard let u = self.upstreams.insert() else { throw SystemError.noMemory }
        do throws(SystemError) {
            try self.loop.register(socket, token: ConnectionToken.upstream(u))
        } catch {
            self.upstreams.remove(u)
            throw error
        }
        self.upstreams[u].open(socket, endpoint: endpoint, address: self.address(endpoint, target), now: self.now)
        self.upstreams[u].exchange = x
        self.upstreams[u].place = UInt8(place)
        self.exchanges[x].racers[place] = u
        self.exchanges[x].trace.address = self.upstreams[u].address
        self.endpoints[endpoint].connections += 1
        self.endpoints[endpoint].opened &+= 1
        self.setDeadline(
            upstream: u,
            after: self.routes[self.exchanges[x].route].timers.connect,
            total: self.exchanges[x].deadline == 0 ? .max : self.exchanges[x].deadline
        )
        guard self.exchanges[x].race.hasMore else { return }
        // The connection's timer fires early, for the next address to begin; its deadline stays.
        let next = self.now + AddressRace.attemptDelay
        self.timers.value.set(Self.timer(upstream: u), deadline: min(self.upstreams[u].deadline, next))
    }

    /// A full descriptor table is no reason to fail while idle connections could be given up.
    private func openSocket(_ endpoint: SlabKey, _ target: Int) throws(SystemError) -> Socket {
        do throws(SystemError) {
            return try Socket.connecting(to: self.endpoints[endpoint].targets[target])
        } catch {
            guard error.errno == Errno.processFilesExhausted || error.errno == Errno.systemFilesExhausted,
                self.closeSomePooled()
            else { throw error }
            return try Socket.connecting(to: self.endpoints[endpoint].targets[target])
        }
    }

    private func address(_ endpoint: SlabKey, _ target: Int) -> SocketAddress {
        guard target < self.endpoints[endpoint].targets.count,
            case .address(let address) = self.endpoints[endpoint].targets[target]
        else { return .unix }
        return address
    }

    // MARK: - What becomes of a connection

    /// A connecting socket became writable: it is connected, or has an error.
    func connectMoved(_ u: SlabKey) {
        let error = self.upstreams[u].socket.pendingError()
        guard error == 0 else { return self.racerFailed(u, errno: error) }
        let x = self.upstreams[u].exchange
        self.exchanges[x].racers[Int(self.upstreams[u].place)] = .none
        self.endRace(x)
        self.exchanges[x].trace.uses = 0
        if self.endpoints[self.upstreams[u].endpoint].encryption != nil { return self.beginHandshake(u, for: x) }
        self.connectionStands(u, x)
    }

    /// The endpoint can be spoken to.
    func connectionStands(_ u: SlabKey, _ x: SlabKey) {
        let endpoint = self.upstreams[u].endpoint
        let address = self.upstreams[u].address
        self.endpoints[endpoint].failuresInRow = 0
        self.endpoints[endpoint].downUntil = 0
        self.endpoints[endpoint].prefersV6 = address.family == .v6
        if let target = self.place(of: address, endpoint) { self.endpoints[endpoint].standings[target].worked() }
        self.endpoints[endpoint].connectedAt = self.now
        if self.exchanges[x].hasAwaitedName { self.exchanges[x].prevention = .resolve }
        let isHTTP2 = self.isHTTP2(u, for: x)
        self.leaveAwaitingStreams(x)
        isHTTP2 ? self.openUpstreamSession(u, for: x) : self.lease(u, to: x)
    }

    /// The timer of a connecting socket: the next address begins, or its own time is over.
    func connectExpired(_ u: SlabKey) {
        guard self.now < self.upstreams[u].deadline else { return self.racerFailed(u, errno: Errno.timedOut) }
        let x = self.upstreams[u].exchange
        if self.upstreams[u].deadline != .max {
            self.timers.value.set(Self.timer(upstream: u), deadline: self.upstreams[u].deadline)
        }
        self.follow(self.exchanges[x].race.delayPassed(), x, self.upstreams[u].endpoint)
    }

    private func racerFailed(_ u: SlabKey, errno: Int32) {
        let x = self.upstreams[u].exchange
        let endpoint = self.upstreams[u].endpoint
        let address = self.upstreams[u].address
        self.exchanges[x].racers[Int(self.upstreams[u].place)] = .none
        self.closeUpstream(u)
        self.follow(self.failed(x, endpoint, address: address, errno: errno), x, endpoint)
    }

    /// Remembers that an address failed, for this exchange and for those to come.
    private func failed(_ x: SlabKey, _ endpoint: SlabKey, address: SocketAddress, errno: Int32) -> AddressRace.Step {
        let failure = AddressFailure(address: address, errno: errno)
        if self.exchanges[x].addressFailures.count == 8 { self.exchanges[x].addressFailures.removeFirst() }
        self.exchanges[x].addressFailures.append(failure)
        if failure.isOurs { return self.exchanges[x].race.stopped() }
        if let target = self.place(of: address, endpoint) {
            self.endpoints[endpoint].standings[target].failed(now: self.now)
        }
        return self.exchanges[x].race.failed()
    }

    func place(of address: SocketAddress, _ endpoint: SlabKey) -> Int? {
        self.endpoints[endpoint].targets.firstIndex { target in
            switch target {
            case .address(let own): own == address
            case .unix: address.family == .unix
            }
        }
    }

    // MARK: - The end of the race

    /// Closes what still connects.
    ///
    /// Whoever takes an exchange out of connecting calls this, whatever the reason.
    func endRace(_ x: SlabKey) {
        self.leaveAwaitingStreams(x)
        if self.exchanges[x].awaitsName {
            self.exchanges[x].awaitsName = false
            self.setDeadline(client: self.exchanges[x].client, after: 0)
        }
        guard self.exchanges[x].race.isConnecting else { return }
        self.exchanges[x].race = AddressRace()
        for place in 0..<AddressRace.mostAddresses where !self.exchanges[x].racers[place].isNone {
            let u = self.exchanges[x].racers[place]
            self.exchanges[x].racers[place] = .none
            self.closeUpstream(u)
        }
    }

    /// No address works: the name may stand for others by now, else the attempt has failed.
    func raceLost(_ x: SlabKey, _ endpoint: SlabKey) {
        if self.awaitName(x, endpoint) { return }
        let (fault, errno) = self.connectFault(x, endpoint)
        if fault.detail == .connectTimeout { self.exchanges[x].firedTimer = .connect }
        if fault.side == .upstream { self.markDown(endpoint) }
        // Those who waited for the connection would only find out the same.
        let failures = self.exchanges[x].addressFailures
        self.failAwaitingStreams(endpoint) {
            self.exchanges[$0].addressFailures = failures
            self.exchanges[$0].trace.address = self.exchanges[x].trace.address
            self.attemptFailed($0, fault, errno: errno)
        }
        self.attemptFailed(x, fault, errno: errno)
    }

    /// The failure that tells most, or the resolver's when there was nothing to connect to.
    func connectFault(_ x: SlabKey, _ endpoint: SlabKey) -> (Fault, Int32) {
        guard let worst = self.exchanges[x].addressFailures.max(by: { $0.weight < $1.weight }) else {
            let unknown = Fault(.dnsTimeout, side: .upstream, phase: .resolve)
            return (self.endpoints[endpoint].resolveFault ?? unknown, 0)
        }
        self.exchanges[x].trace.address = worst.address
        let fault = Fault.connecting(errno: worst.errno, isUnix: worst.address == .unix)
        guard fault.detail == .connectRefused, self.isStarting(endpoint) else { return (fault, worst.errno) }
        return (Fault(.endpointStarting, side: .upstream, phase: .connect, code: worst.errno), worst.errno)
    }

    /// Whether the endpoint was there half a minute ago and gave up its connections since: somebody restarts it.
    private func isStarting(_ endpoint: SlabKey) -> Bool {
        let left = self.endpoints[endpoint].leftAt
        return left > 0 && left >= self.endpoints[endpoint].connectedAt && self.now - left < 30_000_000_000
    }

    /// Skips the endpoint for a moment that doubles with every failure in a row, from 250 ms to 8 s.
    func markDown(_ endpoint: SlabKey) {
        let failures = self.endpoints[endpoint].failuresInRow
        self.endpoints[endpoint].failuresInRow = failures &+ 1
        self.endpoints[endpoint].downUntil = self.now + 250_000_000 << UInt64(min(failures, 5))
    }
}
