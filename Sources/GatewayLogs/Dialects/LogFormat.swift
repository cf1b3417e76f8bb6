/// The formats that can be read, by the names that `--format` takes.
public enum LogFormat: String, CaseIterable, Sendable, Codable {
    case combined
    case vhostCombined = "vhost-combined"
    case ingress = "ingress-nginx"
    case traefik
    case template
    case json
    case haproxy
    case envoy
    case alb
    case w3c
    case heroku
    case nginxError = "nginx-error"
    case apacheError = "apache-error"
    case process
    case unknown

    /// For people.
    public var title: String {
        switch self {
        case .combined: "combined access log (nginx, Apache, Varnish, Caddy, Good Gateway)"
        case .vhostCombined: "combined access log with virtual host"
        case .ingress: "ingress-nginx access log"
        case .traefik: "Traefik access log"
        case .template: "access log of the given log_format"
        case .json: "JSON lines"
        case .haproxy: "HAProxy HTTP log"
        case .envoy: "Envoy access log"
        case .alb: "AWS load balancer access log"
        case .w3c: "W3C extended log (IIS, CloudFront)"
        case .heroku: "Heroku router log"
        case .nginxError: "nginx error log"
        case .apacheError: "Apache error log"
        case .process: "messages of processes (syslog, journal, php-fpm, gunicorn, Node)"
        case .unknown: "not recognised"
        }
    }

    /// Whether its lines are exchanges, so that rates can be told.
    var isAccessLog: Bool {
        switch self {
        case .combined, .vhostCombined, .ingress, .traefik, .template, .json, .haproxy, .envoy, .alb, .w3c, .heroku:
            true
        case .nginxError, .apacheError, .process, .unknown: false
        }
    }
}
