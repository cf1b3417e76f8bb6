internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Which endpoint an attempt goes to.
extension Worker {
    /// The endpoint for the next attempt; nil when none has room.
    func pickEndpoint(_ route: SlabKey, _ x: SlabKey) -> Int? {
        let facts = self.pickFacts(route, x)
        let picked = self.routes[route].balancer.pick(
            facts,
            load: { self.load($0, route, x) },
            wasTried: { self.hasTried($0, x) }
        )
        if let picked { return picked }
        return self.pickAgain(route, x, facts)
    }

    private func pickFacts(_ route: SlabKey, _ x: SlabKey) -> PickFacts {
        PickFacts(
            now: self.now,
            random: self.random.value.next(),
            hash: self.balancingKey(route, x),
            preferred: self.routes[route].sticky == nil ? nil : self.stickyEndpoint(route, x),
            inFlight: self.routes[route].inUse
        )
    }

    /// An endpoint that is up, has room and was not tried; nil where there is none.
    func pickOther(_ x: SlabKey) -> Int? {
        let route = self.exchanges[x].route
        return self.routes[route].balancer.pick(
            self.pickFacts(route, x),
            load: { self.load($0, route, x) },
            wasTried: { self.hasTried($0, x) }
        )
    }

    /// Whether a cookie of the request names its endpoint.
    func isBound(_ x: SlabKey, _ route: SlabKey) -> Bool { self.stickyEndpoint(route, x) != nil }

    /// Nothing is up and untried: one that failed this request, or one that is thought to be down.
    private func pickAgain(_ route: SlabKey, _ x: SlabKey, _ facts: PickFacts) -> Int? {
        if self.exchanges[x].tried != 0 {
            let again = self.routes[route].balancer.pick(
                facts,
                load: { self.load($0, route, x) },
                wasTried: { _ in false }
            )
            if let again { return again }
        }
        // Those that are up have no room: better to wait than to try one that is down.
        guard !self.isAnyUp(route),
            let index = self.routes[route].balancer.pickAnyway(
                facts,
                wasTried: { self.hasTried($0, x) || self.endpoints[self.routes[route].endpoints[$0]].isDrained }
            )
        else { return nil }
        return self.hasRoom(self.routes[route].endpoints[index], route) ? index : nil
    }

    private func load(_ index: Int, _ route: SlabKey, _ x: SlabKey) -> EndpointLoad {
        let endpoint = self.routes[route].endpoints[index]
        // A trial may end badly, so it is for what can be sent again, unless nothing like that comes for a while.
        let mayTry =
            self.endpoints[endpoint].health.state == .up || self.exchanges[x].request.method.isIdempotent
            || self.now > self.endpoints[endpoint].health.ejectedUntil + Self.trialGrace
        return EndpointLoad(
            isAvailable: mayTry && self.isUp(endpoint) && self.hasRoom(endpoint, route),
            active: UInt32(clamping: self.endpoints[endpoint].active),
            latency: self.endpoints[endpoint].latency.value(now: self.now),
            upSince: max(self.endpoints[endpoint].health.upSince, self.endpoints[endpoint].checkedUpSince)
        )
    }

    private static var trialGrace: UInt64 { 10_000_000_000 }

    private func hasRoom(_ endpoint: SlabKey, _ route: SlabKey) -> Bool {
        let limit = self.routes[route].endpointRequestLimit
        if limit != .max, self.endpoints[endpoint].share?.value ?? self.endpoints[endpoint].active >= limit {
            return false
        }
        return self.hasOwnRoom(endpoint, route)
    }

    /// Leaves the limit of its requests, which may be shared by all workers, out of account.
    private func hasOwnRoom(_ endpoint: SlabKey, _ route: SlabKey) -> Bool {
        let active = self.endpoints[endpoint].active
        guard !self.endpoints[endpoint].isDrained, self.endpoints[endpoint].adaptive.hasRoom(inFlight: active),
            self.endpoints[endpoint].backlog.hasRoom(waiting: self.endpoints[endpoint].awaitingHead)
        else { return false }
        // A kept connection counts already.
        return self.endpoints[endpoint].connections < self.routes[route].endpointConnectionLimit
            || self.endpoints[endpoint].poolCount > 0 || self.hasStreamRoom(endpoint)
    }

    func isUp(_ endpoint: SlabKey) -> Bool {
        self.endpoints[endpoint].downUntil <= self.now && !self.endpoints[endpoint].isCheckedDown
            && !self.endpoints[endpoint].isDrained && self.endpoints[endpoint].health.isAvailable(now: self.now)
    }

    /// Whether one of those that wait has somewhere to go.
    func hasRoom(_ route: SlabKey) -> Bool {
        // Those that wait are in use, too.
        let own = self.routes[route].inUse - self.routes[route].waiting.count
        guard self.routes[route].share?.requests.value ?? own < self.routes[route].requestLimit else { return false }
        for endpoint in self.routes[route].endpoints where self.hasRoom(endpoint, route) { return true }
        return false
    }

    /// Whether one of those that wait has somewhere to go, unless other workers' requests are in the way.
    func hasOwnRoom(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.hasOwnRoom(endpoint, route) { return true }
        return false
    }

    func isAnyUp(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.isUp(endpoint) { return true }
        return false
    }

    /// Whether this request has tried the endpoint; with more than 64 of them some others seem tried too.
    func hasTried(_ index: Int, _ x: SlabKey) -> Bool { self.exchanges[x].tried >> UInt64(index & 63) & 1 == 1 }

    /// Endpoints of the route that are up and were not tried; counting stops where the answer is clear.
    func otherEndpoints(_ x: SlabKey) -> Int {
        let route = self.exchanges[x].route
        for index in 0..<min(64, self.routes[route].endpoints.count) where !self.hasTried(index, x) {
            if self.isUp(self.routes[route].endpoints[index]) { return 1 }
        }
        return 0
    }

    // MARK: - Keys

    /// What requests are told apart by, where the route's method asks for it.
    private func balancingKey(_ route: SlabKey, _ x: SlabKey) -> UInt64 {
        guard let key = self.routes[route].hashKey else { return 0 }
        let c = self.exchanges[x].client
        switch key {
        case .client: return self.clientKey(x)
        case .path:
            let path = self.exchanges[x].request.path
            return self.clients[c].input.withSpan { HashKey.path($0, Int(path.start)..<Int(path.end)) }
        case .field(let name):
            guard let value = self.fieldRange(x, named: name) else { return self.clientKey(x) }
            return self.clients[c].input.withSpan { HashKey.bytes($0, value) }
        case .cookie(let name):
            guard let slot = self.exchanges[x].request.fields.first(.cookie) else { return self.clientKey(x) }
            return self.clients[c].input.withSpan {
                HashKey.cookie($0, Int(slot.value.start)..<Int(slot.value.end), name: Array(name.utf8))
            } ?? self.clientKey(x)
        }
    }

    private func clientKey(_ x: SlabKey) -> UInt64 {
        let c = self.exchanges[x].client
        let peer = self.clients[c].isTrusted ? self.clientAddress(x).halves : self.clients[c].peer.halves
        return HashKey.client(high: peer.high, low: peer.low)
    }

    /// The value of the first field of that lower-case name.
    func fieldRange(_ x: SlabKey, named name: String) -> Range<Int>? {
        guard let index = self.fieldSlot(x, named: name) else { return nil }
        let value = self.exchanges[x].request.fields[index].value
        return Int(value.start)..<Int(value.end)
    }

    /// The place of the first field of that lower-case name.
    func fieldSlot(_ x: SlabKey, named name: String) -> Int? {
        let c = self.exchanges[x].client
        for index in 0..<self.exchanges[x].request.fields.count {
            let slot = self.exchanges[x].request.fields[index]
            guard slot.name.count == name.utf8.count else { continue }
            let isNamed = self.clients[c].input.withSpan { bytes in
                var at = Int(slot.name.start)
                for byte in name.utf8 {
                    let isCapital = bytes[at] >= UInt8(ascii: "A") && bytes[at] <= UInt8(ascii: "Z")
                    guard bytes[at] | (isCapital ? 0x20 : 0) == byte else { return false }
                    at += 1
                }
                return true
            }
            if isNamed { return index }
        }
        return nil
    }

    private func stickyEndpoint(_ route: SlabKey, _ x: SlabKey) -> Int? {
        guard let slot = self.exchanges[x].request.fields.first(.cookie) else { return nil }
        let c = self.exchanges[x].client
        return self.clients[c].input.withSpan {
            self.routes[route].sticky?.endpoint(in: $0, Int(slot.value.start)..<Int(slot.value.end))
        }
    }

    /// The line that brings the client back to the endpoint that answers, where its cookie names another or none.
    func appendSticky(_ x: SlabKey, to buffer: inout Buffer) {
        let route = self.exchanges[x].route
        guard let sticky = self.routes[route].sticky else { return }
        let index = self.exchanges[x].endpointIndex
        guard self.stickyEndpoint(route, x) != index else { return }
        buffer.append("Set-Cookie: ")
        sticky.append(index, isSecure: false, to: &buffer)
        buffer.append("\r\n")
    }
}

extension SocketAddress {
    /// As two words, the way `IPAddress` has them.
    var halves: (high: UInt64, low: UInt64) { IPAddress(self).halves }
}

extension IPAddress {
    var halves: (high: UInt64, low: UInt64) { (self.high, self.low) }
}
