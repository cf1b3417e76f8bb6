public import GatewayFaults

/// What in the lab provokes a fault, or the reason why nothing does.
///
/// The lab's page of the fault ledger: a new fault does not compile until it is written here.
public enum LabLedger {
    /// The scenarios in which a gateway must see the fault.
    public static func scenarios(for detail: Fault.Detail) -> [Scenario] {
        Scenarios.all.filter { $0.provokes == detail }
    }

    /// The bad requests in which a gateway must see the fault.
    public static func clientFaults(for detail: Fault.Detail) -> [ClientFault] {
        (ClientFaults.all + ClientFaults.http2).filter { $0.provokes == detail }
    }

    /// Why no peer of the lab provokes the fault; `nil` where one does.
    public static func reasonForNone(_ detail: Fault.Detail) -> String? {
        switch detail {
        case .hostUnreachable:
            "A router or a firewall shows it with an ICMP message, and the lab never leaves loopback."
        case .connectOther:
            "It stands for the errors of connect that no known peer causes."
        case .certificateRevoked:
            "Only a gateway that asks whether certificates were withdrawn can see it, and this one does not."
        case .requestPlainOnTLSPort:
            "It needs a listener with TLS: say http:// to its port."
        case .requestMisdirected:
            "It needs a listener with certificates for two hosts: ask for one by SNI and for the other in `Host`."
        case .responseContentCodingBroken:
            "Only a gateway that decodes content can see it, and this one passes content on as it is."
        case .tunnelIdle:
            "Any tunnel in which both sides are silent shows it: open /upgrade and send nothing."
        case .noRoute, .addressProhibited, .configurationInvalid, .denied, .rateLimited, .clientLimit, .maintenance,
            .loopDetected, .ownResponse:
            "The gateway's own configuration decides it; no peer can cause it alone."
        case .noEndpointAvailable, .endpointStarting, .gatewayDraining, .connectionLimit, .queueFull, .queueTimeout,
            .overloaded:
            "The gateway's own state decides it, after several exchanges; no single peer can cause it."
        case .descriptorsExhausted, .memoryExhausted, .portsExhausted:
            "The machine runs out of something; a test lowers the limit instead of asking a peer."
        case .bug:
            "A peer that could cause it would be a defect to repair, not a scenario to keep."
        case .dnsTimeout, .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther,
            .socketMissing, .networkUnreachable, .connectRefused, .closedBeforeHead, .resetBeforeHead,
            .closedOnReuse, .resetOnReuse, .closedInsideHead, .resetInsideHead, .brokenWhileSending,
            .connectTimeout, .handshakeTimeout, .headStalled, .bodyStalled, .sendStalled, .backlogFull,
            .tlsHandshakeFailed, .tlsClosed, .plainOnTLSPort, .tlsAlert, .certificateExpired,
            .certificateNotYetValid, .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .tlsOnPlainPort,
            .requestLineMalformed, .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII,
            .requestVersionUnsupported, .requestHTTP09, .requestTLSBytes, .hostMissing, .hostRepeated,
            .hostInvalid, .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid,
            .requestLineFolded, .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer,
            .requestLengthMalformed, .requestCodingUnknown, .requestCodingNotFinal, .requestChunkSizeMalformed,
            .requestChunkExtensionMalformed, .requestChunkEndMalformed, .requestTrailerInvalid,
            .requestLineTooLong, .requestFieldTooLarge, .requestHeadTooLarge, .requestFieldsTooMany,
            .requestBodyTooLarge, .requestTrailersTooLarge, .requestHeadTimeout, .requestBodyTimeout,
            .expectationUnknown, .connectNotAllowed, .lengthTruncated, .chunkedTruncated, .resetInsideBody,
            .responseHeadTooLarge, .responseFieldsTooMany, .responseFieldTooLarge, .responseBodyTooLarge,
            .responseTrailersTooLarge, .responseTrailerTooLarge, .responseCodingUnknown, .responseCodingNotFinal,
            .responseChunkSizeMalformed, .responseChunkExtensionMalformed, .responseChunkEndMalformed,
            .responseHeadTimeout, .totalTimeout, .upgradeFailed, .statusLineMalformed,
            .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid, .responseSpaceBeforeColon,
            .responseFieldValueInvalid, .responseLineFolded, .responseBareCR, .responseBareLF,
            .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed, .responseTrailerInvalid,
            .interimFlood, .switchUnexpected, .responseUnsolicited, .streamReset, .streamRefused, .settingsTimeout,
            .streamResetInsideBody, .extendedConnectMissing, .http2Violation, .http2NotSpoken, .pingUnanswered,
            .requestOverPeerLimit, .requestHTTP2Violation:
            nil
        }
    }
}
