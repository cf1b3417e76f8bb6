internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

/// Clients that break the rules of HTTP/2: counted by rule, told to the administrator, and kept as incidents.
extension Worker {
    /// An attack would fill the disk with lines otherwise, and push every other incident out.
    private static var violationPause: UInt64 { 1_000_000_000 }

    /// The client broke a rule of the connection, which it loses with all of its streams.
    func noteViolation(_ c: SlabKey, _ error: HTTP2Error) {
        self.counters.violations[Int(error.rule.rawValue)] &+= 1
        let fault = Fault(.requestHTTP2Violation, code: Int32(bitPattern: error.code.rawValue))
        self.count(fault)
        self.counters.visible.count(fault, route: "-", endpoint: "-")
        guard self.now >= self.nextViolation else { return }
        self.nextViolation = self.now + Self.violationPause
        let id = IncidentID.make(milliseconds: self.wall, random: &self.random.value)
        let text = IncidentID.text(high: id.high, low: id.low)
        self.recorder.keep(self.incident(text, of: c, error, fault))
        let session = self.clients[c].multiplexing
        self.sessions[session].connection.identifyFailure(as: text, output: &self.clients[c].output)
        self.logViolation(c, error, "http2_violation", id: text)
    }

    /// The client broke a rule on one stream, which is all that it loses.
    func noteStreamError(_ c: SlabKey, _ error: HTTP2Error) {
        guard self.now >= self.nextStreamError else { return }
        self.nextStreamError = self.now + Self.violationPause
        self.logViolation(c, error, "http2_stream_error", id: nil)
    }

    // MARK: - Incident

    /// There is no exchange that failed, or there are many: it is the connection's.
    private func incident(_ id: String, of c: SlabKey, _ error: HTTP2Error, _ fault: Fault) -> Incident {
        let session = self.clients[c].multiplexing
        var incident = Incident(id: id, startedMS: Int64(self.wall), fault: FaultRecord(fault))
        incident.client = self.clients[c].peer.text
        if let listener = self.listeners.key(at: UInt32(self.clients[c].listener)) {
            incident.listener = self.listeners[listener].label
        }
        incident.bytesIn = self.sessions[session].received
        incident.notes = [
            "the client \(error.rule.sentence) (\(error.rule.section), \(error.rule.name)); it got GOAWAY with "
                + "\(error.code.name), and its connection was closed"
        ]
        let offset = self.sessions[session].received
        if let frame = self.sessions[session].connection.latestFrame {
            let type = HTTP2FrameType(rawValue: frame.type).map { "\($0.name)" } ?? "\(frame.type)"
            incident.notes.append(
                "it was a frame of type \(type), \(frame.length) octets, stream \(frame.stream), at byte \(offset) of "
                    + "what the client sent"
            )
        }
        let streams = self.sessions[session].streams.count
        if streams > 0 { incident.notes.append("requests under way that ended with the connection: \(streams)") }
        if let relay = self.clients[c].relay {
            incident.notes.append("the client's address came in a PROXY header from \(relay.text)")
        }
        return incident
    }

    // MARK: - Line

    private func logViolation(_ c: SlabKey, _ error: HTTP2Error, _ event: StaticString, id: String?) {
        let session = self.clients[c].multiplexing
        let frame = self.sessions[session].connection.latestFrame
        self.scratch.value.clear()
        self.scratch.value.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.wall, to: &self.scratch.value)
        self.scratch.value.append("\",\"event\":\"")
        self.scratch.value.append(event)
        if let id {
            self.scratch.value.append("\",\"id\":\"")
            self.scratch.value.append(text: id)
        }
        self.scratch.value.append("\",\"peer\":\"")
        self.clients[c].peer.append(to: &self.scratch.value)
        if let listener = self.listeners.key(at: UInt32(self.clients[c].listener)) {
            self.scratch.value.append("\",\"listener\":\"")
            self.scratch.value.append(LogText.escaped(self.listeners[listener].label))
        }
        self.scratch.value.append("\",\"rule\":\"")
        self.scratch.value.append(error.rule.name)
        self.scratch.value.append("\",\"section\":\"")
        self.scratch.value.append(error.rule.section)
        self.scratch.value.append("\"")
        if let frame {
            self.scratch.value.append(",\"frame\":\"")
            if let type = HTTP2FrameType(rawValue: frame.type) {
                self.scratch.value.append(type.name)
            } else {
                self.scratch.value.append("0x")
                self.scratch.value.append(hex: UInt64(frame.type))
            }
            self.scratch.value.append("\",\"length\":")
            self.scratch.value.append(decimal: frame.length)
            self.scratch.value.append(",\"stream\":")
            self.scratch.value.append(decimal: frame.stream)
        }
        // Where in what the client sent: the offset of the frame, the preface counted.
        self.scratch.value.append(",\"byte\":")
        self.scratch.value.append(decimal: self.sessions[session].received)
        self.scratch.value.append("}\n")
        self.log.error(self.scratch.value)
    }
}
