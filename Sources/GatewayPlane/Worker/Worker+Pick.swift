internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor

extension Worker {
    /// How good a choice an endpoint is: the first of these that any endpoint has is taken.
    private enum Standing: Int {
        case fresh
        /// Up, and it failed this request before.
        case tried
        case down
        case downAndTried
    }

    /// The endpoint for the next attempt; nil when none has room.
    func pickEndpoint(_ route: SlabKey, _ x: SlabKey) -> Int? {
        let count = self.routes[route].endpoints.count
        var best: (index: Int, standing: Standing)?
        for _ in 0..<max(1, min(count * 2, 64)) {
            guard let index = self.routes[route].robin.next() else { return nil }
            guard let standing = self.standing(index, route, x) else { continue }
            if standing == .fresh { return index }
            if best == nil || standing.rawValue < best?.standing.rawValue ?? .max { best = (index, standing) }
        }
        return best?.index
    }

    /// nil where there is no room.
    private func standing(_ index: Int, _ route: SlabKey, _ x: SlabKey) -> Standing? {
        let endpoint = self.routes[route].endpoints[index]
        guard self.hasRoom(endpoint, route) else { return nil }
        let isUp = self.endpoints[endpoint].downUntil <= self.now
        let wasTried = self.hasTried(index, x)
        return isUp ? (wasTried ? .tried : .fresh) : (wasTried ? .downAndTried : .down)
    }

    private func hasRoom(_ endpoint: SlabKey, _ route: SlabKey) -> Bool {
        let active = self.endpoints[endpoint].active
        return active < self.routes[route].endpointRequestLimit
            && self.endpoints[endpoint].adaptive.hasRoom(inFlight: active)
    }

    /// Whether one of those that wait has somewhere to go.
    func hasRoom(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.hasRoom(endpoint, route) { return true }
        return false
    }

    func isAnyUp(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.endpoints[endpoint].downUntil <= self.now { return true }
        return false
    }

    /// Whether this request has tried the endpoint; with more than 64 of them some others seem tried too.
    func hasTried(_ index: Int, _ x: SlabKey) -> Bool { self.exchanges[x].tried >> UInt64(index & 63) & 1 == 1 }

    /// Endpoints of the route that are up and were not tried; counting stops where the answer is clear.
    func otherEndpoints(_ x: SlabKey) -> Int {
        let route = self.exchanges[x].route
        for index in 0..<min(64, self.routes[route].endpoints.count) where !self.hasTried(index, x) {
            let endpoint = self.routes[route].endpoints[index]
            if self.endpoints[endpoint].downUntil <= self.now { return 1 }
        }
        return 0
    }
}
