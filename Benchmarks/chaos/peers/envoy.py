"""Envoy, set up against errors: retries by method, outlier detection, active checks, bounded queues."""
import contextlib
import glob
import os
import time

from .base import NotOffered, Peer, write

_TYPE = "type.googleapis.com/envoy"


class Envoy(Peer):
    name, title = "envoy", "Envoy"
    settings = ("retries (8, other hosts first, GET after any fault, POST only before it was sent) with a 20 % budget, outlier "
                "detection, HTTP checks every 0.5 s, `LEAST_REQUEST`, connect 1 s, 5 s a try, upstream idle 4 s, heads of "
                "256 KB; bounded connections and queue where the capacity is known; reload by files (LDS, CDS), upgrade "
                "by hot restart.")
    version_arguments = ("--version",)
    version_pattern = r"(?<=/)\d+\.\d+\.\d+(?=/)"

    def configure(self, setting, folder, generation=0):
        """Listeners and clusters are files that Envoy watches: its own way to reload without a control plane."""
        if setting.cache:
            raise NotOffered("its cache filter is experimental and has no stale-if-error")
        write(folder, "cds.json", {"resources": [{"@type": f"{_TYPE}.config.cluster.v3.Cluster", **_cluster(setting)}]})
        write(folder, "lds.json", {"resources": [
            {"@type": f"{_TYPE}.config.listener.v3.Listener", **_listener(setting, generation)}]})
        if generation == 0:
            write(folder, "envoy.json", {
                "node": {"id": "chaos", "cluster": "chaos"},
                "dynamic_resources": {
                    kind + "_config": {"resource_api_version": "V3", "path_config_source": {
                        "path": os.path.join(folder, kind + ".json")}} for kind in ("lds", "cds")}})

    def command(self, setting, folder, epoch=0):
        return [self.binary, "-c", os.path.join(folder, "envoy.json"), "--log-level", "warning",
                "--base-id", str(setting.port), "--restart-epoch", str(epoch),
                # Short enough for the length of a scenario; the defaults are ten minutes.
                "--drain-time-s", "2", "--parent-shutdown-time-s", "4"]

    def reload(self, running):
        """The files were moved into place already, which is what Envoy waits for."""

    def upgrade(self, running):
        """Hot restart: the second process takes the sockets from the first and makes it drain."""
        running.start(self.command(running.setting, running.folder, epoch=1))
        time.sleep(1.5)

    def clean(self, setting):
        """Shared memory that hot restart leaves behind when its processes are killed."""
        for path in glob.glob(f"/dev/shm/envoy_shared_memory_{setting.port}*"):
            with contextlib.suppress(OSError):
                os.unlink(path)


def _cluster(setting):
    def endpoint(text):
        host, port = text.rsplit(":", 1)
        return {"endpoint": {"address": {"socket_address": {"address": host, "port_value": int(port)}}}}

    # Limits out of the way; where a capacity is known: that many at once, and a queue as long as that again.
    limits = {"max_connections": 8000, "max_pending_requests": 8000, "max_requests": 8000, "max_retries": 100}
    if setting.capacity:
        limits.update(max_connections=setting.capacity, max_pending_requests=setting.capacity)
    cluster = {
        "name": "origin", "type": "STATIC", "lb_policy": "LEAST_REQUEST", "connect_timeout": "1s",
        "circuit_breakers": {"thresholds": [{
            **limits,
            # Retries for a fifth of the requests that are under way, but always for all that a short restart holds up.
            "retry_budget": {"budget_percent": {"value": 20}, "min_retry_concurrency": 1000}}]},
        # Three faults of transport put an endpoint aside for two seconds, but never more than half of them.
        "outlier_detection": {
            "consecutive_5xx": 3, "consecutive_gateway_failure": 3, "enforcing_consecutive_gateway_failure": 100,
            "interval": "0.5s", "base_ejection_time": "2s", "max_ejection_time": "4s", "max_ejection_percent": 50},
        "typed_extension_protocol_options": {f"{_TYPE.split('/')[1]}.extensions.upstreams.http.v3.HttpProtocolOptions": {
            "@type": f"{_TYPE}.extensions.upstreams.http.v3.HttpProtocolOptions",
            "explicit_http_config": {"http_protocol_options": {}},
            "common_http_protocol_options": {
                # Below the five seconds that many application servers keep an idle connection.
                "idle_timeout": "4s",
                # Room for a response head of up to 256 KB.
                "max_response_headers_kb": 256, "max_headers_count": 200}}},
        "load_assignment": {"cluster_name": "origin", "endpoints": [
            {"lb_endpoints": [endpoint(text) for text in setting.endpoints]}]}}
    if setting.resolver:
        host, port = setting.resolver.split(":")
        cluster.update(type="STRICT_DNS", respect_dns_ttl=True, dns_lookup_family="V4_ONLY")
        cluster["typed_dns_resolver_config"] = {"name": "envoy.network.dns_resolver.cares", "typed_config": {
            "@type": f"{_TYPE}.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig",
            "resolvers": [{"socket_address": {"address": host, "port_value": int(port), "protocol": "UDP"}}],
            "use_resolvers_as_fallback": False,
            "dns_resolver_options": {"no_default_search_domain": True}}}
    if len(setting.endpoints) > 1:
        # A single endpoint is not checked: to take it out would turn a short restart into errors at once.
        cluster["health_checks"] = [{
            "timeout": "1s", "interval": "0.5s", "unhealthy_threshold": 2, "healthy_threshold": 1,
            # As often before the first request; the default would be a minute.
            "no_traffic_interval": "0.5s",
            "http_health_check": {"path": "/health"}}]
    return cluster


def _route(retry_on, methods=None):
    match = {"prefix": "/"}
    if methods:
        match["headers"] = [{"name": ":method", "string_match": {"safe_regex": {"regex": methods}}}]
    return {"match": match, "route": {
        "cluster": "origin", "timeout": "9s",
        "retry_policy": {
            "retry_on": retry_on, "num_retries": 8, "per_try_timeout": "5s",
            # Together some two to three seconds, so that a short restart can be waited out.
            "retry_back_off": {"base_interval": "0.1s", "max_interval": "1s"},
            # Not again to the endpoint that failed.
            "retry_host_predicate": [{"name": "envoy.retry_host_predicates.previous_hosts", "typed_config": {
                "@type": f"{_TYPE}.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"}}],
            "host_selection_retry_max_attempts": 3}}}


def _listener(setting, generation):
    manager = {
        "@type": f"{_TYPE}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": f"generation{generation}", "codec_type": "HTTP1", "drain_timeout": "1s",
        "http_filters": [{"name": "router", "typed_config": {
            "@type": f"{_TYPE}.extensions.filters.http.router.v3.Router"}}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
            # Envoy repeats whatever it is told to, so methods that may not be repeated get a policy of their own.
            _route("connect-failure,refused-stream,reset,gateway-error", methods="GET|HEAD"),
            _route("connect-failure,refused-stream,reset-before-request")]}]}}
    return {
        "name": "clients",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": setting.port}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}]}
