internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Reads a request head as far as it has come, and starts the exchange when it is whole.
    func readRequest(_ c: SlabKey) {
        self.blocks.lend(to: &self.clients[c].input)
        while true {
            if !self.clients[c].input.isEmpty {
                if self.beginsHTTP2(c) { return self.openSession(c) }
                guard self.parseRequest(c) else { return }
            }
            guard self.clients[c].canRead else { return self.restInput(c) }
            self.clients[c].input.reserve(1)
            let room = self.clients[c].input.freeCount
            switch self.readClient(c) {
            case .moved(let count):
                // A short read emptied the socket; a FIN behind it was reported with the edge.
                if count < room, !self.clients[c].hasFinished, self.clients[c].socket.isDrained {
                    self.clients[c].canRead = false
                }
            case .wouldBlock:
                self.clients[c].canRead = false
                return self.restInput(c)
            case .ended, .failed: return self.clientEnded(c)
            }
        }
    }

    /// Returns whether more bytes are needed.
    private func parseRequest(_ c: SlabKey) -> Bool {
        if self.clients[c].exchange.isNone {
            guard let x = self.exchanges.insert() else {
                self.closeClient(c)
                return false
            }
            self.exchanges[x].open(client: c, now: self.now, wall: self.wall)
            self.clients[c].exchange = x
            self.clients[c].stage = .readingHead
            self.clients[c].requests &+= 1
        }
        let x = self.clients[c].exchange
        do throws(Fault) {
            let progress = try self.clients[c].input.withSpan { bytes throws(Fault) in
                try self.exchanges[x].request.parse(bytes, limits: self.settings.value.limits.request)
            }
            guard case .complete(let count) = progress else {
                self.armHeadTimer(c, x)
                return true
            }
            self.exchanges[x].headCount = count
            self.startExchange(x)
        } catch {
            self.clients[c].stage = .exchanging
            self.answer(x, error)
        }
        return false
    }

    /// The head's time runs from its first byte, whatever drips in (slowloris).
    private func armHeadTimer(_ c: SlabKey, _ x: SlabKey) {
        let limit = self.settings.value.defaultTimers.clientHead
        guard limit > 0 else { return }
        self.setDeadline(client: c, at: self.exchanges[x].started + limit)
    }

    /// Gives the block back when nothing is in it.
    func restInput(_ c: SlabKey) {
        if self.clients[c].input.isEmpty { self.blocks.takeBack(&self.clients[c].input) }
    }

    /// The client closed, between requests or inside a head.
    private func clientEnded(_ c: SlabKey) {
        let x = self.clients[c].exchange
        if !x.isNone {
            self.counters.clientsLeft &+= 1
            self.clients[c].exchange = .none
            self.freeExchange(x)
        }
        self.closeClient(c)
    }

    // MARK: - Starting

    /// The head is whole: route it and make the first attempt.
    func startExchange(_ x: SlabKey) {
        let c = self.exchanges[x].client
        self.clients[c].stage = .exchanging
        self.exchanges[x].headRead = self.now
        self.exchanges[x].bytesIn = UInt64(self.exchanges[x].headCount)
        let framing = self.exchanges[x].request.framing
        self.exchanges[x].requestBody = BodyDecoder(
            framing: framing,
            side: .client,
            limits: self.settings.value.limits.requestBody
        )
        self.exchanges[x].requestRead = framing == .none || framing == .length(0)
        self.readCall(x, c)
        if let fault = self.refusal(x, c) { return self.answer(x, fault) }
        let found = self.clients[c].input.withSpan { bytes in
            self.snapshot.routeTable.find(
                bytes,
                authority: self.exchanges[x].request.authority,
                path: self.exchanges[x].request.path,
                method: self.exchanges[x].request.method,
                methodRange: self.exchanges[x].request.methodRange
            )
        }
        if self.clients[c].redirectPort != 0 {
            // Who proves by http:// that a name is his has no certificate for https:// yet (RFC 8555 §8.3).
            guard let found, self.snapshot.answersChallenges[found] else { return self.redirect(x, c) }
        }
        guard let found else { return self.answer(x, Fault(.noRoute, side: .gateway, phase: .route)) }
        if self.isMisdirected(x, c) {
            return self.answer(x, Fault(.requestMisdirected, side: .client, phase: .requestHead))
        }
        let route = self.settings.value.routeKeys[found]
        self.exchanges[x].route = route
        self.routes[route].inUse &+= 1
        if self.routes[route].deadlineField != nil || self.exchanges[x].isCall { self.readDeadline(x, route) }
        self.admit(x, route)
    }

    /// What is refused before routing.
    private func refusal(_ x: SlabKey, _ c: SlabKey) -> Fault? {
        if self.exchanges[x].request.method == .connect {
            return Fault(.connectNotAllowed, side: .client, phase: .requestHead)
        }
        if case .length(let count) = self.exchanges[x].request.framing,
            let limit = self.settings.value.limits.requestBody.body, count > limit
        {
            return Fault(.requestBodyTooLarge, side: .client, phase: .requestBody, code: Int32(clamping: limit))
        }
        let isLoop = self.clients[c].input.withSpan { bytes in
            LoopDetection.isLoop(self.exchanges[x].request, bytes, rules: self.settings.value.rules)
        }
        if isLoop {
            return Fault(.loopDetected, side: .gateway, phase: .route)
        }
        return nil
    }
}
