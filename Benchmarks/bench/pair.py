"""Drives load/pair.c and load/echo.c: the clients and the origin in one process."""
import contextlib
import json
import os
import select
import shutil
import subprocess

from .load import LoadFailed
from .origin import many_hosts


def build(repository, name="pair"):
    """Compiles a program of load/ when it is older than its source; returns its path."""
    source = os.path.join(repository, "Benchmarks", "load", f"{name}.c")
    program = os.path.join(repository, "Benchmarks", ".work", name)
    if os.path.exists(program) and os.path.getmtime(program) >= os.path.getmtime(source):
        return program
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if compiler is None:
        raise SystemExit("no C compiler: Scripts/setup bench")
    os.makedirs(os.path.dirname(program), exist_ok=True)
    subprocess.run([compiler, "-O2", "-o", program, source, "-lm", "-lssl", "-lcrypto"], check=True)
    return program


class Pair:
    """One running pair; `addresses` is what a proxy is to forward to."""

    def __init__(self, program, seats):
        self._child = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, seats.load))
        port = self._read(5).strip()
        self.addresses = [f"{host}:{port}" for host in ["127.0.0.1"] + many_hosts()]

    def run(self, port, connections, seconds, rate=0):
        """One load on the proxy at `port`; requests, errors, requests/s, latencies in µs from every request."""
        try:
            self._child.stdin.write(f"run {port} {connections} {seconds} {rate}\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            raise LoadFailed("the load generator ended") from None
        result = json.loads(self._read(seconds + 15))
        if result["requests"] == 0 or result["errors"] > result["requests"] / 1000:
            raise LoadFailed(f"{result['errors']} errors in {result['requests']} requests")
        result["rps"] = result["requests"] / (result["us"] / 1e6)
        return result

    def _read(self, patience):
        ready, _, _ = select.select([self._child.stdout], [], [], patience)
        line = self._child.stdout.readline() if ready else ""
        if not line:
            self.end()
            raise LoadFailed("the load generator gave no answer")
        return line

    def alive(self):
        return self._child.poll() is None

    def end(self):
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
