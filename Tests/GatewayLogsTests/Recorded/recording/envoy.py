"""Envoy: its default format, and all that it knows about the upstream, as text and as JSON."""
import json
import os

from .lab import NAME, PLAIN
from .running import keep, run, write

KINDS = PLAIN | {"tls", "unixSocket", "http2", "name", "nowhere"}
PORT = 18184
API = "type.googleapis.com/envoy.extensions."
TEXT = ('[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% '
        '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" '
        '%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" '
        '"%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER%\n')
JSON = {
    "start_time": "%START_TIME%", "method": "%REQ(:METHOD)%", "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "protocol": "%PROTOCOL%", "response_code": "%RESPONSE_CODE%", "response_flags": "%RESPONSE_FLAGS%",
    "response_code_details": "%RESPONSE_CODE_DETAILS%",
    "connection_termination_details": "%CONNECTION_TERMINATION_DETAILS%",
    "upstream_transport_failure_reason": "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
    "upstream_detected_close_type": "%UPSTREAM_DETECTED_CLOSE_TYPE%",
    "upstream_local_close_reason": "%UPSTREAM_LOCAL_CLOSE_REASON%",
    "bytes_received": "%BYTES_RECEIVED%", "bytes_sent": "%BYTES_SENT%", "duration": "%DURATION%",
    "upstream_host": "%UPSTREAM_HOST%", "request_id": "%REQ(X-REQUEST-ID)%",
    "upstream_request_attempt_count": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "response_duration": "%RESPONSE_DURATION%", "request_tx_duration": "%REQUEST_TX_DURATION%",
}
FORMATS = {"envoy-telling": TEXT}


def record(lab, work, folder):
    # Envoy does not heed the limit, which is advisory (RFC 9113 §6.5.2): it only meets a peer that then is silent.
    scenarios = [one for one in lab.scenarios(KINDS) if one.name != "h2-small-header-list"]
    path = write(work, "envoy.json", json.dumps(configuration(lab, work, scenarios)))
    run(["envoy", "-c", path, "--concurrency", "1"], PORT, scenarios)
    keep(work, folder, "envoy.log", "envoy-telling.log", "envoy-json.log")


def resolving(lab):
    """Names are resolved when a request needs them, as by the dynamic forward proxy; else no request meets a name server."""
    host, port = lab.name_server.rsplit(":", 1)
    return {"name": "lab", "dns_lookup_family": "V4_ONLY", "dns_query_timeout": "1s", "typed_dns_resolver_config": {
        "name": "envoy.network.dns_resolver.cares", "typed_config": {
            "@type": API + "network.dns_resolver.cares.v3.CaresDnsResolverConfig",
            "resolvers": [{"socket_address": {"address": host, "port_value": int(port)}}]}}}


def configuration(lab, work, scenarios):
    routes = [route(one) for one in scenarios]
    log = API + "access_loggers.file.v3.FileAccessLog"
    formats = {"envoy": {}, "envoy-telling": {"text_format_source": {"inline_string": TEXT}}, "envoy-json": {"json_format": JSON}}
    logs = []
    for name, format in formats.items():
        config = {"@type": log, "path": os.path.join(work, name + ".log")}
        if format:
            config["log_format"] = format
        logs.append({"name": name, "typed_config": config})
    manager = {
        "@type": API + "filters.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "web",
        "access_log": logs, "upgrade_configs": [{"upgrade_type": "echo"}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        "http_filters": [{"name": "names", "typed_config": {
            "@type": API + "filters.http.dynamic_forward_proxy.v3.FilterConfig", "dns_cache_config": resolving(lab)}},
            {"name": "router", "typed_config": {"@type": API + "filters.http.router.v3.Router"}}]}
    clusters = [cluster(one, lab) for one in scenarios if one.kind != "name"]
    clusters.append({"name": "names", "lb_policy": "CLUSTER_PROVIDED", "cluster_type": {
        "name": "names", "typed_config": {"@type": API + "clusters.dynamic_forward_proxy.v3.ClusterConfig",
                                          "dns_cache_config": resolving(lab)}}})
    return {"static_resources": {"clusters": clusters, "listeners": [{
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": PORT}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}]}]}}


def route(one):
    # The timer of the route is longer than that for connecting, so that the two can be told apart.
    action = {"cluster": one.name, "timeout": "1.5s"}
    if one.path:
        action["prefix_rewrite"] = one.path
    route = {"match": {"path": "/" + one.name}, "route": action}
    if one.kind == "name":
        action |= {"cluster": "names", "host_rewrite_literal": f"{one.host}:{one.port}"}
        route["typed_per_filter_config"] = {"names": {
            "@type": API + "filters.http.dynamic_forward_proxy.v3.PerRouteConfig",
            "host_rewrite_literal": f"{one.host}:{one.port}"}}
    return route


def cluster(one, lab):
    address = {"pipe": {"path": one.socket}} if one.socket else {
        "socket_address": {"address": one.host, "port_value": one.port}}
    cluster = {"name": one.name, "type": "STATIC", "connect_timeout": "0.5s",
               "load_assignment": {"cluster_name": one.name, "endpoints": [
                   {"lb_endpoints": [{"endpoint": {"address": address}}]}]}}
    if one.kind == "nowhere":
        cluster["load_assignment"]["endpoints"] = []
    if one.is_tls:
        cluster["transport_socket"] = {"name": "tls", "typed_config": {
            "@type": API + "transport_sockets.tls.v3.UpstreamTlsContext", "sni": NAME, "common_tls_context": {
                "validation_context": {"trusted_ca": {"filename": lab.authority}, "match_typed_subject_alt_names": [
                    {"san_type": "DNS", "matcher": {"exact": NAME}}]}}}}
    if one.is_http2:
        options = API + "upstreams.http.v3.HttpProtocolOptions"
        cluster["typed_extension_protocol_options"] = {options.removeprefix("type.googleapis.com/"): {
            "@type": options, "explicit_http_config": {"http2_protocol_options": {
                "connection_keepalive": {"interval": "0.4s", "timeout": "0.4s"}}}}}
    return cluster
