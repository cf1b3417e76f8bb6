#!/usr/bin/env python3
"""Records the error answers of real gateways, byte for byte: `record-pages.py FOLDER [PRODUCT...]`.

Each gateway that is found stands before origins that refuse, say nothing, hang up, or speak garbage. What it answers is
written to FOLDER/PRODUCT-CASE.http, which the tests of the fingerprint book read (Tests/GatewayGuideTests/Recorded).
Programs are looked for in PATH, /usr/sbin and the benchmarks' venv; `Scripts/setup diagnose` installs them.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

VENV = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../.work/venv")
os.environ["PATH"] += os.pathsep + os.pathsep.join(["/usr/sbin", os.path.join(VENV, "bin")])
ACTS = ("refused", "silent", "closed", "garbage")
# What only some products can be brought to: an origin whose name nobody knows, one that is marked down.
MORE = {"trafficserver": ("unresolved", "down")}
SECONDS = 2


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Origins:
    """A port for each act; nobody listens at that of `refused`."""

    def __init__(self):
        # Bound and not listening: connections are refused, and nobody else gets the port.
        self.held = socket.socket()
        self.held.bind(("127.0.0.1", 0))
        self.ports = {"refused": self.held.getsockname()[1]}
        for act in ACTS[1:]:
            listener = socket.create_server(("127.0.0.1", 0))
            self.ports[act] = listener.getsockname()[1]
            threading.Thread(target=self._serve, args=(listener, act), daemon=True).start()

    def _serve(self, listener, act):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=self._act, args=(client, act), daemon=True).start()

    @staticmethod
    def _act(client, act):
        try:
            client.recv(65536)
            if act == "silent":
                time.sleep(30)
            if act == "garbage":
                client.sendall(b"garbage that is no HTTP\r\n\r\n")
            client.close()
        except OSError:
            pass


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


# Each returns commands, and the port for each act; environments where one is needed.

def nginx(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    servers = "".join(f"server {{ listen 127.0.0.1:{ports[act]}; location / {{ proxy_pass http://127.0.0.1:{to}; }} }}\n"
                      for act, to in origins.items())
    path = write(folder, "nginx.conf", f"""daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}
http {{ access_log off; proxy_temp_path {folder}; client_body_temp_path {folder}; fastcgi_temp_path {folder};
uwsgi_temp_path {folder}; scgi_temp_path {folder}; proxy_read_timeout {SECONDS}s; proxy_connect_timeout {SECONDS}s;
{servers} }}""")
    return [[program, "-c", path, "-p", folder]], ports


def haproxy(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    listens = "".join(f"listen {act}\n bind 127.0.0.1:{ports[act]}\n server one 127.0.0.1:{to}\n"
                      for act, to in origins.items())
    path = write(folder, "haproxy.cfg", f"defaults\n mode http\n retries 0\n timeout connect {SECONDS}s\n"
                                        f" timeout client 30s\n timeout server {SECONDS}s\n{listens}")
    return [[program, "-db", "-f", path]], ports


def httpd(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    modules = "/usr/lib/apache2/modules"
    loads = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n"
                    for name in ("mpm_event", "authz_core", "proxy", "proxy_http"))
    hosts = "".join(f"Listen 127.0.0.1:{ports[act]}\n<VirtualHost 127.0.0.1:{ports[act]}>\n"
                    f"ProxyPass / http://127.0.0.1:{to}/ timeout={SECONDS} retry=0\n</VirtualHost>\n"
                    for act, to in origins.items())
    path = write(folder, "apache.conf", f"ServerRoot {folder}\nServerName site.test\nPidFile {folder}/apache.pid\n"
                                        f"ErrorLog {folder}/apache.log\n{loads}{hosts}")
    return [[program, "-f", path, "-DFOREGROUND"]], ports


def varnish(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    commands = [[program, "-F", "-n", f"{folder}/{act}", "-a", f"127.0.0.1:{ports[act]}", "-b", f"127.0.0.1:{to}",
                 "-s", "malloc,4m", "-p", f"first_byte_timeout={SECONDS}", "-p", f"connect_timeout={SECONDS}"]
                for act, to in origins.items()]
    return commands, ports


def caddy(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    servers = {act: {"listen": [f"127.0.0.1:{ports[act]}"], "automatic_https": {"disable": True}, "routes": [
        {"handle": [{"handler": "reverse_proxy", "upstreams": [{"dial": f"127.0.0.1:{to}"}], "transport": {
            "protocol": "http", "dial_timeout": f"{SECONDS}s", "response_header_timeout": f"{SECONDS}s"}}]}]}
        for act, to in origins.items()}
    path = write(folder, "caddy.json", json.dumps({"admin": {"disabled": True, "config": {"persist": False}},
                                                   "apps": {"http": {"servers": servers}}}))
    return [[program, "run", "--config", path]], ports


def envoy(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    types = "type.googleapis.com/envoy.extensions.filters"

    def address(port):
        return {"socket_address": {"address": "127.0.0.1", "port_value": port}}

    listeners = [{"name": act, "address": address(port), "filter_chains": [{"filters": [{"name": "http", "typed_config": {
        "@type": f"{types}.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": act,
        "http_filters": [{"name": "router", "typed_config": {"@type": f"{types}.http.router.v3.Router"}}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
            {"match": {"prefix": "/"}, "route": {"cluster": act, "timeout": f"{SECONDS}s"}}]}]}}}]}]}
        for act, port in ports.items()]
    clusters = [{"name": act, "type": "STATIC", "connect_timeout": f"{SECONDS}s", "load_assignment": {
        "cluster_name": act, "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(to)}}]}]}}
        for act, to in origins.items()]
    path = write(folder, "envoy.json", json.dumps({"static_resources": {"listeners": listeners, "clusters": clusters}}))
    return [[program, "-c", path, "--concurrency", "1", "--disable-hot-restart", "--log-level", "critical"]], ports


def squid(program, folder, origins):
    ports = {act: free_port() for act in ACTS}
    share = os.path.join(os.path.dirname(program), "../share")
    places = [f"{root}/{name}" for root in (share, "/usr/share")
              for name in ("squid/errors/en", "squid/errors/templates", "squid-langpack/en", "squid-langpack/templates")]
    errors = next((place for place in places if os.path.isdir(place)), "")
    helpers = next((place for place in (os.path.join(os.path.dirname(program), "../lib/squid"), "/usr/lib/squid")
                    if os.path.isdir(place)), "")
    lines = [f"http_port 127.0.0.1:{ports[act]} accel defaultsite=site.test name={act}\n"
             f"cache_peer 127.0.0.1 parent {to} 0 no-query originserver no-digest name={act}\nacl {act} myportname {act}\n"
             f"cache_peer_access {act} allow {act}\ncache_peer_access {act} deny all\n" for act, to in origins.items()]
    path = write(folder, "squid.conf", "".join(lines) + f"""http_access allow all
never_direct allow all
visible_hostname edge.test
pid_filename {folder}/squid.pid
cache_log {folder}/squid.log
access_log none
coredump_dir {folder}
cache_effective_user nobody
connect_timeout {SECONDS} seconds
read_timeout {SECONDS} seconds
error_directory {os.path.realpath(errors)}
icon_directory {folder}
mime_table {os.path.realpath(write(folder, 'mime.conf', ''))}
pinger_enable off
unlinkd_program {os.path.realpath(helpers)}/unlinkd
logfile_daemon {os.path.realpath(helpers)}/log_file_daemon
diskd_program {os.path.realpath(helpers)}/diskd
netdb_filename none
""")
    os.chmod(folder, 0o777)
    return [[program, "-N", "-f", path]], ports


def trafficserver(program, folder, origins):
    ports = {act: free_port() for act in ACTS + MORE["trafficserver"]}
    # RFC 6761 §6.4: no name server knows a name of `invalid`. Marked down is what refused once, and has a name.
    origins = {**{act: f"127.0.0.1:{to}" for act, to in origins.items()}, "unresolved": "origin.invalid:80",
               "down": f"down.test:{origins['refused']}"}
    hosts = write(folder, "hosts", "127.0.0.1 down.test\n")
    for name in ("cache", "run", "log", "etc"):
        os.mkdir(f"{folder}/{name}")
    listens = " ".join(f"{port}:ip-in=127.0.0.1" for port in ports.values())
    write(folder, "etc/records.config", f"""CONFIG proxy.config.http.server_ports STRING {listens}
CONFIG proxy.config.admin.user_id STRING #-1
CONFIG proxy.config.http.cache.http INT 0
CONFIG proxy.config.http.connect_attempts_timeout INT {SECONDS}
CONFIG proxy.config.http.connect_attempts_max_retries INT 0
CONFIG proxy.config.http.transaction_no_activity_timeout_out INT {SECONDS}
CONFIG proxy.config.http.down_server.cache_time INT 60
CONFIG proxy.config.hostdb.host_file.path STRING {hosts}
CONFIG proxy.config.body_factory.template_sets_dir STRING /etc/trafficserver/body_factory
""")
    # The name that is asked for is the same everywhere: the port decides.
    write(folder, "etc/remap.config", "".join(
        f"map_with_recv_port http://site.test:{ports[act]}/ http://{to}/\n" for act, to in origins.items()))
    write(folder, "etc/storage.config", f"{folder}/cache 16M\n")
    write(folder, "etc/ip_allow.yaml", "ip_allow:\n  - apply: in\n    ip_addrs: 127.0.0.1\n    action: allow\n"
                                       "    methods: ALL\n")
    path = write(folder, "runroot.yaml", "".join(f"{key}: {folder}/{name}\n" for key, name in (
        ("prefix", ""), ("exec_prefix", ""), ("sysconfdir", "etc"), ("localstatedir", "run"), ("runtimedir", "run"),
        ("logdir", "log"), ("cachedir", "cache"))) + "bindir: /usr/bin\nsbindir: /usr/sbin\n")
    return [[program, f"--run-root={path}"]], ports


PRODUCTS = {"nginx": ("nginx", nginx), "haproxy": ("haproxy", haproxy), "httpd": ("apache2", httpd),
            "varnish": ("varnishd", varnish), "caddy": ("caddy", caddy), "envoy": ("envoy", envoy),
            "squid": ("squid", squid), "trafficserver": ("traffic_server", trafficserver)}


def ask(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET /page HTTP/1.1\r\nHost: site.test\r\nUser-Agent: recorder\r\nConnection: close\r\n\r\n")
        data = b""
        while more := client.recv(65536):
            data += more
        return data


def wait(port, process):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            if process.poll() is not None:
                return False
            time.sleep(0.1)
    return False


def main():
    if len(sys.argv) < 2:
        raise SystemExit("usage: record-pages.py FOLDER [PRODUCT...]")
    target, only = sys.argv[1], sys.argv[2:]
    os.makedirs(target, exist_ok=True)
    origins = Origins().ports
    for name, (command, make) in PRODUCTS.items():
        if only and name not in only:
            continue
        program = shutil.which(command)
        if not program:
            print(f"{name}: {command} is not here")
            continue
        folder = tempfile.mkdtemp()
        commands, ports = make(program, folder, origins)
        with open(os.path.join(folder, "out"), "w") as log:
            processes = [subprocess.Popen(words, stdout=log, stderr=log, cwd=folder) for words in commands]
        try:
            for index, act in enumerate(ACTS + MORE.get(name, ())):
                if not wait(ports[act], processes[min(index, len(processes) - 1)]):
                    with open(os.path.join(folder, "out")) as log:
                        print(f"{name}: did not start: {log.read()[-400:]}")
                    break
                answer = ask(ports[act])
                if act == "down":
                    # Only after so many connections have failed (connect_attempts_rr_retries).
                    for _ in range(4):
                        answer = ask(ports[act])
                # What is passed on is not the gateway's own.
                if answer.startswith(b"HTTP/1.1 5"):
                    with open(os.path.join(target, f"{name}-{act}.http"), "wb") as file:
                        file.write(answer)
                first = answer.split(b"\r\n")[0].decode("latin-1")
                print(f"{name} {act}: {first}, {len(answer)} bytes")
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait()
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
