import GatewayFaults
import GatewayGuide

/// What to change, in the directives of the product whose log told it.
///
/// Read from a table, whose columns are divided by " | ": fault, product, what to do. Where it has nothing, the row of
/// the foreign name and at last our own words for the fault say it.
enum Remedies {
    private struct Key: Hashable {
        var detail: Fault.Detail
        var product: ForeignProduct
    }

    static func words(for detail: Fault.Detail, row: ForeignName?) -> String {
        let product = row?.product
        if let product, let known = Self.table[Key(detail: detail, product: product)] { return known }
        if let advice = row?.advice, row?.details.contains(detail) == true { return advice }
        if let general = Self.general[detail] { return general }
        return Guide.words(for: detail).operations
    }

    private static let table: [Key: String] = {
        var table: [Key: String] = [:]
        for row in Self.rows.split(separator: "\n") {
            let columns = Self.columns(row)
            guard columns.count == 3, let detail = Fault.Detail(token: columns[0]),
                let product = Self.products[columns[1]]
            else { continue }
            table[Key(detail: detail, product: product)] = columns[2]
        }
        return table
    }()

    private static let general: [Fault.Detail: String] = {
        var general: [Fault.Detail: String] = [:]
        for row in Self.rows.split(separator: "\n") {
            let columns = Self.columns(row)
            if columns.count == 3, columns[1] == "any", let detail = Fault.Detail(token: columns[0]) {
                general[detail] = columns[2]
            }
        }
        return general
    }()

    private static func columns(_ row: Substring) -> [String] {
        row.split(separator: "|", maxSplits: 2).map { column in
            var text = column
            while text.first == " " { text = text.dropFirst() }
            while text.last == " " { text = text.dropLast() }
            return String(text)
        }
    }

    private static let products: [String: ForeignProduct] = [
        "nginx": .nginx, "haproxy": .haproxy, "httpd": .httpd, "envoy": .envoy, "go": .go, "caddy": .caddy,
        "traefik": .traefik, "aws": .loadBalancer, "heroku": .heroku, "gcp": .googleCloud,
    ]

    /// How many rows can be used, for a test that every one of them can.
    static var usable: (used: Int, all: Int) {
        (Self.table.count + Self.general.count, Self.rows.split(separator: "\n").count)
    }

    private static let rows = #"""
        closed_before_head | nginx | If the application's log shows a crash or restart at that time, that is the cause. If only some requests fail, and on kept connections, set `keepalive_timeout` inside the `upstream` block below the application's own idle timeout (Node 5 s, gunicorn 2 s, Puma 20 s).
        closed_before_head | haproxy | Look for a crash or restart of the server at that time. If only kept connections fail, set `timeout http-keep-alive` of the server side, or `pool-purge-delay`, below the server's own idle timeout; `retry-on conn-failure empty-response` hides the rest.
        closed_before_head | httpd | Set `ttl=` of ProxyPass (or `SetEnv proxy-nokeepalive 1`) below the application's own idle timeout; if that does not help, look for crashes in the application's log.
        closed_before_head | envoy | Set `idle_timeout` in `common_http_protocol_options` of the cluster below the application's own idle timeout, and `retry_on: reset-before-request,connect-failure`.
        closed_before_head | aws | Set the idle timeout of the target (its keep-alive) above the balancer's idle timeout of 60 s: targets must never close first.
        closed_before_head | gcp | Set the backend's keep-alive timeout above 600 s (for nginx `keepalive_timeout 620s`): the balancer keeps connections for 600 s.
        closed_before_head | heroku | Look for exits of the dyno at that time; with keep-alive to the dyno, raise the server's idle timeout above 90 s.
        closed_before_head | go | Look for a crash of the application at that time; for kept connections set `transport http { keepalive … }` (Caddy) or `idleConnTimeout` (Traefik) below its idle timeout.
        reset_before_head | nginx | Look for a crash, a kill or a full listen queue of the application at that time (`dmesg`, `ss -ltn`); for kept connections set `keepalive_timeout` in the `upstream` block below its idle timeout.
        connect_refused | nginx | Start the application, or correct the address in `proxy_pass` or `server`. During deploys keep one of two instances up, and set `proxy_next_upstream error timeout` with more than one server.
        connect_refused | haproxy | Start the server, or correct its `server` line. Let `check` take it out before it stops, and set `option redispatch` with `retries 3`.
        connect_refused | httpd | Start the application, or correct the address in ProxyPass; `retry=0` ends the 60 s in which Apache does not try again.
        connect_refused | envoy | Start the application, or correct the endpoint; set `retry_on: connect-failure` and health checks.
        connect_refused | any | Start the application, or correct the address that the gateway connects to. During deploys keep one instance up until the new one answers.
        connect_timeout | nginx | Packets get lost (security group, firewall, wrong address) or the accept queue is full: `ss -ltn` on the origin shows Recv-Q at its limit. `proxy_connect_timeout 3s` lets another server be tried sooner.
        connect_timeout | haproxy | Packets get lost or the accept queue is full. `timeout connect 3s` with `option redispatch` tries another server sooner.
        connect_timeout | any | Packets get lost (security group, firewall, wrong address), or the application's accept queue is full: look at `ss -ltn` on its machine.
        response_head_timeout | nginx | The application needs longer than `proxy_read_timeout` (60 s by default). Make the slow endpoint faster or asynchronous; where it must be slow, raise `proxy_read_timeout` in its `location` only.
        response_head_timeout | haproxy | The server needs longer than `timeout server`. Make the slow endpoint faster or asynchronous; where it must be slow, give it a backend of its own with a longer `timeout server`.
        response_head_timeout | httpd | The application needs longer than `ProxyTimeout` (or `timeout=` of ProxyPass). Make the slow endpoint faster, or raise the limit for it only.
        response_head_timeout | envoy | The application needs longer than the route's `timeout` (15 s by default). Make the slow endpoint faster, or raise `timeout` of its route only.
        response_head_timeout | aws | The target needs longer than the balancer's idle timeout (60 s by default). Make the slow endpoint faster, or raise the idle timeout.
        response_head_timeout | heroku | Requests may take 30 s: move the work to a background dyno and let the client ask for the result.
        response_head_timeout | any | The application needs longer than the gateway waits. Make the slow endpoint faster or asynchronous before raising the limit.
        response_head_too_large | nginx | Set `proxy_buffer_size 16k; proxy_buffers 8 16k;` (for FastCGI `fastcgi_buffer_size`), after finding the Set-Cookie or policy header that grew.
        response_head_too_large | haproxy | Raise `tune.bufsize` or shrink the response's headers; `show errors` on the socket shows them.
        no_endpoint_available | nginx | Find the failures in the seconds before: they are the cause, this is their echo. `max_fails=0` or a larger `max_fails` with a short `fail_timeout` keeps a few errors from closing everything.
        no_endpoint_available | haproxy | All servers are down or none is configured: `show servers state` and the DOWN lines tell since when and why.
        no_endpoint_available | heroku | The application crashed or no dyno runs: `heroku ps` and the application's log just before tell why.
        no_endpoint_available | any | Every upstream was taken out or none is there: the failures just before, or the health checks, tell why.
        queue_timeout | haproxy | Requests wait longer than `timeout queue`: the servers are too slow for the load. Add capacity before raising `maxconn` of the server lines.
        status_line_malformed | haproxy | `show errors` on HAProxy's socket shows the response it refused, with the place of the error.
        ports_exhausted | nginx | Use `keepalive` in the `upstream` block with `proxy_http_version 1.1` and `proxy_set_header Connection ""`, and widen `net.ipv4.ip_local_port_range`.
        length_truncated | any | The application ended in the middle of its answer: look for a crash, a kill or a restart at that time.
        body_stalled | any | The application stopped in the middle of its answer: look for a lock or a slow query, then at the gateway's read timeout.
        plain_on_tls_port | any | The gateway speaks TLS to a port that speaks plain HTTP: use http:// or the right port.
        tls_on_plain_port | any | The gateway speaks plain HTTP to a TLS port: use https:// or the right port.
        reset_before_head | any | Look for a crash, a kill or a full listen queue of the application at that time (`dmesg`, `ss -ltn`); if only kept connections fail, close them earlier at the gateway than the application does.
        closed_before_head | any | Look for a crash or restart of the application at that time; if only kept connections fail, close them earlier at the gateway than the application does.
        closed_on_reuse | any | The application closes idle connections before the gateway does: set the gateway's idle timeout for upstream connections below the application's.
        reset_on_reuse | any | The application closes idle connections before the gateway does: set the gateway's idle timeout for upstream connections below the application's.
        closed_inside_head | any | The application ended in the middle of its header: look for a crash at that time.
        reset_inside_head | any | The application ended in the middle of its header: look for a crash at that time.
        reset_inside_body | any | The application ended in the middle of its answer: look for a crash, a kill or a restart at that time.
        chunked_truncated | any | The application ended in the middle of its answer: look for a crash, a kill or a restart at that time.
        head_stalled | any | The application began its header and stopped: look for a lock or a slow query before raising the read timeout.
        send_stalled | any | The application does not read what it is sent: it is overloaded or hangs. Look at its workers.
        broken_while_sending | any | The application closed while the request was sent, often after an early 413 or 401: compare its limits on content with the gateway's.
        status_line_malformed | any | Ask the upstream directly with `curl -v --http1.1`, from the gateway's machine: another protocol on that port (HTTPS, FastCGI, a database) or text of a crash before the answer are the usual reasons.
        response_http_zero_nine | any | Ask the upstream directly with `curl -v`, from the gateway's machine: it does not speak HTTP on that port.
        response_field_name_invalid | any | Ask the upstream directly with `curl -v` and look at its header: a name that is not valid, a space before the colon, or text of a warning inside the header.
        response_field_value_invalid | any | Ask the upstream directly with `curl -v` and look at its header for control characters in a value.
        response_chunk_size_malformed | any | The content is not framed as the header says: look for output that the application writes past its framework, or a crash in the middle.
        response_head_too_large | any | The response's header is larger than the gateway's buffer: find the Set-Cookie or policy header that grew, then raise the buffer.
        backlog_full | any | The listen queue of the application is full: more workers, a larger backlog, and net.core.somaxconn.
        socket_missing | any | The socket file is not there or may not be opened: start the application, compare the path, owner and mode on both sides.
        host_unreachable | any | The upstream's machine does not answer: address, route, firewall, or the machine is down.
        network_unreachable | any | This machine has no route to the upstream's network: check the address and the routes.
        handshake_timeout | any | The TLS handshake is too slow: the upstream is overloaded, or something between drops packets.
        tls_handshake_failed | any | Try it from the gateway's machine: `openssl s_client -connect HOST:PORT -servername NAME` shows what fails.
        tls_closed | any | The upstream closes during the handshake, often for want of a server name: send SNI (`proxy_ssl_server_name on`, `sni`), then try `openssl s_client`.
        certificate_expired | any | Renew the upstream's certificate, and watch its date.
        certificate_untrusted | any | Give the gateway the CA that signed the upstream's certificate, or let the upstream send its whole chain.
        certificate_name_mismatch | any | Let the gateway expect the name in the certificate, or issue one for the name it asks for.
        no_route | any | The gateway has no rule for this host or path: compare it with what clients ask for.
        connection_limit | any | A limit of the gateway is reached: the upstream is too slow for the load. Raise the limit only when it has room.
        queue_timeout | any | Requests wait for a free place too long: the upstream is too slow for the load. Add capacity before raising limits.
        descriptors_exhausted | any | The gateway has no descriptor left: raise its limit of open files (LimitNOFILE), and look for connections that are not closed.
        ports_exhausted | any | No local port is left towards the upstream: keep connections alive, and widen net.ipv4.ip_local_port_range.
        memory_exhausted | any | The gateway's machine is out of memory: find what takes it before adding more.
        dns_timeout | any | The name server does not answer: try `dig` with that server from the gateway's machine.
        dns_server_failure | any | The name server could not resolve the upstream's name: ask it with `dig`, then the zone's own servers.
        dns_name_not_found | any | The name of the upstream does not exist, or not where the gateway asks: try it with `dig` from the gateway's machine.
        """#
}
