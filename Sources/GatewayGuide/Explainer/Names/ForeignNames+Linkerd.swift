extension ForeignNames {
    /// What linkerd calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let linkerd = #"""
        FailFastError / service in fail-fast | 504 | no_endpoint_available | S0 | The service was not ready for 3 s, so requests are refused at once. It is a symptom. | Look for the first failure before it: no endpoints, refused connections, or a mesh policy.
        LoadShedError | 503 | overloaded, queue_full | S0 | More requests wait than allowed.
        ResponseTimeout / response header timeout | 504 | response_head_timeout | S3 | The response head did not arrive in time.
        request timeout | 504 | total_timeout | S3 | The whole exchange took too long.
        idle timeout | 504 | body_stalled, tunnel_idle | S4 | Nothing moved for too long.
        connect timed out after | 504/502 | connect_timeout | S0 | The connection was not set up in time; linkerd does not retry it.
        IdentityRequired / required id | 502 | certificate_name_mismatch | S0 | The peer has another identity than the one that was expected ("required id X; found Y"). | A pod that reuses an address, or a stale endpoint, shows another workload's identity.
        DispatcherFailed | 502 | bug | - | Internal: the dispatcher of the connection failed.
        NoRoute | 404 | no_route | S4 | No route matches.
        gateway loop detected | 508 | loop_detected | S4 | The request came back to the gateway.
        replay body discarded after reaching maximum buffered bytes limit | - | request_body_too_large | - | No retry: the content is larger than what is kept for one (64 KiB).
        unexpected error | 500 | bug | - | An error without a name; see l5d-proxy-error.
        l5d-proxy-error | varies | - | - | The header in which linkerd tells its own error. | Read its text: it is one of the names in this table.
        l5d-proxy-connection | varies | - | - | The header in which linkerd tells that it closes the connection after an error.
        """#
}
