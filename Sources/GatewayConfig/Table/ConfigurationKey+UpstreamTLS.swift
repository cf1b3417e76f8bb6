private let tls = UpstreamTLS()
private let home = "routes[].upstream-tls"

extension ConfigurationKey {
    static let upstreamTLSKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(),
            "How `https://` servers of this route are spoken to. Without it they are verified by the authorities that the "
                + "system trusts, and must have a certificate for the host of their URL.",
            synonyms: ["tls", "ssl", "transport", "tls_connection", "upstream_tls", "backend-tls"]
        ),
        ConfigurationKey(
            "\(home).verify",
            .onOff,
            default: tls.verifies ? "on" : "off",
            "Whether a server must prove who it is. `off` takes anybody on the way for it.",
            synonyms: ["proxy_ssl_verify", "tls_insecure_skip_verify", "insecure", "verifyhost"]
        ),
        ConfigurationKey(
            "\(home).authorities",
            .text(.file),
            "A PEM file: who signs the servers' certificates, instead of those that the system trusts.",
            synonyms: ["ca", "ca-file", "proxy_ssl_trusted_certificate", "tls_trusted_ca_certs", "rootcas"]
        ),
        ConfigurationKey(
            "\(home).server-name",
            .text(.host),
            "The name that is asked for (SNI) and that the certificate must have. Without it: the host of the URL.",
            synonyms: ["sni", "proxy_ssl_name", "tls_server_name", "servername", "name"]
        ),
        ConfigurationKey(
            "\(home).certificate",
            .text(.file),
            "A PEM file: the certificate that is shown to servers that ask for one, then the intermediate ones.",
            synonyms: ["cert", "crt", "proxy_ssl_certificate", "tls_client_auth", "client-certificate"]
        ),
        ConfigurationKey(
            "\(home).key",
            .text(.file),
            "A PEM file: its private key, without a pass phrase.",
            synonyms: ["private-key", "proxy_ssl_certificate_key", "client-key"]
        ),
        ConfigurationKey(
            "\(home).minimum-version",
            .choice(TLSVersion.allCases.map(\.rawValue), foreign: TLSVersion.foreign),
            default: tls.minimumVersion.rawValue,
            "The oldest version of TLS that is spoken with servers.",
            synonyms: ["min-version", "protocols", "proxy_ssl_protocols", "ssl-min-ver"]
        ),
        ConfigurationKey(
            "\(home).http2",
            .onOff,
            default: tls.offersHTTP2 ? "on" : "off",
            "Whether HTTP/2 is offered to the servers, which choose (ALPN). `off` speaks HTTP/1.1 in every case.",
            synonyms: ["h2", "alpn", "http_version", "proxy_http_version"]
        ),
    ]
}
