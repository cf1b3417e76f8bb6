internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Sending a response while another exchange fetches it, in this worker or in another one.
extension Worker {
    enum Following {
        /// It is being answered.
        case follows
        /// What comes is not for it while it is incomplete.
        case waits
        /// It is for other requests.
        case alone
    }

    func waiter(_ x: SlabKey) -> CacheWaiter { CacheWaiter(mailbox: self.mailbox, exchange: x) }

    // MARK: - Beginning

    /// The answer that `x` waits for begins to come.
    func fillBegan(_ x: SlabKey, _ fill: CacheFill) {
        guard self.exchanges.contains(x), self.exchanges[x].stage == .collapsed else { return }
        // Its answer may be a part, or nothing: that can be told from the whole only.
        let isPlain =
            !self.exchanges[x].request.fields.contains(.range)
            && !ClientConditions.arePresent(self.exchanges[x].request.fields)
        guard isPlain else { return }
        self.makeKey(x)
        switch self.follow(x, fill) {
        case .follows, .waits: break
        case .alone:
            self.exchanges[x].stage = .waiting
            self.goAlone(x)
        }
    }

    /// Answers with what comes, if it is for this request; the request's key is in `scratch`.
    func follow(_ x: SlabKey, _ fill: CacheFill) -> Following {
        guard self.matches(x, fill.draft) else { return .alone }
        let ttl: Int64
        switch Reuse(fill.draft.facts, self.exchanges[x].cache.asked, now: self.now) {
        case .serve(_, let left): ttl = left
        case .serveAndRefresh: return .waits
        case .validateStale, .validateAsked, .pass: return .alone
        }
        if let entry = fill.entry {
            self.exchanges[x].cache.status.isCollapsed = true
            self.serve(x, entry, .hit)
            return .follows
        }
        guard let place = fill.join(self.waiter(x)) else { return .waits }
        self.exchanges[x].cache.followed = fill
        self.exchanges[x].cache.place = place
        self.exchanges[x].cache.status.isCollapsed = true
        self.exchanges[x].cache.status.outcome = .hit
        self.exchanges[x].cache.status.timeToLive = ttl
        self.exchanges[x].responseStarted = true
        self.exchanges[x].responseEnded = false
        self.exchanges[x].stage = .following
        self.setDeadline(client: self.exchanges[x].client, after: 0)
        self.composeFollowed(x, fill)
        self.sendFollowed(x)
        return .follows
    }

    private func composeFollowed(_ x: SlabKey, _ fill: CacheFill) {
        let isHead = self.exchanges[x].request.method == .head
        let isOld = self.exchanges[x].request.version == .http10
        var plan = ResponsePlan(framing: .none, closes: self.closesAfterStored(x))
        if let length = fill.length {
            plan.framing = .length(length)
        } else {
            // RFC 9112 §6.1: no chunked for a client that may not know it.
            plan.framing = isOld ? .untilClose : .chunked
            plan.closes = plan.closes || isOld && !isHead
        }
        self.exchanges[x].plan = plan
        let form: StoredHeadComposer.Answer.Form =
            fill.length == nil ? .coming(chunked: plan.framing == .chunked) : .whole
        self.composeStored(x, fill.draft, form, length: fill.length ?? 0)
        if isHead { self.exchanges[x].responseEnded = true }
    }

    // MARK: - Sending

    /// Sends what has come, as far as the client takes it.
    func sendFollowed(_ x: SlabKey) {
        guard let fill = self.exchanges[x].cache.followed else { return }
        let c = self.exchanges[x].client
        for _ in 0..<Self.stepsPerTurn {
            if self.clients[c].output.isEmpty {
                if self.exchanges[x].responseEnded { return self.finishFollowed(x) }
                switch self.takeFollowed(x, c, fill) {
                case .content: break
                case .end: continue
                case .wait: return self.awaitMore(x, c)
                case .failed(let fault): return self.followFailed(x, fault)
                case .cut:
                    self.exchanges[x].firedTimer = .write
                    return self.clientLeft(x)
                }
            }
            guard self.clients[c].canWrite else {
                return self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.write)
            }
            switch self.writeClient(c) {
            case .moved(let count): self.exchanges[x].bytesOut &+= UInt64(count)
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed: return self.clientLeft(x)
            }
        }
        self.markReady(c)
    }

    /// Puts the next piece into the client's output.
    private func takeFollowed(_ x: SlabKey, _ c: SlabKey, _ fill: CacheFill) -> CacheFill.Step {
        let isChunked = self.exchanges[x].plan.framing == .chunked
        self.blocks.lend(to: &self.clients[c].output)
        let step = fill.give(self.exchanges[x].cache.place, asChunk: isChunked, into: &self.clients[c].output)
        if case .end = step { self.exchanges[x].responseEnded = true }
        return step
    }

    private func awaitMore(_ x: SlabKey, _ c: SlabKey) {
        self.blocks.takeBack(&self.clients[c].output)
        let total = self.totalDeadline(x)
        if total == .max { self.setDeadline(client: c, after: 0) } else { self.setDeadline(client: c, at: total) }
    }

    private func finishFollowed(_ x: SlabKey) {
        self.leaveFill(x)
        self.finish(x)
    }

    // MARK: - Ending early

    /// The client's timer fired: it takes nothing, or it has waited as long as it may.
    func followExpired(_ x: SlabKey) {
        if self.isWaitingToWrite(self.exchanges[x].client, x) {
            self.exchanges[x].firedTimer = .write
            return self.clientLeft(x)
        }
        guard self.now >= self.totalDeadline(x) else { return }
        self.abort(x, self.totalPassed(x), errno: 0)
    }

    /// What came has a gap, and so has the answer; where nothing of it was sent, there may be another one.
    private func followFailed(_ x: SlabKey, _ fault: Fault) {
        guard self.exchanges[x].bytesOut == 0 else { return self.abort(x, fault, errno: 0) }
        self.leaveFill(x)
        self.clients[self.exchanges[x].client].output.clear()
        self.exchanges[x].cache.status.isCollapsed = false
        self.exchanges[x].responseStarted = false
        self.exchanges[x].stage = .waiting
        if let entry = self.substitute(x) { return self.serveInstead(x, entry) }
        if self.lookUp(x, mayWait: true) { return }
        self.goAlone(x)
    }
}
