"""Loads over TLS: handshakes (load/handshakes.c) and HTTP/2 (h2load), and the certificate that all proxies show."""
import json
import math
import os
import re
import ssl
import subprocess

from .load import LoadFailed, run_tool

CONNECTIONS, STREAMS = 16, 32


def certificate(folder):
    """Makes an ECDSA certificate; returns the folder with cert.pem, key.pem, and both.pem, which HAProxy wants."""
    place = os.path.join(folder, "tls")
    os.makedirs(place)
    key, certificate, both = (os.path.join(place, name) for name in ("key.pem", "cert.pem", "both.pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "7", "-subj", "/CN=bench.test", "-addext", "subjectAltName=DNS:bench.test,IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    with open(both, "w") as file:
        for path in (certificate, key):
            with open(path) as part:
                file.write(part.read())
    # Proxies that give up their privileges read them, too; the key protects nothing.
    for path in (key, certificate, both):
        os.chmod(path, 0o644)
    return place


def handshakes(programs, port, seats, kind, seconds):
    """Connections of one request each, `full` or `resumed`; every one of them of that kind."""
    program = os.path.join(programs, "handshakes")
    result = json.loads(run_tool([program, str(port), kind, str(seconds)], seats, limit=seconds + 30))
    if result["requests"] == 0 or result["errors"] > result["requests"] / 1000:
        raise LoadFailed(f"{result['errors']} errors in {result['requests']} {kind} handshakes")
    result["rps"] = result["requests"] / (result["us"] / 1e6)
    return result


def multiplexed(url, seats, folder, seconds, message=None, fields=()):
    """HTTP/2 at full speed; with `message`, requests carry it as content."""
    command = ["h2load", "-t", "1", "-c", str(CONNECTIONS), "-m", str(STREAMS), "-D", str(math.ceil(seconds))]
    for field in fields:
        command += ["-H", field]
    if message:
        path = os.path.join(folder, "message")
        with open(path, "wb") as file:
            file.write(message)
        command += ["-d", path]
    printed = run_tool(command + [url], seats, limit=seconds + 40)
    return read_summary(printed)


def read_summary(printed):
    """h2load's numbers; fails unless every request was answered 200 over HTTP/2."""
    requests = re.search(r"requests: \d+ total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed", printed)
    elapsed = re.search(r"finished in ([\d.]+)(us|ms|s)", printed)
    if not requests or not elapsed or "Application protocol: h2" not in printed:
        raise LoadFailed(f"h2load printed no result of HTTP/2: {printed[-300:]}")
    done, succeeded, failed = map(int, requests.groups())
    if done == 0 or done - succeeded + failed > done / 1000:
        raise LoadFailed(f"{succeeded} of {done} requests succeeded: {printed[-300:]}")
    microseconds = float(elapsed.group(1)) * {"us": 1, "ms": 1e3, "s": 1e6}[elapsed.group(2)]
    return {"requests": done, "errors": failed, "us": microseconds, "rps": done / (microseconds / 1e6)}


def wrap(connection):
    """TLS without verification, as a client that was answered once and stays."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(connection, server_hostname="bench.test")
