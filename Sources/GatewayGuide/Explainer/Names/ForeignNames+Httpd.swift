extension ForeignNames {
    /// What Apache httpd calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let httpd = #"""
        AH00957 | 503 | connect_refused, connect_timeout, host_unreachable | S0 | An attempt to connect to the backend failed; the system's error follows.
        AH02454 | 503 | connect_refused, backlog_full, socket_missing | S0 | An attempt to connect to a Unix socket failed.
        AH00958 | 503 | connect_refused | S0 | An attempt to connect through another proxy (CONNECT) failed.
        AH01114 | 503 | connect_refused, connect_timeout, host_unreachable | S0 | "HTTP: failed to make connection to backend": see the AH00957 line before it.
        AH00959 | - | no_endpoint_available | - | A worker is disabled for some seconds after a failure. | See the failure before it; `retry=` sets the time.
        AH00940 | 503 | no_endpoint_available | S0 | The worker is disabled at the moment.
        AH00941 | 503 | connection_limit | S0 | No connection could be taken from the pool (`max=`, `acquire=`).
        AH00934 | 503 | connection_limit | S0 | All workers are busy.
        AH01167 | 503 | no_endpoint_available | S0 | All workers of the balancer are in error state for the route.
        AH01170 | 503 | no_endpoint_available | S0 | All workers of the balancer are in error state.
        AH01171 | 503 | configuration_invalid | S4 | The balancer has no workers.
        AH01102 / error reading status line from remote server | 502 | closed_before_head, closed_on_reuse, head_stalled | S2, S3 | The backend closed or timed out before a status line: a crash, or the keep-alive race. | Make the backend keep idle connections longer than ProxyTimeout and `ttl=`, or set `proxy-nokeepalive` to test.
        AH01103 / read timeout | - | response_head_timeout | S3 | The backend did not answer in time.
        AH01104 / closing connection to client | - | closed_on_reuse | S2 | httpd closes the client's connection so that the browser sends its request again: its answer to the keep-alive race.
        AH01105 / NOT closing connection to client | - | closed_on_reuse | S2 | The keep-alive race hit, and the client cannot be made to retry.
        AH00898 / Error reading from remote server | 502 | closed_before_head, reset_before_head, dns_name_not_found, status_line_malformed, tls_handshake_failed | S2, S3, S4 | "… returned by …": the message before it names the cause.
        DNS lookup failure for | 502 | dns_name_not_found | S0 | The backend's name could not be resolved.
        Corrupt status line returned by remote server | 502 | status_line_malformed | S4 | The backend's status line is not valid.
        Malformed connection header | 502 | response_field_value_invalid | S4 | The backend's Connection header is not valid.
        Unexpected Upgrade | 502 | switch_unexpected, upgrade_failed | S4 | The backend switched to a protocol that was not asked for.
        Too many (…) interim responses from origin server | 502 | interim_flood | S4 | The backend keeps sending 1xx responses.
        Timeout on 100-Continue | 503 | response_head_timeout | S3 | The backend did not say whether it wants the request's content.
        Error during SSL Handshake with remote server | 500 | tls_handshake_failed, certificate_untrusted | S0 | TLS with the backend failed (httpd answers 500).
        AH01106 | 502 | response_version_unsupported, response_field_name_invalid | S4 | A header with a bad HTTP version was returned.
        AH01107 | - | response_length_and_coding | S4 | The response has both Transfer-Encoding and Content-Length.
        AH01110 | as sent | length_truncated, reset_inside_body | S4 | A network error while reading the response; the client got a part.
        AH10293 | as sent | length_truncated | S4 | The response ended unexpectedly.
        AH02429 | 500 | response_field_name_invalid | S4 | The backend sent a header name with invalid characters.
        AH02430 | 500 | response_field_value_invalid | S4 | The backend sent a header value with invalid characters.
        AH02475 | 502 | response_chunk_size_malformed | S4 | A chunk or line is too large.
        AH02476 | 502 | response_coding_unknown | S4 | The transfer coding is not recognised.
        AH10124 | 502 | response_field_too_large | S4 | A response header is larger than ResponseFieldSize. | Raise ResponseFieldSize, after finding out why the field grew.
        AH10404 | 502 | response_fields_too_many, response_field_too_large | S4 | The response has too many or too large headers.
        AH01098 | 502 | response_field_name_invalid | S4 | The backend sent a bogus header.
        AH01099 | 502 | response_field_name_invalid | S4 | The backend sent a bogus header.
        AH01100 | 502 | response_field_name_invalid | S4 | The backend sent too many bogus headers.
        AH01097 | 502 | broken_while_sending, send_stalled | S3 | The request's content could not be passed to the backend.
        AH10154 | 502/400 | request_body_timeout, broken_while_sending | S3 | The request's content could not be passed on completely.
        AH01086 | 400 | request_lengths_differ | S4 | The client sent more or less content than it said.
        AH00951 | - | closed_on_reuse | S0 | The backend's connection was found closed before it was used: a race that was prevented.
        AH03408 | - | response_unsolicited | S0 | A kept connection was not empty and was closed: mixed-up responses that were prevented.
        AH01144 | 500 | configuration_invalid | S4 | "No protocol handler was valid for the URL": the mod_proxy_… for its scheme is not loaded. | Load mod_proxy_http (or _fcgi, _ajp, _wstunnel) for that scheme.
        AH00961 | 500 | configuration_invalid | S4 | TLS to the backend could not be switched on. | Load mod_ssl and set `SSLProxyEngine on`.
        AH02003 | 500/502 | tls_handshake_failed | S0 | The TLS connection to the backend failed.
        AH02004 | 502 | certificate_expired | S0 | The backend's certificate has expired.
        AH02005 | 502 | certificate_name_mismatch | S0 | The backend's certificate has another common name.
        AH02411 | 502 | certificate_name_mismatch | S0 | The backend's certificate does not name the requested host.
        AH02039 | 502 | certificate_untrusted, certificate_self_signed, certificate_chain_incomplete | S0 | The backend's certificate could not be verified.
        AH02008 | 502 | tls_handshake_failed, tls_alert | S0 | The TLS library reported an error; its text follows.
        AH01174 | - | no_endpoint_available | - | A worker was forced into error state by `failonstatus`.
        AH02460 | - | no_endpoint_available | - | A worker was forced into error state by `failontimeout`.
        AH10213 | - | tunnel_idle | S4 | A tunnel was silent for too long.
        AH01079 | 503 | connect_refused | S0 | FastCGI: the connection to the backend failed.
        AH01067 | 502 | closed_before_head | S3 | FastCGI: the header of a record could not be read.
        AH01068 | 502 | status_line_malformed | S4 | FastCGI: a record is malformed.
        AH01069 | 502 | status_line_malformed | S4 | FastCGI: a record is malformed.
        AH01072 | 502 | status_line_malformed | S4 | FastCGI: a record is malformed.
        AH01070 | 500 | response_field_name_invalid | S4 | FastCGI: the script's headers could not be parsed.
        AH01071 | as sent | - | - | FastCGI: "Got error '…'" is a message of the application itself. | Read the quoted message: it is a PHP or script error.
        AH01075 | 503/500 | closed_before_head | S3 | FastCGI: the request could not be dispatched.
        AH00878 | 502/503 | closed_before_head | S3 | AJP: reading the answer failed.
        AH00893 | 502/503 | reset_before_head | S3 | AJP: the answer is missing or broken.
        AH00896 | 503 | connect_refused | S0 | AJP: the connection to the backend failed.
        AH00897 | 503 | closed_before_head | S0 | AJP: the backend did not answer a ping (CPING).
        AH03352 | 502/503 | reset_before_head | S1, S3 | HTTP/2: the session with the backend failed.
        AH03357 | 502/503 | status_line_malformed | S3 | HTTP/2: the session with the backend broke the protocol.
        AH03360 | 502/503 | closed_before_head | S1, S3 | HTTP/2: the session with the backend was closed.
        AH03380 | 502/503 | reset_before_head | S1, S3 | HTTP/2: a stream with the backend failed.
        AH03251 | - | no_endpoint_available | - | A health check of a backend failed.
        """#
}
