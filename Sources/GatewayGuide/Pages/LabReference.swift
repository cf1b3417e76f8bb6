public import GatewayFaults

/// How to meet a fault on purpose, or why that is not possible.
///
/// Names only: the scenarios and the bad requests themselves belong to the lab.
public enum LabReference: Hashable, Sendable {
    /// A peer of `goodgate lab`.
    case scenario(String)
    /// A bad request that `goodgate drill` sends.
    case clientRequest(String)
    /// Nothing provokes it, for this reason.
    case none(reason: String)
}

extension Guide {
    /// How to meet a fault on purpose.
    public static func labScenario(for detail: Fault.Detail) -> LabReference {
        switch detail {
        case .dnsTimeout: .scenario("name-server-silent")
        case .dnsNameNotFound: .scenario("name-unknown")
        case .dnsServerFailure: .scenario("name-server-failing")
        case .dnsRefused: .scenario("name-server-refusing")
        case .dnsNoAddress: .scenario("name-without-address")
        case .dnsOther: .scenario("name-server-garbage")
        case .hostUnreachable:
            .none(reason: "A router or firewall shows it, and the lab never leaves this machine.")
        case .connectOther:
            .none(reason: "It stands for errors of connecting that no known peer causes.")
        case .requestMisdirected:
            .none(reason: "It needs a listener whose clients show certificates: ask another one for its name.")
        case .streamReset: .scenario("h2-reset")
        case .streamRefused: .scenario("h2-refused")
        case .settingsTimeout: .scenario("h2-no-settings")
        case .streamResetInsideBody: .scenario("h2-reset-in-body")
        case .extendedConnectMissing: .scenario("h2-no-extended-connect")
        case .http2Violation: .scenario("h2-garbage")
        case .http2NotSpoken: .scenario("h2-not-spoken")
        case .pingUnanswered: .scenario("h2-ping-unanswered")
        case .requestOverPeerLimit: .scenario("h2-small-header-list")
        case .requestPlainOnTLSPort:
            .none(reason: "It needs a listener with TLS: say http:// to its port.")
        case .certificateRevoked:
            .none(reason: "Only a gateway that asks whether certificates were withdrawn can see it.")
        case .handshakeTimeout: .scenario("tls-silent")
        case .tlsHandshakeFailed: .scenario("tls-garbled")
        case .tlsClosed: .scenario("tls-closes")
        case .plainOnTLSPort: .scenario("plain-on-tls")
        case .tlsAlert: .scenario("tls-refuses")
        case .certificateExpired: .scenario("certificate-expired")
        case .certificateNotYetValid: .scenario("certificate-not-yet-valid")
        case .certificateNameMismatch: .scenario("certificate-other-name")
        case .certificateUntrusted: .scenario("certificate-untrusted")
        case .certificateSelfSigned: .scenario("certificate-self-signed")
        case .certificateChainIncomplete: .scenario("certificate-without-intermediate")
        case .responseContentCodingBroken:
            .none(reason: "Only a gateway that decodes content can see it; this one passes content on as it is.")
        case .tunnelIdle:
            .none(reason: "Every tunnel in which both sides are silent shows it; no peer has to misbehave.")
        case .noRoute, .addressProhibited, .configurationInvalid, .denied, .rateLimited, .clientLimit, .maintenance,
            .loopDetected,
            .ownResponse:
            .none(reason: "The gateway's own configuration decides it; no peer can cause it alone.")
        case .noEndpointAvailable, .endpointStarting, .gatewayDraining, .connectionLimit, .queueFull, .queueTimeout,
            .overloaded:
            .none(reason: "The gateway's own state decides it after several exchanges; no single peer can cause it.")
        case .descriptorsExhausted, .memoryExhausted, .portsExhausted:
            .none(reason: "The machine runs out of something; a test lowers the limit instead.")
        case .bug:
            .none(reason: "A peer that could cause it would be a defect to repair, not a scenario to keep.")
        case .socketMissing: .scenario("socket-missing")
        case .networkUnreachable: .scenario("unroutable")
        case .connectRefused: .scenario("refused")
        case .closedBeforeHead: .scenario("close-before-head")
        case .resetBeforeHead: .scenario("reset-before-head")
        case .closedOnReuse: .scenario("close-on-reuse")
        case .resetOnReuse: .scenario("race")
        case .closedInsideHead: .scenario("close-inside-head")
        case .resetInsideHead: .scenario("reset-inside-head")
        case .brokenWhileSending: .scenario("broken-upload")
        case .connectTimeout: .scenario("connect-timeout")
        case .headStalled: .scenario("slow-head")
        case .bodyStalled: .scenario("slow-body")
        case .sendStalled: .scenario("slow-reader")
        case .backlogFull: .scenario("backlog-full")
        case .tlsOnPlainPort: .scenario("tls-on-plain")
        case .requestLineMalformed: .clientRequest("two-spaces")
        case .requestMethodInvalid: .clientRequest("bad-method")
        case .requestTargetInvalid: .clientRequest("bad-target")
        case .requestTargetNotASCII: .clientRequest("non-ascii-target")
        case .requestVersionUnsupported: .clientRequest("wrong-version")
        case .requestHTTP09: .clientRequest("http09")
        case .requestHTTP2Violation: .clientRequest("h2-data-on-stream-0")
        case .requestTLSBytes: .clientRequest("tls-on-plain")
        case .hostMissing: .clientRequest("no-host")
        case .hostRepeated: .clientRequest("two-hosts")
        case .hostInvalid: .clientRequest("bad-host")
        case .requestFieldNameInvalid: .clientRequest("bad-field-name")
        case .requestSpaceBeforeColon: .clientRequest("space-before-colon")
        case .requestFieldValueInvalid: .clientRequest("bad-field-value")
        case .requestLineFolded: .clientRequest("folded-field")
        case .requestBareCR: .clientRequest("bare-cr")
        case .requestBareLF: .clientRequest("bare-lf")
        case .requestLengthAndCoding: .clientRequest("length-and-coding")
        case .requestLengthsDiffer: .clientRequest("two-lengths")
        case .requestLengthMalformed: .clientRequest("bad-length")
        case .requestCodingUnknown: .clientRequest("unknown-coding")
        case .requestCodingNotFinal: .clientRequest("coding-not-final")
        case .requestChunkSizeMalformed: .clientRequest("bad-chunk-size")
        case .requestChunkExtensionMalformed: .clientRequest("bad-chunk-extension")
        case .requestChunkEndMalformed: .clientRequest("bad-chunk-end")
        case .requestTrailerInvalid: .clientRequest("bad-trailer")
        case .requestLineTooLong: .clientRequest("long-line")
        case .requestFieldTooLarge: .clientRequest("huge-field")
        case .requestHeadTooLarge: .clientRequest("huge-head")
        case .requestFieldsTooMany: .clientRequest("many-fields")
        case .requestBodyTooLarge: .clientRequest("huge-body")
        case .requestTrailersTooLarge: .clientRequest("huge-trailers")
        case .requestHeadTimeout: .clientRequest("slow-head")
        case .requestBodyTimeout: .clientRequest("slow-body")
        case .expectationUnknown: .clientRequest("unknown-expectation")
        case .connectNotAllowed: .clientRequest("connect")
        case .lengthTruncated: .scenario("truncated-length")
        case .chunkedTruncated: .scenario("truncated-chunked")
        case .resetInsideBody: .scenario("reset-in-body")
        case .responseHeadTooLarge: .scenario("huge-head")
        case .responseFieldsTooMany: .scenario("many-fields")
        case .responseFieldTooLarge: .scenario("huge-field")
        case .responseBodyTooLarge: .scenario("huge-body")
        case .responseTrailersTooLarge: .scenario("huge-trailers")
        case .responseTrailerTooLarge: .scenario("huge-trailer-field")
        case .responseCodingUnknown: .scenario("unknown-coding")
        case .responseCodingNotFinal: .scenario("coding-not-final")
        case .responseChunkSizeMalformed: .scenario("bad-chunk-size")
        case .responseChunkExtensionMalformed: .scenario("bad-chunk-extension")
        case .responseChunkEndMalformed: .scenario("bad-chunk-end")
        case .responseHeadTimeout: .scenario("silent")
        case .totalTimeout: .scenario("endless")
        case .upgradeFailed: .scenario("upgrade-mismatched")
        case .statusLineMalformed: .scenario("garbage")
        case .responseVersionUnsupported: .scenario("wrong-version")
        case .responseHTTP09: .scenario("http09")
        case .responseFieldNameInvalid: .scenario("bad-field-name")
        case .responseSpaceBeforeColon: .scenario("space-before-colon")
        case .responseFieldValueInvalid: .scenario("bad-field-value")
        case .responseLineFolded: .scenario("folded-field")
        case .responseBareCR: .scenario("bare-cr")
        case .responseBareLF: .scenario("bare-lf")
        case .responseLengthAndCoding: .scenario("length-and-coding")
        case .responseLengthsDiffer: .scenario("two-lengths")
        case .responseLengthMalformed: .scenario("bad-length")
        case .responseTrailerInvalid: .scenario("bad-trailer")
        case .interimFlood: .scenario("interim-flood")
        case .switchUnexpected: .scenario("switch-unexpected")
        case .responseUnsolicited: .scenario("unsolicited")
        }
    }
}
