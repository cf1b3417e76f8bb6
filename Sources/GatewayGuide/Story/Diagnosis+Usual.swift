import GatewayFaults

extension Diagnosis {
    /// What usually causes a fault, before any evidence of the incident is looked at.
    static func usual(_ fault: Fault) -> [(Cause, Int)] {
        switch fault.kind {
        case .dnsTimeout: [(.dnsTrouble, 6), (.firewall, 3), (.overload, 1)]
        case .dnsError: Self.usualForNames(fault.detail)
        case .destinationNotFound: [(.misconfiguredGateway, 5), (.clientError, 3), (.attack, 1)]
        case .destinationUnavailable: Self.usualForUnavailable(fault.detail)
        case .destinationIPProhibited: [(.misconfiguredGateway, 5), (.dnsChange, 3), (.attack, 2)]
        case .destinationIPUnroutable: [(.upstreamDown, 4), (.network, 3), (.firewall, 2), (.misconfiguredGateway, 2)]
        case .connectionRefused:
            [(.upstreamDown, 6), (.upstreamRestart, 3), (.misconfiguredGateway, 3), (.firewall, 1)]
        case .connectionTerminated: Self.usualForTerminated(fault.detail)
        case .connectionTimeout: [(.firewall, 5), (.upstreamDown, 3), (.overload, 2), (.network, 2)]
        case .connectionReadTimeout: [(.slowApplication, 5), (.applicationBug, 2), (.network, 2), (.overload, 2)]
        case .connectionWriteTimeout: [(.overload, 4), (.applicationBug, 3), (.network, 3)]
        case .connectionLimitReached: [(.overload, 5), (.slowApplication, 4), (.policy, 1)]
        case .tlsProtocolError: [(.tlsSettings, 6), (.misconfiguredGateway, 4), (.overload, 1)]
        case .tlsCertificateError: [(.certificate, 8), (.misconfiguredGateway, 2), (.attack, 1)]
        case .tlsAlertReceived: [(.tlsSettings, 7), (.certificate, 2)]
        case .httpRequestError: Self.usualForRequests(fault.detail)
        case .httpRequestDenied: [(.policy, 7), (.attack, 2), (.misconfiguredGateway, 1)]
        case .httpResponseIncomplete: [(.crash, 5), (.applicationBug, 3), (.upstreamRestart, 2), (.network, 2)]
        case .httpResponseHeaderSectionSize, .httpResponseHeaderSize, .httpResponseBodySize,
            .httpResponseTrailerSectionSize, .httpResponseTrailerSize:
            [(.sizeLimit, 6), (.applicationBug, 4)]
        case .httpResponseTransferCoding, .httpResponseContentCoding:
            [(.applicationBug, 6), (.misconfiguredUpstream, 3)]
        case .httpResponseTimeout: [(.slowApplication, 6), (.overload, 4), (.network, 1), (.misconfiguredGateway, 1)]
        case .httpUpgradeFailed: [(.misconfiguredUpstream, 4), (.applicationBug, 4)]
        case .httpProtocolError: [(.applicationBug, 5), (.protocolDisagreement, 3), (.misconfiguredUpstream, 2)]
        case .proxyInternalResponse: fault.detail == .overloaded ? [(.overload, 7), (.attack, 2)] : [(.policy, 8)]
        case .proxyInternalError: fault.detail == .bug ? [(.gatewayBug, 8)] : [(.localResources, 7), (.overload, 3)]
        case .proxyConfigurationError: [(.misconfiguredGateway, 9)]
        case .proxyLoopDetected: [(.misconfiguredGateway, 6), (.dnsChange, 4)]
        }
    }

    private static func usualForNames(_ detail: Fault.Detail) -> [(Cause, Int)] {
        guard detail == .dnsNameNotFound || detail == .dnsNoAddress else {
            return [(.dnsTrouble, 7), (.misconfiguredGateway, 2)]
        }
        return [(.misconfiguredGateway, 5), (.dnsChange, 4), (.upstreamDown, 2), (.dnsTrouble, 1)]
    }

    private static func usualForUnavailable(_ detail: Fault.Detail) -> [(Cause, Int)] {
        if detail == .socketMissing { return [(.upstreamDown, 5), (.misconfiguredGateway, 4), (.upstreamRestart, 3)] }
        if detail == .gatewayDraining { return [(.policy, 6), (.misconfiguredUpstream, 2)] }
        if detail == .maintenance { return [(.policy, 8)] }
        if detail == .endpointStarting { return [(.upstreamRestart, 8), (.crash, 2)] }
        return [(.upstreamDown, 6), (.overload, 3), (.upstreamRestart, 3)]
    }

    private static func usualForTerminated(_ detail: Fault.Detail) -> [(Cause, Int)] {
        if detail == .closedOnReuse || detail == .resetOnReuse {
            return [(.keepAliveRace, 8), (.upstreamRestart, 2), (.crash, 1)]
        }
        if detail == .brokenWhileSending { return [(.sizeLimit, 5), (.crash, 3), (.applicationBug, 2)] }
        if detail == .resetBeforeHead || detail == .resetInsideHead {
            return [(.crash, 5), (.applicationBug, 3), (.upstreamRestart, 2), (.firewall, 2)]
        }
        return [(.crash, 6), (.applicationBug, 3), (.upstreamRestart, 2), (.slowApplication, 1)]
    }

    /// Requests of which attackers vary the form, because two programs may read them differently.
    private static let smuggling: Set<Fault.Detail> = [
        .requestLengthAndCoding, .requestLengthsDiffer, .requestSpaceBeforeColon, .requestBareCR, .requestBareLF,
        .requestCodingNotFinal, .requestChunkExtensionMalformed, .hostRepeated, .requestLineFolded, .connectNotAllowed,
    ]

    private static func usualForRequests(_ detail: Fault.Detail) -> [(Cause, Int)] {
        if detail.status == 408 { return [(.clientNetwork, 6), (.attack, 3), (.clientError, 1)] }
        if [413, 414, 431].contains(detail.status) { return [(.sizeLimit, 5), (.applicationBug, 3), (.attack, 1)] }
        if Self.smuggling.contains(detail) { return [(.attack, 5), (.clientError, 4)] }
        if detail == .requestMisdirected { return [(.clientError, 6), (.misconfiguredGateway, 2)] }
        if detail == .requestTLSBytes || detail == .requestPlainOnTLSPort {
            return [(.clientError, 6), (.misconfiguredGateway, 3)]
        }
        return [(.clientError, 6), (.attack, 3)]
    }
}
