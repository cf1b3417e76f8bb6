internal import GatewayBytes
internal import GatewayConfig
internal import GatewayReactor

/// Events of endpoints: one JSON line each, beside the lines of requests.
extension Worker {
    /// Begins the line in `scratch`; `endEvent` writes it.
    func beginEvent(_ name: StaticString, of endpoint: SlabKey) {
        self.scratch.value.clear()
        self.scratch.value.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.wall, to: &self.scratch.value)
        self.scratch.value.append("\",\"event\":\"")
        self.scratch.value.append(name)
        self.scratch.value.append("\",\"endpoint\":\"")
        self.scratch.value.append(self.endpoints[endpoint].escapedLabel)
        self.scratch.value.append("\"")
    }

    /// A member whose text needs no escaping.
    func addToEvent(_ name: StaticString, token: String) {
        self.scratch.value.append(",\"")
        self.scratch.value.append(name)
        self.scratch.value.append("\":\"")
        self.scratch.value.append(text: token)
        self.scratch.value.append("\"")
    }

    func addToEvent(_ name: StaticString, _ value: UInt64) {
        self.scratch.value.append(",\"")
        self.scratch.value.append(name)
        self.scratch.value.append("\":")
        self.scratch.value.append(decimal: value)
    }

    /// Ends the line and writes it: to the log where it takes JSON, and to standard error where it does not.
    func endEvent() {
        self.addToEvent("worker", UInt64(self.number))
        self.scratch.value.append("}\n")
        switch self.settings.value.logFormat {
        case .json: self.log.event(self.scratch.value, now: self.now)
        case .combined, .off: self.log.error(self.scratch.value)
        }
    }
}
