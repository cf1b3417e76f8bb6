"""Caddy, set up against errors: it keeps trying for two seconds, checks actively and passively."""
import os
import urllib.request

from .base import NotOffered, Peer, write


class Caddy(Peer):
    name, title = "caddy", "Caddy"
    settings = ("`lb_try_duration 2s`, `lb_try_interval 50ms`, `least_conn`, passive checks (1 s) and active ones (1 s), "
                "connect 1 s, response head 5 s, upstream keep-alive 4 s; `unhealthy_request_count` where the capacity "
                "is known.")
    version_arguments = ("version",)
    environment = {"HOME": "{folder}", "XDG_DATA_HOME": "{folder}", "XDG_CONFIG_HOME": "{folder}"}

    def configure(self, setting, folder, generation=0):
        if setting.cache:
            raise NotOffered("the standard program has no cache")
        server = {
            "listen": [f"127.0.0.1:{setting.port}"], "protocols": ["h1"], "automatic_https": {"disable": True},
            "routes": [{"handle": [self._handler(setting)]}]}
        write(folder, "caddy.json", {
            "admin": {"listen": f"127.0.0.1:{setting.admin_port}", "config": {"persist": False}},
            # The name changes with each generation, because an equal configuration is not loaded.
            "logging": {"logs": {"default": {"level": "WARN"}, f"generation{generation}": {"level": "ERROR"}}},
            "apps": {"http": {"servers": {"chaos": server}}}})

    @staticmethod
    def _handler(setting):
        handler = {
            "handler": "reverse_proxy",
            "load_balancing": {
                "selection_policy": {"policy": "least_conn"},
                # Looks for an endpoint that works for two seconds. Requests that were sent are repeated for GET only
                # (the default of retry_match); those that could not connect, whatever the method.
                "try_duration": "2s", "try_interval": "50ms"},
            "health_checks": {
                # One failure puts an endpoint aside for one second; not the only one, which would make all wait for it.
                "passive": {"fail_duration": "1s", "max_fails": 1} if len(setting.endpoints) > 1 else {}},
            "transport": {
                "protocol": "http", "dial_timeout": "1s", "response_header_timeout": "5s",
                # Below the five seconds that many application servers keep an idle connection.
                "keep_alive": {"enabled": True, "idle_timeout": "4s", "max_idle_conns_per_host": 64}}}
        if setting.capacity:
            # More than that many at once count as unhealthy; then try_duration makes them wait.
            handler["health_checks"]["passive"]["unhealthy_request_count"] = setting.capacity
        if setting.resolver:
            # Asks again every second, as the TTL says; the default of a minute would miss a change of address for as
            # long. The price is paid when the DNS server fails: Caddy does not use an older answer then.
            name, port = setting.endpoints[0].rsplit(":", 1)
            handler["dynamic_upstreams"] = {
                "source": "a", "name": name, "port": port, "refresh": "1s",
                "resolver": {"addresses": [f"udp/{setting.resolver}"]}, "versions": {"ipv4": True, "ipv6": False}}
        else:
            handler["upstreams"] = [{"dial": endpoint} for endpoint in setting.endpoints]
            handler["health_checks"]["active"] = {"uri": "/health", "interval": "1s", "timeout": "1s",
                                                  "fails": 2, "passes": 1}
        return handler

    def command(self, setting, folder):
        return [self.binary, "run", "--config", os.path.join(folder, "caddy.json")]

    def reload(self, running):
        """What `caddy reload` does."""
        with open(os.path.join(running.folder, "caddy.json"), "rb") as file:
            request = urllib.request.Request(f"http://127.0.0.1:{running.setting.admin_port}/load", file.read(),
                                             {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()

    def upgrade(self, running):
        raise NotOffered("Caddy has no upgrade that keeps its listening sockets")
