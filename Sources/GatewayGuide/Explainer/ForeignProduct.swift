/// The programs and platforms whose names we know.
public enum ForeignProduct: CaseIterable, Hashable, Sendable {
    case envoy, haproxy, nginx, httpd, go, caddy, traefik, varnish, trafficServer, pingora, linkerd
    case loadBalancer, cloudflare, heroku, googleCloud
    case status

    public var title: String {
        switch self {
        case .envoy: "Envoy"
        case .haproxy: "HAProxy"
        case .nginx: "nginx"
        case .httpd: "Apache httpd"
        case .go: "Go (Caddy, Traefik and others)"
        case .caddy: "Caddy"
        case .traefik: "Traefik"
        case .varnish: "Varnish"
        case .trafficServer: "Apache Traffic Server"
        case .pingora: "Pingora"
        case .linkerd: "linkerd"
        case .loadBalancer: "AWS load balancer"
        case .cloudflare: "Cloudflare"
        case .heroku: "Heroku"
        case .googleCloud: "Google Cloud load balancer"
        case .status: "HTTP status"
        }
    }

    /// The table of its names.
    var table: String {
        switch self {
        case .envoy: ForeignNames.envoy
        case .haproxy: ForeignNames.haproxy
        case .nginx: ForeignNames.nginx
        case .httpd: ForeignNames.httpd
        case .go: ForeignNames.go
        case .caddy: ForeignNames.caddy
        case .traefik: ForeignNames.traefik
        case .varnish: ForeignNames.varnish
        case .trafficServer: ForeignNames.trafficServer
        case .pingora: ForeignNames.pingora
        case .linkerd: ForeignNames.linkerd
        case .loadBalancer: ForeignNames.loadBalancer
        case .cloudflare: ForeignNames.cloudflare
        case .heroku: ForeignNames.heroku
        case .googleCloud: ForeignNames.googleCloud
        case .status: ForeignNames.status
        }
    }
}
