extension ForeignNames {
    /// What Pingora calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let pingora = #"""
        ConnectTimedout | 502 | connect_timeout | S0 | The connection was not set up in time.
        TLSHandshakeTimedout | 502 | handshake_timeout | S0 | The TLS handshake took too long.
        ConnectRefused | 502 | connect_refused | S0 | The upstream refused the connection.
        ConnectNoRoute | 502 | host_unreachable, network_unreachable | S0 | There is no route to the upstream.
        TLSHandshakeFailure | 502 | tls_handshake_failed, tls_alert | S0 | The TLS handshake failed.
        HandshakeError | 502 | tls_handshake_failed, tls_alert | S0 | A handshake failed.
        InvalidCert | 502 | certificate_untrusted, certificate_expired, certificate_name_mismatch | S0 | The upstream's certificate was not accepted.
        ConnectError | 502 | connect_refused, connect_other | S0 | The connection failed.
        BindError | 500 | ports_exhausted | S0 | No local address or port could be used.
        SocketError | 500 | descriptors_exhausted | S0 | No socket could be opened.
        ConnectProxyFailure | 502 | upgrade_failed | S0 | The CONNECT proxy in between refused.
        InvalidHTTPHeader | 502/400 | status_line_malformed, request_field_name_invalid | S4 | The head of a message is not valid.
        H1Error | 502 | status_line_malformed | S4 | An HTTP/1 error.
        InvalidH2 | 502 | status_line_malformed | S4 | The message is not valid HTTP/2.
        H2Error | 502 | reset_before_head, status_line_malformed | S1, S3 | An HTTP/2 error.
        H2Downgrade | - | upgrade_failed | S1 | The upstream wants HTTP/1.1 instead of HTTP/2: connect again.
        ReadError | 502 | reset_before_head, reset_inside_body | S2, S3, S4 | Reading failed.
        WriteError | 502 | broken_while_sending | S2, S3 | Writing failed.
        ConnectionClosed | 502 | closed_before_head, closed_on_reuse, length_truncated | S2, S3, S4 | The connection was closed.
        ReadTimedout | 502 | response_head_timeout, body_stalled | S3, S4 | Reading took too long (Pingora answers 502, not 504).
        WriteTimedout | 502 | send_stalled | S3 | Writing took too long (Pingora answers 502, not 504).
        HTTPStatus | varies | denied | - | The proxy's own code answered with a status.
        InternalError | 500 | bug | - | An internal error of the proxy's own code.
        UnknownError | 500 | bug | - | An error without a name.
        """#
}
