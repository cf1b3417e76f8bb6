internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// What servers say of the versions of HTTP that they want, which is no failure.
extension Observations {
    /// A server that agrees on nothing with a client of HTTP/1.1 is none of that version (RFC 7301 §3.2).
    var isOnlyHTTP2: Bool {
        self.versions.contains { visit in
            visit.connect != nil && visit.firstFault != nil
                && (visit.handshake == nil || visit.tls?.applicationProtocol.isEmpty == true)
        }
    }

    /// Browsers ask once more over HTTP/1.1 where the server wants that (RFC 9113 §7).
    func asBrowsersSee(_ page: Visit) -> Visit {
        guard Self.wantsHTTP1(page) else { return page }
        return self.versions.first { $0.address == page.address } ?? page
    }

    static func wantsHTTP1(_ visit: Visit) -> Bool {
        guard let fault = visit.exchanges.first?.fault, fault.detail == .streamReset else { return false }
        return HTTP2ErrorCode(wire: UInt32(bitPattern: fault.code)) == .http11Required
    }
}
