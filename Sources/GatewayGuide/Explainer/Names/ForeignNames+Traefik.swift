extension ForeignNames {
    /// What Traefik calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let traefik = #"""
        no available server | 503 | no_endpoint_available | S0 | The service has no healthy server.
        Error while handling | 502 | closed_before_head, connect_refused | S2, S3 | The line in which Traefik tells the cause of a 502; only at level DEBUG. | Switch the log level to DEBUG for a moment.
        502 Bad Gateway caused by | 502 | closed_before_head, connect_refused | S2, S3 | The cause follows: read it as a Go error.
        """#
}
