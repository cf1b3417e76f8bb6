internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Filling the cache from what passes, and asking whether what it holds is still good.
extension Worker {
    /// A final response head came; returns whether the cache answers in its place.
    func cacheTakesHead(_ x: SlabKey, _ u: SlabKey, _ count: Int) -> Bool {
        let status = self.exchanges[x].response.status
        self.exchanges[x].cache.status.forwardedStatus = status
        // Of a response before this one that broke off, nothing may be left.
        self.exchanges[x].cache.fill = nil
        self.exchanges[x].cache.isFileOnly = false
        self.exchanges[x].cache.status.isStored = false
        self.exchanges[x].cache.status.refusal = nil
        if self.exchanges[x].cache.isValidating, status == 304 { return self.validated(x, u, count) }
        if Self.isFailure(status), let entry = self.substitute(x) {
            self.exchanges[x].trace.ended = self.now
            self.dropUpstream(x)
            self.endFlight(x, .failed)
            self.serveInstead(x, entry)
            return true
        }
        if self.exchanges[x].request.method.isSafe {
            self.beginKeeping(x, u)
        } else if Invalidation.applies(self.exchanges[x].request.method, status: status) {
            self.invalidate(x, u)
        }
        return false
    }

    /// Statuses that a stale response is better than (RFC 5861 §4).
    private static func isFailure(_ status: UInt16) -> Bool {
        switch status {
        case 500, 502, 503, 504: true
        // Default: every other status is the origin's answer.
        default: false
        }
    }

    private func invalidate(_ x: SlabKey, _ u: SlabKey) {
        let key = self.exchanges[x].cache.key
        // Only the exchange of a route without a cache has none.
        guard !key.isEmpty else { return }
        let others = self.upstreams[u].input.withSpan {
            Invalidation.keys(self.exchanges[x].response, $0, of: key)
        }
        self.store.invalidate([key] + others)
    }

    // MARK: - Keeping

    private func moment(_ x: SlabKey) -> Storability.Moment {
        let sent = max(self.exchanges[x].trace.sent, self.exchanges[x].trace.started)
        let delay = self.now > sent ? (self.now - sent) / 1_000_000_000 : 0
        return Storability.Moment(now: self.now, wall: Int64(self.wall / 1000), delay: UInt32(clamping: delay))
    }

    private func beginKeeping(_ x: SlabKey, _ u: SlabKey) {
        guard self.exchanges[x].request.method == .get else { return }
        let route = self.exchanges[x].route
        guard let rules = self.routes[route].cache, !self.exchanges[x].cache.key.isEmpty else {
            return self.beginKeepingFile(x, u)
        }
        let verdict = self.upstreams[u].input.withSpan {
            Storability(
                self.exchanges[x].cache.asked,
                self.exchanges[x].response,
                $0,
                rules,
                at: self.moment(x)
            )
        }
        switch verdict {
        case .store(let facts):
            let fill = self.makeFill(x, u, facts, largest: rules.object, tags: rules.tagField)
            self.exchanges[x].cache.fill = fill
            self.exchanges[x].cache.status.isStored = fill != nil
            // What is stale at once answers nobody who waits.
            let isShared = facts.lifetime > 0 && !facts.flags.contains(.mustValidate)
            guard let fill, isShared else { return self.endFlight(x, .unusable) }
            self.shareFill(x, fill)
        case .refuse(let refusal):
            self.exchanges[x].cache.status.refusal = refusal
            self.endFlight(x, .unusable)
            self.dropOutdated(x)
            self.beginKeepingFile(x, u)
        }
    }

    /// A new answer that is not kept makes the old one wrong.
    private func dropOutdated(_ x: SlabKey) {
        guard let entry = self.exchanges[x].cache.entry, Self.isNewAnswer(self.exchanges[x].response.status) else {
            return
        }
        self.store.remove(entry)
        self.exchanges[x].cache.entry = nil
    }

    /// Whether the status tells of the resource, and not of a part of it, a condition, or a bad moment.
    private static func isNewAnswer(_ status: UInt16) -> Bool {
        switch status {
        case 206, 304, 412, 416, 429, 500...: false
        // Default: every other final status stands for what is there now.
        default: true
        }
    }

    /// Keeps a file for search engines that the route's cache does not keep.
    private func beginKeepingFile(_ x: SlabKey, _ u: SlabKey) {
        guard self.exchanges[x].cache.isSearchFile, self.exchanges[x].response.status == 200 else { return }
        let control = self.upstreams[u].input.withSpan { CacheControl(self.exchanges[x].response.fields, $0) }
        let isForAll =
            !control.flags.contains(.noStore) && !control.flags.contains(.isPrivate)
            && !self.exchanges[x].request.fields.contains(.authorization)
            && !self.exchanges[x].request.fields.contains(.range)
        guard isForAll, self.exchanges[x].response.framing != .untilClose else { return }
        let wall = Int64(self.wall / 1000)
        var facts = StoredFacts(status: 200, lifetime: 0, initialAge: 0, receivedAt: self.now, date: wall)
        facts.staleIfError = .max
        self.exchanges[x].cache.isFileOnly = true
        self.exchanges[x].cache.fill = self.makeFill(x, u, facts, largest: CacheStore.largestFile, tags: [])
    }

    /// Nil when there is no room, or the request can be told by no key of reasonable length.
    private func makeFill(
        _ x: SlabKey,
        _ u: SlabKey,
        _ facts: StoredFacts,
        largest: UInt64,
        tags tagField: [UInt8]
    ) -> CacheFill? {
        let (names, tags) = self.upstreams[u].input.withSpan { bytes in
            (
                VaryKey.names(self.exchanges[x].response.fields, bytes)?.map { VaryName($0) } ?? [],
                CacheTags.numbers(self.exchanges[x].response, bytes, name: tagField)
            )
        }
        self.makeVariant(x, names)
        guard self.variant.value.count <= VaryKey.longest else { return nil }
        do throws(Fault) {
            let draft = CacheEntry(
                key: self.exchanges[x].cache.key,
                hash: self.exchanges[x].cache.hash,
                varyNames: names,
                variant: names.isEmpty ? [] : self.variant.value.prefix(self.variant.value.count),
                head: try StoredHead(self.storedLines(x, u)),
                facts: facts,
                blocks: [],
                length: 0,
                tags: tags
            )
            let length = Self.length(self.exchanges[x].response.framing)
            return CacheFill(
                self.store,
                draft,
                from: self.endpoints[self.exchanges[x].endpoint].label,
                length: length,
                largest: largest
            )
        } catch {
            return nil
        }
    }

    private static func length(_ framing: BodyFraming) -> UInt64? {
        switch framing {
        case .none: 0
        case .length(let length): length
        case .chunked, .untilClose: nil
        }
    }

    private func storedLines(_ x: SlabKey, _ u: SlabKey) -> Buffer {
        var lines = Buffer()
        self.date.value.refresh(milliseconds: self.wall)
        self.upstreams[u].input.withSpan {
            StoredHead.append(
                self.exchanges[x].response,
                $0,
                rules: self.settings.value.rules,
                date: self.date.value.line,
                into: &lines
            )
        }
        return lines
    }

    /// Content passes: `count` bytes at the front of the upstream's input.
    func keepContent(_ x: SlabKey, _ u: SlabKey, _ count: Int) {
        guard let fill = self.exchanges[x].cache.fill else { return }
        switch fill.append(self.upstreams[u].input, from: 0, count: count) {
        case .kept: return
        case .relayed: self.endFlight(x, .unusable)
        case .unwanted:
            self.exchanges[x].cache.fill = nil
            self.endFlight(x, .unusable)
        }
    }

    /// Trailers came, in the upstream's input: for those who are being sent the response.
    ///
    /// They are not stored: a stored response goes out with its length, which leaves no place for them (RFC 9112 §6.3),
    /// and a cache may discard them (RFC 9111 §3.1).
    func keepTrailers(_ x: SlabKey, _ u: SlabKey) {
        guard let fill = self.exchanges[x].cache.fill, self.exchanges[x].trailers.count > 0 else { return }
        self.scratch.value.clear()
        self.appendTrailers(x, u, to: &self.scratch.value)
        fill.end(with: self.scratch.value.prefix(.max))
    }

    /// The response is complete: from here on it can be seen.
    func keepResponse(_ x: SlabKey) {
        guard let fill = self.exchanges[x].cache.fill else { return }
        self.exchanges[x].cache.fill = nil
        guard let entry = fill.finish() else { return self.endFlight(x, .unusable) }
        if self.exchanges[x].cache.isSearchFile, entry.facts.status == 200, entry.length <= CacheStore.largestFile {
            self.store.keepFile(entry)
        }
        guard !self.exchanges[x].cache.isFileOnly else { return }
        guard self.store.insert(entry) else { return self.endFlight(x, .unusable) }
        self.cacheCounts.value.stored &+= 1
        self.endFlight(x, .stored)
    }

    // MARK: - Asking whether it is still good

    func addConditions(_ x: SlabKey, _ u: SlabKey) {
        guard let entry = self.exchanges[x].cache.entry else { return }
        // Between the last field line and the empty line.
        self.upstreams[u].output.truncate(to: self.upstreams[u].output.count - 2)
        ClientConditions.append(entry.head, into: &self.upstreams[u].output)
        self.upstreams[u].output.append("\r\n")
    }

    /// 304: what is stored answers, with what the 304 says of it (RFC 9111 §4.3.4).
    private func validated(_ x: SlabKey, _ u: SlabKey, _ count: Int) -> Bool {
        guard let entry = self.exchanges[x].cache.entry else { return false }
        let isMeant = self.upstreams[u].input.withSpan {
            ClientConditions.confirms(self.exchanges[x].response, $0, entry.head)
        }
        let updated = isMeant ? self.updated(x, u, entry) : nil
        self.upstreams[u].input.consume(count)
        self.exchanges[x].responseBody = BodyDecoder(framing: .none, side: .upstream)
        self.releaseUpstream(x)
        guard isMeant else {
            // It speaks of another response: what we have is not it, so the whole is asked for.
            self.store.remove(entry)
            self.exchanges[x].cache.entry = nil
            self.exchanges[x].cache.isValidating = false
            self.beginAttempt(x)
            return true
        }
        if let updated {
            self.store.insert(updated)
            self.exchanges[x].cache.status.isStored = true
            self.endFlight(x, updated.facts.lifetime > 0 ? .stored : .unusable)
        } else {
            self.store.remove(entry)
            self.endFlight(x, .unusable)
        }
        self.serve(x, updated ?? entry, self.exchanges[x].cache.status.outcome)
        return true
    }

    /// The entry as the 304 changes it; nil when it may be kept no longer.
    private func updated(_ x: SlabKey, _ u: SlabKey, _ entry: CacheEntry) -> CacheEntry? {
        guard let rules = self.routes[self.exchanges[x].route].cache else { return nil }
        self.date.value.refresh(milliseconds: self.wall)
        var lines = Buffer()
        do throws(Fault) {
            try self.upstreams[u].input.withSpan { bytes throws(Fault) in
                try StoredHead.merge(
                    entry.head,
                    self.exchanges[x].response,
                    bytes,
                    date: self.date.value.line,
                    into: &lines
                )
            }
            let head = try StoredHead(lines)
            let wall = Int64(self.wall / 1000)
            let age = self.upstreams[u].input.withSpan {
                ResponseDates(self.exchanges[x].response, $0, wall: wall).age
            }
            let verdict = try Storability.again(
                self.exchanges[x].cache.asked,
                head,
                rules,
                at: self.moment(x),
                age: age
            )
            guard case .store(let facts) = verdict else { return nil }
            return entry.updated(head: head, facts: facts)
        } catch {
            return nil
        }
    }
}
