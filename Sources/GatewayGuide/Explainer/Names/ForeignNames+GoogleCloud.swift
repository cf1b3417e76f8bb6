extension ForeignNames {
    /// What Google Cloud calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let googleCloud = #"""
        response_sent_by_backend | the backend's | - | - | The status was sent by the backend itself: the balancer did not make it. | Look at the application, not at the balancer.
        failed_to_connect_to_backend | 502/503 | connect_refused, connect_timeout | S0 | The balancer could not connect to the backend. | Check the firewall rule for the balancer's ranges 130.211.0.0/22 and 35.191.0.0/16.
        failed_to_pick_backend | 502/503 | no_endpoint_available | S0 | No healthy backend is left.
        backend_connection_closed_before_data_sent_to_client | 502 | closed_on_reuse, closed_before_head | S2, S3 | The backend closed before it answered: its keep-alive is shorter than the balancer's 600 s. | Set the backend's keep-alive timeout to 620 s.
        backend_connection_closed_after_partial_response_sent | as sent | length_truncated, chunked_truncated | S4 | The backend closed in the middle of its answer.
        backend_timeout | 502/504 | response_head_timeout | S3 | The backend service's timeout (30 s by default) ran out.
        backend_response_corrupted | 502 | status_line_malformed, response_chunk_size_malformed | S4 | The backend's response is not valid HTTP.
        backend_response_headers_too_long | 502 | response_head_too_large | S4 | The response head is larger than allowed.
        backend_interim_response_not_supported | 502 | interim_flood, switch_unexpected | S4 | The backend sent an interim response that is not supported.
        backend_early_response_with_non_error_status | 502 | response_unsolicited | S4 | The backend answered with success before it had the whole request.
        aborted_request_due_to_backend_early_response | 4xx/5xx | - | S4 | The backend answered with an error before it had the whole request.
        failed_to_negotiate_alpn | 502 | tls_handshake_failed | S0 | Balancer and backend found no common protocol.
        ssl_certificate_san_verification_failed | 502 | certificate_name_mismatch | S0 | The backend's certificate does not hold the expected name.
        ssl_certificate_chain_verification_failed | 502 | certificate_untrusted, certificate_chain_incomplete | S0 | The backend's certificate chain is not trusted.
        server_cert_chain_exceeded_limit | 503 | certificate_untrusted | S0 | The backend's certificate chain is too long.
        server_cert_invalid_eku / server_cert_chain_invalid_eku | 503 | certificate_untrusted | S0 | The backend's certificate is not made for servers.
        server_cert_not_provided | 503 | tls_handshake_failed | S0 | The backend sent no certificate.
        error_uncompressing_gzipped_body | 503 | response_content_coding_broken | S4 | The backend's compressed content is damaged.
        config_not_found | 404/502/503 | configuration_invalid | - | The balancer has no configuration for this; new ones need some minutes.
        internal_error | 4xx/5xx | bug | - | An internal error of the balancer.
        retriable_error | 4xx/5xx | bug | S3 | An internal error of the balancer that a retry may pass.
        request_loop_detected | 502 | loop_detected | S4 | The request came back to the balancer.
        client_disconnected_before_any_response | 0 | - | - | The client left before the answer.
        client_disconnected_after_partial_response | as sent | - | - | The client left in the middle of the answer.
        client_timed_out | 408 | request_head_timeout, request_body_timeout | - | The client sent nothing for too long.
        headers_too_long | 413 | request_head_too_large | - | The request head is too large.
        denied_by_security_policy | 403 | denied | - | A Cloud Armor rule denied the request.
        banned_by_security_policy | 429 | rate_limited | - | A Cloud Armor rule banned the client.
        throttled_by_security_policy | 429 | rate_limited | - | A Cloud Armor rule throttled the client.
        """#
}
