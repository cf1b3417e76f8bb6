extension ForeignNames {
    /// What AWS load balancer calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let loadBalancer = #"""
        ALB 502 | 502 | connect_refused, host_unreachable, closed_on_reuse, closed_before_head, status_line_malformed, response_head_too_large, tls_handshake_failed | S0, S2, S3, S4 | A reset on connect, a target that closed with a request outstanding (its keep-alive is shorter than the balancer's idle timeout), a malformed response or headers that are too large, a TLS error, or a target that was deregistered. | In the access log `target_status_code` is `-` when the balancer made the answer. Set the target's keep-alive timeout above the balancer's idle timeout (60 s by default).
        ALB 503 | 503 | no_endpoint_available | S0 | The target group has no registered targets. When all targets are unhealthy, the balancer sends to all of them instead.
        ALB 504 | 504 | connect_timeout, response_head_timeout, length_truncated | S0, S3 | No connection within 10 s, a network ACL that drops, no response before the idle timeout, or a Content-Length larger than the content.
        460 | 460 | - | - | AWS ALB: the client closed before the balancer answered. | Compare the client's timeout with the balancer's idle timeout.
        463 | 463 | request_field_value_invalid | - | AWS ALB: X-Forwarded-For holds more than 30 addresses. | Look for a loop between proxies.
        464 | 464 | request_version_unsupported | - | AWS ALB: the protocol version of the request does not fit the target group's.
        561 | 561 | bug | - | AWS ALB: the identity provider returned an error.
        000 | 0 | - | - | AWS ALB: an HTTP/2 client left, or its headers were larger than 8 KiB.
        LambdaAccessDenied | 502 | configuration_invalid | S4 | The balancer may not invoke the function.
        LambdaBadRequest | 502 | configuration_invalid | S4 | The invocation was malformed.
        LambdaConnectionError | 502 | connect_other | S0 | Lambda could not be reached.
        LambdaConnectionTimeout | 504 | connect_timeout | S0 | Lambda could not be reached in time.
        LambdaEC2AccessDeniedException | 502 | configuration_invalid | S4 | The function may not set up its network interface.
        LambdaEC2ThrottledException | 502 | rate_limited | S0 | EC2 throttled the set-up of the function's network.
        LambdaEC2UnexpectedException | 502 | bug | S0 | EC2 failed while the function's network was set up.
        LambdaENILimitReachedException | 502 | connection_limit | S0 | The limit of network interfaces is reached.
        LambdaInvalidResponse | 502 | status_line_malformed | S4 | The function's result is not a valid response object.
        LambdaInvalidRuntimeException | 502 | configuration_invalid | S4 | The function's runtime is not supported.
        LambdaInvalidSecurityGroupIDException | 502 | configuration_invalid | S4 | The function's security group does not exist.
        LambdaInvalidSubnetIDException | 502 | configuration_invalid | S4 | The function's subnet does not exist.
        LambdaInvalidZipFileException | 502 | configuration_invalid | S4 | The function's code cannot be unpacked.
        LambdaKMSAccessDeniedException / LambdaKMSDisabledException / LambdaKMSInvalidStateException / LambdaKMSNotFoundException | 502 | configuration_invalid | S4 | The key that protects the function's environment cannot be used.
        LambdaRequestTooLarge | 502 | request_body_too_large | S4 | The request is larger than 1 MB.
        LambdaResourceNotFound | 502 | no_route | S4 | The function does not exist.
        LambdaResponseTooLarge | 502 | response_body_too_large | S4 | The function's result is larger than 1 MB.
        LambdaServiceException | 502 | bug | S3 | Lambda itself failed.
        LambdaSubnetIPAddressLimitReachedException | 502 | connection_limit | S0 | The function's subnets have no address left.
        LambdaThrottling | 502 | rate_limited | S0 | Too many concurrent invocations.
        LambdaUnhandled | 502 | closed_before_head | S3 | The function ended with an error it did not handle.
        LambdaUnhandledErrorInternal | 502 | closed_before_head | S3 | The function ended with an error inside its runtime.
        Elb.RegistrationInProgress | - | no_endpoint_available | S0 | Target health: being registered.
        Elb.InitialHealthChecking | - | no_endpoint_available | S0 | Target health: the first checks are running.
        Elb.InternalError | - | bug | - | Target health: an internal error of the balancer.
        Target.ResponseCodeMismatch | - | no_endpoint_available | - | Target health: the check got another status than expected.
        Target.Timeout | - | response_head_timeout | - | Target health: the check timed out.
        Target.FailedHealthChecks | - | connect_refused, no_endpoint_available | - | Target health: the check could not connect, or the response was malformed.
        Target.NotRegistered | - | no_endpoint_available | - | Target health: not registered.
        Target.NotInUse | - | no_endpoint_available | - | Target health: the target group is not used by a balancer, or its zone is not enabled.
        Target.DeregistrationInProgress | - | gateway_draining | - | Target health: being drained.
        Target.HealthCheckDisabled | - | - | - | Target health: checks are off.
        Target.IpUnusable | - | address_prohibited | - | Target health: the address belongs to a balancer and cannot be used.
        """#
}
