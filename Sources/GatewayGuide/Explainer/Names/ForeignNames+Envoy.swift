extension ForeignNames {
    /// What Envoy calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let envoy = #"""
        UH / NoHealthyUpstream | 503 | no_endpoint_available | S0 | No healthy host in the cluster. | Look at the health checks and outlier ejections of the cluster in /clusters; find the first failure, not the last.
        UF / UpstreamConnectionFailure | 503 | connect_refused, connect_timeout, host_unreachable, tls_handshake_failed | S0 | The connection to the upstream could not be set up: refused, timed out, or TLS failed. | Log %UPSTREAM_TRANSPORT_FAILURE_REASON% to see which.
        UO / UpstreamOverflow | 503 | connection_limit, queue_full | S0 | A circuit breaker is open: too many connections, pending requests, requests or retries. | See the upstream_cx_overflow, upstream_rq_pending_overflow and upstream_rq_retry_overflow counters; find the slowness before raising thresholds. Do not retry at once.
        NR / NoRouteFound | 404 | no_route | S4 | No route, or no filter chain, matches the request. | Compare the request's host and path with the virtual hosts; a host with a port in it is a usual reason.
        NC / NoClusterFound | 503 | configuration_invalid, no_route | S4 | The route names a cluster that does not exist. | Check the cluster's name, and whether CDS delivered it.
        URX / UpstreamRetryLimitExceeded | the last attempt's | - | S4 | Retries or connection attempts are used up; the cause is that of the last attempt. | Look for the flag or details of the attempts; the limit is a symptom.
        UC / UpstreamConnectionTermination | 503 | closed_before_head, closed_on_reuse, length_truncated | S2, S3, S4 | The upstream closed the connection before or while it answered. | With idle connections it is the keep-alive race: make the upstream's idle timeout longer than Envoy's, or add `retry_on: reset-before-request`.
        UR / UpstreamRemoteReset | 503 | reset_before_head | S1, S3 | The upstream reset the stream. REFUSED_STREAM proves that it did not process the request. | See the details for the reset reason, and the upstream's log.
        UT / UpstreamRequestTimeout | 504 | response_head_timeout, total_timeout | S3 | The route's timeout, or that of one try, ran out. | The default is 15 s for the whole response, retries included; see what the application waits for.
        UPE / UpstreamProtocolError | 502 | status_line_malformed, response_field_name_invalid | S4 | The upstream's response is not valid HTTP. | `%RESPONSE_CODE_DETAILS%` in the access log names what is not valid in it; ask the application directly (`curl -v --raw`) and correct its answer.
        UMSDR / UpstreamMaxStreamDurationReached | 504 | total_timeout | S4 | The stream lived longer than max_stream_duration. | Raise it for long streams, on their route only.
        LR / LocalReset | 503 | bug | S3 | Envoy itself reset the stream. | See the response code details for the reason.
        LH / FailedLocalHealthCheck | 503 | no_endpoint_available | S0 | The local service failed its health check. | See the health check filter and the service behind it.
        DF / DnsResolutionFailed | 503 | dns_name_not_found, dns_server_failure, dns_timeout | S0 | The name of the upstream could not be resolved (dynamic forward proxy). | Resolve the name with the same resolver from the same network namespace.
        DO / DropOverload | 503 | overloaded | S0 | Load was dropped by policy of the control plane. | See drop_overloads in the cluster load assignment.
        UDO / UnconditionalDropOverload | 503 | overloaded | S0 | All load was dropped by policy of the control plane. | See drop_overloads in the cluster load assignment.
        OM / OverloadManagerTerminated | 503 | overloaded | S0 | Envoy is overloaded (memory, connections) and sheds load. | See the overload manager's counters; give it more or limit the clients.
        NFCF / NoFilterConfigFound | 500 | configuration_invalid | S4 | A filter's configuration was not delivered in time. | Check ECDS and the control plane's log.
        SI / StreamIdleTimeout | 408/504 | body_stalled, tunnel_idle, request_body_timeout | S4 | Nothing moved on the stream for the idle timeout (5 minutes by default). | Raise stream_idle_timeout for quiet streams, or send pings.
        DT / DurationTimeout | 408/504 | total_timeout | S4 | The request lasted longer than the allowed duration. | Raise max_stream_duration on that route if this is wanted.
        DC / DownstreamConnectionTermination | 0 | - | - | The client closed the connection: not a fault of gateway or upstream. | Many at one duration mean that clients give up: find out what is slow.
        DR / DownstreamRemoteReset | 0 | - | - | The client reset its stream: not a fault of gateway or upstream.
        DPE / DownstreamProtocolError | 400 | request_line_malformed, request_field_name_invalid | S4 | The client's request is not valid HTTP.
        IH / InvalidEnvoyRequestHeaders | 400 | request_field_value_invalid | S4 | A strictly checked x-envoy header of the request is not valid.
        RL / RateLimited | 429 | rate_limited | - | A rate limit was reached.
        RLSE / RateLimitServiceError | 500 | bug | - | The rate limit service could not be asked. | Check that service; failure_mode_deny decides whether requests pass without it.
        UAEX / UnauthorizedExternalService | 403 | denied | - | The external authorization service refused the request, or could not be asked.
        DI / DelayInjected | varies | own_response | - | A delay was injected on purpose by the fault filter. | Remove the fault configuration or the header that asks for it.
        FI / FaultInjected | varies | own_response | - | A failure was injected on purpose by the fault filter. | Remove the fault configuration or the header that asks for it.
        RFCF / ResponseFromCacheFilter | 2xx | - | - | The response came from the cache; nothing failed.
        via_upstream | the upstream's | - | - | The status was sent by the upstream itself: Envoy did not make it. | Look at the application, not at the proxy.
        no_healthy_upstream | 503 | no_endpoint_available | S0 | No healthy host in the cluster.
        cluster_not_found | 503 | configuration_invalid | S4 | The route names a cluster that does not exist.
        route_not_found | 404 | no_route | S4 | No route matches the request.
        route_configuration_not_found | 404 | no_route, configuration_invalid | S4 | No route configuration was delivered for this listener.
        filter_chain_not_found | - | no_route | S4 | No filter chain of the listener matches the connection.
        direct_response | varies | own_response | - | The route answers by itself.
        maintenance_mode | 503 | own_response | - | The cluster is in maintenance mode.
        overload | 503 | overloaded | S0 | The overload manager refused the request.
        drop_overload | 503 | overloaded | S0 | Load was dropped by policy of the control plane.
        unconditional_drop_overload | 503 | overloaded | S0 | All load was dropped by policy of the control plane.
        request_overall_timeout | 408 | request_body_timeout | S4 | The whole request did not arrive in time.
        request_header_timeout | 408 | request_head_timeout | S4 | The request head did not arrive in time.
        stream_idle_timeout | 408/504 | body_stalled, tunnel_idle | S4 | Nothing moved on the stream for the idle timeout.
        max_duration_timeout | 408/504 | total_timeout | S4 | The stream lived longer than allowed.
        duration_timeout | 408/504 | total_timeout | S4 | The connection's maximum duration was reached.
        response_timeout / upstream_response_timeout | 504 | response_head_timeout | S3 | The upstream did not answer within the route's timeout.
        upstream_per_try_timeout | 504 | response_head_timeout | S3 | The upstream did not answer within the timeout of one try.
        upstream_per_try_idle_timeout | 504 | head_stalled, body_stalled | S3, S4 | The upstream fell silent within one try.
        upstream_max_stream_duration_reached | 504 | total_timeout | S4 | The upstream stream lived longer than allowed.
        upstream_reset_before_response_started{…} | 503 | closed_before_head, reset_before_head, connect_refused | S0, S2, S3 | The upstream was lost before any response; the reason is in the braces.
        upstream_reset_after_response_started{…} | as sent | length_truncated, chunked_truncated, reset_inside_body | S4 | The upstream was lost while the response was being sent; the client got a part of it.
        request_payload_too_large | 413 | request_body_too_large | S4 | The request is larger than the buffer limit.
        response_payload_too_large | 500 | response_body_too_large | S4 | The response is larger than the buffer limit of a filter that needs all of it.
        request_payload_exceeded_retry_buffer_limit | 507 | request_body_too_large | S4 | The request is larger than what can be kept for a retry. | Raise per_request_buffer_limit_bytes, or do not retry uploads.
        upgrade_failed | 403 | upgrade_failed | S4 | The upgrade is not allowed or failed. | Add upgrade_configs for the protocol.
        websocket_handshake_unsuccessful | - | upgrade_failed | S4 | The upstream did not accept the WebSocket handshake.
        missing_host_header | 400 | host_missing | S4 | The request has no host.
        missing_path_rejected | 400 | request_target_invalid | S4 | The request has no path.
        absolute_path_rejected | 400 | request_target_invalid | S4 | An absolute URL is not allowed here.
        path_normalization_failed | 400 | request_target_invalid | S4 | The path could not be normalized.
        low_version | 426 | request_version_unsupported | S4 | HTTP/1.0 or older is not allowed here.
        request_headers_failed_strict_check | 400 | request_field_value_invalid | S4 | A strictly checked header is not valid.
        filter_removed_required_request_headers | 400 | configuration_invalid | S4 | A filter removed a header that is required. | Find the filter that changes the request.
        filter_removed_required_response_headers | 502 | configuration_invalid | S4 | A filter removed a header that is required. | Find the filter that changes the response.
        downstream_remote_disconnect | 0 | - | - | The client closed the connection.
        downstream_local_disconnect(…) | 0 | - | - | Envoy closed the client's connection; the reason is in the brackets.
        internal_redirect | - | own_response | - | The request was redirected internally.
        early_connect_data | 400 | request_line_malformed | S4 | Data came after CONNECT before it was accepted.
        admin_filter_response | 200 | own_response | - | The admin interface answered.
        rejecting_because_detection_failed | 403 | denied | - | Detection of the original source failed, so the request was refused.
        http1.codec_error | 400/502 | request_line_malformed, status_line_malformed | S4 | The bytes are not valid HTTP/1.
        http1.headers_too_large | 431/502 | request_head_too_large, response_head_too_large | S4 | The headers are larger than allowed (60 KiB by default). | Raise max_request_headers_kb or the upstream's counterpart, after finding the large field.
        http1.too_many_headers | 431/502 | request_fields_too_many, response_fields_too_many | S4 | There are more headers than allowed (100 by default).
        http1.content_length_and_chunked_not_allowed | 400/502 | request_length_and_coding, response_length_and_coding | S4 | Both Content-Length and Transfer-Encoding are present.
        http1.invalid_transfer_encoding | 400/502 | request_coding_unknown, response_coding_unknown | S4 | The transfer coding is not understood.
        http2.invalid.header.field | 400/502 | request_field_name_invalid, response_field_name_invalid | S4 | A header is not valid in HTTP/2.
        http2.violation.of.messaging.rule | 400/502 | request_line_malformed, status_line_malformed | S4 | The message breaks a rule of HTTP/2.
        http2.remote_refuse | 503 | reset_before_head | S1 | The peer refused the stream before processing it (REFUSED_STREAM): any method may be sent again.
        http2.remote_reset | 503 | reset_before_head | S3 | The peer reset the stream.
        http2.too_many_headers | 431/502 | request_fields_too_many, response_fields_too_many | S4 | There are more headers than allowed.
        http2.inbound_empty_frames_flood | - | interim_flood | S4 | The peer sent a flood of empty frames: an attack or a broken client.
        http3.remote_refuse | 503 | reset_before_head | S1 | The peer refused the request before processing it.
        http3.remote_reset | 503 | reset_before_head | S3 | The peer reset the stream.
        http3.headers_too_large | 431/502 | request_head_too_large, response_head_too_large | S4 | The headers are larger than allowed.
        http3.inconsistent_content_length | 400/502 | request_lengths_differ, response_lengths_differ | S4 | The content does not have the length that was stated.
        on_idle_timeout | - | - | - | An idle connection was closed as configured.
        http2_ping_timeout | 503 | closed_before_head | S3 | The peer did not answer an HTTP/2 ping: the connection is dead.
        transport_socket_timeout | 503 | handshake_timeout | S0 | The TLS handshake took too long.
        max_connection_duration_reached | - | - | - | The connection reached its maximum age and was closed as configured.
        upstream connect error or disconnect/reset before headers… | 503 | connect_refused, connect_timeout, closed_before_head, reset_before_head | S0, S2, S3 | Envoy's page when the upstream failed before any response; the reset reason and the transport failure reason follow.
        reset reason: local connection failure | 503 | ports_exhausted | S0 | The connection failed on this machine, for example for want of a source port.
        reset reason: remote connection failure | 503 | connect_refused, tls_handshake_failed | S0 | The upstream refused the connection, or TLS failed: see the transport failure reason.
        reset reason: connection failure | 503 | connect_refused, connect_timeout | S0 | The connection could not be set up (older wording).
        reset reason: connection timeout | 503 | connect_timeout | S0 | The connection could not be set up in time.
        reset reason: connection termination | 503 | closed_before_head, closed_on_reuse | S2, S3 | The connection was closed before a response.
        reset reason: local reset | 503 | bug | S3 | Envoy itself reset the stream.
        reset reason: local refused stream reset | 503 | connection_limit | S0 | Envoy refused the stream by its own limits.
        reset reason: remote refused stream reset | 503 | reset_before_head | S1 | The upstream refused the stream without processing it.
        reset reason: remote reset | 503 | reset_before_head | S3 | The upstream reset the stream. NO_ERROR after a complete response is not an error.
        reset reason: remote error with CONNECT request | 503 | upgrade_failed | S4 | The tunnel could not be opened.
        reset reason: overflow | 503 | connection_limit, queue_full | S0 | A circuit breaker is open.
        reset reason: overload manager reset | 503 | overloaded | S0 | Envoy is overloaded.
        reset reason: protocol error | 502 | status_line_malformed | S4 | The upstream broke the protocol.
        reset reason: HTTP/1 premature upstream half close | 503 | closed_before_head | S3 | The upstream closed its side before a response.
        remote_connection_failure | 503 | connect_refused, tls_handshake_failed | S0 | The upstream refused the connection, or TLS failed.
        delayed_connect_error:_Connection_refused / delayed connect error: Connection refused | 503 | connect_refused | S0 | The connection attempt was refused.
        delayed_connect_error:_111 / delayed connect error: 111 | 503 | connect_refused | S0 | The connection attempt was refused (error number 111).
        TLS error: Secret is not supplied by SDS | 503 | configuration_invalid | S0 | The certificate was not delivered by the control plane.
        TLS_error:…WRONG_VERSION_NUMBER | 503 | plain_on_tls_port | S0 | The upstream's port speaks plain HTTP, not TLS.
        CERTIFICATE_VERIFY_FAILED | 503 | certificate_untrusted, certificate_expired, certificate_name_mismatch | S0 | The upstream's certificate was not accepted.
        SSLV3_ALERT_HANDSHAKE_FAILURE | 503 | tls_alert | S0 | The upstream refused the handshake with alert 40; a missing server name (SNI) is the usual reason.
        """#
}
