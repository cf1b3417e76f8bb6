"""nginx (open source), set up against errors as far as it goes. What it lacks: active checks, waiting, retry budgets."""
import os
import signal
import time

from .base import Peer, write


class Nginx(Peer):
    name, title = "nginx", "nginx"
    settings = ("`least_conn`, `max_fails=1 fail_timeout=1s`, `proxy_next_upstream` for every fault (not for POSTs that were "
                "sent), connect 1 s, read 5 s, upstream keep-alive 4 s, buffers for heads of 256 KB; `max_conns` where "
                "the capacity is known; `proxy_cache_use_stale` where there is a cache.")

    def configure(self, setting, folder, generation=0):
        write(folder, "nginx.conf", f"""# generation {generation}
{"user root;" if os.geteuid() == 0 else ""}
worker_processes auto;
worker_rlimit_nofile 20000;
daemon off;
pid nginx.pid;
worker_shutdown_timeout 10s;
events {{ worker_connections 8000; }}
http {{
  access_log off;
  {self._temporary_paths(folder)}
  {self._cache(setting)}
  {self._upstream(setting)}
  server {{
    listen 127.0.0.1:{setting.port} backlog=4096;
    # Uploads up to any size; the origin decides.
    client_max_body_size 0;
    location / {{
      {self._target(setting)}
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      # An endpoint that takes long to connect to, or to answer, is worth leaving for another one.
      proxy_connect_timeout 1s;
      proxy_send_timeout 5s;
      proxy_read_timeout 5s;
      # Every fault after which another endpoint may be asked. Without `non_idempotent` (the default), a POST that
      # was sent is not repeated, so nothing is processed twice.
      proxy_next_upstream error timeout invalid_header http_502 http_503 http_504;
      proxy_next_upstream_tries 3;
      proxy_next_upstream_timeout 8s;
      # Room for a response head of up to 256 KB; the default is one page.
      proxy_buffer_size 256k;
      proxy_buffers 8 256k;
      proxy_busy_buffers_size 512k;
    }}
  }}
}}
""")

    @staticmethod
    def _upstream(setting):
        if setting.resolver:
            # As the TTL says. nginx keeps no answer beyond that, so a DNS server that fails takes the origin with it.
            return f"resolver {setting.resolver} valid=1s; resolver_timeout 2s;"
        # One failure puts an endpoint aside for one second; a single endpoint is never put aside by nginx anyway.
        # max_conns answers 502 at once instead of queueing where a capacity is known.
        limit = f" max_conns={setting.capacity}" if setting.capacity else ""
        servers = "\n".join(f"    server {endpoint} max_fails=1 fail_timeout=1s{limit};" for endpoint in setting.endpoints)
        return f"""upstream origin {{
    # Shared, so that what one worker learns about an endpoint the other one knows.
    zone origin 256k;
    # Fewer requests for an endpoint that is slow.
    least_conn;
{servers}
    keepalive 64;
    # Below the five seconds that many application servers keep an idle connection.
    keepalive_timeout 4s;
  }}"""

    @staticmethod
    def _target(setting):
        lines = []
        if setting.cache:
            # Stale pages in every case that allows it, and one request at a time to refresh them.
            lines += ["proxy_cache pages;",
                      "proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504;",
                      "proxy_cache_background_update on;", "proxy_cache_lock on;", "proxy_cache_revalidate on;"]
        if setting.resolver:
            # A variable is what makes nginx before 1.27.3 ask again when the TTL is over.
            lines += [f"set $origin {setting.endpoints[0]};", "proxy_pass http://$origin;"]
        else:
            lines.append("proxy_pass http://origin;")
        return "\n      ".join(lines)

    @staticmethod
    def _cache(setting):
        return "proxy_cache_path cache keys_zone=pages:1m inactive=1h use_temp_path=off;" if setting.cache else ""

    @staticmethod
    def _temporary_paths(folder):
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)

    def command(self, setting, folder):
        # nginx replaces its program only when whoever started it has ended, as is so with a daemon.
        return ["sh", "-c", '"$@" & sleep 1', "sh", self.binary, "-p", folder, "-c", os.path.join(folder, "nginx.conf"),
                "-e", os.path.join(folder, "error.log")]

    def reload(self, running):
        os.kill(self._master(running), signal.SIGHUP)

    def upgrade(self, running):
        """USR2 starts the new master, WINCH ends the old workers in order, QUIT the old master."""
        old = self._master(running)
        os.kill(old, signal.SIGUSR2)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            time.sleep(0.05)
            if os.path.exists(os.path.join(running.folder, "nginx.pid.oldbin")) and self._master(running) not in (0, old):
                break
        else:
            raise RuntimeError("nginx did not start its successor")
        # Until the new workers accept.
        time.sleep(0.5)
        os.kill(old, signal.SIGWINCH)
        time.sleep(0.5)
        os.kill(old, signal.SIGQUIT)

    @staticmethod
    def _master(running):
        try:
            with open(os.path.join(running.folder, "nginx.pid")) as file:
                return int(file.read() or 0)
        except FileNotFoundError:
            return 0
