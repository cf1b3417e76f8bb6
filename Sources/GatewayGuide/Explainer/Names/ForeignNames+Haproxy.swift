extension ForeignNames {
    /// What HAProxy calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let haproxy = #"""
        -- | as sent | - | - | Normal end of the session on both sides.
        SC | 503 | connect_refused, host_unreachable, tls_handshake_failed | S0 | The server refused the connection, could not be reached, or TLS failed. | Log bc_err to see which; check that the server listens.
        sC | 503/504 | connect_timeout | S0 | `timeout connect` ran out.
        SH | 502 | closed_before_head, reset_before_head, closed_on_reuse | S2, S3 | The server closed before it had sent a complete response head: a crash, or the keep-alive race. | Compare the server's idle timeout with HAProxy's; `retry-on empty-response` helps idempotent requests.
        sH | 504 | response_head_timeout | S3 | `timeout server` ran out before a response head.
        SD | as sent | length_truncated, chunked_truncated, reset_inside_body | S4 | The server died while it was sending data; the client got a part.
        sD | as sent | body_stalled | S4 | `timeout server` ran out while data was being sent.
        SL | as sent | length_truncated | S4 | The server aborted while the last data was being flushed.
        sL | as sent | body_stalled | S4 | A server-side timeout while the last data was being flushed.
        PH | 502 | status_line_malformed, response_head_too_large, response_field_name_invalid | S4 | The response was not valid, too large for the buffer, or blocked by a rule. | `show errors` on the CLI shows the captured bytes with the offset; tune.bufsize is the size limit.
        PD | as sent | response_chunk_size_malformed | S4 | Invalid chunks from the server, or the session was ended by force while sending data.
        sQ | 503 | queue_timeout | S0 | The request waited too long in the queue (`timeout queue`).
        PC | 503 | ports_exhausted, connection_limit | S0 | A local limit: sockets, source ports, or a limit by policy.
        RC | 503 | descriptors_exhausted, memory_exhausted, ports_exhausted | S0 | A local resource is exhausted: memory, descriptors or ports.
        PR | 400/403/500 | denied, request_line_malformed | - | The request was denied by a rule or was not valid.
        PT | 500 | denied | - | The request was held in a tarpit.
        CT | - | denied | - | The client left a tarpit.
        LC | varies | own_response | - | HAProxy answered by itself.
        LR | varies | own_response | - | HAProxy answered by itself (redirect, return, stats).
        LH | varies | own_response | - | HAProxy answered by itself.
        D? | - | closed_before_head | S3 | The session was killed because its server was marked down (on-marked-down shutdown-sessions).
        U? | - | closed_before_head | S3 | The session on a backup server was killed because the main server came back.
        K? | - | closed_before_head | S3 | The session was killed by an administrator.
        I? | 500 | bug | - | An internal error of HAProxy. | Update, and report it.
        CC | - | - | - | The client left while the connection to the server was being set up.
        CQ | - | - | - | The client left while it waited in the queue. | Long queues make clients leave: see sQ.
        CH | - | - | - | The client left while waiting for the response. | Many of them mean that the server is too slow for its visitors.
        CD | as sent | - | - | The client left while data was being sent.
        cD | as sent | - | - | The client did not take or send data for `timeout client`.
        cH | 408 | request_body_timeout | - | The client did not send the rest of its request in time while the response was awaited.
        cR | 408 | request_head_timeout | - | The client did not send a complete request in time.
        CR | 400 | request_line_malformed | - | The client left before it had sent a complete request.
        <NOSRV> | 503 | no_endpoint_available | S0 | No server was chosen: all are down, or none is configured.
        502 The server returned an invalid or incomplete response. | 502 | closed_before_head, status_line_malformed | S2, S3, S4 | HAProxy's page for 502: see the termination state (SH or PH) in its log.
        503 No server is available to handle this request. | 503 | no_endpoint_available, queue_timeout | S0 | HAProxy's page for 503: see the termination state (SC, sQ, PC) in its log.
        504 The server didn't respond in time. | 504 | response_head_timeout, connect_timeout | S0, S3 | HAProxy's page for 504: see the termination state (sH or sC) in its log.
        Reached configured maxconn value | 503 | connection_limit | S0 | The limit of connections is reached.
        Too many sockets on the process | 503 | descriptors_exhausted | S0 | The process has no descriptor left.
        Too many sockets on the system | 503 | descriptors_exhausted | S0 | The system has no descriptor left.
        Out of system buffers | 503 | memory_exhausted | S0 | The system has no memory for sockets left.
        Source port range exhausted | 503 | ports_exhausted | S0 | The configured range of source ports is used up.
        Can't bind to source address | 503 | configuration_invalid, ports_exhausted | S0 | The configured source address cannot be used.
        Out of local source ports on the system | 503 | ports_exhausted | S0 | All local ports are in use.
        Local source address already in use | 503 | ports_exhausted | S0 | The local address and port are in use already.
        Connection closed while waiting for PROXY protocol header | - | request_line_malformed | - | The peer closed before it sent the PROXY line. | Check that the sender really speaks the PROXY protocol to this port.
        Connection error while waiting for PROXY protocol header | - | request_line_malformed | - | The connection failed before the PROXY line was complete.
        Timeout while waiting for PROXY protocol header | - | request_head_timeout | - | The PROXY line did not arrive in time. | The sender probably does not speak the PROXY protocol.
        Truncated PROXY protocol header received | - | request_line_malformed | - | The PROXY line is incomplete.
        Received something which does not look like a PROXY protocol header | - | request_line_malformed | - | The first bytes are no PROXY line. | Remove accept-proxy, or switch the PROXY protocol on at the sender.
        Received an invalid PROXY protocol header | - | request_line_malformed | - | The PROXY line is malformed.
        Received an unhandled protocol in the PROXY protocol header | - | request_line_malformed | - | The PROXY line names a protocol that is not supported.
        Connection closed during SSL handshake | 503 | tls_closed | S0 | The peer closed during the TLS handshake.
        Connection error during SSL handshake | 503 | tls_handshake_failed | S0 | The connection failed during the TLS handshake.
        Timeout during SSL handshake | 503 | handshake_timeout | S0 | The TLS handshake took too long.
        SSL client CA chain cannot be verified | - | denied | - | The client's certificate chain could not be verified.
        SSL client certificate not trusted | - | denied | - | The client's certificate is not trusted.
        Server presented an SSL certificate different from the configured one | 503 | certificate_name_mismatch | S0 | The server's certificate is not the configured one.
        Server presented an SSL certificate different from the expected one | 503 | certificate_name_mismatch | S0 | The server's certificate does not name the expected host (verifyhost or SNI).
        SSL handshake failure | 503 | tls_handshake_failed | S0 | The TLS handshake failed.
        Server refused early data | - | tls_handshake_failed | S1 | The server refused TLS early data: the request may be sent again after the handshake.
        SSL fatal error | 503 | tls_handshake_failed | S0 | TLS failed for good on this connection.
        Reverse connect failure | 503 | connect_other | S0 | A connection in reverse direction (rhttp) failed.
        Poller reported POLLERR | 503 | connect_other | S0 | The system reported an error on the socket without saying which.
        ECONNREFUSED returned by OS | 503 | connect_refused | S0 | The server refused the connection.
        ECONNRESET returned by OS | 503 | reset_before_head | S2, S3 | The connection was reset.
        ENETUNREACH returned by OS | 503 | network_unreachable | S0 | There is no route to the server.
        ENOMEM returned by OS | 503 | memory_exhausted | S0 | The system is out of memory.
        ENOBUFS returned by OS | 503 | memory_exhausted | S0 | The system is out of network buffers.
        EPIPE returned by OS | 502 | broken_while_sending | S3 | The server closed while the request was being sent.
        Error during QMux transport parameters exchange | 503 | tls_handshake_failed | S0 | The QMux connection could not be set up.
        """#
}
