extension ForeignNames {
    /// What Cloudflare calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let cloudflare = #"""
        520 | 520 | closed_before_head, reset_before_head, status_line_malformed, response_head_too_large | S3, S4 | Cloudflare: the origin gave an empty, unknown or unexpected response, or headers above 128 KB. | Look into the origin's log at this time for crashes and for large cookies; make its keep-alive longer.
        521 | 521 | connect_refused | S0 | Cloudflare: the origin refused the connection. | Check that the web server runs and that its firewall lets Cloudflare's addresses in.
        522 | 522 | connect_timeout, send_stalled | S0, S3 | Cloudflare: no answer to the connection attempt within 19 s, or the request was not acknowledged within 90 s. | Check the origin's firewall, its load and its address in Cloudflare's DNS.
        523 | 523 | host_unreachable, network_unreachable | S0 | Cloudflare: the origin cannot be reached. | Check the address in Cloudflare's DNS and routing at the hosting provider.
        524 | 524 | response_head_timeout, send_stalled | S3 | Cloudflare: connected, but no response within the read timeout (about two minutes), or the request could not be written within 30 s. | Do long work in the background.
        525 | 525 | tls_handshake_failed | S0 | Cloudflare: the TLS handshake with the origin failed. | Check that the origin has a certificate for the name, and current ciphers on port 443.
        526 | 526 | certificate_untrusted, certificate_expired, certificate_name_mismatch, certificate_self_signed | S0 | Cloudflare: the origin's certificate is not valid (mode Full strict). | Install a valid certificate or a Cloudflare origin certificate.
        527 | 527 | connect_timeout, bug | - | Cloudflare: Railgun error; the product is retired. | Remove what is left of Railgun.
        530 | 530 | dns_name_not_found, no_endpoint_available, loop_detected | S0 | Cloudflare: shown together with an error 1xxx that names the cause. | Read the 1xxx number on the page.
        1000 | 530 | loop_detected, address_prohibited | S4 | Cloudflare: the DNS record points to an address of Cloudflare itself: a loop.
        1001 | 530 | dns_server_failure, dns_name_not_found | S0 | Cloudflare: the name could not be resolved.
        1016 | 530 | dns_name_not_found | S0 | Cloudflare: the origin's name could not be resolved. | Correct the CNAME or origin record.
        1033 | 530 | no_endpoint_available | S0 | Cloudflare: the tunnel is not connected. | Start cloudflared on the origin and check its log.
        cf-error-type | varies | - | - | The header that marks an error page made by Cloudflare. | With it, Cloudflare made the page; without it, an unbranded 502 or 504 is the origin's own.
        cf-error-origin | varies | - | - | The header that tells where a Cloudflare error came from.
        """#
}
