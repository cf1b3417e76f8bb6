"""The proxies that are compared: how each is found, configured fairly and started with one worker."""
import dataclasses
import json
import os
import re
import shutil
import subprocess

from .origin import temporary_paths

# Enough for every row, and the same for all.
KEPT_UPSTREAM = 4096
MOST_CONNECTIONS = 12_000


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a proxy is to do: the same for all of them."""
    port: int
    endpoints: tuple
    hosts: tuple = ()
    access_log: bool = False
    # The folder with cert.pem, key.pem and both.pem; empty for no TLS. With TLS goes HTTP/2.
    tls: str = ""
    # Upstream connections are HTTP/2 without TLS.
    upstream_http2: bool = False
    websocket: bool = False


@dataclasses.dataclass(frozen=True)
class Launch:
    command: list
    environment: dict = dataclasses.field(default_factory=dict)


class Proxy:
    """One of the compared programs. Subclasses write its configuration into a folder and name the command."""
    name = ""
    title = ""
    version_arguments = ("--version",)

    def __init__(self, binary):
        self.binary = binary

    def version(self):
        done = subprocess.run([self.binary, *self.version_arguments], capture_output=True, text=True)
        found = re.search(r"\d+\.\d+[\w.+~-]*", done.stdout + done.stderr)
        return found.group() if found else "unknown"

    def launch(self, setting, folder):
        raise NotImplementedError


def _write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text if isinstance(text, str) else json.dumps(text))
    return path


class GoodGateway(Proxy):
    name, title = "goodgate", "Good Gateway"

    def launch(self, setting, folder):
        scheme = "h2c" if setting.upstream_http2 else "http"
        targets = ", ".join(f"{scheme}://{endpoint}" for endpoint in setting.endpoints)
        route = f"    to: [{targets}]\n    idle-connections: {KEPT_UPSTREAM}\n"
        routes = "".join(f"  - match: {{ host: {host} }}\n{route}" for host in setting.hosts)
        log = f"{{ format: json, file: {folder}/access.log }}" if setting.access_log else "off"
        tls = f"    tls: {{ certificate: {setting.tls}/cert.pem, key: {setting.tls}/key.pem }}\n" if setting.tls else ""
        path = _write(folder, "goodgate.yaml", (
            f"workers: 1\naccess-log: {log}\nadmin: off\n"
            f"limits: {{ connections: {MOST_CONNECTIONS} }}\n"
            f"listen:\n  - address: 127.0.0.1:{setting.port}\n{tls}"
            f"routes:\n{routes}" + ("" if setting.hosts else "  - " + route.lstrip())))
        return Launch([self.binary, "serve", "--config", path])


class Nginx(Proxy):
    name, title = "nginx", "nginx"
    version_arguments = ("-v",)

    def launch(self, setting, folder):
        servers = "\n".join(f"    server {endpoint};" for endpoint in setting.endpoints)
        location = f"location / {{ {'grpc_pass grpc' if setting.upstream_http2 else 'proxy_pass http'}://origin; }}"
        tls = f"""
  ssl_certificate {setting.tls}/cert.pem;
  ssl_certificate_key {setting.tls}/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  http2_max_concurrent_streams 256;""" if setting.tls else ""
        upgrade = """
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
  proxy_read_timeout 1h;""" if setting.websocket else '''
  proxy_set_header Connection "";'''
        # Options of a socket are given once, in the first server that listens on it.
        listen = [f"listen 127.0.0.1:{setting.port} {'ssl http2' if setting.tls else ''} backlog=4096;"] + \
            [f"listen 127.0.0.1:{setting.port};"] * max(0, len(setting.hosts) - 1)
        sites = [f"server {{ {line} server_name {host}; {location} }}" for line, host in zip(listen, setting.hosts)]
        sites = sites or [f"server {{ {listen[0]} {location} }}"]
        log = f"{folder}/access.log combined buffer=64k flush=1s" if setting.access_log else "off"
        path = _write(folder, "nginx.conf", f"""{"user root;" if os.geteuid() == 0 else ""}
worker_processes 1;
worker_rlimit_nofile 20000;
daemon off;
pid nginx.pid;
events {{ worker_connections {MOST_CONNECTIONS + KEPT_UPSTREAM}; }}
http {{
  access_log {log};
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  tcp_nodelay on;
  server_names_hash_max_size 65536;
  server_names_hash_bucket_size 128;
  proxy_http_version 1.1;{upgrade}{tls}
  proxy_max_temp_file_size 0;
  proxy_buffers 16 64k;
  proxy_busy_buffers_size 256k;
  {temporary_paths(folder)}
  upstream origin {{
{servers}
    keepalive {KEPT_UPSTREAM};
    keepalive_requests 1000000000;
    keepalive_timeout 3600s;
  }}
  {chr(10).join(sites)}
}}
""")
        return Launch([self.binary, "-p", folder, "-c", path, "-e", os.path.join(folder, "error.log")])


class HAProxy(Proxy):
    name, title = "haproxy", "HAProxy"
    version_arguments = ("-v",)

    def launch(self, setting, folder):
        protocol = " proto h2" if setting.upstream_http2 else ""
        servers = "\n".join(f"  server s{n} {endpoint}{protocol}" for n, endpoint in enumerate(setting.endpoints))
        tls = f" ssl crt {setting.tls}/both.pem alpn h2,http/1.1" if setting.tls else ""
        choose = "default_backend origin"
        if setting.hosts:
            table = _write(folder, "hosts.map", "".join(f"{host} origin\n" for host in setting.hosts))
            choose = f"use_backend %[req.hdr(host),lower,map_str({table})]"
        log = "log stdout format raw daemon\n  option httplog" if setting.access_log else "no log"
        path = _write(folder, "haproxy.cfg", f"""global
  nbthread 1
  maxconn {MOST_CONNECTIONS}
  no strict-limits
  tune.pool-high-fd-ratio 90
  tune.pool-low-fd-ratio 90
  tune.h2.max-concurrent-streams 256
defaults
  mode http
  {log}
  http-reuse always
  option splice-auto
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  timeout http-keep-alive 1h
  timeout tunnel 1h
frontend clients
  bind 127.0.0.1:{setting.port}{tls} backlog 4096
  {choose}
backend origin
  balance roundrobin
  default-server pool-purge-delay 1h
{servers}
""")
        return Launch([self.binary, "-f", path])


class Envoy(Proxy):
    name, title = "envoy", "Envoy"

    def version(self):
        done = subprocess.run([self.binary, "--version"], capture_output=True, text=True)
        found = re.search(r"/(\d+\.\d+\.\d+)", done.stdout)
        return found.group(1) if found else "unknown"

    def launch(self, setting, folder):
        path = _write(folder, "envoy.json", {"static_resources": {
            "listeners": [self._listener(setting, folder)], "clusters": [self._cluster(setting)]}})
        return Launch([self.binary, "-c", path, "--concurrency", "1", "--disable-hot-restart",
                       "--log-level", "critical"])

    @staticmethod
    def _cluster(setting):
        def endpoint(text):
            host, port = text.split(":")
            return {"endpoint": {"address": {"socket_address": {"address": host, "port_value": int(port)}}}}
        most = {"max_connections": 100_000, "max_pending_requests": 100_000, "max_requests": 100_000}
        options = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
        http2 = {"typed_extension_protocol_options": {options: {
            "@type": f"type.googleapis.com/{options}",
            "explicit_http_config": {"http2_protocol_options": {}}}}} if setting.upstream_http2 else {}
        return {
            **http2,
            "name": "origin", "type": "STATIC", "lb_policy": "ROUND_ROBIN", "connect_timeout": "5s",
            "circuit_breakers": {"thresholds": [most]},
            "load_assignment": {"cluster_name": "origin", "endpoints": [
                {"lb_endpoints": [endpoint(text) for text in setting.endpoints]}]}}

    @staticmethod
    def _listener(setting, folder):
        extensions = "type.googleapis.com/envoy.extensions"
        route = [{"match": {"prefix": "/"}, "route": {"cluster": "origin", "timeout": "0s"}}]
        hosts = [{"name": host, "domains": [host], "routes": route} for host in setting.hosts]
        manager = {
            "@type": f"{extensions}.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "bench", "codec_type": "AUTO" if setting.tls else "HTTP1", "generate_request_id": False,
            "stream_idle_timeout": "0s",
            "http_filters": [{"name": "router", "typed_config": {
                "@type": f"{extensions}.filters.http.router.v3.Router", "suppress_envoy_headers": True}}],
            "route_config": {"virtual_hosts": hosts or [{"name": "all", "domains": ["*"], "routes": route}]}}
        if setting.websocket:
            manager["upgrade_configs"] = [{"upgrade_type": "websocket"}]
        if setting.access_log:
            manager["access_log"] = [{"name": "file", "typed_config": {
                "@type": f"{extensions}.access_loggers.file.v3.FileAccessLog", "path": f"{folder}/access.log"}}]
        return {
            "name": "clients",
            "address": {"socket_address": {"address": "127.0.0.1", "port_value": setting.port}},
            "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}], **Envoy._tls(setting)}]}

    @staticmethod
    def _tls(setting):
        if not setting.tls:
            return {}
        kind = "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
        pair = {"certificate_chain": {"filename": f"{setting.tls}/cert.pem"},
                "private_key": {"filename": f"{setting.tls}/key.pem"}}
        return {"transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": {
            "@type": f"type.googleapis.com/{kind}",
            "common_tls_context": {"alpn_protocols": ["h2", "http/1.1"], "tls_certificates": [pair]}}}}


class Caddy(Proxy):
    name, title = "caddy", "Caddy"
    version_arguments = ("version",)

    def launch(self, setting, folder):
        handler = {
            "handler": "reverse_proxy", "load_balancing": {"selection_policy": {"policy": "round_robin"}},
            "upstreams": [{"dial": endpoint} for endpoint in setting.endpoints],
            "transport": {"protocol": "http", "compression": False,
                          "versions": ["h2c"] if setting.upstream_http2 else ["1.1"], "keep_alive": {
                "enabled": True, "max_idle_conns": KEPT_UPSTREAM, "max_idle_conns_per_host": KEPT_UPSTREAM,
                "idle_timeout": "1h"}}}
        routes = [{"match": [{"host": [host]}], "handle": [handler], "terminal": True} for host in setting.hosts]
        server = {
            "listen": [f"127.0.0.1:{setting.port}"], "protocols": ["h1", "h2"] if setting.tls else ["h1"],
            "idle_timeout": "1h",
            "automatic_https": {"disable": True}, "routes": routes or [{"handle": [handler]}]}
        logs = {"default": {"level": "ERROR"}}
        if setting.access_log:
            server["logs"] = {"default_logger_name": "access"}
            logs["access"] = {"writer": {"output": "file", "filename": f"{folder}/access.log", "roll": False},
                              "include": ["http.log.access"]}
        apps = {"http": {"servers": {"bench": server}}}
        if setting.tls:
            server["tls_connection_policies"] = [{"fallback_sni": "bench.test"}]
            apps["tls"] = {"certificates": {"load_files": [
                {"certificate": f"{setting.tls}/cert.pem", "key": f"{setting.tls}/key.pem"}]}}
        path = _write(folder, "caddy.json", {
            "admin": {"disabled": True, "config": {"persist": False}}, "logging": {"logs": logs}, "apps": apps})
        return Launch([self.binary, "run", "--config", path],
                      {"GOMAXPROCS": "1", "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder})


def find(repository, wanted=None, binary=None):
    """(proxies that can run, what is missing and how to get it)."""
    venv = os.path.join(repository, "Benchmarks", ".work", "venv")
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    ours = binary or os.path.join(repository, ".build", "release", "goodgate")
    places = [
        (GoodGateway, ours if _serves(ours) else None, "Scripts/release"),
        (Nginx, shutil.which("nginx", path=path), "Scripts/setup bench"),
        (HAProxy, shutil.which("haproxy", path=path), "Scripts/setup bench"),
        (Envoy, _envoy(venv) or shutil.which("envoy", path=path), "Scripts/setup bench"),
        (Caddy, shutil.which("caddy", path=os.path.join(venv, "bin") + os.pathsep + path), "Scripts/setup bench"),
    ]
    found, missing = [], []
    for kind, place, remedy in places:
        if wanted and kind.name not in wanted:
            continue
        if place:
            found.append(kind(place))
        else:
            missing.append(f"{kind.title} is not here and is left out ({remedy})")
    return found, missing


def _serves(binary):
    """Whether there is a build of ours that has the command that is measured."""
    if not os.access(binary, os.X_OK):
        return False
    done = subprocess.run([binary, "serve", "--help"], capture_output=True, timeout=20)
    return done.returncode == 0


def _envoy(venv):
    """The program inside the package; its wrapper script would only add a process."""
    for folder, _, files in os.walk(os.path.join(venv, "lib")):
        if os.path.basename(folder) == "_bin" and "envoy" in files:
            return os.path.join(folder, "envoy")
    return None
