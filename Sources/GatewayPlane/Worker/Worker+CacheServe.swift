internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Answering from the cache.
extension Worker {
    /// Answers with a stored response, or the part or confirmation that the request asks for.
    func serve(_ x: SlabKey, _ entry: CacheEntry, _ outcome: CacheStatus.Outcome) {
        let c = self.exchanges[x].client
        self.exchanges[x].cache.fill = nil
        self.exchanges[x].cache.entry = entry
        self.exchanges[x].cache.status.outcome = outcome
        self.exchanges[x].cache.status.timeToLive = entry.facts.timeToLive(now: self.now)
        self.exchanges[x].responseStarted = true
        self.exchanges[x].responseEnded = true
        let closes = self.closesAfterStored(x)
        self.exchanges[x].plan = ResponsePlan(framing: .none, closes: closes)
        if self.clients[c].isGhost { return self.finish(x) }
        self.exchanges[x].stage = .serving
        self.setDeadline(client: c, after: 0)
        let form = self.form(x, entry)
        let isHead = self.exchanges[x].request.method == .head
        self.aim(x, entry, form, sendsContent: !isHead)
        self.composeStored(x, entry, form, length: entry.length)
        self.sendStored(x)
    }

    /// Whether the client's connection ends after an answer that no upstream gives.
    func closesAfterStored(_ x: SlabKey) -> Bool {
        let c = self.exchanges[x].client
        return !self.exchanges[x].request.isPersistent || !self.exchanges[x].requestRead || self.isDraining
            || self.clients[c].requests >= self.settings.value.limits.requestsPerConnection
    }

    /// Writes the head; `plan` says whether the connection lives on.
    func composeStored(_ x: SlabKey, _ entry: CacheEntry, _ form: StoredHeadComposer.Answer.Form, length: UInt64) {
        let c = self.exchanges[x].client
        self.exchanges[x].status = Self.status(form, entry)
        self.scratch.value.clear()
        self.appendCacheStatus(x, to: &self.scratch.value)
        // No sticky cookie: no endpoint answered that the client could be bound to.
        if let verdict = self.exchanges[x].rateVerdict {
            self.routes[self.exchanges[x].route].rate?.appendFields(verdict, to: &self.scratch.value)
        }
        if self.isSecure(c) { self.appendStrictTransport(c, to: &self.scratch.value) }
        self.blocks.lend(to: &self.clients[c].output)
        StoredHeadComposer.compose(
            entry.head,
            status: entry.facts.status,
            StoredHeadComposer.Answer(
                form: form,
                length: length,
                age: entry.facts.age(now: self.now),
                closes: self.exchanges[x].plan.closes,
                tellsKeepAlive: self.exchanges[x].request.version == .http10
            ),
            ownLines: self.scratch.value,
            into: &self.clients[c].output
        )
    }

    private static func status(_ form: StoredHeadComposer.Answer.Form, _ entry: CacheEntry) -> UInt16 {
        switch form {
        case .whole, .coming: entry.facts.status
        case .part: 206
        case .unsatisfiable: 416
        case .notModified: 304
        }
    }

    private func form(_ x: SlabKey, _ entry: CacheEntry) -> StoredHeadComposer.Answer.Form {
        let c = self.exchanges[x].client
        let wall = Int64(self.wall / 1000)
        return self.clients[c].input.withSpan { bytes in
            let isKnown = ClientConditions.areNotModified(
                self.exchanges[x].request.fields,
                bytes,
                entry.head,
                entry.facts,
                wall: wall
            )
            if isKnown { return .notModified }
            // RFC 9110 §14.2: a range means something for GET only.
            guard self.exchanges[x].request.method == .get else { return .whole }
            let range = RangeRequest(
                self.exchanges[x].request.fields,
                bytes,
                entry.head,
                entry.facts,
                length: entry.length,
                wall: wall
            )
            return switch range {
            case .whole: .whole
            case .part(let from, let count): .part(from: from, count: count)
            case .unsatisfiable: .unsatisfiable
            }
        }
    }

    /// Sets where sending begins and how much is to go.
    private func aim(
        _ x: SlabKey,
        _ entry: CacheEntry,
        _ form: StoredHeadComposer.Answer.Form,
        sendsContent: Bool
    ) {
        var from: UInt64 = 0
        var count: UInt64 = 0
        switch form {
        case .whole: count = entry.length
        case .part(let start, let length): (from, count) = (start, length)
        case .coming, .unsatisfiable, .notModified: break
        }
        self.exchanges[x].cache.left = sendsContent ? count : 0
        self.exchanges[x].cache.block = Int(from / UInt64(CacheBlock.size))
        self.exchanges[x].cache.offset = Int(from % UInt64(CacheBlock.size))
    }

    // MARK: - Sending

    /// Sends as much of the stored response as the client takes; content goes from where it is kept.
    func sendStored(_ x: SlabKey) {
        let c = self.exchanges[x].client
        for _ in 0..<Self.stepsPerTurn {
            if self.exchanges[x].cache.left == 0, self.clients[c].output.isEmpty { return self.finish(x) }
            guard self.clients[c].canWrite else {
                return self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.write)
            }
            switch self.writeStored(x, c) {
            case .moved(let count): self.exchanges[x].bytesOut &+= UInt64(count)
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed: return self.clientLeft(x)
            }
        }
        self.markReady(c)
    }

    private func writeStored(_ x: SlabKey, _ c: SlabKey) -> IOResult {
        let left = self.exchanges[x].cache.left
        guard left > 0, let entry = self.exchanges[x].cache.entry else {
            return self.writeClient(c)
        }
        let block = entry.blocks[self.exchanges[x].cache.block]
        let offset = self.exchanges[x].cache.offset
        let count = Int(min(UInt64(block.bytes.count - offset), left))
        let head = self.clients[c].output.count
        let result = block.bytes.withSpan { bytes in
            self.writeClient(c, then: bytes.extracting(offset..<offset + count))
        }
        guard case .moved(let moved) = result else { return result }
        let content = moved - min(moved, head)
        self.exchanges[x].cache.left -= UInt64(content)
        self.exchanges[x].cache.offset += content
        if self.exchanges[x].cache.offset == block.bytes.count {
            self.exchanges[x].cache.block += 1
            self.exchanges[x].cache.offset = 0
        }
        if moved < head + count { self.clients[c].canWrite = false }
        return result
    }

    // MARK: - Instead of an error

    /// Answers with a stale response where the gateway would answer with an error; returns whether there was one.
    ///
    /// - Parameter fault: nil while nothing has failed.
    func standsIn(_ x: SlabKey, _ fault: Fault?) -> Bool {
        guard self.exchanges[x].cache.isActive, let fault, fault.detail.status >= 500,
            let entry = self.substitute(x)
        else { return false }
        if !self.exchanges[x].upstream.isNone { self.closeAttempt(x, fault, errno: 0) }
        self.exchanges[x].fault = fault
        self.count(fault)
        self.endFlight(x, .failed)
        self.serveInstead(x, entry)
        return true
    }

    func serveInstead(_ x: SlabKey, _ entry: CacheEntry) {
        self.exchanges[x].prevention = .stale
        self.serve(x, entry, .staleOnError)
    }

    /// What may be shown instead of an error.
    func substitute(_ x: SlabKey) -> CacheEntry? {
        let method = self.exchanges[x].request.method
        guard method == .get || method == .head, !self.clients[self.exchanges[x].client].isGhost else { return nil }
        if let entry = self.exchanges[x].cache.entry, entry.facts.mayStandIn(now: self.now) { return entry }
        guard self.exchanges[x].cache.isSearchFile else { return nil }
        let key = self.exchanges[x].cache.key
        return self.store.file(key: key.span)
    }

    /// RFC 9111 §5.2.1.7: `only-if-cached`, and there is nothing that may be used.
    func answerNotCached(_ x: SlabKey) {
        let c = self.exchanges[x].client
        let fault = Fault(.ownResponse, side: .gateway, phase: .route)
        self.exchanges[x].fault = fault
        self.exchanges[x].status = 504
        self.exchanges[x].stage = .answering
        self.exchanges[x].responseEnded = true
        self.makeID(x)
        self.count(fault)
        let closes = !self.exchanges[x].request.isPersistent || self.isDraining
        self.exchanges[x].plan = ResponsePlan(framing: .none, closes: closes)
        self.blocks.lend(to: &self.clients[c].output)
        self.date.value.refresh(milliseconds: self.wall)
        let id = IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
        var head = "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nX-Incident-ID: \(id)\r\n"
        if self.snapshot.configuration.proxyStatus != .off {
            let name = String(decoding: self.settings.value.rules.viaName, as: UTF8.self)
            head += "Proxy-Status: \(name); error=\(fault.kind.token)\r\n"
        }
        if closes { head += "Connection: close\r\n" }
        self.clients[c].output.append(text: head)
        self.appendCacheStatus(x, to: &self.clients[c].output)
        self.clients[c].output.append(self.date.value.line)
        self.clients[c].output.append("\r\n")
        self.exchanges[x].bytesOut &+= UInt64(self.clients[c].output.count)
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.write)
        self.record(x, .answered)
        self.keepIncident(x, .answered)
        self.sendAnswer(x)
    }
}
