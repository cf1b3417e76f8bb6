internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

extension Judge {
    /// The usual limit of gateways for a response head: one memory page in nginx.
    private static let usualHead = 4096

    /// What the servers behind the gateway say when they are asked directly.
    mutating func weighOrigins(_ edge: Visit) {
        for origin in self.seen.origins { self.weigh(origin, edge) }
        self.weighOriginVariations()
    }

    private mutating func weigh(_ origin: Visit, _ edge: Visit) {
        let place = "asked directly, \(origin.address.text)"
        guard Self.isGood(origin), let response = origin.response else { return self.weighBadOrigin(origin, place) }
        let line = "\(place) answers with \(response.status)"
        let inner: [SiteCause] = [
            .originDown, .originSlow, .originClosed, .originMalformed, .originUnavailable, .applicationError,
            .overloaded,
        ]
        for cause in inner { self.scale.weaken(cause, by: 6, line) }
        if response.headBytes > Self.usualHead {
            let size = "its head has \(response.headBytes) bytes, more than gateways take by default"
            self.scale.support(.originHeadTooLarge, by: 14, line, size)
        }
        if self.verdict.attribution?.name != nil {
            self.scale.support(
                .gatewayConfiguration,
                by: 7,
                "\(line): the gateway looks somewhere else, or in another way"
            )
            self.scale.support(.originSilent, by: 3, "\(line), but perhaps not to the gateway's address")
        }
    }

    private mutating func weighBadOrigin(_ origin: Visit, _ place: String) {
        switch origin.firstFault?.detail {
        case .connectRefused: self.scale.support(.originDown, by: 9, "\(place) refuses the connection")
        case .connectTimeout: self.scale.support(.originSilent, by: 9, "\(place) says nothing")
        case .hostUnreachable, .networkUnreachable:
            self.scale.support(.originSilent, by: 7, "\(place) cannot be reached from here")
        case .closedBeforeHead, .resetBeforeHead, .closedInsideHead, .resetInsideHead, .lengthTruncated,
            .chunkedTruncated, .resetInsideBody, .streamReset, .streamRefused, .streamResetInsideBody:
            self.scale.support(.originClosed, by: 9, "\(place) closes the connection without a whole answer")
        case .responseHeadTimeout, .headStalled, .bodyStalled:
            self.scale.support(.originSlow, by: 9, "\(place) does not answer in time")
        case .responseHeadTooLarge, .responseFieldTooLarge, .responseFieldsTooMany:
            self.scale.support(.originHeadTooLarge, by: 9, "\(place) sends a head that is too large")
        case nil:
            let status = origin.response?.status ?? 0
            self.scale.support(.applicationError, by: 9, "\(place) answers with \(status), too")
        case .tlsHandshakeFailed, .tlsClosed, .tlsAlert, .plainOnTLSPort, .handshakeTimeout:
            self.scale.support(.originTLS, by: 8, "\(place) fails in the TLS handshake")
        // Default: whatever else the parser refuses.
        default: self.scale.support(.originMalformed, by: 9, "\(place) sends an answer that is not valid")
        }
    }
}
