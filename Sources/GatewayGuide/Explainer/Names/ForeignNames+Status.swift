extension ForeignNames {
    /// What a status code means when a gateway sends it.
    ///
    /// The columns are those of `ForeignName`.
    static let status = #"""
        400 | 400 | request_line_malformed | - | The request is malformed (RFC 9110 §15.5.1).
        401 | 401 | denied | - | Who asks is not known (RFC 9110 §15.5.2). | The application wants credentials; a gateway that drops the Authorization field causes it too.
        403 | 403 | denied | - | Not allowed (RFC 9110 §15.5.4).
        404 | 404 | no_route | - | Nothing is there (RFC 9110 §15.5.5): no route in the gateway, or no such page in the application.
        408 | 408 | request_head_timeout, request_body_timeout | - | The request did not arrive in time (RFC 9110 §15.5.9).
        413 | 413 | request_body_too_large | - | The request's content is too large (RFC 9110 §15.5.14).
        414 | 414 | request_line_too_long | - | The address is too long (RFC 9110 §15.5.15).
        417 | 417 | expectation_unknown | - | The expectation cannot be met (RFC 9110 §15.5.18).
        421 | 421 | no_route | S1 | The request came to a server that is not responsible for it (RFC 9110 §15.5.20): it may be sent again on another connection.
        425 | 425 | - | S1 | Too early: the server does not want to risk a replayed request (RFC 8470); send it again after the handshake.
        426 | 426 | upgrade_failed | - | Another protocol is required (RFC 9110 §15.5.22).
        429 | 429 | rate_limited | - | Too many requests (RFC 6585 §4).
        431 | 431 | request_head_too_large, request_field_too_large, request_fields_too_many | - | The request's header fields are too large (RFC 6585 §5).
        444 | 444 | denied | - | nginx: the connection was closed without an answer, on purpose (`return 444`).
        494 | 494 | request_head_too_large | - | nginx: the request's header is too large; the client sees 400.
        495 | 495 | denied | - | nginx: the client's certificate is not valid; the client sees 400.
        496 | 496 | denied | - | nginx: the client sent no certificate; the client sees 400.
        497 | 497 | request_line_malformed | - | nginx: a plain HTTP request came to an HTTPS port; the client sees 400.
        499 | 499 | - | - | The client left before the answer; written in logs only. nginx invented the number, others follow. | Many at one duration mean that clients, or a balancer in front, give up: find out what is slow.
        500 | 500 | bug, configuration_invalid | - | An error inside the server that answered (RFC 9110 §15.6.1). | Usually the application itself: see its log.
        501 | 501 | request_coding_unknown, connect_not_allowed | - | Something in the request is not supported (RFC 9110 §15.6.2).
        502 | 502 | connect_refused, closed_before_head, closed_on_reuse, status_line_malformed, tls_handshake_failed, dns_name_not_found | - | A gateway got no valid answer from the application (RFC 9110 §15.6.3). | The status alone does not say why: look for `Proxy-Status`, the id on the page, or the error log of the gateway that made it.
        503 | 503 | no_endpoint_available, connection_limit, queue_timeout, overloaded | - | Not available at the moment (RFC 9110 §15.6.4): the application is down, full, or in maintenance.
        504 | 504 | response_head_timeout, connect_timeout, dns_timeout | - | A gateway got no answer in time (RFC 9110 §15.6.5).
        505 | 505 | request_version_unsupported | - | The version of HTTP is not supported (RFC 9110 §15.6.6).
        507 | 507 | memory_exhausted | - | There is no room to store what was sent (RFC 4918).
        508 | 508 | loop_detected | - | A loop was detected (RFC 5842).
        511 | 511 | denied | - | The network wants you to log in first (RFC 6585 §6): a captive portal.
        599 | 599 | response_head_timeout | - | Some proxies and libraries use it for a timeout of their own network call.
        """#
}
