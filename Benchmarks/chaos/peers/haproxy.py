"""HAProxy, set up against errors: retries with redispatch, active checks, queues."""
import os
import signal
import time

from .base import Peer, write


class HAProxy(Peer):
    name, title = "haproxy", "HAProxy"
    settings = ("`retries 3`, `option redispatch 1`, `retry-on` for every fault (GET only), `leastconn`, `http-reuse safe`, "
                "HTTP checks every 0.5 s with `observe layer4`, connect 1 s, server 5 s, queue 1 s, 256 KB buffers; "
                "`maxconn` where the capacity is known; `hold` of 1 h for names; master-worker with `expose-fd`.")

    def configure(self, setting, folder, generation=0):
        write(folder, "haproxy.cfg", f"""# generation {generation}
global
  maxconn 8000
  # Hands the listening sockets over to the next process on a reload, so that no connection is refused.
  stats socket {folder}/admin.sock level admin expose-fd listeners
  hard-stop-after 10s
  # Room for a response head of up to 256 KB, and for a whole small request that may have to be sent again.
  tune.bufsize 262144
  tune.maxrewrite 8192
  tune.http.maxhdr 200
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout http-keep-alive 30s
  # An answer that takes longer is worth asking another server for.
  timeout server 5s
  # A request waits that long for a free server.
  timeout queue 1s
  retries 3
  # A retry may go to another server, from the first one on.
  option redispatch 1
  # Everything after which the same request may be sent again.
  retry-on conn-failure empty-response junk-response response-timeout 502 503 504
  # Never reuses a connection for a client's first request, so that this one cannot fail by a keep-alive race.
  http-reuse safe
frontend clients
  bind 127.0.0.1:{setting.port} backlog 4096
  # The documentation's own advice: without this, POSTs would be repeated, too.
  http-request disable-l7-retry unless METH_GET
  default_backend origin
{self._backend(setting)}
""")

    @staticmethod
    def _backend(setting):
        # An endpoint is taken out by checks or by faults in traffic, and comes back after one good check. A single one
        # is given three seconds: taking it out earlier would turn a short restart into errors at once.
        check = "check inter 500ms fastinter 250ms fall 2 rise 1 observe layer4 error-limit 5 on-error mark-down"
        if len(setting.endpoints) == 1:
            check = "check inter 1s fall 3 rise 1"
        limit = f" maxconn {setting.capacity}" if setting.capacity else ""
        if setting.resolver:
            check += " resolvers dns resolve-prefer ipv4 init-addr last,libc,none"
        servers = "\n".join(f"  server s{n} {endpoint} {check}{limit}" for n, endpoint in enumerate(setting.endpoints))
        text = f"""backend origin
  balance leastconn
  option httpchk GET /health
  # Below the five seconds that many application servers keep an idle connection.
  default-server pool-purge-delay 4s
{servers}
"""
        if setting.resolver:
            text = f"""resolvers dns
  nameserver one {setting.resolver}
  resolve_retries 3
  timeout resolve 1s
  timeout retry 500ms
  # Keeps what was known for an hour when the DNS server fails in any way.
  hold valid 1s
  hold other 1h
  hold refused 1h
  hold nx 1h
  hold timeout 1h
""" + text
        if setting.cache:
            # HAProxy has no stale-if-error; what it has is a plain cache.
            text += "  http-request cache-use pages\n  http-response cache-store pages\n"
            text += "cache pages\n  total-max-size 16\n  max-object-size 1000000\n  max-age 3600\n"
        return text

    def command(self, setting, folder):
        return [self.binary, "-W", "-f", os.path.join(folder, "haproxy.cfg")]

    def reload(self, running):
        """USR2 makes the master start new workers, which take over the sockets."""
        os.kill(running.child.pid, signal.SIGUSR2)

    def upgrade(self, running):
        """USR2, too: the master executes the program file anew, and that starts new workers."""
        self.reload(running)
        time.sleep(0.5)
