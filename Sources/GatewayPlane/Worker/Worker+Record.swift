internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// The one record of an exchange: its counts and its line.
    func record(_ x: SlabKey, _ outcome: Outcome) {
        // What the cache asked for itself is nobody's request.
        guard !self.clients[self.exchanges[x].client].isGhost else { return }
        self.counters.bytesIn &+= self.exchanges[x].bytesIn
        self.counters.bytesOut &+= self.exchanges[x].bytesOut
        let route = self.exchanges[x].route
        // Place 0 is for requests that never got a route.
        let place = route.isNone ? 0 : self.routes[route].counters * RouteCounts.stride
        let statusClass = outcome == .clientGone ? 0 : min(5, Int(self.exchanges[x].status) / 100)
        let elapsed = self.now - self.exchanges[x].started
        self.routeCounts.value[place + statusClass] &+= 1
        self.routeCounts.value[place + RouteCounts.statusClasses + RouteCounts.bucket(elapsed)] &+= 1
        self.routeCounts.value[place + RouteCounts.stride - 1] &+= elapsed
        switch self.settings.value.logFormat {
        case .off: break
        case .json:
            self.appendJSON(x, outcome, to: &self.log.lines.value)
            self.log.lineEnded(now: self.now)
        case .combined:
            self.appendCombined(x, to: &self.log.lines.value)
            self.log.lineEnded(now: self.now)
        }
        if outcome != .completed, outcome != .clientGone { self.logError(x, outcome) }
    }

    func count(_ fault: Fault) {
        self.counters.faults[FaultCount.Key(detail: fault.detail, side: fault.side, phase: fault.phase), default: 0] &+=
            1
    }

    /// An error the gateway made always leaves one line, on standard error where no JSON log takes it.
    private func logError(_ x: SlabKey, _ outcome: Outcome) {
        guard self.settings.value.logFormat != .json, self.exchanges[x].status >= 500 || outcome == .aborted else {
            return
        }
        self.scratch.value.clear()
        self.appendJSON(x, outcome, to: &self.scratch.value)
        self.log.error(self.scratch.value)
    }

    // MARK: - Lines

    private func appendJSON(_ x: SlabKey, _ outcome: Outcome, to line: inout Buffer) {
        let c = self.exchanges[x].client
        line.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.exchanges[x].startedWall, to: &line)
        if self.exchanges[x].requestIDHigh != 0 {
            line.append("\",\"id\":\"")
            line.append(
                text: IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
            )
        }
        line.append("\",\"client\":\"")
        self.clients[c].peer.append(to: &line)
        if let relay = self.clients[c].relay {
            line.append("\",\"relay\":\"")
            relay.append(to: &line)
        }
        line.append("\",\"method\":\"")
        self.appendHead(x, self.exchanges[x].request.methodRange, to: &line)
        line.append("\",\"host\":\"")
        self.appendHead(x, self.exchanges[x].request.authority, to: &line)
        line.append("\",\"target\":\"")
        self.appendHead(x, self.exchanges[x].request.target, to: &line)
        line.append("\",\"status\":")
        line.append(decimal: self.exchanges[x].status)
        line.append(",\"bytes_in\":")
        line.append(decimal: self.exchanges[x].bytesIn)
        line.append(",\"bytes_out\":")
        line.append(decimal: self.exchanges[x].bytesOut)
        line.append(",\"duration_us\":")
        line.append(decimal: (self.now - self.exchanges[x].started) / 1000)
        self.appendRoute(x, to: &line)
        line.append(",\"outcome\":\"")
        line.append(outcome.token)
        line.append("\"")
        if self.exchanges[x].cache.isActive { self.appendCache(x, to: &line) }
        if let fault = self.exchanges[x].fault { self.appendFault(fault, to: &line) }
        if let agent = self.exchanges[x].request.fields.first(.userAgent) {
            line.append(",\"user_agent\":\"")
            self.appendHead(x, agent.value, to: &line)
            line.append("\"")
        }
        line.append("}\n")
    }

    private func appendRoute(_ x: SlabKey, to line: inout Buffer) {
        let route = self.exchanges[x].route
        if !route.isNone {
            line.append(",\"route\":\"")
            line.append(self.routes[route].escapedName)
            line.append("\"")
        }
        self.appendUpstream(x, to: &line)
    }

    private func appendUpstream(_ x: SlabKey, to line: inout Buffer) {
        let endpoint = self.exchanges[x].trace.endpoint
        guard self.exchanges[x].attempts > 0, self.endpoints.contains(endpoint) else {
            // It asked nobody; what broke off was the answer to somebody else's request.
            guard self.exchanges[x].fault != nil, let followed = self.exchanges[x].cache.followed else { return }
            line.append(",\"upstream\":\"")
            line.append(LogText.escaped(followed.endpoint))
            return line.append("\"")
        }
        line.append(",\"upstream\":\"")
        line.append(self.endpoints[endpoint].escapedLabel)
        line.append("\",\"attempts\":")
        line.append(decimal: self.exchanges[x].attempts)
        line.append(self.exchanges[x].trace.isReused ? ",\"reused\":true" : ",\"reused\":false")
        guard self.exchanges[x].hedge != .none else { return }
        line.append(",\"hedge\":\"")
        line.append(text: self.exchanges[x].hedge.token)
        line.append("\"")
    }

    private func appendFault(_ fault: Fault, to line: inout Buffer) {
        line.append(",\"fault\":\"")
        line.append(text: fault.detail.token)
        line.append("\",\"type\":\"")
        line.append(text: fault.kind.token)
        line.append("\",\"side\":\"")
        line.append(text: fault.side.token)
        line.append("\",\"phase\":\"")
        line.append(text: fault.phase.token)
        line.append("\",\"code\":")
        line.append(decimal: fault.code)
    }

    private func appendHead(_ x: SlabKey, _ range: ByteRange, to line: inout Buffer) {
        let c = self.exchanges[x].client
        self.clients[c].input.withSpan { bytes in
            LogText.append(json: bytes, from: Int(range.start), count: Int(range.count), to: &line)
        }
    }

    private func appendCombined(_ x: SlabKey, to line: inout Buffer) {
        let c = self.exchanges[x].client
        self.clients[c].peer.appendHost(to: &line)
        line.append(" - - [")
        UTCTime.append(common: self.exchanges[x].startedWall, to: &line)
        line.append("] \"")
        self.appendCombined(x, self.exchanges[x].request.methodRange, to: &line)
        line.append(UInt8(ascii: " "))
        self.appendCombined(x, self.exchanges[x].request.target, to: &line)
        switch self.exchanges[x].request.version {
        case .http10: line.append(" HTTP/1.0\" ")
        case .http11: line.append(" HTTP/1.1\" ")
        case .http2: line.append(" HTTP/2.0\" ")
        }
        line.append(decimal: self.exchanges[x].status)
        line.append(UInt8(ascii: " "))
        line.append(decimal: self.exchanges[x].bytesOut)
        line.append(" \"")
        self.appendCombined(x, self.exchanges[x].request.fields.first(.referer)?.value, to: &line)
        line.append("\" \"")
        self.appendCombined(x, self.exchanges[x].request.fields.first(.userAgent)?.value, to: &line)
        line.append("\"\n")
    }

    private func appendCombined(_ x: SlabKey, _ range: ByteRange?, to line: inout Buffer) {
        guard let range, !range.isEmpty else { return line.append(UInt8(ascii: "-")) }
        let c = self.exchanges[x].client
        self.clients[c].input.withSpan { bytes in
            LogText.append(combined: bytes, from: Int(range.start), count: Int(range.count), to: &line)
        }
    }
}

extension Outcome {
    var token: StaticString {
        switch self {
        case .completed: "completed"
        case .saved: "saved"
        case .answered: "answered"
        case .aborted: "aborted"
        case .clientGone: "client_gone"
        }
    }
}
