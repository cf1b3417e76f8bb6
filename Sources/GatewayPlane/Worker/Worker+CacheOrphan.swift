internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Filling for others: what a client's request began goes on without that client.
///
/// While nobody else wants the answer, the exchange that asked for it fills the cache as it passes, at its client's
/// pace. When that client leaves or takes nothing while others wait, the upstream's side of the exchange goes over to
/// one of its own (an orphan), whose client is a slot without a socket; the client's exchange ends, or follows.
extension Worker {
    // MARK: - Sharing

    /// From here on others may be sent what `x` fetches.
    func shareFill(_ x: SlabKey, _ fill: CacheFill) {
        let token = self.exchanges[x].cache.flight
        guard token != 0 else { return }
        fill.setFiller(self.waiter(x))
        self.store.open(self.exchanges[x].cache.hash, token: token, fill)
    }

    /// Somebody came, went or moved.
    func fillMoved(_ x: SlabKey) {
        guard self.exchanges.contains(x) else { return }
        switch self.exchanges[x].stage {
        case .following: self.sendFollowed(x)
        case .streaming:
            guard let fill = self.exchanges[x].cache.fill, self.exchanges[x].responseStarted else { return }
            if self.exchanges[x].cache.isOrphan, !fill.isWanted { return self.dropOrphan(x) }
            self.receiveResponse(x)
        // Waiting is decided anew when it ends.
        case .readingHead, .connecting, .waiting, .hedged, .answering, .collapsed, .loading, .serving, .tunnelling:
            return
        }
    }

    // MARK: - Leaving it

    /// Of what `x` fills or follows.
    func leaveFill(_ x: SlabKey) {
        if let followed = self.exchanges[x].cache.followed {
            self.exchanges[x].cache.followed = nil
            followed.leave(self.exchanges[x].cache.place)
        }
        guard self.exchanges[x].cache.fill != nil else { return }
        self.dropFill(x, self.exchanges[x].fault ?? Fault(.gatewayDraining))
    }

    /// What came of the response is no good; another one may follow in the same flight.
    func dropFill(_ x: SlabKey, _ fault: Fault) {
        guard let fill = self.exchanges[x].cache.fill else { return }
        self.exchanges[x].cache.fill = nil
        let token = self.exchanges[x].cache.flight
        if token != 0 { self.store.close(self.exchanges[x].cache.hash, token: token) }
        fill.fail(fault)
    }

    /// The client of `x` takes nothing, and others do: it follows like them, at its own pace.
    ///
    /// Returns false where there is no room for that.
    func leaveFilling(_ x: SlabKey, _ fill: CacheFill) -> Bool {
        guard !self.clients[self.exchanges[x].client].isGhost else { return false }
        let position = fill.received - UInt64(self.exchanges[x].pendingContent)
        guard self.mayHandOver(x), let place = fill.join(self.waiter(x), at: position) else { return false }
        guard let copy = self.handOver(x) else {
            fill.leave(place)
            return false
        }
        self.exchanges[x].cache.followed = fill
        self.exchanges[x].cache.place = place
        self.exchanges[x].stage = .following
        self.exchanges[x].responseEnded = false
        self.setDeadline(
            client: self.exchanges[x].client,
            after: self.routes[self.exchanges[x].route].timers.write
        )
        self.markReady(self.exchanges[copy].client)
        return true
    }

    /// The client of `x` is gone; what it asked for is fetched nevertheless where others want it.
    func keepFilling(_ x: SlabKey) {
        guard self.mayHandOver(x) else { return }
        let flight = self.exchanges[x].cache.flight
        let isWanted: Bool
        if self.exchanges[x].responseStarted {
            isWanted = self.exchanges[x].cache.fill?.isWanted ?? false
        } else {
            isWanted = flight != 0 && self.store.hasWaiters(self.exchanges[x].cache.hash, token: flight)
        }
        guard isWanted, let copy = self.handOver(x) else { return }
        self.markReady(self.exchanges[copy].client)
    }

    // MARK: - Handing over

    /// Whether the request is with an upstream and nothing of it is left to do.
    private func mayHandOver(_ x: SlabKey) -> Bool {
        guard self.exchanges[x].cache.isActive, self.exchanges[x].stage == .streaming,
            !self.exchanges[x].upstream.isNone, self.exchanges[x].partner.isNone, !self.isStopping,
            !self.clients[self.exchanges[x].client].isGhost
        else { return false }
        return self.exchanges[x].requestRead && self.exchanges[x].requestSent && !self.exchanges[x].responseEnded
            && self.exchanges[x].requestBody.isComplete && self.exchanges[x].responsePipe.isEmpty
    }

    /// Gives the upstream's side of `x` to an exchange of its own; nil where there is no room for one.
    private func handOver(_ x: SlabKey) -> SlabKey? {
        guard let copy = self.shadow(of: x, mayExceed: true) else { return nil }
        let u = self.exchanges[x].upstream
        self.exchanges[copy].started = self.exchanges[x].started
        self.exchanges[copy].startedWall = self.exchanges[x].startedWall
        self.exchanges[copy].tried = self.exchanges[x].tried
        self.exchanges[copy].addAttempt(self.exchanges[x].trace)
        self.exchanges[copy].sentAttempts = self.exchanges[x].sentAttempts
        self.exchanges[copy].endpoint = self.exchanges[x].endpoint
        self.exchanges[copy].endpointIndex = self.exchanges[x].endpointIndex
        self.exchanges[copy].upstream = u
        self.exchanges[copy].requestSent = true
        self.exchanges[copy].awaitsHead = self.exchanges[x].awaitsHead
        self.exchanges[copy].interims = self.exchanges[x].interims
        self.exchanges[copy].stage = .streaming
        self.moveResponse(x, to: copy)
        self.exchanges[copy].cache = self.exchanges[x].cache
        self.exchanges[copy].cache.isOrphan = true
        self.exchanges[copy].cache.fill?.setFiller(self.waiter(copy))
        self.exchanges[x].cache.fill = nil
        self.exchanges[x].cache.flight = 0
        self.exchanges[x].endpoint = .none
        self.exchanges[x].upstream = .none
        self.exchanges[x].awaitsHead = false
        self.upstreams[u].exchange = copy
        return copy
    }

    private func moveResponse(_ x: SlabKey, to copy: SlabKey) {
        var head = ResponseHead()
        swap(&head, &self.exchanges[x].response)
        swap(&head, &self.exchanges[copy].response)
        swap(&head, &self.exchanges[x].response)
        self.exchanges[copy].responseBody = self.exchanges[x].responseBody
        self.exchanges[copy].trailers = self.exchanges[x].trailers
        self.exchanges[copy].responseStarted = self.exchanges[x].responseStarted
        self.exchanges[copy].responseEnded = false
        self.exchanges[copy].plan = ResponsePlan(framing: .none, closes: true)
        self.exchanges[copy].status = self.exchanges[x].status
        self.exchanges[copy].pendingContent = self.exchanges[x].pendingContent
        self.exchanges[x].pendingContent = 0
    }

    // MARK: - Orphans

    /// Whether somebody wants what is fetched for nobody's client; if not, it is given up.
    func isStillWanted(_ x: SlabKey) -> Bool {
        guard self.exchanges[x].cache.isOrphan, self.exchanges[x].responseStarted, !self.exchanges[x].responseEnded
        else { return true }
        if let fill = self.exchanges[x].cache.fill {
            // Who waited for the head may have left, and who comes from another worker needs a moment.
            if fill.received <= CacheFill.mostForNobody || fill.isWanted { return true }
        }
        self.dropOrphan(x)
        return false
    }

    /// The response that is fetched for others broke: each of them has a fault of its own.
    func orphanFailed(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        self.exchanges[x].fault = fault
        self.closeAttempt(x, fault, errno: errno)
        self.dropOrphan(x)
    }

    private func dropOrphan(_ x: SlabKey) {
        let ghost = self.exchanges[x].client
        self.dropUpstream(x)
        self.leaveRoute(x)
        self.clients[ghost].exchange = .none
        self.freeExchange(x)
        self.closeClient(ghost)
    }
}
