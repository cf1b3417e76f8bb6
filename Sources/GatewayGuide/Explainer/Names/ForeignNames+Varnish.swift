extension ForeignNames {
    /// What Varnish calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let varnish = #"""
        Backend fetch failed | 503 | no_endpoint_available, connect_refused, closed_before_head, response_head_timeout | S0, S2, S3 | Varnish's page for every failure of a backend; the cause is in the FetchError record of the log. | `varnishlog -g request -q 'vxid == XID'` with the XID of the page, and read FetchError.
        Guru Meditation: XID: … | 503 | no_endpoint_available, connect_refused, closed_before_head, response_head_timeout | S0, S2, S3 | The number under which the failed request is in Varnish's log. | `varnishlog -g request -q 'vxid == XID'`, and read FetchError.
        backend …: unhealthy | 503 | no_endpoint_available | S0 | The probe considers the backend sick.
        No backend | 503 | no_endpoint_available, configuration_invalid | S0 | No backend was chosen.
        Director … returned no backend | 503 | no_endpoint_available | S0 | All backends of the director are sick.
        backend …: busy | 503 | connection_limit | S0 | The backend's max_connections are in use.
        backend …: fail errno … | 503 | connect_refused, connect_timeout, host_unreachable | S0 | The connection failed; the error number says how (111 refused, 110 timed out, 113 no route).
        backend …: proxy write errno … | 503 | closed_before_head | S0 | The PROXY line could not be sent.
        out of workspace | 503 | memory_exhausted | S4 | The request needs more workspace than allowed. | Raise workspace_backend or workspace_client.
        Workspace overflow | 503 | memory_exhausted | S4 | The request needs more workspace than allowed.
        Could not get storage | 503 | memory_exhausted | S4 | The cache has no room for the object.
        backend write error: … | 503 | broken_while_sending, send_stalled | S2, S3 | Sending the request to the backend failed.
        req.body read error: … | - | request_body_timeout | - | Reading the client's content failed.
        first byte timeout | 503 | response_head_timeout | S3 | The backend did not begin to answer within first_byte_timeout (60 s by default).
        Body cannot be fetched | 503 | response_length_malformed, response_length_and_coding, response_coding_unknown, response_coding_not_final | S4 | The response head does not say how long the content is, or says it twice.
        Connection reset by peer | as sent | reset_inside_body | S4 | The backend reset the connection inside the content.
        Resource temporarily unavailable | as sent | body_stalled | S4 | The backend paused longer than between_bytes_timeout inside the content.
        first byte timeout (reused connection) | 503 | response_head_timeout | S3 | The backend did not begin to answer on a reused connection.
        FetchError timeout / timeout | as sent | body_stalled | S4 | The backend paused longer than between_bytes_timeout.
        backend closed | 503 | closed_before_head, closed_on_reuse | S2, S3 | The backend closed before it answered: a crash, or the keep-alive race.
        Received junk | 503 | status_line_malformed | S4 | The backend's answer is not HTTP.
        http format error | 503 | response_field_name_invalid, status_line_malformed | S4 | The backend's response head is not valid.
        FetchError overflow / overflow | 503 | response_head_too_large | S4 | The response head is larger than http_resp_size (32 KiB) or one header larger than http_resp_hdr_len (8 KiB).
        HTC eof (-1) | 503 | closed_before_head, closed_inside_head, reset_before_head | S2, S3 | The backend closed the connection before its response head was complete. A reset and an end look the same to Varnish.
        HTC … | 503 | bug | S4 | An unexpected state while reading the response.
        straight insufficient bytes | as sent | length_truncated | S4 | The response is shorter than its Content-Length.
        eof socket fail | as sent | reset_inside_body | S4 | The connection failed while a response without length was being read.
        chunked insufficient bytes | as sent | chunked_truncated | S4 | The chunked response ended too early.
        chunked read err | as sent | chunked_truncated, reset_inside_body | S4 | The connection ended or broke inside a chunk.
        chunked tail no NL | as sent | response_chunk_end_malformed | S4 | A chunk does not end with a line end.
        chunked header non-hex | as sent | response_chunk_size_malformed | S4 | A chunk size is not a hex number.
        chunked header too long | as sent | response_chunk_size_malformed | S4 | A chunk size is too long.
        chunked header no NL | as sent | response_chunk_size_malformed | S4 | A chunk size does not end with a line end.
        chunked header number syntax | as sent | response_chunk_size_malformed | S4 | A chunk size is not a number.
        bogusly large chunk size | as sent | response_chunk_size_malformed | S4 | A chunk claims an absurd size.
        Junk after gzip data | as sent | response_content_coding_broken | S4 | Something follows the compressed content.
        Gunzip error … | 503 | response_content_coding_broken | S4 | The compressed content is damaged.
        Gunzip error at the very end | as sent | response_content_coding_broken | S4 | The compressed content is damaged or cut.
        Request body too big to cache | 503 | request_body_too_large | S4 | The request is larger than what can be kept for a retry.
        Too many retries / failing | 503 | - | S4 | max_retries is used up; the cause is that of the last attempt.
        rem_close | - | - | - | Session closed: the client closed.
        req_close | - | - | - | Session closed: the client asked for it.
        req_http10 | - | - | - | Session closed: the client speaks HTTP/1.0.
        rx_bad | 400 | request_line_malformed | - | Session closed: bad request.
        rx_body | 400 | request_body_timeout | - | Session closed: reading the request's content failed.
        rx_junk | 400 | request_line_malformed | - | Session closed: junk was received.
        rx_overflow | 413 | request_head_too_large | - | Session closed: the request head is too large.
        rx_timeout | 408 | request_head_timeout | - | Session closed: the request did not arrive in time.
        rx_close_idle | - | - | - | Session closed: it was idle.
        tx_pipe | - | - | - | Session ended as a pipe.
        tx_error | - | - | - | Session closed: sending to the client failed.
        tx_eof | - | - | - | Session closed: the response ended by closing.
        resp_close | - | - | - | Session closed: the backend or VCL asked for it.
        overload | 503 | overloaded | S0 | Session closed: Varnish is out of some resource.
        pipe_overflow | - | overloaded | S0 | Session closed: too many pipes.
        range_short | - | length_truncated | S4 | Session closed: the range is shorter than promised.
        req_http20 | - | - | - | Session closed: the client speaks HTTP/2 without being allowed to.
        vcl_failure | 503 | configuration_invalid | S4 | Session closed: VCL failed.
        rapid_reset | - | interim_flood | - | Session closed: too many HTTP/2 resets (CVE-2023-44487).
        bankrupt | - | overloaded | - | Session closed: the HTTP/2 client used up its window in a suspicious way.
        """#
}
