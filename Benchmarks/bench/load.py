"""Loads: full speed (wrk), a fixed rate (h2load), and connections that stay open and silent."""
import json
import math
import os
import shutil
import socket
import ssl
import subprocess
import time

# wrk rounds what it prints; this prints the same exactly. `request` walks a list of hosts when there is one.
_SCRIPT = """
local hosts = {%s}
local ready, turn = {}, 0
if #hosts > 0 then
  init = function(arguments)
    for n, host in ipairs(hosts) do
      wrk.headers["Host"] = host
      ready[n] = wrk.format("GET")
    end
  end
  request = function()
    turn = turn %% #ready + 1
    return ready[turn]
  end
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {"requests":%%d,"bytes":%%d,"us":%%d,"errors":%%d,"p50":%%.1f,"p99":%%.1f}\\n',
    summary.requests, summary.bytes, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


class LoadFailed(Exception):
    """The load could not be produced, or what came back was wrong."""


def missing_tools():
    return [tool for tool in ("wrk", "h2load") if shutil.which(tool) is None]


def full_speed(url, seats, folder, connections, seconds, hosts=(), fields=()):
    """As many requests as are answered. Returns requests, bytes, requests/s and latencies in µs."""
    script = os.path.join(folder, "load.lua")
    with open(script, "w") as file:
        file.write(_SCRIPT % ", ".join(f'"{host}"' for host in hosts))
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{math.ceil(seconds)}s", "--timeout", "10s",
               "-s", script]
    for field in fields:
        command += ["-H", field]
    printed = run_tool(command + [url], seats, limit=seconds + 30)
    found = [line for line in printed.splitlines() if line.startswith("RESULT ")]
    if not found:
        raise LoadFailed(f"wrk printed no result: {printed[-300:]}")
    result = json.loads(found[-1][len("RESULT "):])
    if result["requests"] == 0 or result["errors"] > result["requests"] / 1000:
        raise LoadFailed(f"{result['errors']} errors in {result['requests']} requests")
    result["rps"] = result["requests"] / (result["us"] / 1e6)
    return result


def fixed_rate(url, seats, folder, connections, seconds, rate):
    """`rate` requests a second over all connections. Returns latencies in µs, from every single request."""
    log = os.path.join(folder, "h2load.log")
    if os.path.exists(log):
        os.remove(log)
    command = ["h2load", "--h1", "-t", "1", "-c", str(connections), "-D", str(math.ceil(seconds)),
               "--warm-up-time", "1", f"--rps={rate / connections:.3f}", f"--log-file={log}", url]
    printed = run_tool(command, seats, limit=seconds + 40)
    latencies, bad = [], 0
    with open(log) as file:
        for line in file:
            _, status, microseconds = line.split("\t")[:3]
            if status == "200":
                latencies.append(int(microseconds))
            else:
                bad += 1
    if not latencies or bad > len(latencies) / 1000:
        raise LoadFailed(f"{bad} of {len(latencies) + bad} requests failed: {printed[-200:]}")
    latencies.sort()
    reached = len(latencies) / math.ceil(seconds)
    return {"requests": len(latencies), "errors": bad, "rps": reached,
            "p50": latencies[len(latencies) // 2], "p99": latencies[len(latencies) * 99 // 100]}


def run_tool(command, seats, limit):
    """What a load generator prints; it runs on the seat of the load."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, errors="replace",
                              preexec_fn=lambda: os.sched_setaffinity(0, seats.load))
    except subprocess.TimeoutExpired:
        raise LoadFailed(f"{command[0]} did not end in {limit:.0f} s") from None
    if done.returncode:
        raise LoadFailed(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


class SilentCrowd:
    """Connections that were answered once and are kept open."""

    def __init__(self, port, host="bench.test", wrap=None):
        self._wrap = wrap or (lambda connection: connection)
        self._address = ("127.0.0.1", port)
        self._request = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        self._sockets = []

    def grow(self, count, patience=60.0):
        deadline = time.monotonic() + patience
        for _ in range(count):
            if time.monotonic() > deadline:
                raise LoadFailed(f"only {len(self._sockets)} connections in {patience:.0f} s")
            connection = socket.create_connection(self._address, timeout=5)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = self._wrap(connection)
            self._sockets.append(connection)
            connection.sendall(self._request)
            self._expect_answer(connection)

    @staticmethod
    def _expect_answer(connection):
        received = b""
        while b"\r\n\r\n" not in received:
            part = connection.recv(4096)
            if not part:
                raise LoadFailed(f"connection closed before an answer: {received[:80]!r}")
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        if b" 200" not in head.split(b"\r\n", 1)[0] or b"connection: close" in head.lower():
            raise LoadFailed(f"not a kept-alive 200: {head[:200]!r}")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                       if line.lower().startswith(b"content-length:")), 0)
        while len(body) < length:
            body += connection.recv(4096) or b"\0" * length

    def still_open(self):
        """How many the other side has not closed."""
        count = 0
        for connection in self._sockets:
            connection.setblocking(False)
            try:
                count += bool(connection.recv(1))
            except (BlockingIOError, ssl.SSLWantReadError):
                count += 1
            except OSError:
                pass
        return count

    def leave(self):
        for connection in self._sockets:
            connection.close()
        self._sockets.clear()
