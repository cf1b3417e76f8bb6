"""HAProxy: `option httplog`, and a format with the errors of the connections; the second has to be a run of its own."""
import os

from .lab import NAME, PLAIN
from .running import keep, run, write

# No names: HAProxy resolves beside the requests, and a request then meets a backend without a server, as "nowhere" is.
KINDS = PLAIN | {"tls", "unixSocket", "http2", "nowhere"}
PORT = 18182
# The usual format with what the server's connection and its TLS say behind it.
TELLING = ('"%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r'
           ' bc_err=\'%[bc_err_str]\' ssl_bc_err=\'%[ssl_bc_err_str]\' srv=%si"')
FORMATS = {"haproxy-telling": TELLING}


def record(lab, work, folder):
    for name, format in (("haproxy", "option httplog"), ("haproxy-telling", f"log-format {TELLING}")):
        scenarios = lab.scenarios(KINDS)
        with open(os.path.join(work, name + ".log"), "w") as log:
            path = write(work, name + ".cfg", configuration(lab, scenarios, format))
            run(["haproxy", "-db", "-f", path], PORT, scenarios, stdout=log)
        keep(work, folder, name + ".log")


def configuration(lab, scenarios, format):
    rules = "".join(f"  use_backend {one.name} if {{ path /{one.name} }}\n" for one in scenarios)
    backends = "".join(f"backend {one.name}\n{rewrite(one)}  {server(one, lab)}\n" for one in scenarios)
    return f"""
global
  log stdout format raw local0
defaults
  mode http
  log global
  {format}
  timeout client 5s
  timeout connect 1s
  timeout server 1s
  retries 0
frontend web
  bind 127.0.0.1:{PORT}
{rules}{backends}"""


def rewrite(one):
    return f"  http-request set-path {one.path}\n" if one.path else ""


def server(one, lab):
    if one.kind == "nowhere":
        return ""
    address = one.socket or f"{one.host}:{one.port}"
    text = f"server s1 {address}"
    if one.is_tls:
        text += f" ssl verify required ca-file {lab.authority} verifyhost {NAME} sni str({NAME})"
    if one.is_http2:
        text += " proto h2"
    return text
