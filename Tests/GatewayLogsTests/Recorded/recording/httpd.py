"""Apache: its usual logs, and logs with the request's id in both and what mod_ssl says about handshakes."""
import os
import time

from .lab import NAME, PLAIN
from .running import keep, run, write

KINDS = PLAIN | {"tls", "unixSocket", "http2"}
PORT = 18183
MODULES = "/usr/lib/apache2/modules"
USED = ["mpm_event", "authz_core", "proxy", "proxy_http", "proxy_http2", "ssl", "socache_shmcb"]
TELLING = """
        ErrorLogFormat "[%{u}t] [%-m:%l] [pid %P:tid %T] [id\\ %L] %E: [client\\ %a] %M"
        LogLevel warn ssl:info
"""
USUAL = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
WITH_ID = '%h %l %u %t "%r" %>s %b %D %L'
FORMATS = {"httpd-telling": WITH_ID}


def record(lab, work, folder):
    for name, format, more in (("httpd", USUAL, ""), ("httpd-telling", WITH_ID, TELLING)):
        # First what leaves no line in the error log, so that others of which it tells come behind.
        scenarios = sorted(lab.scenarios(KINDS), key=lambda one: not (one.is_http2 or one.fault == "origin_status"))
        config = configuration(lab, work, name, scenarios, format, more)
        marks = []

        def mark(one):
            """Most lines of the error log do not name the request: how many there are after each scenario does."""
            time.sleep(0.15)
            with open(os.path.join(work, name + ".error.log"), "rb") as file:
                marks.append(f"{'/' + one.name if one else '-'} {len(file.readlines())}\n")

        run(["apache2", "-X", "-f", write(work, name + ".conf", config)], PORT, scenarios, after=mark)
        keep(work, folder, name + ".access.log", name + ".error.log")
        with open(os.path.join(folder, name + ".marks.txt"), "w") as file:
            file.writelines(marks)


def configuration(lab, work, name, scenarios, format, more):
    modules = "".join(f"LoadModule {one}_module {MODULES}/mod_{one}.so\n" for one in USED)
    quoted = format.replace('"', '\\"')
    passes = "".join(passing(one) for one in scenarios)
    return f"""
        ServerRoot {work}
        ServerName localhost
        PidFile {work}/{name}.pid
        Listen 127.0.0.1:{PORT}
        {modules}
        ErrorLog {work}/{name}.error.log
        {more}
        LogFormat "{quoted}" wanted
        CustomLog {work}/{name}.access.log wanted
        SSLProxyEngine on
        SSLProxyVerify require
        SSLProxyVerifyDepth 2
        SSLProxyCACertificateFile {lab.authority}
        {passes}"""


def passing(one):
    if one.socket:
        return f"ProxyPass /{one.name} unix:{one.socket}|http://{one.name}.lab.test/ retry=0 connectiontimeout=1 timeout=1\n"
    # The certificates are for this name, and it is what is verified.
    host = NAME if one.is_tls else one.host
    upgrade = "upgrade=ANY " if one.is_upgrade and not one.is_http2 else ""
    return (f"ProxyPass /{one.name} {one.scheme}://{host}:{one.port}{one.path} retry=0 {upgrade}"
            "connectiontimeout=1 timeout=1\n")
