/// Why a site may fail, as seen from outside: what somebody would have to change.
public enum SiteCause: String, CaseIterable, Codable, Hashable, Sendable {
    // MARK: Here
    case noNetwork = "no_network"
    case hostsOverride = "hosts_override"
    case clockWrong = "clock_wrong"
    case interception
    case noIPv6Here = "no_ipv6_here"
    case captivePortal = "captive_portal"

    // MARK: Names
    case nameUnknown = "name_unknown"
    case nameWithoutAddress = "name_without_address"
    case zoneBroken = "zone_broken"
    case signatureBroken = "signature_broken"
    case resolverDown = "resolver_down"
    case resolverFilters = "resolver_filters"
    case nameOutOfDate = "name_out_of_date"

    // MARK: Connections
    case serverDown = "server_down"
    case firewall
    case portFiltered = "port_filtered"
    case hostUnreachable = "host_unreachable"
    case routeLoop = "route_loop"
    case addressBad = "address_bad"
    case ipv6Broken = "ipv6_broken"
    case packetLoss = "packet_loss"
    case pathMTU = "path_mtu"

    // MARK: TLS
    case certificateExpired = "certificate_expired"
    case certificateNotYetValid = "certificate_not_yet_valid"
    case certificateOtherName = "certificate_other_name"
    case certificateSelfSigned = "certificate_self_signed"
    case certificateUntrusted = "certificate_untrusted"
    case certificateIncomplete = "certificate_incomplete"
    case certificateRevoked = "certificate_revoked"
    case stapleInvalid = "staple_invalid"
    case plainTextOnTLSPort = "plain_text_on_tls_port"
    case tlsOnPlainPort = "tls_on_plain_port"
    case tlsDisagreement = "tls_disagreement"
    case clientCertificate = "client_certificate"
    case serverNameUnknown = "server_name_unknown"
    case handshakeCut = "handshake_cut"
    case handshakeSilent = "handshake_silent"

    // MARK: Answers of the server
    case closedWithoutAnswer = "closed_without_answer"
    case slowAnswer = "slow_answer"
    case notHTTP = "not_http"
    case malformedHead = "malformed_head"
    case headTooLarge = "head_too_large"
    case contentCutShort = "content_cut_short"
    case contentStalled = "content_stalled"
    case redirectLoop = "redirect_loop"
    case redirectUnusable = "redirect_unusable"
    case applicationError = "application_error"
    case overloaded
    case maintenance
    case refusedByPolicy = "refused_by_policy"
    case postFails = "post_fails"
    case storedFailure = "stored_failure"
    case http2Broken = "http2_broken"
    case http1Broken = "http1_broken"

    // MARK: What a gateway says of the server behind it
    case originDown = "origin_down"
    case originSilent = "origin_silent"
    case originClosed = "origin_closed"
    case originSlow = "origin_slow"
    case originMalformed = "origin_malformed"
    case originHeadTooLarge = "origin_head_too_large"
    case originName = "origin_name"
    case originTLS = "origin_tls"
    case originUnavailable = "origin_unavailable"
    case gatewayLimit = "gateway_limit"
    case gatewayConfiguration = "gateway_configuration"
    case gatewayFault = "gateway_fault"

    // MARK: Patterns
    case keepAliveRace = "keep_alive_race"
    case intermittent

    public var words: CauseWords {
        switch self {
        case .noNetwork, .hostsOverride, .clockWrong, .interception, .noIPv6Here, .captivePortal, .nameUnknown,
            .nameWithoutAddress,
            .zoneBroken, .signatureBroken, .resolverDown, .resolverFilters, .nameOutOfDate:
            self.wordsOfNames
        case .serverDown, .firewall, .portFiltered, .hostUnreachable, .routeLoop, .addressBad, .ipv6Broken, .packetLoss,
            .pathMTU,
            .keepAliveRace,
            .intermittent:
            self.wordsOfConnections
        case .certificateExpired, .certificateNotYetValid, .certificateOtherName, .certificateSelfSigned,
            .certificateUntrusted, .certificateIncomplete, .certificateRevoked, .stapleInvalid, .plainTextOnTLSPort,
            .tlsOnPlainPort, .tlsDisagreement,
            .clientCertificate, .serverNameUnknown, .handshakeCut, .handshakeSilent:
            self.wordsOfEncryption
        case .closedWithoutAnswer, .slowAnswer, .notHTTP, .malformedHead, .headTooLarge, .contentCutShort,
            .contentStalled, .redirectLoop, .redirectUnusable, .applicationError, .overloaded, .maintenance,
            .refusedByPolicy, .postFails, .storedFailure, .http2Broken, .http1Broken:
            self.wordsOfAnswers
        case .originDown, .originSilent, .originClosed, .originSlow, .originMalformed, .originHeadTooLarge,
            .originName, .originTLS, .originUnavailable, .gatewayLimit, .gatewayConfiguration, .gatewayFault:
            self.wordsOfGateways
        }
    }
}
