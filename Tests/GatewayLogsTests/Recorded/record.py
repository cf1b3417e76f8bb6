#!/usr/bin/env python3
"""Records what real proxies log when the lab's peers fail: record.py GOODGATE FOLDER [nginx|haproxy|httpd|envoy|caddy|varnish ...].

Starts the lab of the given program and each proxy that is installed before it, asks for every scenario under its name
as path, and copies the logs to FOLDER, with the truth (path and fault) in truth.txt. The settings of each proxy, with
the formats that docs/logs.md advises, are in recording/.
"""
import os
import shutil
import sys
import tempfile

from recording import caddy, envoy, haproxy, httpd, nginx, varnish
from recording.lab import Lab

PROXIES = {"nginx": nginx, "haproxy": haproxy, "httpd": httpd, "envoy": envoy, "caddy": caddy, "varnish": varnish}


def main():
    program, folder, *wanted = sys.argv[1:]
    work = tempfile.mkdtemp(prefix="record-logs-")
    os.chmod(work, 0o755)
    lab = Lab(program)
    try:
        for name in wanted or PROXIES:
            PROXIES[name].record(lab, work, folder)
            for name, format in getattr(PROXIES[name], "FORMATS", {}).items():
                with open(os.path.join(folder, name + ".format.txt"), "w") as file:
                    file.write(format.rstrip() + "\n")
        with open(os.path.join(folder, "truth.txt"), "w") as file:
            file.writelines(f"/{one.name} {one.fault or '-'}\n" for one in lab.all)
    finally:
        lab.close()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
