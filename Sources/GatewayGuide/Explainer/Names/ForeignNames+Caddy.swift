extension ForeignNames {
    /// What Caddy calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let caddy = #"""
        no upstreams available | 503 | no_endpoint_available | S0 | Every upstream is considered down, or none is configured.
        making dial info | 500 | configuration_invalid | S4 | The upstream's address came out wrong, often from an empty placeholder.
        dialing backend: … | 502 | connect_refused, socket_missing, connect_timeout | S0 | The connection to the FastCGI backend failed.
        reading from backend | 502 | closed_before_head, length_truncated | S3, S4 | Reading the upstream's answer failed.
        aborting with incomplete response | as sent | length_truncated, chunked_truncated | S4 | The upstream ended in the middle of its answer; the client got a part.
        active health check failed | - | no_endpoint_available | - | An upstream failed its health check.
        HTTP request failed | - | no_endpoint_available | - | A health check could not be sent.
        unexpected status code | - | no_endpoint_available | - | A health check got another status than expected.
        SRV lookup failed; using previously cached | - | dns_server_failure | - | The lookup failed; the last known addresses are used.
        upstream source returned 0 upstreams | 503 | no_endpoint_available, dns_no_address | S0 | The dynamic source of upstreams gave none.
        err_id | varies | - | - | The random id that Caddy gives to an error: search its log for it.
        """#
}
