"""Varnish: what varnishncsa writes by itself, and the log of fetches with the errors of the backend."""
import os

from .lab import PLAIN
from .running import keep, run, write

KINDS = PLAIN | {"unixSocket"}
PORT = 18186
# Why a fetch failed stands in different records, depending on where it did; the first of each kind is of the origin.
TELLING = ('%h %l %u %t "%r" %s %b %D "%{VSL:FetchError}x" "%{VSL:Error}x" "%{VSL:BogoHeader}x" "%{VSL:BerespStatus}x" '
           '"%{VSL:BerespHeader:Content-Length}x" "%{VSL:BerespHeader:Transfer-Encoding}x"')
FORMATS = {"varnish-telling": TELLING}


def record(lab, work, folder):
    scenarios = lab.scenarios(KINDS)
    instance = os.path.join(work, "varnish")
    command = ["varnishd", "-F", "-n", instance, "-a", f"127.0.0.1:{PORT}", "-f",
               write(work, "varnish.vcl", program(scenarios)), "-s", "malloc,32m", "-j", "none"]
    names = {"varnish.log": [], "varnish-telling.log": ["-b", "-F", TELLING]}
    beside = [(["varnishncsa", "-n", instance, *more], os.path.join(work, name)) for name, more in names.items()]
    run(command, PORT, scenarios, beside=beside)
    keep(work, folder, *names)


def program(scenarios):
    backends, rules, rewrites = "", "", ""
    for one in scenarios:
        name = "b_" + one.name.replace("-", "_")
        place = f'.path = "{one.socket}";' if one.socket else f'.host = "{one.host}"; .port = "{one.port}";'
        backends += (f"backend {name} {{ {place} .connect_timeout = 1s; .first_byte_timeout = 1s; "
                     ".between_bytes_timeout = 1s; }\n")
        rules += f'if (req.url == "/{one.name}") {{ set req.backend_hint = {name}; return (pass); }}\n'
        if one.path:
            rewrites += f'if (bereq.url == "/{one.name}") {{ set bereq.url = "{one.path}"; }}\n'
    return f"vcl 4.1;\n{backends}sub vcl_recv {{\n{rules}}}\nsub vcl_backend_fetch {{\n{rewrites}}}\n"
