internal import GatewayBytes
internal import GatewayReactor
internal import GatewayWire

/// Requests that came over a connection that was made for another host (RFC 9110 §15.5.20).
extension Worker {
    /// Whether the client has to open a connection for this host.
    ///
    /// What SNI asked for is what the connection was made for: the certificate that was shown, and whether the client
    /// had to show one. A client may use it for every host that this certificate has (RFC 9113 §9.1.1), and for hosts
    /// that no listener has a certificate of its own for. Nothing is asked where one certificate serves all.
    func isMisdirected(_ x: SlabKey, _ c: SlabKey) -> Bool {
        guard let key = self.listeners.key(at: UInt32(self.clients[c].listener)), self.listeners[key].directs,
            let context = self.listeners[key].tls
        else { return false }
        let authority = self.exchanges[x].request.authority
        let carrier = self.carrier(of: c)
        guard !authority.isEmpty, self.clients[carrier].socket.isSecure else { return false }
        let host = self.clients[c].input.withSpan { bytes in
            let count = Self.hostCount(authority, bytes)
            let start = Int(authority.start)
            let host = bytes.extracting(start..<start + count)
            return self.clients[carrier].socket.isNamed(host)
                ? nil : String(decoding: host.indices.map { host[$0] }, as: UTF8.self)
        }
        // The usual case ends here: host and name are the same.
        guard let host else { return false }
        let name = self.clients[carrier].socket.serverName
        switch context.standing(of: host, askedFor: name) {
        case .shown: return false
        case .another: return name != nil
        case .none:
            return self.snapshot.guarded[self.listeners[key].label]?.contains { $0.names(host) } ?? false
        }
    }
}
