"""The server behind every proxy: one nginx worker that does as little as it can."""
import os

from .processes import free_port, wait_for_port

SMALL_BODY = "The quick origin answered at once."  # 34 bytes
FILES = {"100k": 100_000, "10m": 10_000_000}


def many_hosts(count=1_000):
    """Loopback addresses, so that many endpoints need neither many ports nor many processes."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


class Origin:
    """Answers 34 bytes on every path, and files under /files/. `addresses` are what it listens on."""

    def __init__(self, children, seats, folder, binary, extra_addresses=0):
        self._children = children
        self.port = free_port()
        # HTTP/2 without TLS, on a port of its own: this nginx speaks one version a port there.
        self.http2_address = f"127.0.0.1:{free_port()}"
        self.addresses = [f"{host}:{self.port}" for host in ["127.0.0.1"] + many_hosts(extra_addresses)]
        self._folder = os.path.join(folder, f"origin-{self.port}")
        self._write()
        command = [binary, "-p", self._folder, "-c", "nginx.conf", "-e", os.path.join(self._folder, "error.log")]
        self._child = children.start(command, seats.origin, self._folder)
        wait_for_port(self.port, self._child)

    def end(self):
        self._children.end(self._child)

    def _write(self):
        files = os.path.join(self._folder, "root", "files")
        os.makedirs(files)
        for name, size in FILES.items():
            with open(os.path.join(files, name), "wb") as file:
                file.write(os.urandom(1000) * (size // 1000))
        with open(os.path.join(self._folder, "nginx.conf"), "w") as file:
            file.write(self._configuration())

        # One message of gRPC: not compressed, 34 bytes.
        with open(os.path.join(files, "message"), "wb") as file:
            file.write(b"\0\0\0\0\x22" + SMALL_BODY.encode())

    def _configuration(self):
        listen = "\n".join(f"    listen {address} backlog=4096;" for address in self.addresses)
        return f"""{"user root;" if os.geteuid() == 0 else ""}
worker_processes 1;
worker_rlimit_nofile 16384;
daemon off;
pid nginx.pid;
events {{ worker_connections 12000; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  open_file_cache max=16;
  default_type application/octet-stream;
  {temporary_paths(self._folder)}
  server {{
{listen}
    location / {{ default_type text/plain; return 200 "{SMALL_BODY}"; }}
    location /files/ {{ root root; }}
  }}
  server {{
    listen {self.http2_address} http2 backlog=4096;
    http2_max_concurrent_streams 1024;
    location / {{ default_type text/plain; return 200 "{SMALL_BODY}"; }}
    location /bench.Echo/ {{
      error_page 405 =200 $uri;
      default_type application/grpc;
      add_trailer grpc-status 0;
      alias root/files/;
    }}
  }}
}}
"""


def temporary_paths(folder):
    """nginx makes these folders at start, in places that need root unless it is told otherwise."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "\n  ".join(f"{kind}_temp_path {os.path.join(folder, 'tmp-' + kind)};" for kind in kinds)
