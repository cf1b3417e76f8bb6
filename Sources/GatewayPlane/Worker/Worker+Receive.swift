internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Moves the response: head, then content, as fast as both sides let it, and no faster.
    func receiveResponse(_ x: SlabKey) {
        for _ in 0..<Self.stepsPerTurn {
            switch self.decodeResponse(x) {
            case .over: return
            case .ready: break
            }
            if self.exchanges[x].responseEnded, self.exchanges[x].cache.fill != nil { self.keepResponse(x) }
            let hadContent = self.exchanges[x].pendingContent > 0
            guard self.writeResponse(x) else { return }
            if self.exchanges[x].responseEnded { return self.finish(x) }
            // Behind the content that was written there may be more: its end, say, and then a FIN to be read.
            if hadContent, !self.upstreams[self.exchanges[x].upstream].input.isEmpty { continue }
            guard self.readResponse(x) else { return }
        }
        // One fast stream must not starve the others: go on after they had their turn.
        self.markReady(self.exchanges[x].client)
    }

    /// Reads, writes or splices in a row for one exchange.
    static var stepsPerTurn: Int { 32 }

    private enum Decoded { case ready, over }
    /// Of a head: there is not enough of it, it was taken, or the exchange went on without it.
    private enum HeadStep { case needsMore, taken, over }

    // MARK: - Decoding

    /// Turns what is in the upstream's input into output for the client.
    private func decodeResponse(_ x: SlabKey) -> Decoded {
        let u = self.exchanges[x].upstream
        do throws(Fault) {
            while !self.exchanges[x].responseEnded, self.exchanges[x].pendingContent == 0 {
                if !self.exchanges[x].responseStarted {
                    switch try self.decodeHead(x, u) {
                    case .needsMore: return .ready
                    case .over: return .over
                    case .taken: continue
                    }
                }
                guard try self.decodeContent(x, u) else { return .ready }
            }
        } catch {
            self.responseFailed(x, error, errno: 0)
            return .over
        }
        return .ready
    }

    /// Interim heads are passed on.
    private func decodeHead(_ x: SlabKey, _ u: SlabKey) throws(Fault) -> HeadStep {
        guard !self.upstreams[u].input.isEmpty else { return .needsMore }
        let progress = try self.upstreams[u].input.withSpan { bytes throws(Fault) in
            try self.exchanges[x].response.parse(
                bytes,
                limits: self.settings.value.limits.response,
                requestMethod: self.exchanges[x].request.method
            )
        }
        guard case .complete(let count) = progress else { return .needsMore }
        if self.upstreams[u].carrier == .stream { self.exchanges[x].response.cameByHTTP2() }
        let c = self.exchanges[x].client
        self.blocks.lend(to: &self.clients[c].output)
        if self.exchanges[x].response.isInterim {
            try self.passInterim(x, u, c, count)
            return .taken
        }
        self.exchanges[x].trace.responded = self.now
        let status = self.exchanges[x].response.status
        self.exchanges[x].trace.status = status
        if !self.exchanges[x].partner.isNone, self.hedgeDecides(x, status) { return .over }
        self.headArrived(x, status)
        if status >= 400, self.isTriedElsewhere(x, status) { return .over }
        if self.exchanges[x].cache.isActive, self.cacheTakesHead(x, u, count) { return .over }
        if self.exchanges[x].response.status == 101 {
            try self.openTunnel(x, u, c, count)
            return .over
        }
        self.composeResponse(x, u, c, count)
        self.upstreams[u].input.consume(count)
        self.exchanges[x].responseBody = BodyDecoder(
            framing: self.exchanges[x].response.framing,
            side: .upstream,
            limits: self.settings.value.limits.responseBody
        )
        self.exchanges[x].responseStarted = true
        if self.exchanges[x].responseBody.isComplete { self.exchanges[x].responseEnded = true }
        return .taken
    }

    private func passInterim(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ count: Int) throws(Fault) {
        self.exchanges[x].interims += 1
        guard self.exchanges[x].interims <= self.settings.value.limits.interims else {
            throw Fault(
                .interimFlood,
                side: .upstream,
                phase: .responseHead,
                code: Int32(clamping: self.settings.value.limits.interims)
            )
        }
        // RFC 9110 §15.2: not to an HTTP/1.0 client.
        if self.exchanges[x].request.version != .http10 {
            ResponseComposer.composeInterim(
                self.exchanges[x].response,
                self.upstreams[u].input,
                headCount: count,
                into: &self.clients[c].output
            )
        }
        self.upstreams[u].input.consume(count)
        self.exchanges[x].response.reset()
    }

    private func composeResponse(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ count: Int) {
        let facts = ResponsePlan.Facts(
            requestMethod: self.exchanges[x].request.method,
            requestVersion: self.exchanges[x].request.version,
            clientPersists: self.exchanges[x].request.isPersistent,
            requestIsComplete: self.exchanges[x].requestRead,
            gatewayCloses: self.isDraining
                || self.clients[c].requests >= self.settings.value.limits.requestsPerConnection
        )
        self.exchanges[x].plan = ResponsePlan(self.exchanges[x].response, facts)
        if self.exchanges[x].plan.stopsUpload { self.stopSending(x) }
        self.exchanges[x].status = self.exchanges[x].response.status
        self.date.value.refresh(milliseconds: self.wall)
        self.scratch.value.clear()
        if self.exchanges[x].status >= 500 {
            self.appendReceivedStatus(self.exchanges[x].status, to: &self.scratch.value)
        }
        if self.exchanges[x].cache.isActive { self.appendCacheStatus(x, to: &self.scratch.value) }
        if self.routes[self.exchanges[x].route].sticky != nil { self.appendSticky(x, to: &self.scratch.value) }
        if self.isSecure(c), !self.saysStrictTransport(x, u) {
            self.appendStrictTransport(c, to: &self.scratch.value)
        }
        if let verdict = self.exchanges[x].rateVerdict {
            self.routes[self.exchanges[x].route].rate?.appendFields(verdict, to: &self.scratch.value)
        }
        ResponseComposer.compose(
            self.exchanges[x].response,
            self.upstreams[u].input,
            headCount: count,
            plan: self.exchanges[x].plan,
            facts: facts,
            rules: self.settings.value.rules,
            date: self.date.value.line,
            proxyStatus: self.scratch.value,
            into: &self.clients[c].output
        )
    }

    /// Says that a 5xx came from upstream and was not made here (RFC 9209 §2.1.4).
    private func appendReceivedStatus(_ status: UInt16, to buffer: inout Buffer) {
        guard self.snapshot.configuration.proxyStatus != .off else { return }
        buffer.append("Proxy-Status: ")
        buffer.append(self.settings.value.rules.viaName)
        buffer.append("; received-status=")
        buffer.append(decimal: status)
        buffer.append("\r\n")
    }

    /// Decodes one step of content.
    ///
    /// Returns whether something was decoded.
    private func decodeContent(_ x: SlabKey, _ u: SlabKey) throws(Fault) -> Bool {
        guard !self.upstreams[u].input.isEmpty else { return false }
        let c = self.exchanges[x].client
        let step = try self.upstreams[u].input.withSpan { bytes throws(Fault) in
            try self.exchanges[x].responseBody.next(bytes, trailers: &self.exchanges[x].trailers)
        }
        switch step {
        case .needMore(let consumed):
            self.upstreams[u].input.consume(consumed)
            return false
        case .data(let offset, let count):
            self.upstreams[u].input.consume(offset)
            self.passContent(x, u, c, count)
        case .end(let consumed):
            if self.exchanges[x].plan.framing == .chunked { self.appendEnd(x, u, c) }
            if self.exchanges[x].cache.fill != nil { self.keepTrailers(x, u) }
            self.upstreams[u].input.consume(consumed)
            self.exchanges[x].responseEnded = true
        }
        return true
    }

    /// Small content joins the head in one write; large content is written from where it was read.
    private func passContent(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ count: Int) {
        if self.exchanges[x].cache.fill != nil { self.keepContent(x, u, count) }
        let isChunked = self.exchanges[x].plan.framing == .chunked
        if isChunked || count <= 2048 {
            self.blocks.lend(to: &self.clients[c].output)
            if isChunked { self.clients[c].output.append(chunkHeader: count) }
            self.clients[c].output.append(self.upstreams[u].input, from: 0, count: count)
            if isChunked { self.clients[c].output.append("\r\n") }
            self.upstreams[u].input.consume(count)
        } else {
            self.exchanges[x].pendingContent = count
        }
        if self.exchanges[x].responseBody.isComplete, !isChunked { self.exchanges[x].responseEnded = true }
    }

    private func appendEnd(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey) {
        self.blocks.lend(to: &self.clients[c].output)
        self.clients[c].output.appendLastChunk()
        self.appendTrailers(x, u, to: &self.clients[c].output)
        self.clients[c].output.append("\r\n")
    }

    /// The trailers that may go on, as field lines.
    func appendTrailers(_ x: SlabKey, _ u: SlabKey, to output: inout Buffer) {
        for index in 0..<self.exchanges[x].trailers.count {
            let slot = self.exchanges[x].trailers[index]
            guard !slot.isHopByHop else { continue }
            output.append(self.upstreams[u].input, from: Int(slot.name.start), count: Int(slot.name.count))
            output.append(": ")
            output.append(self.upstreams[u].input, from: Int(slot.value.start), count: Int(slot.value.count))
            output.append("\r\n")
        }
    }

    // MARK: - Writing

    /// Writes what is decoded.
    ///
    /// Returns whether all of it went.
    private func writeResponse(_ x: SlabKey) -> Bool {
        let c = self.exchanges[x].client
        let u = self.exchanges[x].upstream
        if self.clients[c].isGhost {
            guard self.isStillWanted(x) else { return false }
            self.dropOutput(x, c, u)
        }
        while !self.clients[c].output.isEmpty || self.exchanges[x].pendingContent > 0 {
            guard self.clients[c].canWrite else { return self.waitForClient(x, c) }
            let pending = self.exchanges[x].pendingContent
            let size = self.clients[c].output.count + pending
            let result = self.writeClient(c, then: u, limit: pending)
            switch result {
            case .moved(let count):
                self.exchanges[x].bytesOut &+= UInt64(count)
                let fromOutput = size - pending
                if count > fromOutput { self.exchanges[x].pendingContent = pending - (count - fromOutput) }
                if count < size { self.clients[c].canWrite = false }
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed:
                self.clientLeft(x)
                return false
            }
        }
        return true
    }

    /// The client takes nothing: stop reading from upstream, and give it its time.
    private func waitForClient(_ x: SlabKey, _ c: SlabKey) -> Bool {
        if let fill = self.exchanges[x].cache.fill, fill.fillerStalls(), self.leaveFilling(x, fill) { return false }
        self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.write)
        // The upstream is not to blame while nobody reads from it; the whole exchange still has its limit.
        if self.exchanges[x].responseStarted {
            self.setDeadline(upstream: self.exchanges[x].upstream, after: 0, total: self.totalDeadline(x))
        }
        return false
    }

    // MARK: - Reading

    /// Reads once.
    ///
    /// Returns whether there is something new to decode.
    private func readResponse(_ x: SlabKey) -> Bool {
        let u = self.exchanges[x].upstream
        if self.canSplice(x, u), self.ensurePipe(&self.exchanges[x].responsePipe) { return self.spliceResponse(x, u) }
        guard self.upstreams[u].canRead else { return self.waitForUpstream(x, u) }
        if let fill = self.exchanges[x].cache.fill, !fill.hasRoom() { return self.waitForFollowers(x, u) }
        self.blocks.lend(to: &self.upstreams[u].input)
        self.upstreams[u].input.reserve(self.readSize(x))
        let room = self.upstreams[u].input.freeCount
        switch self.readUpstream(u) {
        case .moved(let count):
            self.exchanges[x].trace.bytesReceived &+= UInt64(count)
            if count < room, !self.upstreams[u].peerClosed, self.upstreams[u].socket.isDrained {
                self.upstreams[u].canRead = false
            }
            return true
        case .wouldBlock:
            self.upstreams[u].canRead = false
            return self.waitForUpstream(x, u)
        case .ended:
            self.upstreamEnded(x, u)
            return false
        case .failed(let errno):
            if let failure = self.upstreams[u].socket.tlsFailure {
                self.encryptionFailed(x, u, failure, errno)
            } else {
                self.upstreamBroken(x, u, errno)
            }
            return false
        }
    }

    /// Others are sent what comes and have not taken it: the same as with a client that takes nothing.
    private func waitForFollowers(_ x: SlabKey, _ u: SlabKey) -> Bool {
        self.setDeadline(client: self.exchanges[x].client, after: self.routes[self.exchanges[x].route].timers.write)
        self.setDeadline(upstream: u, after: 0, total: self.totalDeadline(x))
        return false
    }

    /// Large content for a client with TLS comes in large pieces: fewer reads, and full records.
    private func readSize(_ x: SlabKey) -> Int {
        guard self.exchanges[x].responseStarted, self.exchanges[x].responseBody.remainingLength ?? 0 > 32_768,
            self.clients[self.exchanges[x].client].carrier == .socket,
            self.clients[self.exchanges[x].client].socket.isSecure
        else { return 4096 }
        return 65_536
    }

    /// Whether what is left is long enough, or on its way through the pipe already.
    private func canSplice(_ x: SlabKey, _ u: SlabKey) -> Bool {
        // What is kept must pass through our hands.
        guard self.exchanges[x].responseStarted, self.exchanges[x].cache.fill == nil,
            self.clients[self.exchanges[x].client].carrier == .socket
        else { return false }
        // The last bytes may wait in the pipe although nothing is left to read.
        if !self.exchanges[x].responsePipe.isEmpty { return true }
        guard let left = self.exchanges[x].responseBody.remainingLength else { return false }
        return left >= Self.spliceThreshold && self.upstreams[u].input.isEmpty && self.arePlain(x, u)
    }

    /// What is encrypted on either side must pass through our hands.
    func arePlain(_ x: SlabKey, _ u: SlabKey) -> Bool {
        self.clients[self.exchanges[x].client].carrier == .socket && self.upstreams[u].carrier == .socket
            && !self.clients[self.exchanges[x].client].socket.isSecure && !self.upstreams[u].socket.isSecure
    }

    private func waitForUpstream(_ x: SlabKey, _ u: SlabKey) -> Bool {
        let timers = self.routes[self.exchanges[x].route].timers
        if self.exchanges[x].responseStarted {
            self.setDeadline(upstream: u, after: timers.responseBody, total: self.totalDeadline(x))
        }
        if self.upstreams[u].input.isEmpty { self.blocks.takeBack(&self.upstreams[u].input) }
        return false
    }

    /// Large content of known length goes from socket to socket inside the kernel.
    private func spliceResponse(_ x: SlabKey, _ u: SlabKey) -> Bool {
        let c = self.exchanges[x].client
        for _ in 0..<Self.stepsPerTurn {
            if !self.exchanges[x].responsePipe.isEmpty {
                guard self.clients[c].canWrite else { return self.waitForClient(x, c) }
                switch self.exchanges[x].responsePipe.drain(to: self.clients[c].socket) {
                case .moved(let count): self.exchanges[x].bytesOut &+= UInt64(count)
                case .wouldBlock, .ended: self.clients[c].canWrite = false
                case .failed:
                    self.clientLeft(x)
                    return false
                }
                continue
            }
            if self.exchanges[x].responseBody.isComplete {
                self.exchanges[x].responseEnded = true
                return true
            }
            guard self.upstreams[u].canRead else { return self.waitForUpstream(x, u) }
            let limit = Int(min(self.exchanges[x].responseBody.remainingLength ?? 0, 1 << 30))
            switch self.exchanges[x].responsePipe.fill(from: self.upstreams[u].socket, limit: limit) {
            case .moved(let count):
                self.exchanges[x].trace.bytesReceived &+= UInt64(count)
                self.exchanges[x].responseBody.skip(UInt64(count))
            case .wouldBlock: self.upstreams[u].canRead = false
            case .ended:
                self.upstreamEnded(x, u)
                return false
            case .failed(let errno):
                self.upstreamBroken(x, u, errno)
                return false
            }
        }
        self.markReady(c)
        return false
    }
}
