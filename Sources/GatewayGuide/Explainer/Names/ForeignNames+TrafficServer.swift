extension ForeignNames {
    /// What Traffic Server calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let trafficServer = #"""
        connect#failed_connect / Next Hop Connection Failed | 502 | connect_refused, connect_timeout | S0 | The connection to the origin failed.
        connect#hangup / Server Hangup | 502 | closed_before_head, closed_on_reuse | S2, S3 | The origin closed before it answered.
        connect#dns_failed / Cannot find server. | 500 | dns_name_not_found, dns_server_failure | S0 | The origin's name could not be resolved (Traffic Server answers 500).
        connect#all_down / No valid server. | 500 | no_endpoint_available | S0 | All origins are marked down (Traffic Server answers 500).
        timeout#inactivity / Next Hop Timeout | 504 | response_head_timeout, body_stalled | S3 | The origin was silent for transaction_no_activity_timeout_out (30 s by default).
        Connection Timed Out | 504 | response_head_timeout, connect_timeout | S3 | The origin was silent for too long.
        timeout#activity / Maximum Transaction Time Exceeded | 504 | total_timeout | S4 | The transaction lasted longer than allowed.
        response#bad_response / Invalid HTTP Response | 502 | status_line_malformed | S4 | The origin's answer is not valid.
        Malformed Server Response | 502 | status_line_malformed | S4 | The origin's answer is not valid.
        Malformed Server Response Status | 502 | status_line_malformed | S4 | The origin's status is not valid.
        No Response Header From Server | 502 | closed_before_head, response_http_zero_nine | S3 | The origin sent no response head.
        response#bad_version | 505 | response_version_unsupported | S4 | The origin's version of HTTP is not supported.
        congestion#retryAfter / Next Hop Congested | 503 | connection_limit | S0 | The origin is considered congested.
        Origin server congested | 503 | connection_limit | S0 | The origin is considered congested.
        cache#not_in_cache / Not Cached | 504 | own_response | - | The client wanted a cached answer only, and there is none.
        urlrouting#no_mapping / Not Found on Accelerator | 404 | no_route | S4 | No remap rule matches.
        request#cycle_detected / Cycle Detected | 400 | loop_detected | S4 | The request came back to the proxy.
        Multi-Hop Cycle Detected | 400 | loop_detected | S4 | The request came back over other proxies.
        request#syntax_error | 400 | request_line_malformed | S4 | The request is not valid.
        request#uri_len_too_long | 414 | request_line_too_long | S4 | The address is too long.
        request#entity_too_large | 413 | request_body_too_large | S4 | The request's content is too large.
        request#no_host | 400 | host_missing | S4 | The request has no host.
        request#no_content_length | 411 | request_length_malformed | S4 | The request does not state its length.
        access#denied | 403 | denied | - | The request was denied by a rule.
        access#connect_forbidden / #connect_forbidden | 403 | connect_not_allowed, denied | - | CONNECT to this port is not allowed.
        ERR_CONNECT_FAIL | 502 | connect_refused, connect_timeout | S0 | Log code: the connection to the origin failed.
        ERR_DNS_FAIL | 500 | dns_name_not_found, dns_server_failure | S0 | Log code: the origin's name could not be resolved.
        ERR_READ_TIMEOUT | 504 | response_head_timeout, body_stalled | S3 | Log code: the origin was silent for too long.
        ERR_READ_ERROR | 502 | closed_before_head, reset_before_head | S2, S3 | Log code: reading from the origin failed.
        ERR_CLIENT_ABORT | - | - | - | Log code: the client left.
        ERR_CLIENT_READ_ERROR | - | - | - | Log code: reading from the client failed.
        ERR_INVALID_REQ | 400 | request_line_malformed | S4 | Log code: the request is not valid.
        ERR_PROXY_DENIED | 403 | denied | - | Log code: the request was denied by a rule.
        ERR_UNKNOWN | - | bug | - | Log code: an error without a name.
        """#
}
