extension ForeignNames {
    /// What Heroku calls a failure.
    ///
    /// The columns are those of `ForeignName`.
    static let heroku = #"""
        H10 | 503 | no_endpoint_available | S0 | Heroku: the app crashed; no dyno runs. | `heroku logs --tail` shows the crash at start; check that it listens on $PORT.
        H11 | 503 | queue_full | S0 | Heroku: too many requests wait for the dynos. | Add dynos or make requests faster.
        H12 | 503 | response_head_timeout | S3 | Heroku: no response within 30 s. | Do long work in a background job.
        H13 | 503 | closed_before_head, closed_on_reuse | S2, S3 | Heroku: the connection was closed without a response. | With Router 2.0 raise the app's keep-alive timeout above 90 s; otherwise look for killed workers.
        H14 | 503 | no_endpoint_available | S0 | Heroku: no web dynos are running. | `heroku ps:scale web=1`.
        H15 | 503 | tunnel_idle, body_stalled | S4 | Heroku: nothing moved on the connection for 55 s. | Send pings or data more often.
        H17 | 503 | status_line_malformed | S4 | Heroku: the response is malformed.
        H18 | 503 | reset_before_head, reset_inside_body | S3 | Heroku: the app broke the connection off while the request ran.
        H19 | 503 | connect_timeout | S0 | Heroku: the dyno could not be connected to in time.
        H20 | 503 | no_endpoint_available | S0 | Heroku: the app did not start within 75 s. | Make the start faster; waiting helps while it boots.
        H21 | 503 | connect_refused | S0 | Heroku: the dyno refused the connection.
        H22 | 503 | connection_limit | S0 | Heroku: the dyno has reached its limit of connections.
        H23 | 503 | configuration_invalid | S4 | Heroku: the endpoint is misconfigured.
        H24 | 503 | closed_before_head | S3 | Heroku: the connection was closed by force.
        H25 | 503 | response_length_and_coding, response_field_name_invalid | S4 | Heroku: the response breaks a restriction of HTTP.
        H26 | 503 | request_line_malformed | S4 | Heroku: the request is malformed.
        H27 | 499 | - | - | Heroku: the client left before the answer.
        H28 | 503 | - | - | Heroku: the client sent nothing for 55 s.
        H31 | 421 | no_route | S4 | Heroku: the request came to the wrong place for its name.
        H32 | 503 | certificate_name_mismatch | S4 | Heroku: the certificate does not fit the name.
        H80 | 503 | own_response | - | Heroku: maintenance mode is on.
        H81 | 503 | own_response | - | Heroku: the app has no code yet.
        H82 | 503 | own_response | - | Heroku: the free hours are used up.
        H83 | 503 | own_response | - | Heroku: planned maintenance of the platform.
        H99 | 503 | bug | S3 | Heroku: an error of the platform.
        """#
}
