extension ForeignNames {
    /// What nginx calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let nginx = #"""
        connect() failed (111: Connection refused) / connect() to … failed (111: Connection refused) | 502 | connect_refused | S0 | Nothing listens on the upstream's address and port.
        connect() failed (113: No route to host) / connect() to … failed (113: No route to host) | 502 | host_unreachable | S0 | The upstream's machine does not answer, or a firewall rejects.
        connect() failed (101: Network is unreachable) / connect() to … failed (101: Network is unreachable) | 502 | network_unreachable | S0 | This machine has no route to the upstream's network.
        connect() failed (110: Connection timed out) | 502 | connect_timeout | S0 | The system gave up connecting before nginx did.
        upstream timed out (110: Connection timed out) while connecting to upstream | 504 | connect_timeout | S0 | No connection within proxy_connect_timeout.
        upstream timed out (110: Connection timed out) while SSL handshaking to upstream | 504 | handshake_timeout | S0 | The TLS handshake took too long.
        upstream timed out (110: Connection timed out) while sending request to upstream | 504 | send_stalled | S3 | The upstream took no data for proxy_send_timeout.
        upstream timed out (110: Connection timed out) while reading response header from upstream | 504 | response_head_timeout | S3 | No response head within proxy_read_timeout.
        upstream timed out (110: Connection timed out) while reading upstream | as sent | body_stalled | S4 | The upstream stopped sending for proxy_read_timeout; the client got a part.
        upstream timed out (110: Connection timed out) while proxying upgraded connection | 101 | tunnel_idle | S4 | A WebSocket was silent for proxy_read_timeout (60 s by default). | Raise proxy_read_timeout for that location, or send pings.
        connect() to unix:… failed (11: Resource temporarily unavailable) | 502 | backlog_full | S0 | The listen queue of the Unix socket is full. | Raise the application's backlog (php-fpm listen.backlog) and net.core.somaxconn; more workers help more.
        connect() to … failed (99: Cannot assign requested address) | 502 | ports_exhausted | S0 | No local port is left for this upstream. | Use `keepalive` in the upstream block, and widen net.ipv4.ip_local_port_range.
        connect() to unix:… failed (2: No such file or directory) | 502 | socket_missing | S0 | The Unix socket does not exist.
        connect() to unix:… failed (13: Permission denied) | 502 | socket_missing, configuration_invalid | S0 | nginx may not open the Unix socket: mode, owner or SELinux.
        socket() failed (24: Too many open files) | 500/502 | descriptors_exhausted | S0 | The worker has no descriptor left. | Raise worker_rlimit_nofile and LimitNOFILE.
        worker_connections are not enough | 500/502 | descriptors_exhausted | S0 | The worker may not open more connections. | Raise worker_connections; each proxied request needs two.
        no live upstreams while connecting to upstream | 502 | no_endpoint_available | S0 | All servers of the upstream block were set aside after failures (max_fails). | Look for the errors in the seconds before: they are the cause. With one server, nginx never sets it aside.
        upstream server temporarily disabled | - | no_endpoint_available | - | A server reached max_fails and is left out for fail_timeout.
        upstream prematurely closed connection while reading response header from upstream | 502 | closed_before_head, closed_on_reuse | S2, S3 | The upstream closed before a response head: a crash, or the keep-alive race. | If only some requests fail, set keepalive_timeout in the upstream block below the application's idle timeout.
        upstream prematurely closed connection while reading upstream | as sent | length_truncated, chunked_truncated | S4 | The upstream closed in the middle of the content; the client got a part.
        upstream prematurely closed connection | 502 | closed_before_head, closed_on_reuse, length_truncated | S2, S3, S4 | The upstream closed too early; the words after "while" say whether before the response head or in the content.
        recv() failed (104: Connection reset by peer) while reading response header from upstream | 502 | reset_before_head, reset_on_reuse | S2, S3 | The upstream reset the connection before a response head.
        recv() failed (104: Connection reset by peer) while reading upstream | as sent | reset_inside_body | S4 | The upstream reset the connection in the middle of the content.
        readv() failed (104: Connection reset by peer) while reading upstream | as sent | reset_inside_body | S4 | The upstream reset the connection in the middle of the content.
        writev() failed (32: Broken pipe) while sending request to upstream | 502 | broken_while_sending | S3 | The upstream closed while the request was being sent, often after an early 413 or 401 that was not read.
        send() failed (32: Broken pipe) while sending request to upstream | 502 | broken_while_sending | S3 | The upstream closed while the request was being sent.
        sendfile() failed (32: Broken pipe) while sending request to upstream | 502 | broken_while_sending | S3 | The upstream closed while the request was being sent.
        writev() failed (104: Connection reset by peer) while sending request to upstream | 502 | broken_while_sending | S3 | The upstream reset the connection while the request was being sent.
        upstream prematurely sent response | 502 | response_unsolicited | S4 | The upstream sent something before it was asked.
        upstream sent too big header while reading response header from upstream | 502 | response_head_too_large | S4 | The response head is larger than proxy_buffer_size (one page, 4 or 8 KiB). | Raise proxy_buffer_size (and proxy_buffers), after looking for a cookie or policy header that grew.
        upstream sent too big trailers | as sent | response_trailers_too_large | S4 | The trailers are larger than the buffer.
        upstream sent no valid HTTP/1.0 header | 502 | status_line_malformed, response_http_zero_nine, tls_on_plain_port | S4 | The response has no HTTP status line: an HTTPS port, another protocol, or junk.
        upstream sent invalid header | 502 | response_field_name_invalid, response_field_value_invalid | S4 | A response header is not valid.
        upstream sent invalid header while reading … line | 502 | response_field_name_invalid | S4 | A response header is not valid.
        upstream sent duplicate header line: "…", previous value: "…" | 502 | response_lengths_differ | S4 | A header that may appear once came twice (refused since nginx 1.23).
        upstream sent "Content-Length" and "Transfer-Encoding" headers at the same time | 502 | response_length_and_coding | S4 | The response states its length in two ways.
        upstream sent unknown "Transfer-Encoding" | 502 | response_coding_unknown | S4 | The response uses a transfer coding that is not understood, or names chunked twice.
        upstream sent invalid chunked response | as sent | response_chunk_size_malformed, response_chunk_end_malformed | S4 | The chunks of the response are malformed.
        upstream sent data after final chunk | as sent | response_unsolicited | S4 | More came after the end of the response.
        upstream sent invalid "Content-Length" header | 502 | response_length_malformed | S4 | The length of the response is not a number.
        upstream sent more data than specified in "Content-Length" | as sent | response_unsolicited | S4 | The response is longer than it says.
        SSL_do_handshake() failed (SSL: error:…:wrong version number) | 502 | plain_on_tls_port | S0 | The upstream's port speaks plain HTTP. | Use http:// in proxy_pass, or the HTTPS port.
        SSL_do_handshake() failed (… alert number 40…) | 502 | tls_alert | S0 | The upstream refused the handshake (handshake_failure): usually a missing server name. | Set `proxy_ssl_server_name on`.
        SSL_do_handshake() failed (… alert number 112…) | 502 | tls_alert | S0 | The upstream does not know the server name (unrecognized_name). | Set `proxy_ssl_server_name on` and the right proxy_ssl_name.
        peer closed connection in SSL handshake | 502 | tls_closed | S0 | The upstream closed during the TLS handshake.
        upstream SSL certificate verify error: … | 502 | certificate_untrusted, certificate_expired, certificate_self_signed, certificate_chain_incomplete | S0 | The upstream's certificate was not accepted; the number and text say why.
        upstream SSL certificate does not match "…" | 502 | certificate_name_mismatch | S0 | The upstream's certificate is for another name.
        … could not be resolved (3: Host not found) | 502 | dns_name_not_found | S0 | The upstream's name does not exist.
        … could not be resolved (2: Server failure) | 502 | dns_server_failure | S0 | The resolver could not resolve the name.
        … could not be resolved (5: Operation refused) | 502 | dns_refused | S0 | The resolver refused to answer.
        … could not be resolved (1: Format error) | 502 | dns_other | S0 | The resolver did not understand the question.
        … could not be resolved (4: Unimplemented) | 502 | dns_other | S0 | The resolver does not support the question.
        … could not be resolved (110: Operation timed out) | 502 | dns_timeout | S0 | The resolver did not answer (nginx answers 502 although it is a timeout).
        no resolver defined to resolve … | 502 | configuration_invalid | S4 | proxy_pass holds a variable, so nginx needs a `resolver`. | Add `resolver` with an address that this machine may ask.
        no port in upstream "…" | 500 | configuration_invalid | S4 | The address in proxy_pass came out without a port.
        invalid host in upstream "…" | 500 | configuration_invalid | S4 | The address in proxy_pass is not a valid host.
        host not found in upstream "…" | - | dns_name_not_found, configuration_invalid | - | nginx resolves names at start and refuses to start. | Repair DNS, or use a variable with `resolver` so that the name is resolved while running.
        upstream sent goaway with error … | 502 | closed_before_head | S1, S3 | The upstream closed its HTTP/2 connection; streams above the last id were not processed.
        upstream rejected request with error … | 502 | reset_before_head | S1, S3 | The upstream reset the stream; error 7 (REFUSED_STREAM) proves that it was not processed.
        upstream prematurely closed stream | 502 | closed_before_head, chunked_truncated | S3, S4 | The upstream ended the stream too early.
        upstream sent invalid :status | 502 | status_line_malformed | S4 | The HTTP/2 response has no valid status.
        upstream violated stream flow control | 502 | status_line_malformed | S4 | The upstream sent more than it was allowed to.
        upstream violated connection flow control | 502 | status_line_malformed | S4 | The upstream sent more than it was allowed to.
        upstream sent too large http2 frame | 502 | response_head_too_large | S4 | An HTTP/2 frame is larger than allowed.
        upstream sent too large header | 502 | response_head_too_large | S4 | A header of the HTTP/2 response is too large.
        FastCGI sent in stderr: "…" | as sent | - | - | A message of the application itself, for example a PHP error; "Primary script unknown" means that the script's path is wrong. | Read the quoted message; for "Primary script unknown" check SCRIPT_FILENAME and root.
        upstream prematurely closed FastCGI stdout | 502 | closed_before_head | S3 | The FastCGI worker ended too early: memory limit, request_terminate_timeout, or a crash.
        upstream prematurely closed FastCGI request | 502 | closed_before_head | S3 | The FastCGI worker ended too early.
        upstream sent unexpected FastCGI record | 502 | status_line_malformed | S4 | The upstream does not speak FastCGI properly.
        upstream sent invalid FastCGI record | 502 | status_line_malformed | S4 | The upstream does not speak FastCGI properly.
        upstream sent unsupported FastCGI protocol version | 502 | status_line_malformed | S4 | The upstream does not speak FastCGI on this port.
        upstream split a header line in FastCGI records | 502 | status_line_malformed | S4 | A header was split in a way that nginx does not accept.
        client prematurely closed connection, so upstream connection is closed too | 499 | - | - | The client left before the answer. | Many at one duration mean that clients, or a balancer before nginx, give up: find out what is slow.
        epoll_wait() reported that client prematurely closed connection | 499 | - | - | The client left before the answer.
        client intended to send too large body | 413 | request_body_too_large | S4 | The request is larger than client_max_body_size (1 MiB by default).
        client sent invalid header line | 400 | request_field_name_invalid | S4 | A header of the request is not valid; nginx ignores it by default.
        """#
}
