internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// The one responder: every answer of the gateway's own goes out here.
    ///
    /// - Parameter unavailableFor: seconds after which another try is worth its while, where that is known: the status
    ///   is 503 then, whatever the fault.
    func answer(_ x: SlabKey, _ fault: Fault, unavailableFor: Int? = nil) {
        assert(!self.exchanges[x].responseStarted, "a started response is aborted, not answered")
        if self.exchanges[x].isHedge { return self.hedgeFailed(x, fault) }
        if !self.exchanges[x].partner.isNone { self.endHedge(x, .lost) }
        if self.standsIn(x, fault) { return }
        let unavailableFor = unavailableFor ?? self.crawlerPause(x, fault)
        let c = self.exchanges[x].client
        if !self.exchanges[x].upstream.isNone { self.closeAttempt(x, fault, errno: 0) }
        self.exchanges[x].fault = fault
        self.exchanges[x].status = unavailableFor == nil ? UInt16(fault.detail.status) : 503
        self.exchanges[x].prevention = .none
        self.exchanges[x].stage = .answering
        self.makeID(x)
        self.count(fault)
        self.countVisible(x, fault)
        // A request that could not be read to its end leaves the connection out of step.
        let closes =
            fault.side == .client || !self.exchanges[x].requestRead || !self.exchanges[x].request.isPersistent
            || self.isDraining
        self.exchanges[x].plan = ResponsePlan(framing: .none, closes: closes)
        self.exchanges[x].responseEnded = true
        self.blocks.lend(to: &self.clients[c].output)
        self.composeAnswer(x, c, fault, closes: closes, pause: unavailableFor ?? Guide.pause(for: fault.detail))
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.write)
        // The record is made now, while the request's bytes are all there; what it says leaves next.
        self.exchanges[x].bytesOut &+= UInt64(self.clients[c].output.count)
        self.record(x, .answered)
        self.keepIncident(x, .answered)
        self.sendAnswer(x)
    }

    /// Sends what is left of the gateway's own answer.
    func sendAnswer(_ x: SlabKey) {
        let c = self.exchanges[x].client
        if self.clients[c].isGhost { return self.dropAnswered(x) }
        while !self.clients[c].output.isEmpty {
            guard self.clients[c].canWrite else { return }
            switch self.writeClient(c) {
            case .moved: continue
            case .wouldBlock: self.clients[c].canWrite = false
            case .ended, .failed: return self.dropAnswered(x)
            }
        }
        self.endAnswered(x)
    }

    private func endAnswered(_ x: SlabKey) {
        let c = self.exchanges[x].client
        let head = self.exchanges[x].headCount
        let closes = self.exchanges[x].plan.closes
        self.forget(x)
        self.blocks.takeBack(&self.clients[c].output)
        guard self.clients[c].carrier == .socket else { return self.finishStream(c) }
        guard !closes else { return self.beginLingering(c) }
        self.clients[c].input.consume(head)
        self.clients[c].stage = .idle
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.clientIdle)
        if !self.clients[c].input.isEmpty || self.clients[c].canRead {
            self.markReady(c)
        } else {
            self.blocks.takeBack(&self.clients[c].input)
        }
    }

    func dropAnswered(_ x: SlabKey) {
        let c = self.exchanges[x].client
        self.forget(x)
        self.closeClient(c)
    }

    private func forget(_ x: SlabKey) {
        self.leaveRoute(x)
        self.clients[self.exchanges[x].client].exchange = .none
        self.freeExchange(x)
    }

    // MARK: - Composing

    private func composeAnswer(_ x: SlabKey, _ c: SlabKey, _ fault: Fault, closes: Bool, pause retryAfter: Int?) {
        if self.exchanges[x].isCall { return self.composeCallAnswer(x, c, fault, closes: closes) }
        let status = Int(self.exchanges[x].status)
        let id = IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
        self.date.value.refresh(milliseconds: self.wall)
        let context = AnswerContext(
            fault: fault,
            status: status,
            incidentID: id,
            time: UTCTime.text(milliseconds: self.wall),
            retryAfter: retryAfter,
            method: self.text(x, self.exchanges[x].request.methodRange),
            accept: self.fieldText(x, .accept),
            tellsDetails: self.snapshot.configuration.proxyStatus == .full,
            message: fault.detail == .maintenance ? self.routes[self.exchanges[x].route].maintenance.message : nil
        )
        let page = self.snapshot.pages.render(context)
        var head = "HTTP/1.1 \(status) \(StatusPhrase.phrase(status))\r\n"
        head += "Content-Type: \(page.contentType)\r\nContent-Length: \(page.body.count)\r\nCache-Control: no-store\r\n"
        head += "X-Incident-ID: \(id)\r\n"
        if let retryAfter { head += "Retry-After: \(retryAfter)\r\n" }
        if let status = self.proxyStatus(x, fault) { head += "Proxy-Status: \(status)\r\n" }
        if fault.detail == .requestBodyTooLarge || closes { head += "Connection: close\r\n" }
        self.clients[c].output.append(text: head)
        if self.isSecure(c) { self.appendStrictTransport(c, to: &self.clients[c].output) }
        self.clients[c].output.append(self.date.value.line)
        self.clients[c].output.append("\r\n")
        if self.exchanges[x].request.method != .head { self.clients[c].output.append(page.body.span) }
    }

    func proxyStatus(_ x: SlabKey, _ fault: Fault) -> String? {
        let policy: ProxyStatusDetail =
            switch self.snapshot.configuration.proxyStatus {
            case .off: .off
            case .errorOnly: .errorOnly
            case .full: .full
            }
        var member = ProxyStatusMember(
            identity: String(decoding: self.settings.value.rules.viaName, as: UTF8.self),
            fault: fault
        )
        if let field = self.exchanges[x].oversizedField {
            member.headerName = field.name
            member.headerSize = Int64(field.size)
        }
        if fault.detail == .responseHeadTooLarge { member.headerSectionSize = Int64(fault.code) }
        let endpoint = self.exchanges[x].trace.endpoint
        if policy == .full, self.exchanges[x].attempts > 0 {
            if self.endpoints.contains(endpoint) { member.nextHop = self.endpoints[endpoint].label }
            member.details = "\(fault.detail.token) in \(fault.phase.token), attempt \(self.exchanges[x].attempts)"
        }
        return member.redacted(for: policy)?.serialized
    }

    /// A part of the request head as text; empty when the head was not read that far.
    func text(_ x: SlabKey, _ range: ByteRange) -> String {
        let c = self.exchanges[x].client
        guard !range.isEmpty, Int(range.end) <= self.clients[c].input.count else { return "" }
        return self.clients[c].input.withSpan { bytes in
            var text: [UInt8] = []
            for index in range.offsets { text.append(bytes[index]) }
            return String(decoding: text, as: UTF8.self)
        }
    }

    func fieldText(_ x: SlabKey, _ field: KnownField) -> String? {
        guard let slot = self.exchanges[x].request.fields.first(field) else { return nil }
        return self.text(x, slot.value)
    }
}
