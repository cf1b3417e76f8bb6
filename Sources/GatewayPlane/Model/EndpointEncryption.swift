internal import GatewayConfig
internal import GatewayReactor

/// A worker's TLS with one endpoint: what its connections are made with, and what later ones may take up.
final class EndpointEncryption {
    let tls: UpstreamTLS
    let context: TLSContext
    /// Asked for and expected.
    let name: String
    /// Of the last connection that gave one; verified under this context, so it goes with it.
    var resumption: TLSResumption?

    init(_ tls: UpstreamTLS, _ context: TLSContext, address: Endpoint.Address) {
        self.tls = tls
        self.context = context
        self.name = tls.serverName ?? address.host
    }
}

extension Endpoint.Address {
    /// The host that a certificate is expected for; empty where there is none.
    var host: String {
        switch self {
        case .tcp(let host, _): host
        case .unix, .service: ""
        }
    }
}
