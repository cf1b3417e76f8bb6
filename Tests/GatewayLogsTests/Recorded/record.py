#!/usr/bin/env python3
"""Records what real proxies log when the lab's peers fail: record.py GOODGATE FOLDER [nginx|haproxy|httpd|envoy|caddy|varnish ...].

Starts the lab of the given program and each proxy that is installed before it, asks for every scenario under its name
as path, and copies the logs to FOLDER, with the truth (path and fault) in truth.txt.
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

LISTEN = {"nginx": 18181, "haproxy": 18182, "httpd": 18183, "envoy": 18184, "caddy": 18185, "varnish": 18186}
# What a backend did is in the log of fetches only, and why it failed in these records.
VARNISH_FORMAT = '%h %l %u %t "%r" %s %b %D "%{VSL:FetchError}x" "%{VSL:Error}x"'


def main():
    program, folder, *wanted = sys.argv[1:]
    work = tempfile.mkdtemp(prefix="record-logs-")
    os.chmod(work, 0o755)
    lab = subprocess.Popen([program, "lab", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
    text = ""
    while True:
        text += lab.stdout.readline()
        try:
            listing = json.loads(text)
            break
        except ValueError:
            continue
    scenarios = [one for one in listing["scenarios"] if usable(one)]
    try:
        for kind in wanted or LISTEN:
            PROXIES[kind](kind, scenarios, listing, work, folder)
        with open(os.path.join(folder, "truth.txt"), "w") as file:
            for one in scenarios:
                file.write(f"/{one['name']} {one.get('fault') or '-'}\n")
    finally:
        lab.send_signal(signal.SIGTERM)
        lab.wait()
        shutil.rmtree(work)


def usable(one):
    """Scenarios whose peer answers on its own and without conditions that only our gateway can set up."""
    return one["listensAs"] in ("ownPort", "path", "address") and one["warmUps"] == 0 and one["name"] not in ("endless", "huge-body", "interim-flood")


def upstream(one, listing):
    address = listing["address"] + "/" + one["name"] if one["listensAs"] == "path" else one["address"]
    parts = urllib.parse.urlsplit(address)
    return parts.hostname, parts.port, parts.path


def ask_all(kind, scenarios):
    for one in scenarios:
        method = one["method"]
        connection = http.client.HTTPConnection("127.0.0.1", LISTEN[kind], timeout=9)
        try:
            fields = {field["name"]: field["value"] for field in one.get("fields", []) if isinstance(field, dict)}
            body = b"x" * min(one["contentLength"], 200_000) if one["contentLength"] else None
            connection.request(method, "/" + one["name"], body=body, headers=fields)
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nobody listens on {port}")


def nginx(kind, scenarios, listing, work, folder):
    locations = ""
    for one in scenarios:
        host, port, path = upstream(one, listing)
        locations += f"location = /{one['name']} {{ proxy_pass http://{host}:{port}{path}; }}\n"
    config = f"""
        daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/nginx.error.log;
        events {{ worker_connections 256; }}
        http {{
          access_log {work}/nginx.access.log combined;
          client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u;
          scgi_temp_path {work}/s;
          server {{ listen 127.0.0.1:{LISTEN[kind]}; proxy_connect_timeout 1s; proxy_read_timeout 1s; proxy_send_timeout 1s;
            proxy_http_version 1.1; {locations} }}
        }}"""
    run(kind, ["nginx", "-c", write(work, "nginx.conf", config), "-p", work], scenarios)
    keep(work, folder, "nginx.access.log", "nginx.error.log")


def haproxy(kind, scenarios, listing, work, folder):
    rules, backends = "", ""
    for one in scenarios:
        host, port, path = upstream(one, listing)
        rules += f"  use_backend {one['name']} if {{ path /{one['name']} }}\n"
        rewrite = f"  http-request set-path {path}\n" if path else ""
        backends += f"backend {one['name']}\n{rewrite}  server s1 {host}:{port}\n"
    config = f"""
global
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  timeout client 5s
  timeout connect 1s
  timeout server 1s
  retries 0
frontend web
  bind 127.0.0.1:{LISTEN[kind]}
{rules}{backends}"""
    with open(os.path.join(work, "haproxy.log"), "w") as log:
        run(kind, ["haproxy", "-db", "-f", write(work, "haproxy.cfg", config)], scenarios, stdout=log)
    keep(work, folder, "haproxy.log")


def httpd(kind, scenarios, listing, work, folder):
    passes = ""
    for one in scenarios:
        host, port, path = upstream(one, listing)
        passes += f"ProxyPass /{one['name']} http://{host}:{port}{path} retry=0 connectiontimeout=1 timeout=1\n"
    modules = "/usr/lib/apache2/modules"
    config = f"""
        ServerRoot {work}
        ServerName localhost
        PidFile {work}/httpd.pid
        Listen 127.0.0.1:{LISTEN[kind]}
        LoadModule mpm_event_module {modules}/mod_mpm_event.so
        LoadModule authz_core_module {modules}/mod_authz_core.so
        LoadModule proxy_module {modules}/mod_proxy.so
        LoadModule proxy_http_module {modules}/mod_proxy_http.so
        ErrorLog {work}/httpd.error.log
        LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
        CustomLog {work}/httpd.access.log combined
        {passes}"""
    run(kind, ["apache2", "-X", "-f", write(work, "httpd.conf", config)], scenarios)
    keep(work, folder, "httpd.access.log", "httpd.error.log")


def envoy(kind, scenarios, listing, work, folder):
    routes, clusters = [], []
    for one in scenarios:
        host, port, path = upstream(one, listing)
        route = {"cluster": one["name"], "timeout": "1s"}
        if path:
            route["prefix_rewrite"] = path
        routes.append({"match": {"path": "/" + one["name"]}, "route": route})
        endpoint = {"endpoint": {"address": {"socket_address": {"address": host, "port_value": port}}}}
        clusters.append({"name": one["name"], "type": "STATIC", "connect_timeout": "1s", "load_assignment": {
            "cluster_name": one["name"], "endpoints": [{"lb_endpoints": [endpoint]}]}})
    api = "type.googleapis.com/envoy.extensions."
    manager = {
        "@type": api + "filters.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "web",
        "access_log": [{"name": "stdout", "typed_config": {"@type": api + "access_loggers.stream.v3.StdoutAccessLog"}}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        "http_filters": [{"name": "router", "typed_config": {"@type": api + "filters.http.router.v3.Router"}}]}
    config = {"static_resources": {"clusters": clusters, "listeners": [{
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": LISTEN[kind]}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}]}]}}
    with open(os.path.join(work, "envoy.log"), "w") as log:
        run(kind, ["envoy", "-c", write(work, "envoy.json", json.dumps(config)), "--concurrency", "1"], scenarios, stdout=log)
    keep(work, folder, "envoy.log")


def caddy(kind, scenarios, listing, work, folder):
    routes = []
    for one in scenarios:
        host, port, path = upstream(one, listing)
        handlers = [{"handler": "rewrite", "uri": path}] if path else []
        handlers.append({"handler": "reverse_proxy", "upstreams": [{"dial": f"{host}:{port}"}], "transport": {
            "protocol": "http", "dial_timeout": "1s", "response_header_timeout": "1s", "read_timeout": "1s", "write_timeout": "1s"}})
        routes.append({"match": [{"path": ["/" + one["name"]]}], "handle": handlers})
    config = {"admin": {"disabled": True}, "logging": {"logs": {"default": {
        "writer": {"output": "file", "filename": f"{work}/caddy.log"}, "encoder": {"format": "json"}}}},
        "apps": {"http": {"servers": {"web": {"listen": [f"127.0.0.1:{LISTEN[kind]}"], "routes": routes, "logs": {},
                                              "automatic_https": {"disable": True}}}}}}
    run(kind, ["caddy", "run", "--config", write(work, "caddy.json", json.dumps(config))], scenarios)
    keep(work, folder, "caddy.log")


def varnish(kind, scenarios, listing, work, folder):
    backends, rules, rewrites = "", "", ""
    for one in scenarios:
        host, port, path = upstream(one, listing)
        name = "b_" + one["name"].replace("-", "_")
        backends += f'backend {name} {{ .host = "{host}"; .port = "{port}"; .connect_timeout = 1s; .first_byte_timeout = 1s; .between_bytes_timeout = 1s; }}\n'
        rules += f'if (req.url == "/{one["name"]}") {{ set req.backend_hint = {name}; return (pass); }}\n'
        if path:
            rewrites += f'if (bereq.url == "/{one["name"]}") {{ set bereq.url = "{path}"; }}\n'
    text = (f"vcl 4.1;\n{backends}sub vcl_recv {{\n{rules}}}\nsub vcl_backend_fetch {{\n{rewrites}}}\n")
    instance = os.path.join(work, "varnish")
    environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin", TZ="UTC")
    command = ["varnishd", "-F", "-n", instance, "-a", f"127.0.0.1:{LISTEN[kind]}", "-f", write(work, "varnish.vcl", text), "-s", "malloc,32m",
               "-j", "none"]
    with open(os.path.join(work, "varnish.log"), "w") as log:
        run(kind, command, scenarios, beside=lambda: subprocess.Popen(
            ["varnishncsa", "-b", "-n", instance, "-F", VARNISH_FORMAT], stdout=log, env=environment))
    keep(work, folder, "varnish.log")


def run(kind, command, scenarios, stdout=None, beside=None):
    if not shutil.which(command[0], path=os.environ.get("PATH", "") + ":/usr/sbin"):
        print(f"{kind} is not installed; left out")
        return
    environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin", TZ="UTC")
    child = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait_for(LISTEN[kind])
        reader = beside() if beside else None
        time.sleep(1 if beside else 0)
        ask_all(kind, scenarios)
        time.sleep(2)
        if reader:
            reader.send_signal(signal.SIGTERM)
            reader.wait()
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def write(work, name, text):
    path = os.path.join(work, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def keep(work, folder, *names):
    for name in names:
        path = os.path.join(work, name)
        if os.path.exists(path):
            # Not `.log`, which git is told to leave out.
            with open(path, errors="replace") as source, open(os.path.join(folder, name.replace(".log", ".txt")), "w") as target:
                # Caddy writes the whole header of a response down, which for some scenarios is a megabyte.
                home = os.path.expanduser("~") + "/"
                target.writelines(line.replace(work, "/srv").replace(home, "/var/lib/caddy/") for line in source if len(line) < 4000)


PROXIES = {"nginx": nginx, "haproxy": haproxy, "httpd": httpd, "envoy": envoy, "caddy": caddy, "varnish": varnish}

if __name__ == "__main__":
    main()
