/// What a member of a JSON log line is, by the names that the programs use.
enum JSONKey {
    case time, seconds, status, method, target, request, host, client, upstream, requestID, bytes, requestBytes
    case duration, durationSeconds, durationMilliseconds, durationMicroseconds, durationNanoseconds, durationText
    case message, error, level, identifier
    case flags, details, transport, requestSent
    case originStatus
    case statusDetails, proxyStatus
    case fault, outcome
    case upstreamStatus, upstreamConnect, upstreamHead, upstreamResponse
    case journalTime

    /// Keys by their names' hashes, so that a line costs no text.
    struct Table: Sendable {
        static let shared = Table()

        private var index = HashIndex(room: 200)
        private var keys: [JSONKey] = []

        private init() {
            for (key, names) in JSONKey.names {
                for name in names.split(separator: " ") {
                    self.index.insert(Text.hash(String(name)), self.keys.count)
                    self.keys.append(key)
                }
            }
        }

        func key(_ name: Slice, _ bytes: borrowing Span<UInt8>) -> JSONKey? {
            self.index.find(name.hash(bytes)).map { self.keys[$0] }
        }
    }

    private static let names: [(JSONKey, String)] = [
        (.time, "time timestamp @timestamp time_iso8601 time_local start_time StartUTC receiveTimestamp datetime date"),
        (.seconds, "ts msec"),
        (.status, "status response_code status_code DownstreamStatus http_status code responseStatus"),
        (.method, "method request_method RequestMethod requestMethod http_method"),
        (.target, "uri path target request_uri RequestPath requestUrl url x-envoy-origin-path"),
        (.request, "request request_line"),
        (.host, "host RequestHost authority http_host :authority server_name"),
        (.client, "client client_ip remote_ip remote_addr ClientHost remoteIp clientip downstream_remote_address"),
        (.upstream, "upstream upstream_host upstream_addr ServiceAddr ServiceURL serverIp"),
        (.requestID, "id request_id req_id trace_id"),
        (.bytes, "bytes_out size body_bytes_sent bytes_sent DownstreamContentSize responseSize bytes"),
        (.requestBytes, "bytes_in bytes_received bytes_read request_length requestSize RequestContentSize"),
        (.duration, "duration"),
        (.durationSeconds, "request_time"),
        (.durationMilliseconds, "duration_ms response_duration elapsed_ms"),
        (.durationMicroseconds, "duration_us"),
        (.durationNanoseconds, "Duration"),
        (.durationText, "latency"),
        (.message, "msg message MESSAGE"),
        (.error, "error err RequestError"),
        (.level, "level severity"),
        (.identifier, "SYSLOG_IDENTIFIER _COMM"),
        (.flags, "response_flags"),
        (.details, "response_code_details"),
        (.transport, "upstream_transport_failure_reason"),
        (.requestSent, "request_tx_duration"),
        (.originStatus, "OriginStatus"),
        (.statusDetails, "statusDetails"),
        (.proxyStatus, "proxyStatus"),
        (.fault, "fault"),
        (.outcome, "outcome"),
        (.upstreamStatus, "upstream_status"),
        (.upstreamConnect, "upstream_connect_time"),
        (.upstreamHead, "upstream_header_time"),
        (.upstreamResponse, "upstream_response_time"),
        (.journalTime, "__REALTIME_TIMESTAMP"),
    ]
}
