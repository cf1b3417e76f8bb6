internal import GatewayPlane

/// Metrics of TLS: how handshakes ended, and until when certificates are good.
enum EncryptionMetrics {
    static func add(_ report: PlaneReport, to exposition: inout Exposition) {
        exposition.family(
            "goodgate_tls_handshakes_total",
            .counter,
            "TLS handshakes with clients by how they ended: full and resumed are the good ends."
        ) { samples in
            for ending in HandshakeEnding.allCases {
                samples.add([("result", ending.token)], report.handshakes[Int(ending.rawValue)])
            }
        }
        exposition.family(
            "goodgate_upstream_tls_handshakes_total",
            .counter,
            "TLS handshakes with upstream servers by how they ended: full and resumed are the good ends."
        ) { samples in
            for ending in HandshakeEnding.allCases {
                samples.add([("result", ending.token)], report.upstreamHandshakes[Int(ending.rawValue)])
            }
        }
        guard !report.certificates.isEmpty else { return }
        exposition.family(
            "goodgate_certificate_expiry_seconds",
            .gauge,
            "When certificates that listeners show expire, in seconds since 1970."
        ) { samples in
            var seen: Set<String> = []
            for certificate in report.certificates {
                // One series each: two for the same subject (ECDSA and RSA) show the one that ends first.
                let all = report.certificates.filter {
                    $0.listener == certificate.listener && $0.subject == certificate.subject
                }
                guard seen.insert("\(certificate.listener) \(certificate.subject)").inserted else { continue }
                let first = all.map(\.notAfter).min() ?? certificate.notAfter
                samples.add(
                    [("listener", certificate.listener), ("subject", certificate.subject)],
                    Double(first)
                )
            }
        }
    }
}
