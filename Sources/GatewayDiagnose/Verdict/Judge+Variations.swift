internal import GatewayReactor

/// What handshakes with one thing changed say together.
extension Judge {
    private func varied(_ variation: HandshakeVariation, in visits: [Visit]) -> Visit? {
        visits.first { $0.variation == variation }
    }

    /// The usual handshake failed.
    mutating func weighVariations() {
        let visits = self.seen.handshakes
        let works = Set(visits.filter { $0.handshake != nil }.compactMap(\.variation))
        if works.contains(.noName) {
            self.scale.support(.serverNameUnknown, by: 9, "the same handshake without the name succeeds")
        } else if self.varied(.noName, in: visits) != nil {
            self.scale.support(.handshakeCut, by: 0, "without the name it fails as well")
        }
        if works.contains(.onlyHTTP1), !works.contains(.onlyHTTP2), !works.contains(.noName) {
            self.scale.support(.http2Broken, by: 12, "the handshake fails only where HTTP/2 is offered (ALPN)")
        } else if works.contains(.noProtocol), !works.contains(.onlyHTTP1), !works.contains(.noName) {
            self.scale.support(.tlsDisagreement, by: 6, "without ALPN the handshake succeeds")
        }
        if works.contains(.onlyTLS12), !works.contains(.onlyTLS13) {
            self.scale.support(.tlsDisagreement, by: 9, "with TLS 1.2 alone it succeeds: TLS 1.3 is not understood")
        }
    }

    /// An origin that answers us, and perhaps not the gateway in front of it.
    mutating func weighOriginVariations() {
        let visits = self.seen.originHandshakes
        guard !visits.isEmpty, let origin = self.seen.origins.first(where: { $0.handshake != nil }) else { return }
        let place = origin.address.text
        if let nameless = self.varied(.noName, in: visits), nameless.handshake == nil {
            let line = "\(place) turns handshakes without a name (SNI) away, which is how many gateways come by default"
            self.scale.support(.originTLS, by: 10, line)
        }
        if let old = self.varied(.onlyTLS12, in: visits), old.handshake == nil, old.connect != nil {
            self.scale.support(.originTLS, by: 3, "\(place) refuses TLS 1.2, which older gateways are limited to")
        }
    }

    /// Worth knowing where nothing fails.
    mutating func noteVariations() {
        guard self.verdict.outcome == .healthy || self.verdict.stage != .handshake else { return }
        let visits = self.seen.handshakes
        if let new = self.varied(.onlyTLS13, in: visits), new.connect != nil, new.handshake == nil {
            self.verdict.notes.append("the server does not speak TLS 1.3")
        }
        if let old = self.varied(.onlyTLS12, in: visits), old.connect != nil, old.handshake == nil {
            self.verdict.notes.append("the server refuses TLS 1.2; programs older than 2018 cannot use the site")
        }
        let usual = self.seen.pages.first { $0.handshake != nil }?.certificates.first
        guard let usual, let nameless = self.varied(.noName, in: visits) else { return }
        if nameless.handshake == nil, nameless.connect != nil {
            self.verdict.notes.append("the server turns handshakes without a name (SNI) away")
        } else if let other = nameless.certificates.first, other.fingerprint != usual.fingerprint {
            self.verdict.notes.append("without a name (SNI) the server shows another certificate (\(other.subject))")
        }
    }
}
