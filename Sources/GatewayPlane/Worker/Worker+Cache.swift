internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// Looking a request up in the cache.
extension Worker {
    /// Whether the cache takes the request: it is answered, or waits for the answer to another.
    func cacheAnswers(_ x: SlabKey, _ route: SlabKey) -> Bool {
        self.noteSearchFile(x)
        guard self.routes[route].hasCache else {
            self.noteChange(x)
            return false
        }
        self.exchanges[x].cache.isActive = true
        return self.lookUp(x, mayWait: true)
    }

    /// Search engines' files are kept for errors on routes without a cache too.
    private func noteSearchFile(_ x: SlabKey) {
        let c = self.exchanges[x].client
        let isOne = self.clients[c].input.withSpan { SearchFiles.matches(self.exchanges[x].request, $0) }
        guard isOne else { return }
        self.exchanges[x].cache.isActive = true
        self.exchanges[x].cache.isSearchFile = true
        self.makeKey(x)
        self.rememberKey(x)
    }

    /// RFC 9111 §4.4: what a POST changes may be kept by the GET of the same URL that another route serves; keys do not
    /// tell routes apart.
    private func noteChange(_ x: SlabKey) {
        guard self.settings.value.keepsResponses, !self.exchanges[x].request.method.isSafe else { return }
        self.exchanges[x].cache.isActive = true
        self.makeKey(x)
        self.rememberKey(x)
    }

    // MARK: - Keys

    /// Writes the key of the request's URL into `scratch`.
    func makeKey(_ x: SlabKey) {
        let c = self.exchanges[x].client
        self.scratch.value.clear()
        self.clients[c].input.withSpan { bytes in
            CacheKey.append(
                self.exchanges[x].request,
                bytes,
                client: ClientFacts(isTrusted: self.clients[c].isTrusted, isTLS: self.isSecure(c)),
                into: &self.scratch.value
            )
        }
        self.exchanges[x].cache.hash = self.scratch.value.withSpan { CacheKey.hash($0, seed: self.store.seed) }
    }

    /// Keeps the key that `makeKey` wrote, for what goes upstream.
    private func rememberKey(_ x: SlabKey) {
        self.exchanges[x].cache.key = self.scratch.value.prefix(self.scratch.value.count)
    }

    /// Writes the values that `names` choose by into `variant`.
    func makeVariant(_ x: SlabKey, _ names: [VaryName]) {
        let c = self.exchanges[x].client
        self.variant.value.clear()
        self.clients[c].input.withSpan { bytes in
            VaryKey.append(names, self.exchanges[x].request.fields, bytes, into: &self.variant.value)
        }
    }

    func matches(_ x: SlabKey, _ entry: CacheEntry) -> Bool {
        guard self.scratch.value.withSpan({ entry.hasKey($0) }) else { return false }
        guard !entry.varyNames.isEmpty else { return true }
        self.makeVariant(x, entry.varyNames)
        guard self.variant.value.count == entry.variant.count else { return false }
        return self.variant.value.withSpan { bytes in
            for index in bytes.indices where bytes[index] != entry.variant[index] { return false }
            return true
        }
    }

    // MARK: - Deciding

    /// Finds what is stored for the request and does what RFC 9111 §4 says; returns whether the cache took it.
    ///
    /// - Parameter mayWait: whether it may wait for the answer to another request for the same.
    func lookUp(_ x: SlabKey, mayWait: Bool) -> Bool {
        let c = self.exchanges[x].client
        let method = self.exchanges[x].request.method
        self.makeKey(x)
        guard method == .get || method == .head, self.exchanges[x].requestRead, !self.exchanges[x].request.wantsUpgrade
        else {
            self.exchanges[x].cache.status.outcome = method.isSafe ? .bypass : .method
            if !method.isSafe { self.rememberKey(x) }
            return false
        }
        self.exchanges[x].cache.asked = self.clients[c].input.withSpan {
            Storability.Asked(self.exchanges[x].request, $0)
        }
        guard !ClientConditions.areForOrigin(self.exchanges[x].request.fields) else {
            self.exchanges[x].cache.status.outcome = .bypass
            return false
        }
        let variants = self.store.variants(self.exchanges[x].cache.hash)
        for entry in variants where self.matches(x, entry) {
            entry.wasUsed.store(true, ordering: .relaxed)
            return self.reuse(x, entry, mayWait: mayWait)
        }
        self.exchanges[x].cache.status.outcome = variants.isEmpty ? .miss : .varyMiss
        if let entry = self.findOnDisk(x) { return self.reuse(x, entry, mayWait: mayWait) }
        if self.exchanges[x].stage == .loading { return true }
        return self.forward(x, mayWait: mayWait)
    }

    func reuse(_ x: SlabKey, _ entry: CacheEntry, mayWait: Bool) -> Bool {
        switch Reuse(entry.facts, self.exchanges[x].cache.asked, now: self.now) {
        case .serve(_, let ttl):
            self.serve(x, entry, ttl > 0 ? .hit : .stale)
            return true
        case .serveAndRefresh:
            self.refresh(x, entry)
            self.serve(x, entry, .stale)
            return true
        case .validateStale: self.exchanges[x].cache.status.outcome = .expired
        case .validateAsked: self.exchanges[x].cache.status.outcome = .asked
        case .pass:
            self.exchanges[x].cache.status.outcome = .bypass
            return false
        }
        self.exchanges[x].cache.entry = entry
        // An answer that always has to be asked for is nobody else's: waiting for it is waiting in vain.
        let isShared = entry.facts.lifetime > 0 && !entry.facts.flags.contains(.mustValidate)
        let isAsked = self.exchanges[x].cache.status.outcome == .asked
        return self.forward(x, mayWait: mayWait && isShared && !isAsked)
    }

    /// The upstream has to be asked: by this request, or by another one for the same whose answer it waits for.
    private func forward(_ x: SlabKey, mayWait: Bool) -> Bool {
        let control = self.exchanges[x].cache.asked.control
        if control.flags.contains(.onlyIfCached) {
            self.answerNotCached(x)
            return true
        }
        self.rememberKey(x)
        guard !control.flags.contains(.noStore) else { return false }
        let isPlain =
            !self.exchanges[x].request.fields.contains(.range)
            && !ClientConditions.arePresent(self.exchanges[x].request.fields)
        if self.exchanges[x].request.method == .head {
            return mayWait && isPlain && self.joinFlight(x, mayLead: false, mayFollow: true)
        }
        let hasValidator = self.exchanges[x].cache.entry?.facts.flags.contains(.hasValidator) ?? false
        if hasValidator {
            self.exchanges[x].cache.isValidating = true
            self.exchanges[x].cache.dropsConditions = true
        } else if !isPlain {
            // Its answer may be a part, or nothing.
            return false
        }
        return mayWait && self.joinFlight(x, mayLead: true, mayFollow: isPlain)
    }

    /// One request for many; returns whether `x` is answered, or waits for the answer to another one.
    private func joinFlight(_ x: SlabKey, mayLead: Bool, mayFollow: Bool) -> Bool {
        let mayWait = self.exchanges[x].cache.wait.mayBegin(now: self.now)
        let join = self.store.join(
            self.exchanges[x].cache.hash,
            mayWait ? self.waiter(x) : nil,
            now: self.now,
            mayLead: mayLead && mayWait,
            mayFollow: mayFollow
        )
        switch join {
        case .lead(let token):
            self.exchanges[x].cache.flight = token
            return self.isStoredMeanwhile(x)
        case .alone: break
        case .follow(let fill):
            switch self.follow(x, fill) {
            case .follows: return true
            case .waits, .alone: return false
            }
        case .wait(let until):
            self.exchanges[x].stage = .collapsed
            let time = self.exchanges[x].cache.wait.begin(until: until, now: self.now)
            self.setDeadline(client: self.exchanges[x].client, after: time)
            return true
        }
        return false
    }

    /// Between the look at the store and the flight another worker may have stored what `x` is about to ask for.
    private func isStoredMeanwhile(_ x: SlabKey) -> Bool {
        let known = self.exchanges[x].cache.entry
        for entry in self.store.variants(self.exchanges[x].cache.hash) where entry !== known && self.matches(x, entry) {
            guard case .serve = Reuse(entry.facts, self.exchanges[x].cache.asked, now: self.now) else { continue }
            self.endFlight(x, .stored)
            return self.lookUp(x, mayWait: false)
        }
        return false
    }

    // MARK: - Leaving

    /// The exchange ends: counts what the cache did, and lets those go who waited for its answer.
    func leaveCache(_ x: SlabKey) {
        let status = self.exchanges[x].cache.status
        if status.outcome != .none, !self.clients[self.exchanges[x].client].isGhost {
            self.cacheCounts.value.outcomes[Int(status.outcome.rawValue)] &+= 1
            if status.isCollapsed { self.cacheCounts.value.collapsed &+= 1 }
        }
        self.leaveFill(x)
        self.endFlight(x, self.exchanges[x].fault != nil || self.exchanges[x].status >= 500 ? .failed : .left)
        self.exchanges[x].cache = CacheExchange()
    }

    func appendCacheStatus(_ x: SlabKey, to buffer: inout Buffer) {
        let name = self.settings.value.rules.viaName
        self.exchanges[x].cache.status.append(name: name.span, into: &buffer)
    }

    /// What the access log says of the cache.
    func appendCache(_ x: SlabKey, to line: inout Buffer) {
        let status = self.exchanges[x].cache.status
        guard status.outcome != .none else { return }
        line.append(",\"cache\":\"")
        line.append(status.outcome.token)
        line.append(status.isCollapsed ? "\",\"collapsed\":true" : "\"")
    }

    /// How long what the client got was no longer fresh.
    func staleSeconds(_ x: SlabKey) -> Int64 { max(0, -self.exchanges[x].cache.status.timeToLive) }
}
