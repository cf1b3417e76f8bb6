internal import GatewayBytes
internal import GatewayCore

/// Limits of routes and endpoints that hold for all workers together.
///
/// A worker counts for itself, and tells the count that all share what changed (`toldLoad` is what it told last); a
/// place is taken in the shared count before it is in one's own. With one worker, or without a limit, nothing is shared.
extension Worker {
    /// How often, in milliseconds, a worker looks again while somebody waits for what other workers have; they wake it, too.
    static var sharedLook: Int32 { 10 }

    // MARK: - Counting

    /// What the route has under way changed.
    func shareLoad(ofRoute route: SlabKey) {
        guard let share = self.routes[route].share else { return }
        let load = self.routes[route].inUse - self.routes[route].waiting.count
        let change = load - self.routes[route].toldLoad
        guard change != 0 else { return }
        self.routes[route].toldLoad = load
        share.requests.add(change)
        guard change < 0, let next = share.turns.next(except: self.number) else { return }
        self.neighbours.post(.turnCame, to: next.worker)
    }

    /// What the endpoint has under way changed.
    func shareLoad(ofEndpoint endpoint: SlabKey) {
        guard let share = self.endpoints[endpoint].share else { return }
        let change = self.endpoints[endpoint].active - self.endpoints[endpoint].toldLoad
        guard change != 0 else { return }
        self.endpoints[endpoint].toldLoad += change
        share.add(change)
    }

    /// Counts the endpoint together with other workers, or no longer.
    func share(_ endpoint: SlabKey, _ count: SharedCount?) {
        guard self.endpoints[endpoint].share !== count else { return }
        self.endpoints[endpoint].share?.add(-self.endpoints[endpoint].toldLoad)
        self.endpoints[endpoint].toldLoad = 0
        self.endpoints[endpoint].share = count
        self.shareLoad(ofEndpoint: endpoint)
    }

    // MARK: - Taking places

    /// Whether a request that came may go on; those that wait with other workers go first.
    func entersRoute(_ route: SlabKey) -> Bool {
        guard let share = self.routes[route].share else {
            return self.routes[route].inUse - self.routes[route].waiting.count <= self.routes[route].requestLimit
        }
        guard share.turns.next(except: self.number) == nil else { return false }
        return self.takesPlace(ofRoute: route)
    }

    /// For a request that comes out of the queue.
    func takesPlace(ofRoute route: SlabKey) -> Bool {
        guard let share = self.routes[route].share else { return true }
        guard share.requests.take(within: self.routes[route].requestLimit) else { return false }
        self.routes[route].toldLoad += 1
        return true
    }

    /// For the attempt that begins next.
    func takesPlace(ofEndpoint endpoint: SlabKey, _ route: SlabKey) -> Bool {
        let limit = self.routes[route].endpointRequestLimit
        guard limit != .max, let share = self.endpoints[endpoint].share else { return true }
        guard share.take(within: limit) else { return false }
        self.endpoints[endpoint].toldLoad += 1
        return true
    }

    // MARK: - Turns

    /// Whether nobody with another worker has waited longer than those here.
    func isTurn(of route: SlabKey) -> Bool {
        guard let share = self.routes[route].share, !self.hasBacklog(route),
            let next = share.turns.next(except: self.number)
        else { return true }
        return self.waitingSince(route) <= next.since
    }

    /// Since when somebody waits that another worker may let go.
    private func waitingSince(_ route: SlabKey) -> UInt64 {
        self.routes[route].waiting.nextDeadline(longest: 0) ?? SharedTurns.nobody
    }

    /// Tells the others who waits here after those were served that there was room for.
    func tellTurn(_ route: SlabKey) {
        guard let share = self.routes[route].share else { return }
        // Where the newest goes first, or nobody could go anyway, nobody else has to stand back.
        let mayGo = self.routes[route].prober.isNone && !self.hasBacklog(route) && self.hasOwnRoom(route)
        share.turns.tell(self.number, since: mayGo ? self.waitingSince(route) : SharedTurns.nobody)
        if !self.routes[route].waiting.isEmpty { self.awaitsOthers = true }
        guard let next = share.turns.next(except: self.number), self.hasRoom(route),
            self.routes[route].waiting.isEmpty || !self.isTurn(of: route)
        else { return }
        self.neighbours.post(.turnCame, to: next.worker)
    }

    /// Nobody here waits any more.
    func leaveTurns(_ route: SlabKey) { self.routes[route].share?.turns.tell(self.number, since: SharedTurns.nobody) }
}
