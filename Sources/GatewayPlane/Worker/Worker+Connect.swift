internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

extension Worker {
    func connect(_ x: SlabKey, _ endpoint: SlabKey, target: Int, tried: Int) {
        let targets = self.endpoints[endpoint].targets.count
        guard targets > 0 else {
            return self.attemptFailed(x, Fault.resolving(self.endpoints[endpoint].resolveError), errno: 0)
        }
        let target = target % targets
        do throws(SystemError) {
            let socket = try self.openSocket(endpoint, target)
            guard let u = self.upstreams.insert() else {
                return self.attemptFailed(x, Fault(.memoryExhausted, side: .gateway, phase: .connect), errno: 0)
            }
            do throws(SystemError) {
                try self.loop.register(socket, token: ConnectionToken.upstream(u))
            } catch {
                self.upstreams.remove(u)
                throw error
            }
            self.upstreams[u].open(socket, endpoint: endpoint, address: self.address(endpoint, target), now: self.now)
            self.endpoints[endpoint].connections += 1
            self.endpoints[endpoint].opened &+= 1
            self.attach(u, x)
            self.exchanges[x].stage = .connecting
            self.exchanges[x].trace.address = self.upstreams[u].address
            self.setDeadline(upstream: u, after: self.routes[self.exchanges[x].route].timers.connect)
        } catch {
            self.connectFailed(x, endpoint, target: target, tried: tried, errno: error.errno)
        }
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
        if case .address(let address) = self.endpoints[endpoint].targets[target] { return address }
        return .unix
    }

    /// A connecting socket became writable: it is connected, or has an error.
    func connectMoved(_ u: SlabKey) {
        let error = self.upstreams[u].socket.pendingError()
        let x = self.upstreams[u].exchange
        let endpoint = self.upstreams[u].endpoint
        guard error == 0 else {
            let target =
                self.endpoints[endpoint].targets.firstIndex { self.isAddress($0, self.upstreams[u].address) } ?? 0
            self.detach(x)
            self.closeUpstream(u)
            return self.connectFailed(
                x,
                endpoint,
                target: target,
                tried: Int(self.exchanges[x].trace.uses),
                errno: error
            )
        }
        self.endpoints[endpoint].failuresInRow = 0
        self.endpoints[endpoint].downUntil = 0
        if let target = self.endpoints[endpoint].targets.firstIndex(where: {
            self.isAddress($0, self.upstreams[u].address)
        }) {
            self.endpoints[endpoint].preferred = target
        }
        self.exchanges[x].trace.uses = 0
        self.lease(u, to: x)
    }

    private func isAddress(_ target: ConnectTarget, _ address: SocketAddress) -> Bool {
        switch target {
        case .address(let own): own == address
        case .unix: address.family == .unix
        }
    }

    /// One address failed: the next address of the same endpoint is no new attempt (`localhost` has two).
    func connectFailed(_ x: SlabKey, _ endpoint: SlabKey, target: Int, tried: Int, errno: Int32) {
        let fault = Fault.connecting(errno: errno, isUnix: self.address(endpoint, target) == .unix)
        if fault.side == .upstream, tried + 1 < self.endpoints[endpoint].targets.count {
            // `uses` counts the addresses tried while there is no connection yet.
            self.exchanges[x].trace.uses = UInt32(tried + 1)
            return self.connect(x, endpoint, target: target + 1, tried: tried + 1)
        }
        self.exchanges[x].trace.uses = 0
        if fault.side == .upstream { self.markDown(endpoint) }
        self.attemptFailed(x, fault, errno: errno)
    }

    /// Skips the endpoint for a moment that doubles with every failure in a row, from 250 ms to 8 s.
    private func markDown(_ endpoint: SlabKey) {
        let failures = self.endpoints[endpoint].failuresInRow
        self.endpoints[endpoint].failuresInRow = failures &+ 1
        self.endpoints[endpoint].downUntil = self.now + 250_000_000 << UInt64(min(failures, 5))
    }
}

extension Fault {
    /// The fault of a name that has no address.
    ///
    /// The numbers are getaddrinfo's `EAI_…`.
    static func resolving(_ error: Int32) -> Fault {
        let detail: Detail =
            switch error {
            case -2, 0: .dnsNameNotFound
            case -5: .dnsNoAddress
            case -3: .dnsTimeout
            case -4: .dnsServerFailure
            default: .dnsOther
            }
        return Fault(detail, side: .upstream, phase: .resolve, code: error)
    }
}
