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
        self.addStaples(report, to: &exposition)
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

    private static func addStaples(_ report: PlaneReport, to exposition: inout Exposition) {
        guard let staples = report.staples else { return }
        exposition.family(
            "goodgate_ocsp_fetches_total",
            .counter,
            "Questions to OCSP responders by how they ended."
        ) { samples in
            samples.add([("result", "fetched")], staples.fetched)
            samples.add([("result", "failed")], staples.failed)
        }
        exposition.family(
            "goodgate_ocsp_staple_until_seconds",
            .gauge,
            "Until when the OCSP response at hand is shown, in seconds since 1970."
        ) { samples in
            var seen: Set<String> = []
            for certificate in report.certificates {
                guard let until = certificate.stapleUntil, seen.insert(certificate.fingerprint).inserted else { continue }
                samples.add(
                    [("subject", certificate.subject), ("fingerprint", String(certificate.fingerprint.prefix(16)))],
                    Double(until)
                )
            }
        }
    }
}
