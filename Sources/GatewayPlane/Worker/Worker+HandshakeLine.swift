internal import GatewayBytes
internal import GatewayFaults
internal import GatewayReactor

/// Handshakes that clients could not finish, told to the administrator: the client's user sees less than the gateway.
extension Worker {
    /// A line a second: a client that is set up wrongly does the same on every connection.
    func logHandshake(_ c: SlabKey, _ failure: TLSFailure) {
        guard let reason = Self.reason(failure), self.now >= self.nextHandshakeLine else { return }
        self.nextHandshakeLine = self.now + 1_000_000_000
        self.scratch.value.clear()
        self.scratch.value.append("{\"time\":\"")
        UTCTime.append(rfc3339: self.wall, to: &self.scratch.value)
        self.scratch.value.append("\",\"event\":\"tls_handshake_failed\",\"peer\":\"")
        self.clients[c].peer.append(to: &self.scratch.value)
        if let listener = self.listeners.key(at: UInt32(self.clients[c].listener)) {
            self.scratch.value.append("\",\"listener\":\"")
            self.scratch.value.append(LogText.escaped(self.listeners[listener].label))
        }
        self.scratch.value.append("\",\"result\":\"")
        self.scratch.value.append(text: HandshakeEnding(failure).token)
        if !reason.isEmpty {
            self.scratch.value.append("\",\"reason\":\"")
            self.scratch.value.append(text: reason)
        }
        if let name = self.clients[c].socket.serverName {
            self.scratch.value.append("\",\"name\":\"")
            self.scratch.value.append(LogText.escaped(name))
        }
        self.scratch.value.append("\"}\n")
        self.log.error(self.scratch.value)
    }

    /// What is known beyond how it ended; nil where there is nobody to help: who leaves or speaks no TLS.
    private static func reason(_ failure: TLSFailure) -> String? {
        switch failure {
        case .alert(let number): TLSAlert.name(Int32(number)) ?? "\(number)"
        case .certificateMissing: "certificate_missing"
        case .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer, .selfSigned,
            .missingIntermediate, .revoked, .certificateRejected:
            Fault(failure, phase: .handshake).detail.token
        case .nothingInCommon, .protocolViolation: ""
        case .plainText, .closedInHandshake, .truncated, .broken: nil
        }
    }
}
