private let tls = ListenerTLS()

extension ConfigurationKey {
    static let listenerTLSKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "listen[].redirect-to-https",
            .integer(1...65_535, word: "off"),
            default: "off",
            "Answer every request with 308 and the same address at https:// and this port; 443 is left out of it.",
            synonyms: ["redirect", "https-redirect", "ssl-redirect", "force-https"]
        ),
        ConfigurationKey(
            "listen[].tls",
            .section(),
            "Encrypt: clients speak https:// to this address. Needs `certificate` and `key`, or `certificates`.",
            synonyms: ["ssl", "https"]
        ),
        ConfigurationKey(
            "listen[].tls.certificate",
            .text(.file),
            "A PEM file: the certificate, then the intermediate ones.",
            synonyms: ["cert", "crt", "ssl_certificate", "chain", "fullchain", "certfile"]
        ),
        ConfigurationKey(
            "listen[].tls.key",
            .text(.file),
            "A PEM file: the private key, without a pass phrase.",
            synonyms: ["private-key", "ssl_certificate_key", "keyfile"]
        ),
        ConfigurationKey(
            "listen[].tls.ocsp-staple",
            .text(.file),
            "A DER file: an OCSP response that is shown with the certificate.",
            synonyms: ["staple", "ocsp", "ssl_stapling_file"]
        ),
        ConfigurationKey(
            "listen[].tls.certificates",
            .sections(),
            "More certificates. The name that a client asks for (SNI) chooses: exact, then wildcard, else the first of "
                + "all. For one name there may be one of ECDSA and one of RSA.",
            synonyms: ["certs", "pairs"]
        ),
        ConfigurationKey("listen[].tls.certificates[].certificate", .text(.file), "As above.", synonyms: ["cert"]),
        ConfigurationKey("listen[].tls.certificates[].key", .text(.file), "As above.", synonyms: ["private-key"]),
        ConfigurationKey("listen[].tls.certificates[].ocsp-staple", .text(.file), "As above.", synonyms: ["staple"]),
        ConfigurationKey(
            "listen[].tls.minimum-version",
            .choice(
                TLSVersion.allCases.map(\.rawValue),
                foreign: TLSVersion.foreign
            ),
            default: tls.minimumVersion.rawValue,
            "The oldest version of TLS that is spoken. Older ones than `1.2` are broken (RFC 8996).",
            synonyms: ["min-version", "protocols", "ssl_protocols", "ssl-min-ver"]
        ),
        ConfigurationKey(
            "listen[].tls.session-tickets",
            .onOff,
            default: "on",
            "Let clients take up an earlier session. The keys live in memory, and a new one is made every 12 hours.",
            synonyms: ["tickets", "ssl_session_tickets"]
        ),
        ConfigurationKey(
            "listen[].tls.ocsp-fetch",
            .onOff,
            default: "off",
            "Fetch OCSP responses from the responders that certificates name, over plain HTTP, and show them to clients "
                + "that ask. They are renewed at half of their life; a certificate with `ocsp-staple` keeps that.",
            synonyms: ["ocsp-stapling", "stapling", "ssl_stapling", "ocsp-update"]
        ),
        ConfigurationKey(
            "listen[].tls.hsts",
            .duration(.seconds(1)...Milliseconds.seconds(4_000_000), offAllowed: true),
            default: "off",
            "Tell browsers to use https:// alone for so long (`Strict-Transport-Security`, RFC 6797), unless the upstream "
                + "server says something itself. It cannot be taken back: begin with minutes.",
            synonyms: ["strict-transport-security", "sts"]
        ),
        ConfigurationKey(
            "listen[].tls.client-certificates",
            .choice(ListenerTLS.ClientCertificates.allCases.map(\.rawValue)),
            default: tls.clientCertificates.rawValue,
            "Whether clients show a certificate: `off`, `optional` (verified where there is one) or `required`. Needs "
                + "`client-authorities`.",
            synonyms: ["ssl_verify_client", "verify", "mtls", "client-auth"]
        ),
        ConfigurationKey(
            "listen[].tls.client-authorities",
            .text(.file),
            "A PEM file: who signs clients' certificates.",
            synonyms: ["ca", "client-ca", "ssl_client_certificate", "ca-file"]
        ),
        ConfigurationKey(
            "listen[].tls.client-field",
            .text(.fieldName),
            "The field in which upstream servers find the subject of a client's certificate, such as `x-client-subject`. "
                + "What clients of any listener send under this name is removed.",
            synonyms: ["client-subject-field", "ssl_client_s_dn", "subject-header"]
        ),
    ]
}
