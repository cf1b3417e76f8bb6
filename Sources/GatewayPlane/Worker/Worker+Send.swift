internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Content at or above this length moves by splice once the buffered part is gone.
    static var spliceThreshold: UInt64 { 65_536 }

    /// Moves the request: what is composed, then content as it comes from the client.
    func sendRequest(_ x: SlabKey) {
        let u = self.exchanges[x].upstream
        guard !self.exchanges[x].requestSent, !self.exchanges[x].sendingStopped else { return }
        for _ in 0..<Self.stepsPerTurn {
            if !self.flushRequest(x, u) { return }
            if self.exchanges[x].requestRead { return self.requestWasSent(x, u) }
            switch self.takeContent(x, u) {
            case .moved: continue
            case .waiting: return self.waitForContent(x, u)
            case .blocked: return self.waitForRoom(x, u)
            case .over: return
            }
        }
        self.markReady(self.exchanges[x].client)
    }

    /// What taking content came to: some moved, the client has to give more, the upstream has to take what it was
    /// given, or there is nothing more to do here.
    private enum Taken { case moved, waiting, blocked, over }

    /// Writes what is composed.
    ///
    /// Returns whether all of it went.
    private func flushRequest(_ x: SlabKey, _ u: SlabKey) -> Bool {
        while !self.upstreams[u].output.isEmpty {
            guard self.upstreams[u].canWrite else {
                self.waitForRoom(x, u)
                return false
            }
            let size = self.upstreams[u].output.count
            switch self.writeUpstream(u) {
            case .moved(let count):
                self.exchanges[x].trace.bytesSent &+= UInt64(count)
                if count < size { self.upstreams[u].canWrite = false }
            case .wouldBlock: self.upstreams[u].canWrite = false
            case .ended: assertionFailure("a write never ends")
            case .failed(let errno):
                self.sendFailed(x, u, errno: errno)
                return false
            }
        }
        return true
    }

    /// The peer will take no more.
    ///
    /// It may have said why before it closed (413, 401): read that first.
    private func sendFailed(_ x: SlabKey, _ u: SlabKey, errno: Int32) {
        self.stopSending(x)
        self.exchanges[x].trace.errno = errno
        self.upstreams[u].canRead = true
        self.upstreams[u].peerClosed = true
        self.receiveResponse(x)
    }

    /// Gives up on the rest of the request.
    func stopSending(_ x: SlabKey) {
        self.exchanges[x].sendingStopped = true
        if !self.exchanges[x].requestPipe.isEmpty { self.exchanges[x].requestPipe = .none }
    }

    private func requestWasSent(_ x: SlabKey, _ u: SlabKey) {
        self.exchanges[x].requestSent = true
        self.exchanges[x].trace.sent = self.now
        if self.exchanges[x].trace.responded == 0 { self.beginAwaitingHead(x) }
        self.blocks.takeBack(&self.upstreams[u].output)
        let timers = self.routes[self.exchanges[x].route].timers
        self.setDeadline(upstream: u, after: self.patience(x) ?? timers.responseHead, total: self.totalDeadline(x))
    }

    func totalDeadline(_ x: SlabKey) -> UInt64 {
        let total = self.routes[self.exchanges[x].route].timers.total
        let own = total == 0 ? UInt64.max : self.exchanges[x].started + total
        return self.exchanges[x].deadline == 0 ? own : min(own, self.exchanges[x].deadline)
    }

    // MARK: - Content

    /// Takes content from the client into the upstream's output.
    private func takeContent(_ x: SlabKey, _ u: SlabKey) -> Taken {
        let c = self.exchanges[x].client
        let head = self.exchanges[x].headCount
        let left = self.exchanges[x].requestBody.remainingLength ?? 0
        if !self.exchanges[x].requestPipe.isEmpty { return self.spliceContent(x, u, c, left) }
        self.blocks.lend(to: &self.clients[c].input)
        if self.clients[c].input.count > head {
            do throws(Fault) {
                return try self.decodeContent(x, u, c, head)
            } catch {
                self.refuseContent(x, error)
                return .over
            }
        }
        if left >= Self.spliceThreshold, self.arePlain(x, u),
            self.exchanges[x].contentLost || left > self.replayLimit(x)
        {
            return self.spliceContent(x, u, c, left)
        }
        return self.readContent(x, c)
    }

    private func decodeContent(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ head: Int) throws(Fault) -> Taken {
        self.blocks.lend(to: &self.upstreams[u].output)
        let step = try self.clients[c].input.withSpan { bytes throws(Fault) in
            try self.exchanges[x].requestBody.next(
                bytes.extracting(droppingFirst: head),
                trailers: &self.exchanges[x].requestTrailers
            )
        }
        let chunked = self.exchanges[x].request.framing == .chunked
        switch step {
        case .needMore(let consumed):
            self.consumeContent(x, c, head, consumed)
            return consumed > 0 && self.clients[c].input.count > head ? .moved : self.readContent(x, c)
        case .data(let offset, let count):
            let before = self.upstreams[u].output.count
            if chunked { self.upstreams[u].output.append(chunkHeader: count) }
            self.upstreams[u].output.append(self.clients[c].input, from: head + offset, count: count)
            if chunked { self.upstreams[u].output.append("\r\n") }
            self.keepForReplay(x, u, from: before)
            self.consumeContent(x, c, head, offset + count)
            // A length-framed body ends with its last byte; there is no event of its own to wait for.
            if self.exchanges[x].requestBody.isComplete { self.exchanges[x].requestRead = true }
            return .moved
        case .end(let consumed):
            let before = self.upstreams[u].output.count
            if chunked { self.appendTrailers(x, c, head, &self.upstreams[u].output) }
            self.keepForReplay(x, u, from: before)
            self.consumeContent(x, c, head, consumed)
            self.exchanges[x].requestRead = true
            return .moved
        }
    }

    private func appendTrailers(_ x: SlabKey, _ c: SlabKey, _ head: Int, _ output: inout Buffer) {
        output.appendLastChunk()
        for index in 0..<self.exchanges[x].requestTrailers.count {
            let slot = self.exchanges[x].requestTrailers[index]
            let mayTrail = self.clients[c].input.withSpan { bytes in
                self.settings.value.rules.mayTrail(slot, bytes.extracting(droppingFirst: head))
            }
            guard mayTrail else { continue }
            output.append(self.clients[c].input, from: head + Int(slot.name.start), count: Int(slot.name.count))
            output.append(": ")
            output.append(self.clients[c].input, from: head + Int(slot.value.start), count: Int(slot.value.count))
            output.append("\r\n")
        }
        output.append("\r\n")
    }

    private func consumeContent(_ x: SlabKey, _ c: SlabKey, _ head: Int, _ count: Int) {
        guard count > 0 else { return }
        self.exchanges[x].bytesIn &+= UInt64(count)
        self.clients[c].input.remove(at: head, count: count)
        if self.clients[c].carrier == .stream { self.creditStream(c, head: head) }
    }

    private func readContent(_ x: SlabKey, _ c: SlabKey) -> Taken {
        guard self.clients[c].canRead else { return .waiting }
        self.clients[c].input.reserve(8192)
        let room = self.clients[c].input.freeCount
        switch self.readClient(c) {
        case .moved(let count):
            if count < room, !self.clients[c].hasFinished, self.clients[c].socket.isDrained {
                self.clients[c].canRead = false
            }
            return .moved
        case .wouldBlock:
            self.clients[c].canRead = false
            return .waiting
        case .ended, .failed:
            self.clientLeft(x)
            return .over
        }
    }

    /// Moves content through the pipe, which is emptied before it is filled: only then "nothing moved" means that
    /// the client's socket is empty, and an edge will tell when it is not.
    private func spliceContent(_ x: SlabKey, _ u: SlabKey, _ c: SlabKey, _ left: UInt64) -> Taken {
        guard self.ensurePipe(&self.exchanges[x].requestPipe) else { return self.readContent(x, c) }
        guard self.exchanges[x].requestPipe.isEmpty else { return self.drainPipe(x, to: u) }
        guard self.clients[c].canRead else { return .waiting }
        switch self.fillPipe(x, from: c, limit: left) {
        case .moved(let count):
            self.loseContent(x)
            self.exchanges[x].bytesIn &+= UInt64(count)
            self.exchanges[x].requestBody.skip(UInt64(count))
            return self.drainPipe(x, to: u)
        case .wouldBlock:
            self.clients[c].canRead = false
            return .waiting
        case .ended, .failed:
            self.clientLeft(x)
            return .over
        }
    }

    private func drainPipe(_ x: SlabKey, to u: SlabKey) -> Taken {
        while !self.exchanges[x].requestPipe.isEmpty {
            guard self.upstreams[u].canWrite else { return .blocked }
            switch self.exchanges[x].requestPipe.drain(to: self.upstreams[u].socket) {
            case .moved(let count): self.exchanges[x].trace.bytesSent &+= UInt64(count)
            case .wouldBlock, .ended: self.upstreams[u].canWrite = false
            case .failed(let errno):
                self.sendFailed(x, u, errno: errno)
                return .over
            }
        }
        if self.exchanges[x].requestBody.isComplete { self.exchanges[x].requestRead = true }
        return .moved
    }

    private func fillPipe(_ x: SlabKey, from c: SlabKey, limit: UInt64) -> IOResult {
        self.exchanges[x].requestPipe.fill(from: self.clients[c].socket, limit: Int(min(limit, 1 << 30)))
    }

    /// Whether there is a pipe; makes one if there are descriptors for it.
    func ensurePipe(_ pipe: inout Pipe) -> Bool {
        if pipe.isOpen { return true }
        do throws(SystemError) {
            pipe = try Pipe()
            return true
        } catch {
            return false
        }
    }

    /// Waits for the client to give more content; meanwhile the upstream owes nothing but an early answer.
    private func waitForContent(_ x: SlabKey, _ u: SlabKey) {
        let c = self.exchanges[x].client
        self.setDeadline(client: c, after: self.routes[self.exchanges[x].route].timers.clientBody)
        guard !self.exchanges[x].responseStarted else { return }
        self.setDeadline(upstream: u, after: 0, total: self.totalDeadline(x))
    }

    /// Waits for the upstream to take what it was given; meanwhile the client is not to blame for its silence.
    private func waitForRoom(_ x: SlabKey, _ u: SlabKey) {
        let c = self.exchanges[x].client
        let timers = self.routes[self.exchanges[x].route].timers
        self.setDeadline(upstream: u, after: timers.write, total: self.totalDeadline(x))
        if !self.isWaitingToWrite(c, x) { self.setDeadline(client: c, after: 0) }
    }

    /// The content breaks its framing: nothing of it is worth finishing.
    private func refuseContent(_ x: SlabKey, _ fault: Fault) {
        if self.exchanges[x].responseStarted { return self.abort(x, fault, errno: 0) }
        self.closeAttempt(x, fault, errno: 0)
        self.answer(x, fault)
    }
}
