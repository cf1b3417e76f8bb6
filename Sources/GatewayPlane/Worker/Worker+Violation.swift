internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

/// Clients that break the rules of HTTP/2: counted by rule, and told to the administrator.
extension Worker {
    func noteViolation(_ c: SlabKey, _ error: HTTP2Error) {
        self.counters.violations[Int(error.rule.rawValue)] &+= 1
        self.logViolation(c, error, "http2_violation")
    }

    /// The client broke a rule on one stream, which is all that it loses.
    func noteStreamError(_ c: SlabKey, _ error: HTTP2Error) { self.logViolation(c, error, "http2_stream_error") }

    /// A line a second: an attack would fill the disk otherwise.
    private func logViolation(_ c: SlabKey, _ error: HTTP2Error, _ event: StaticString) {
        guard self.now >= self.nextViolationLine else { return }
        self.nextViolationLine = self.now + 1_000_000_000
        let session = self.clients[c].multiplexing
        let frame = self.sessions[session].connection.latestFrame
        self.scratch.value.clear()
        self.scratch.value.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.wall, to: &self.scratch.value)
        self.scratch.value.append("\",\"event\":\"")
        self.scratch.value.append(event)
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
