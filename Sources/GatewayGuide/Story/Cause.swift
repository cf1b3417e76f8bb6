/// Why a fault may have happened: what a person would have to change.
///
/// A fault is observed, a cause is inferred; `Diagnosis` weighs causes by the evidence of an incident.
public enum Cause: String, CaseIterable, Codable, Hashable, Sendable {
    case overload
    case slowApplication = "slow_application"
    case upstreamDown = "upstream_down"
    case upstreamRestart = "upstream_restart"
    case crash
    case keepAliveRace = "keep_alive_race"
    case dnsTrouble = "dns_trouble"
    case dnsChange = "dns_change"
    case firewall
    case network
    case certificate
    case tlsSettings = "tls_settings"
    case misconfiguredGateway = "misconfigured_gateway"
    case misconfiguredUpstream = "misconfigured_upstream"
    case applicationBug = "application_bug"
    case protocolDisagreement = "protocol_disagreement"
    case sizeLimit = "size_limit"
    case clientError = "client_error"
    case clientNetwork = "client_network"
    case attack
    case localResources = "local_resources"
    case policy
    case gatewayBug = "gateway_bug"

    public var title: String {
        switch self {
        case .overload: "More work arrives than can be done"
        case .slowApplication: "The application is slow for this request"
        case .upstreamDown: "The application is down"
        case .upstreamRestart: "The application was being restarted or deployed"
        case .crash: "The application crashed or was killed"
        case .keepAliveRace: "The application closes idle connections sooner than the gateway expects"
        case .dnsTrouble: "The name servers are in trouble"
        case .dnsChange: "A DNS record was changed or removed"
        case .firewall: "A firewall or security group is in the way"
        case .network: "Packets are lost between gateway and application"
        case .certificate: "The application's certificate is not in order"
        case .tlsSettings: "Gateway and application disagree about encryption"
        case .misconfiguredGateway: "The gateway is set up wrongly"
        case .misconfiguredUpstream: "The application or its server is set up wrongly"
        case .applicationBug: "A mistake in the application"
        case .protocolDisagreement: "Another protocol is spoken on that port"
        case .sizeLimit: "A size limit is too small, or something grew too large"
        case .clientError: "A mistake in the client's program"
        case .clientNetwork: "The client's connection is slow or broken"
        case .attack: "Somebody probes or attacks"
        case .localResources: "The gateway's machine has run out of something"
        case .policy: "A rule or limit did what it is meant to do"
        case .gatewayBug: "A mistake in the gateway"
        }
    }
}
