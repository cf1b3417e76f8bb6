import Testing

@testable import GatewayLogs

/// Each dialect on lines as the programs write them.
struct DialectTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var format: LogFormat
        var line: String
        var status: UInt16 = 0
        var kind = LogLine.Kind.exchange
        var verdict = LogLine.Verdict.fine
        var fault: String?
        var time: Int64?
        var client: String?
        var target: String?
        var upstream: String?
        var duration: Int64?

        var testDescription: String { "\(self.format.rawValue): \(self.line.prefix(60))" }
    }

    private func check(_ test: Case) throws {
        let line = try #require(ReadLine.all(test.line, as: test.format, DialectSettings(year: 2026)).last)
        #expect(line.kind == test.kind)
        #expect(line.verdict == test.verdict)
        #expect(line.status == test.status)
        #expect(line.fault == test.fault)
        if let time = test.time { #expect(line.time == time) }
        if let client = test.client { #expect(line.client == client) }
        if let target = test.target { #expect(line.target == target) }
        if let upstream = test.upstream { #expect(line.upstream == upstream) }
        if let duration = test.duration { #expect(line.duration == duration) }
    }

    @Test(arguments: [
        Case(
            format: .combined,
            line: #"192.0.2.7 - - [21/Nov/2026:15:38:00 +0000] "GET /a?b=1 HTTP/1.1" 200 612 "-" "curl/8.0""#,
            status: 200,
            time: 1_795_275_480_000,
            target: "/a?b=1"
        ),
        Case(
            format: .combined,
            line:
                #"2001:db8::1 - bob [21/Nov/2026:16:38:00 +0100] "POST /x HTTP/2.0" 502 157 "-" "a \"quoted\" agent""#,
            status: 502,
            verdict: .untold,
            time: 1_795_275_480_000,
            client: "2001:db8::1",
            target: "/x"
        ),
        Case(format: .combined, line: #"192.0.2.7 - - [21/Nov/2026:15:38:00 +0000] "" 400 0 "-" "-""#, status: 400),
        Case(
            format: .combined,
            line: #"192.0.2.7 - - [21/Nov/2026:15:38:00 +0000] "GET /slow HTTP/1.1" 499 0 "-" "-""#,
            status: 499,
            verdict: .clientLeft
        ),
        Case(
            format: .vhostCombined,
            line: #"shop.example:443 192.0.2.7 - - [21/Nov/2026:15:38:00 +0000] "GET / HTTP/1.1" 503 9 "-" "-""#,
            status: 503,
            verdict: .untold,
            client: "192.0.2.7"
        ),
        Case(format: .combined, line: "not a log line at all", kind: .unreadable),
        Case(
            format: .ingress,
            line: #"10.1.1.1 - - [21/Nov/2026:15:38:00 +0000] "GET /api HTTP/1.1" 504 160 "-" "curl" 80 60.001 "#
                + #"[default-app-80] [] 10.0.0.5:8080, 10.0.0.6:8080 0, 0 30.000, 30.001 504, 504 8d1f"#,
            status: 504,
            verdict: .told,
            fault: "response_head_timeout",
            upstream: "10.0.0.6:8080",
            duration: 60_001_000
        ),
        Case(
            format: .traefik,
            line: #"10.1.1.1 - - [21/Nov/2026:15:38:00 +0000] "GET / HTTP/1.1" 503 20 "-" "-" 17 "web@docker" "-" 0ms"#,
            status: 503,
            verdict: .told,
            fault: "no_endpoint_available"
        ),
        Case(
            format: .traefik,
            line:
                #"10.1.1.1 - - [21/Nov/2026:15:38:00 +0000] "GET / HTTP/1.1" 502 11 "-" "-" 9 "web@docker" "http://10.0.0.2:80" 3ms"#,
            status: 502,
            verdict: .untold,
            upstream: "http://10.0.0.2:80",
            duration: 3000
        ),
    ])
    func combinedAndItsKin(test: Case) throws { try self.check(test) }

    @Test(arguments: [
        ("connect() failed (111: Connection refused) while connecting to upstream", "connect_refused"),
        ("upstream timed out (110: Connection timed out) while connecting to upstream", "connect_timeout"),
        (
            "upstream timed out (110: Connection timed out) while reading response header from upstream",
            "response_head_timeout"
        ),
        ("upstream timed out (110: Connection timed out) while reading upstream", "body_stalled"),
        ("upstream prematurely closed connection while reading response header from upstream", "closed_before_head"),
        ("upstream prematurely closed connection while reading upstream", "length_truncated"),
        (
            "recv() failed (104: Connection reset by peer) while reading response header from upstream",
            "reset_before_head"
        ),
        ("upstream sent too big header while reading response header from upstream", "response_head_too_large"),
        ("upstream sent no valid HTTP/1.0 header while reading response header from upstream", "status_line_malformed"),
        ("no live upstreams while connecting to upstream", "no_endpoint_available"),
        (
            "connect() to unix:/run/a.sock failed (2: No such file or directory) while connecting to upstream",
            "socket_missing"
        ),
        (
            "connect() to unix:/run/a.sock failed (11: Resource temporarily unavailable) while connecting to upstream",
            "backlog_full"
        ),
        (
            "peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream",
            "tls_closed"
        ),
        ("app.internal could not be resolved (3: Host not found)", "dns_name_not_found"),
        ("app.internal could not be resolved (110: Operation timed out)", "dns_timeout"),
        (
            "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream",
            "plain_on_tls_port"
        ),
        (
            "upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream",
            "certificate_expired"
        ),
        (
            "upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream",
            "certificate_self_signed"
        ),
    ])
    func nginxErrors(message: String, fault: String) throws {
        let text =
            "2026/11/21 15:38:00 [error] 31#31: *5 \(message), client: 192.0.2.7, server: shop.example, "
            + #"request: "POST /cart?id=1 HTTP/1.1", upstream: "http://10.0.0.1:8080/cart?id=1", host: "shop.example""#
        let line = try #require(ReadLine.all(text, as: .nginxError).first)
        #expect(line.kind == .message)
        #expect(line.verdict == .told)
        #expect(line.fault == fault)
        #expect(line.time == 1_795_275_480_000)
        #expect(line.client == "192.0.2.7")
        #expect(line.method == "POST")
        #expect(line.target == "/cart?id=1")
        #expect(line.host == "shop.example")
    }

    @Test
    func whatNginxSaysAboutSomethingElseIsNoFailure() throws {
        let text = """
            2026/11/21 15:38:00 [error] 31#31: *5 open() "/srv/x" failed (2: No such file or directory), client: 192.0.2.7
            2026/11/21 15:38:00 [info] 31#31: *5 client closed connection while waiting for request, client: 192.0.2.7
            2026/11/21 15:38:00 [notice] 1#1: start worker processes
            2026/11/21 15:38:00 [error] 31#31: *5 upstream did something new while reading response header from upstream, client: 1.1.1.1
            """
        let lines = ReadLine.all(text, as: .nginxError)
        #expect(lines.map(\.kind) == [.remark, .remark, .event, .message])
        #expect(lines[2].event == .started)
        #expect(lines[3].verdict == .unclassified)
    }

    @Test(
        arguments: [
            ("SC--", 503, "app/s1", "told", "connect_refused"),
            ("SC--", 503, "app/<NOSRV>", "told", "no_endpoint_available"),
            ("sC--", 503, "app/s1", "told", "connect_timeout"),
            ("SH--", 502, "app/s1", "told", "closed_before_head"),
            ("sH--", 504, "app/s1", "told", "response_head_timeout"),
            ("SD--", 200, "app/s1", "told", "length_truncated"),
            ("sD--", 200, "app/s1", "told", "body_stalled"),
            ("PH--", 502, "app/s1", "told", "status_line_malformed"),
            ("sQ--", 503, "app/<NOSRV>", "told", "queue_timeout"),
            ("----", 502, "app/s1", "origin_status", nil),
            ("----", 200, "app/s1", "fine", nil),
            ("CD--", 200, "app/s1", "client_left", nil),
            ("PR--", 403, "web/<NOSRV>", "fine", nil),
            ("LR--", 301, "web/<NOSRV>", "fine", nil),
            ("D---", 200, "app/s1", "told", "closed_before_head"),
        ] as [(String, Int, String, String, String?)]
    )
    func haproxyStates(state: String, status: Int, server: String, verdict: String, fault: String?) throws {
        let text =
            "Nov 21 15:38:00 lb haproxy[14389]: 192.0.2.7:33317 [21/Nov/2026:15:37:59.655] http-in~ \(server) "
            + "0/0/1/-1/1204 \(status) 2750 - - \(state) 1/1/1/1/0 0/0 \"GET /index.html?a=\"1 HTTP/1.1\""
        let line = try #require(ReadLine.all(text, as: .haproxy).first)
        #expect(line.kind == .exchange)
        #expect(line.verdict.token == verdict)
        #expect(line.fault == fault)
        #expect(Int(line.status) == status)
        #expect(line.client == (verdict == "fine" ? "" : "192.0.2.7"))
        #expect(line.upstream == server)
        #expect(line.duration == 1_204_000)
        #expect(line.time == 1_795_275_479_655)
    }

    @Test
    func haproxyTellsOfServers() {
        let text = """
            Nov 21 15:38:00 lb haproxy[1]: Server app/s1 is DOWN, reason: Layer4 connection problem, info: "Connection refused"
            Nov 21 15:38:00 lb haproxy[1]: backend app has no server available!
            Nov 21 15:38:09 lb haproxy[1]: Server app/s1 is UP, reason: Layer4 check passed
            Nov 21 15:38:09 lb haproxy[1]: 192.0.2.7:1 [21/Nov/2026:15:38:09.100] http-in/1: SSL handshake failure
            """
        let lines = ReadLine.all(text, as: .haproxy, DialectSettings(year: 2026))
        #expect(lines.map(\.event) == [.serverDown, .serverDown, .serverUp, .none])
        #expect(lines[0].time == 1_795_275_480_000)
        #expect(lines[3].kind == .unreadable)
    }

    @Test(arguments: [
        Case(
            format: .envoy,
            line:
                #"[2026-11-21T15:38:00.310Z] "POST /api HTTP/2" 503 UF,URX 154 91 226 - "10.0.35.28" "ua" "id" "host" "10.0.2.1:80""#,
            status: 503,
            verdict: .told,
            fault: "connect_refused",
            time: 1_795_275_480_310,
            client: "10.0.35.28",
            target: "/api",
            upstream: "10.0.2.1:80",
            duration: 226_000
        ),
        Case(
            format: .envoy,
            line: #"[2026-11-21T15:38:00.310Z] "GET / HTTP/1.1" 503 - 0 91 2 1 "-" "ua" "id" "host" "10.0.2.1:80""#,
            status: 503,
            verdict: .origin
        ),
        Case(
            format: .envoy,
            line:
                #"[2026-11-21T15:38:00.310Z] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "curl" "id" "host" "10.44.1.27:80" outbound"#,
            status: 503,
            verdict: .told,
            fault: "closed_before_head",
            duration: 3000
        ),
        Case(
            format: .envoy,
            line:
                #"[2026-11-21T15:38:00.310Z] "GET / HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111} - "delayed_connect_error:_111" 0 95 3 - "-" "curl" "id" "host" "10.44.1.27:80" outbound"#,
            status: 503,
            verdict: .told,
            fault: "connect_refused"
        ),
        Case(
            format: .envoy,
            line:
                #"[2026-11-21T15:38:00.310Z] "GET / HTTP/1.1" 502 - via_upstream - "-" 0 95 3 2 "-" "curl" "id" "host" "10.44.1.27:80" outbound"#,
            status: 502,
            verdict: .origin
        ),
        Case(
            format: .envoy,
            line: #"[2026-11-21T15:38:00.310Z] "GET / HTTP/1.1" 0 DC 0 0 3 - "-" "curl" "id" "host" "10.44.1.27:80""#,
            verdict: .clientLeft
        ),
        Case(
            format: .json,
            line:
                #"{"start_time":"2026-11-21T15:38:00.310Z","method":"GET","path":"/x","response_code":504,"response_flags":"UT","duration":15000,"upstream_host":"10.0.0.1:80"}"#,
            status: 504,
            verdict: .told,
            fault: "response_head_timeout",
            target: "/x",
            duration: 15_000_000
        ),
        Case(
            format: .json,
            line:
                #"{"level":"error","ts":1795275480.5,"logger":"http.log.error","msg":"dial tcp 127.0.0.1:9: connect: connection refused","request":{"remote_ip":"192.0.2.7","method":"GET","host":"a","uri":"/x","headers":{"User-Agent":["curl"]}},"duration":0.002,"status":502,"err_id":"abc"}"#,
            status: 502,
            kind: .message,
            verdict: .told,
            fault: "connect_refused",
            time: 1_795_275_480_500,
            client: "192.0.2.7",
            target: "/x"
        ),
        Case(
            format: .json,
            line:
                #"{"level":"info","ts":1795275480.5,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.7","method":"GET","host":"a","uri":"/x"},"duration":0.25,"size":0,"status":502}"#,
            status: 502,
            verdict: .untold,
            duration: 250_000
        ),
        Case(
            format: .json,
            line:
                #"{"ClientHost":"192.0.2.7","DownstreamStatus":502,"Duration":1204000,"OriginStatus":502,"RequestMethod":"GET","RequestPath":"/x","time":"2026-11-21T15:38:00Z"}"#,
            status: 502,
            verdict: .origin,
            duration: 1204
        ),
        Case(
            format: .json,
            line:
                #"{"httpRequest":{"requestMethod":"GET","requestUrl":"https://a.example/x?y","status":502,"remoteIp":"192.0.2.7","latency":"0.120s"},"jsonPayload":{"statusDetails":"backend_connection_closed_before_data_sent_to_client"},"timestamp":"2026-11-21T15:38:00Z"}"#,
            status: 502,
            verdict: .told,
            fault: "closed_on_reuse",
            target: "/x?y",
            duration: 120_000
        ),
        Case(
            format: .json,
            line:
                #"{"time":"2026-11-21T15:38:00.000Z","id":"x","client":"192.0.2.7:5000","method":"GET","host":"a","target":"/x","status":502,"bytes_in":0,"bytes_out":90,"duration_us":1500,"route":"app","upstream":"10.0.0.1:80","attempts":1,"reused":false,"outcome":"answered","fault":"certificate_expired","type":"tls_certificate_error"}"#,
            status: 502,
            verdict: .told,
            fault: "certificate_expired",
            client: "192.0.2.7",
            duration: 1500
        ),
    ])
    func envoyAndJSON(test: Case) throws { try self.check(test) }

    @Test(arguments: [
        Case(
            format: .alb,
            line:
                #"http 2026-11-21T15:38:00.186641Z app/lb/50dc 192.0.2.7:2817 10.0.0.1:80 0.001 -1 -1 502 - 34 366 "GET http://a.example:80/x HTTP/1.1" "curl" - - arn:aws:tg "Root=1" "-" "-" 0 2026-11-21T15:37:59.964000Z "forward" "-" "-" "10.0.0.1:80" "-" "-" "-""#,
            status: 502,
            verdict: .told,
            fault: "closed_before_head",
            client: "192.0.2.7",
            target: "/x",
            upstream: "10.0.0.1:80"
        ),
        Case(
            format: .alb,
            line:
                #"h2 2026-11-21T15:38:10.000000Z app/lb/50dc 192.0.2.7:2817 10.0.0.1:80 -1 -1 -1 504 - 34 366 "GET https://a.example:443/ HTTP/2.0" "curl" c t arn:aws:tg "Root=1" "-" "-" 0 2026-11-21T15:38:00.000000Z "forward" "-" "-" "10.0.0.1:80" "-" "-" "-""#,
            status: 504,
            verdict: .told,
            fault: "connect_timeout",
            duration: 10_000_000
        ),
        Case(
            format: .alb,
            line:
                #"http 2026-11-21T15:38:00.186641Z app/lb/50dc 192.0.2.7:2817 10.0.0.1:80 0.001 0.020 0.000 502 502 34 366 "GET http://a.example:80/ HTTP/1.1" "curl" - - arn:aws:tg "Root=1" "-" "-" 0 2026-11-21T15:37:59.9Z "forward" "-" "-" "10.0.0.1:80" "502" "-" "-""#,
            status: 502,
            verdict: .origin
        ),
        Case(
            format: .heroku,
            line:
                #"2026-11-21T15:38:00.000000+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/x" host=a.herokuapp.com request_id=1 fwd="192.0.2.7" dyno=web.1 connect=1ms service=30000ms status=503 bytes=0"#,
            status: 503,
            verdict: .told,
            fault: "response_head_timeout",
            time: 1_795_275_480_000,
            client: "192.0.2.7",
            target: "/x",
            upstream: "web.1",
            duration: 30_000_000
        ),
        Case(
            format: .heroku,
            line:
                #"2026-11-21T15:38:00Z heroku[router]: at=info method=GET path="/" host=a fwd="192.0.2.7" dyno=web.1 connect=0ms service=3ms status=200 bytes=10"#,
            status: 200
        ),
        Case(
            format: .w3c,
            line: "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip sc-status sc-substatus "
                + "sc-win32-status time-taken\n2026-11-21 15:38:00 10.0.0.1 GET /x - 443 192.0.2.7 502 3 12002 30015",
            status: 502,
            verdict: .told,
            fault: "response_head_timeout",
            time: 1_795_275_480_000,
            client: "192.0.2.7",
            duration: 30_015_000
        ),
        Case(
            format: .w3c,
            line:
                "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
                + "x-edge-result-type time-taken x-edge-detailed-result-type\n"
                + "2026-11-21\t15:38:00\tFRA2\t900\t192.0.2.7\tGET\td1.cloudfront.net\t/x\t502\tError\t0.003\tOriginConnectError",
            status: 502,
            verdict: .told,
            fault: "connect_refused",
            duration: 3000
        ),
    ])
    func platforms(test: Case) throws { try self.check(test) }
}
