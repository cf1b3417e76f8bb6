extension ForeignNames {
    /// What Go (Caddy, Traefik) calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let go = #"""
        dial tcp …: connect: connection refused | 502 | connect_refused | S0 | Nothing listens on the upstream's address and port.
        connect: connection refused | 502 | connect_refused | S0 | Nothing listens on the upstream's address and port.
        dial tcp …: i/o timeout | 504 | connect_timeout | S0 | The connection was not set up in time: packets are dropped.
        connect: no route to host | 502 | host_unreachable | S0 | The upstream's machine does not answer, or a firewall rejects.
        connect: network is unreachable | 502 | network_unreachable | S0 | This machine has no route to the upstream's network.
        connect: cannot assign requested address | 502 | ports_exhausted | S0 | No local port is left for this upstream.
        socket: too many open files | 502 | descriptors_exhausted | S0 | The process has no descriptor left.
        dial unix …: connect: resource temporarily unavailable | 502 | backlog_full | S0 | The listen queue of the Unix socket is full.
        dial unix …: no such file or directory | 502 | socket_missing | S0 | The Unix socket does not exist.
        dial unix …: connect: no such file or directory | 502 | socket_missing | S0 | The Unix socket does not exist.
        dial unix …: permission denied | 502 | socket_missing, configuration_invalid | S0 | The proxy may not open the Unix socket.
        dial unix …: connect: permission denied | 502 | socket_missing, configuration_invalid | S0 | The proxy may not open the Unix socket.
        lookup …: no such host | 502 | dns_name_not_found | S0 | The upstream's name does not exist.
        no such host | 502 | dns_name_not_found | S0 | The upstream's name does not exist.
        lookup … on …: server misbehaving | 502 | dns_server_failure | S0 | The resolver answered SERVFAIL or nonsense.
        server misbehaving | 502 | dns_server_failure | S0 | The resolver answered SERVFAIL or nonsense.
        lookup …: i/o timeout | 504 | dns_timeout | S0 | The resolver did not answer.
        EOF | 502 | closed_before_head, closed_on_reuse | S2, S3 | The upstream closed before it answered: a crash, or the keep-alive race.
        unexpected EOF | 502 (Traefik: 500) | closed_inside_head, length_truncated, chunked_truncated | S3, S4 | The upstream closed in the middle of its answer.
        http: server closed idle connection | 502 (Traefik: 500) | closed_on_reuse | S2 | The keep-alive race: the upstream closed the connection while it was taken from the pool.
        net/http: HTTP/1.x transport connection broken: … | 502 (Traefik: 500 for parse errors) | closed_before_head, status_line_malformed | S2, S3, S4 | The connection broke; the cause follows the colon.
        read: connection reset by peer | 502 | reset_before_head, reset_on_reuse | S2, S3 | The upstream reset the connection.
        write: broken pipe | 502 | broken_while_sending | S2, S3 | The upstream closed while the request was being sent.
        net/http: timeout awaiting response headers | 504 | response_head_timeout | S3 | The upstream did not begin to answer in time (ResponseHeaderTimeout).
        net/http: TLS handshake timeout | 504 | handshake_timeout | S0 | The TLS handshake took too long.
        tls: failed to verify certificate: x509: … | 502 (Traefik: 500) | certificate_untrusted, certificate_expired, certificate_name_mismatch | S0 | The upstream's certificate was not accepted; the reason follows.
        x509: certificate signed by unknown authority | 502 (Traefik: 500) | certificate_untrusted, certificate_self_signed, certificate_chain_incomplete | S0 | The issuer of the upstream's certificate is not trusted.
        x509: certificate has expired or is not yet valid | 502 (Traefik: 500) | certificate_expired, certificate_not_yet_valid | S0 | The upstream's certificate is not valid at this time.
        x509: certificate is valid for …, not … | 502 (Traefik: 500) | certificate_name_mismatch | S0 | The upstream's certificate is for another name.
        x509: cannot validate certificate for … because it doesn't contain any IP SANs | 502 (Traefik: 500) | certificate_name_mismatch | S0 | The upstream is addressed by number, but its certificate names hosts only.
        remote error: tls: handshake failure | 502 | tls_alert | S0 | The upstream refused the handshake (alert 40).
        remote error: tls: unrecognized name | 502 | tls_alert | S0 | The upstream does not know the server name (alert 112).
        remote error: tls: bad certificate | 502 | tls_alert | S0 | The upstream does not accept the proxy's certificate (alert 42).
        tls: first record does not look like a TLS handshake | 502 (Traefik: 500) | plain_on_tls_port | S0 | The upstream's port speaks plain HTTP.
        http: server gave HTTP response to HTTPS client | 502 (Traefik: 500) | plain_on_tls_port | S0 | The upstream's port speaks plain HTTP.
        malformed HTTP response "…" | 502 (Traefik: 500) | status_line_malformed, tls_on_plain_port | S4 | The upstream's answer is not HTTP; bytes such as \x15\x03\x01 mean that the port speaks TLS.
        malformed HTTP status code "…" | 502 (Traefik: 500) | status_line_malformed | S4 | The upstream's status line has no valid status.
        malformed MIME header line: … | 502 (Traefik: 500) | response_field_name_invalid | S4 | A response header is not valid.
        message cannot contain multiple Content-Length headers | 502 (Traefik: 500) | response_lengths_differ | S4 | The response states two lengths.
        bad Content-Length "…" | 502 (Traefik: 500) | response_length_malformed | S4 | The length of the response is not a number.
        unsupported transfer encoding: "…" | 502 (Traefik: 500) | response_coding_unknown | S4 | The response uses a transfer coding that is not understood.
        net/http: server response headers exceeded … bytes; aborted | 502 (Traefik: 500) | response_head_too_large | S4 | The response head is larger than allowed.
        http2: server sent GOAWAY and closed the connection; LastStreamID=…, ErrCode=… | 502 (Traefik: 500) | closed_before_head | S1, S3 | The upstream closed its HTTP/2 connection; streams above the last id were not processed.
        stream error: stream ID …; REFUSED_STREAM | 502 (Traefik: 500) | reset_before_head | S1 | The upstream refused the stream without processing it.
        stream error: stream ID …; INTERNAL_ERROR | 502 (Traefik: 500) | reset_before_head | S3 | The upstream failed while processing the stream.
        context canceled | 499 | - | - | The client left before the answer.
        context deadline exceeded | 504 | total_timeout, response_head_timeout | S3 | The time for the request is used up.
        """#
}
