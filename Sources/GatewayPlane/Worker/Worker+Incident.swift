internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Turns an exchange's numbers into the story that `explain` tells.
    ///
    /// Only for what failed or was saved.
    func keepIncident(_ x: SlabKey, _ outcome: Outcome) {
        guard !self.clients[self.exchanges[x].client].isGhost else { return }
        if self.exchanges[x].requestIDHigh == 0 { self.makeID(x) }
        let c = self.exchanges[x].client
        var incident = Incident(
            id: IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow),
            startedMS: Int64(self.exchanges[x].startedWall)
        )
        incident.durationMS = self.milliseconds(self.now - self.exchanges[x].started)
        incident.client = self.clients[c].peer.text
        incident.method = self.text(x, self.exchanges[x].request.methodRange)
        incident.target = String(self.text(x, self.exchanges[x].request.target).prefix(2048))
        incident.host = self.text(x, self.exchanges[x].request.authority)
        incident.status = self.exchanges[x].status == 0 ? nil : Int(self.exchanges[x].status)
        incident.bytesIn = self.exchanges[x].bytesIn
        incident.bytesOut = self.exchanges[x].bytesOut
        incident.fault = self.exchanges[x].fault.map { FaultRecord($0) }
        if let listener = self.listeners.key(at: UInt32(self.clients[c].listener)) {
            incident.listener = self.listeners[listener].label
        }
        incident.outcome =
            switch outcome {
            case .saved: .saved
            case .aborted: .aborted
            case .completed, .answered, .clientGone: .failed
            }
        if incident.outcome == .saved { incident.savedBy = IncidentSaving(self.exchanges[x].prevention) }
        self.addRoute(x, to: &incident)
        let first = max(0, self.exchanges[x].attempts - 4)
        for number in first..<max(first, self.exchanges[x].attempts) {
            incident.attempts.append(
                self.attempt(self.exchanges[x].trace(number), since: self.exchanges[x].started)
            )
        }
        self.addBadBytes(x, to: &incident)
        if let evidence = self.exchanges[x].encryption,
            let last = incident.attempts.lastIndex(where: { $0.fault != nil })
        {
            incident.attempts[last].encryption = IncidentEncryption(evidence)
        }
        self.addCacheNotes(x, to: &incident)
        if let relay = self.clients[c].relay {
            incident.notes.append("the client's address came in a PROXY header from \(relay.text)")
        }
        self.addNotes(x, to: &incident)
        self.addNames(x, to: &incident)
        self.recorder.keep(incident)
    }

    private func milliseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds / 1000) / 1000 }

    private func addRoute(_ x: SlabKey, to incident: inout Incident) {
        let key = self.exchanges[x].route
        let configuration = self.snapshot.configuration
        var timeouts = configuration.timeouts
        if !key.isNone, self.routes[key].number < configuration.routes.count {
            let route = configuration.routes[self.routes[key].number]
            incident.route = IncidentRoute(
                name: route.name,
                index: self.routes[key].number,
                source: route.origin.description
            )
            timeouts = route.timeouts
        }
        let fired = self.exchanges[x].firedTimer
        incident.timers = [
            self.timer("client-head", timeouts.clientHead, fired == .clientHead),
            self.timer("client-body", timeouts.clientBody, fired == .clientBody),
            self.timer("connect", timeouts.connect, fired == .connect),
            self.timer("handshake", timeouts.handshake, fired == .handshake),
            self.timer("write", timeouts.write, fired == .write),
            self.timer("response-head", timeouts.responseHead, fired == .responseHead),
            self.timer("response-body", timeouts.responseBody, fired == .responseBody),
            self.timer("total", timeouts.total, fired == .total),
            self.timer("upstream-idle", timeouts.upstreamIdle, false),
        ]
    }

    private func timer(_ name: String, _ setting: Setting<Milliseconds>, _ fired: Bool) -> IncidentTimer {
        IncidentTimer(name: name, valueMS: Double(setting.value.count), setAt: setting.origin.description, fired: fired)
    }

    private func attempt(_ trace: AttemptTrace, since start: UInt64) -> IncidentAttempt {
        func offset(_ time: UInt64) -> Double? { time >= start && time > 0 ? self.milliseconds(time - start) : nil }
        let label = self.endpoints.contains(trace.endpoint) ? self.endpoints[trace.endpoint].label : ""
        var attempt = IncidentAttempt(endpoint: label, startMS: offset(trace.started) ?? 0)
        attempt.address = trace.address.text
        switch trace.address.family {
        case .v4: attempt.family = "IPv4"
        case .v6: attempt.family = "IPv6"
        case .unix: attempt.family = "unix"
        }
        attempt.reused = trace.isReused
        attempt.reuseCount = Int(trace.uses)
        if trace.connected > 0 {
            attempt.connectionAgeMS = self.milliseconds(trace.connectionAge)
            if trace.isReused { attempt.idleMS = self.milliseconds(trace.idleTime) }
        }
        attempt.connectMS = offset(trace.connected)
        attempt.securedMS = offset(trace.secured)
        attempt.sentMS = offset(trace.sent)
        attempt.headMS = offset(trace.responded)
        if trace.status > 0 { attempt.status = Int(trace.status) }
        attempt.endMS = offset(trace.ended)
        attempt.bytesSent = trace.bytesSent
        attempt.bytesReceived = trace.bytesReceived
        if trace.errno != 0 {
            attempt.errno = trace.errno
            attempt.errnoName = Errno.name(trace.errno)
        }
        attempt.fault = trace.fault.map { FaultRecord($0) }
        attempt.tcpInfo = trace.evidence.map { self.evidence($0) }
        return attempt
    }

    private func evidence(_ evidence: GatewayReactor.TCPEvidence) -> GatewayGuide.TCPEvidence {
        var told = GatewayGuide.TCPEvidence()
        told.state = evidence.stateName
        told.rttUS = UInt64(evidence.roundTripMicroseconds)
        told.retransmits = UInt64(evidence.totalRetransmits)
        told.unacked = UInt64(evidence.unackedSegments)
        told.bytesAcked = evidence.bytesAcked
        told.bytesReceived = evidence.bytesReceived
        return told
    }

    /// Which addresses failed and how, where there was more than the one of the attempt, and what the resolver said.
    private func addNames(_ x: SlabKey, to incident: inout Incident) {
        let failures = self.exchanges[x].addressFailures
        if failures.count > 1 {
            let told = failures.map { "\($0.address.text) (\(Errno.name($0.errno)))" }
            incident.notes.append("no connection to " + told.joined(separator: ", "))
        }
        if self.exchanges[x].prevention == .resolve {
            incident.notes.append("the name was asked for again, and its new address answered")
        }
        let endpoint = self.exchanges[x].trace.endpoint
        guard self.endpoints.contains(endpoint), !self.endpoints[endpoint].resolveEvidence.isEmpty else { return }
        incident.notes.append(self.endpoints[endpoint].resolveEvidence)
    }

    private func addBadBytes(_ x: SlabKey, to incident: inout Incident) {
        let bytes = self.exchanges[x].badBytes
        guard !bytes.isEmpty, let last = incident.attempts.indices.last else { return }
        incident.attempts[last].badBytes = CapturedBytes(bytes)
        if let field = self.exchanges[x].oversizedField {
            incident.notes.append("the field \(field.name) was over the limit of a field after \(field.size) bytes")
        }
        switch incident.fault?.fault?.kind {
        case .httpProtocolError?, .httpResponseTransferCoding?, .tlsProtocolError?:
            incident.attempts[last].parserOffset = (incident.fault?.code).map { Int($0) }
        default: break
        }
    }
}
