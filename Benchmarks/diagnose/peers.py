"""Servers that answer by script, each on a port: what a site can do wrong, and right.

Runs inside the site's namespace: `peers.py FOLDER`, with the certificates in FOLDER. Prints `ready` when all listen.
"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import LATE_ZONE, OTHER_ZONE, OWN_ZONE, ZONE  # noqa: E402
from http2 import (h2_answer, h2_continuations, h2_reset, h2_silent, versions)  # noqa: E402
from names import NameServer  # noqa: E402

OK = b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Length: 3\r\n\r\nok\n"


def page(status, body=b"", *fields):
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields))
    return head.encode() + b"\r\n" + body


def read_head(client):
    """The request's head; empty when the visitor left."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(4096)
        if not more:
            return b""
        data += more
    return data


def target(head):
    return head.split(b" ")[1].decode() if head.count(b" ") > 1 else "/"


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def answering(data):
    """Answers every request of a connection the same."""
    def serve(client):
        while read_head(client):
            client.sendall(data)
    return serve


def by_head(holds, then, otherwise):
    """Answers by what the head holds; content is read and forgotten."""
    def serve(client):
        while head := read_head(client):
            client.sendall(then if holds(head) else otherwise)
    return serve


def once(data, end=None):
    """Answers one request, then ends the connection."""
    def serve(client):
        if not read_head(client):
            return
        client.sendall(data)
        if end == "reset":
            reset(client)
        elif end == "hang":
            time.sleep(30)
    return serve


def reset_at_once(client):
    client.recv(64)
    reset(client)


def hang(client):
    time.sleep(40)


def slow(seconds, data=OK):
    def serve(client):
        while read_head(client):
            time.sleep(seconds)
            client.sendall(data)
    return serve


def drip(client):
    """A head that never ends, a field a second; big enough to be no trickle of single bytes."""
    read_head(client)
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        client.sendall(b"X-%d: %s\r\n" % (number, b"a" * 100))
        time.sleep(0.5)


def flood(client):
    """Fields without end, as fast as they go."""
    read_head(client)
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        client.sendall(b"X-Field: %s\r\n" % (b"a" * 4000))


def endless(client):
    read_head(client)
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        client.sendall(b"x" * 65536)


def speak_first(data):
    def serve(client):
        client.sendall(data)
        time.sleep(5)
    return serve


def redirect_forever(client):
    while head := read_head(client):
        path = target(head)
        number = int(path.rsplit("/", 1)[-1] or 0) if path.rsplit("/", 1)[-1].isdigit() else 0
        client.sendall(page("302 Found", b"", f"Location: /{number + 1}"))


def cookie_gate(client):
    while head := read_head(client):
        if b"seen=yes" in head:
            client.sendall(OK)
        else:
            client.sendall(page("302 Found", b"", "Location: /", "Set-Cookie: seen=yes; Path=/"))


class Every:
    """Fails every n-th time, over all connections."""

    def __init__(self, n, good, bad):
        self.n, self.good, self.bad, self.count, self.lock = n, good, bad, 0, threading.Lock()

    def __call__(self, client):
        if not read_head(client):
            return
        with self.lock:
            self.count += 1
            is_bad = self.count % self.n == 0
        client.sendall(self.bad if is_bad else self.good)


def keep_alive_race(client):
    """Answers, and resets whatever comes after half a second of silence."""
    while True:
        began = time.monotonic()
        if not read_head(client):
            return
        if time.monotonic() - began > 0.5:
            return reset(client)
        client.sendall(OK)


def close_idle(seconds):
    def serve(client):
        client.settimeout(seconds)
        try:
            while read_head(client):
                client.sendall(OK)
        except TimeoutError:
            pass
    return serve


def h2_no_frames(client):
    if client.selected_alpn_protocol() == "h2":
        client.recv(4096)
        return client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    answering(OK)(client)


PEERS = {}


def peer(port, serve, **tls):
    PEERS[port] = (serve, tls)


peer(8000, answering(OK))
# What a network with a sign-in page answers in the place of everybody.
peer(80, answering(page("302 Found", b"", "Location: http://portal.bench.test/login")))
peer(8050, answering(page("511 Network Authentication Required", b"")))
peer(8051, answering(OK))
peer(8001, once(b""))
peer(8002, reset_at_once)
peer(8003, hang)
peer(8004, once(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"))
peer(8005, once(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "reset"))
peer(8006, speak_first(b"SSH-2.0-OpenSSH_9.2p1\r\n"))
peer(8007, answering(page("302 Found", b"", "Location: /")))
peer(8008, redirect_forever)
peer(8009, answering(page("200 OK", b"ok", "Set-Cookie: a=" + "x" * 300_000)))
peer(8010, answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok\n"))
peer(8011, once(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", "hang"))
peer(8012, answering(page("500 Internal Server Error", b"boom", "Server: gunicorn")))
peer(8013, answering(page("503 Service Unavailable", b"<h1>Down for maintenance</h1>", "Retry-After: 600")))
peer(8014, answering(page("429 Too Many Requests", b"slow down", "Retry-After: 60")))
peer(8015, answering(page("502 Bad Gateway", b"", 'Proxy-Status: edge; error=connection_refused')))
peer(8016, answering(page("502 Bad Gateway", b"error code: 521", "Server: cloudflare", "CF-RAY: 8f00ba4-FRA",
                          "cf-error-type: origin")))
peer(8017, answering(page("521 ", b"error code: 521", "Server: cloudflare", "CF-RAY: 8f00ba4-FRA")))
peer(8018, answering(page("503 Service Unavailable",
                          b"upstream connect error or disconnect/reset before headers. reset reason: connection "
                          b"timeout", "Server: envoy")))
peer(8019, Every(3, OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
                 page("502 Bad Gateway", b"", "Connection: close")))
peer(8020, keep_alive_race)
peer(8021, close_idle(1.5))
peer(8022, cookie_gate)
peer(8023, answering(page("404 Not Found", b"<h1>Our own page</h1>")))
peer(8024, answering(page("200 OK", b"ok", *(f"X-Large-{n}: {'y' * 900}" for n in range(10)))))
peer(8025, slow(2))
peer(8026, endless)
peer(8027, drip)
peer(8028, flood)
peer(8029, answering(page("200 OK", b"\x1b[2Jok", "Server: \x1b]0;owned\x07evil")))
peer(8030, answering(page("204 No Content")))
peer(8031, once(b"HTTP/1.1 200 OK\r\n\r\nuntil the close"))
peer(8032, answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n"))
peer(8033, answering(page("302 Found", b"", "Location: http://dead.bench.test:8999/")))
peer(8034, answering(page("301 Moved Permanently", b"", "Location: https://good.bench.test:8443/")))
peer(8035, answering(page("401 Unauthorized", b"", 'WWW-Authenticate: Basic realm="x"')))
peer(8036, answering(page("200 OK", bytes(2_000_000), "Content-Encoding: gzip")))
peer(8037, answering(page("302 Found", b"", "Location: gopher://bad.bench.test/")))
peer(8038, answering(page("504 Gateway Timeout", b"upstream request timeout", "Server: envoy")))
peer(8039, answering(page("502 Bad Gateway", b"Bad Gateway", "Content-Type: text/plain; charset=utf-8")))
peer(8040, answering(page("502 Bad Gateway", b"", "Server: Caddy")))
peer(8041, answering(page("503 Service Unavailable", b"", "X-Squid-Error: ERR_DNS_FAIL 0", "Server: squid/5.7")))
peer(8042, answering(page("502 Bad Gateway", b"<title>502 Proxy Error</title>Reason: <strong>DNS lookup failure for: "
                                             b"app</strong>", "Server: Apache/2.4.57")))
peer(8044, answering(page("200 OK", b"ok", "Server: \u009b31mevil\u202e")))
peer(8043, answering(page("526 ", b"error code: 526", "Server: cloudflare")))
peer(8045, by_head(lambda head: head.startswith(b"POST"), page("500 Internal Server Error", b""), OK))
peer(8046, by_head(lambda head: b"no-cache" in head, OK, page("502 Bad Gateway", b"", "Age: 300")))
peer(8047, by_head(lambda head: b"no-cache" in head, page("502 Bad Gateway", b""),
                   page("200 OK", b"ok", "Age: 86000", "X-Cache: HIT")))
peer(8048, by_head(lambda head: len(head) > 12_000, page("502 Bad Gateway", b""), OK))
peer(8053, by_head(lambda head: head.startswith(b"GET /in?"), OK,
                   page("302 Found", b"", "Location: ../x/../in?next=https://good.bench.test/a b")))
peer(8049, by_head(lambda head: len(head) > 12_000, page("431 Request Header Fields Too Large", b""), OK))
# Origins of real gateways.
peer(9001, once(b""))
peer(9002, slow(30))
peer(9003, answering(page("200 OK", b"ok", *(f"Set-Cookie: c{n}={'z' * 700}" for n in range(12)))))
peer(9004, once(b"garbage that is no HTTP\r\n\r\n"))
# TLS.
peer(8443, answering(OK), certificate="good")
peer(8444, answering(OK), certificate="expired")
peer(8445, answering(OK), certificate="other")
peer(8446, answering(OK), certificate="self")
peer(8447, answering(OK), certificate="strange")
peer(8448, answering(OK), certificate="bare")
peer(8449, answering(OK), certificate="early")
peer(8450, answering(OK))
peer(8451, reset_at_once)
peer(8452, hang)
peer(8453, answering(OK), certificate="good", only="known.bench.test")
peer(8454, answering(OK), certificate="good", ciphers="AES128-SHA")
peer(8455, answering(OK), certificate="good", client="required")
peer(8456, answering(OK), certificate="good", client="optional")
peer(8457, answering(OK), certificate="inspected")
peer(8458, once(b""), certificate="good")
# HTTP/2 beside HTTP/1.1.
_BOTH = {"certificate": "good", "protocols": ("h2", "http/1.1")}
peer(8460, versions(h2_answer(), answering(OK)), **_BOTH)
peer(8461, versions(h2_reset(1), answering(OK)), **_BOTH)
peer(8462, versions(h2_answer(), once(b"")), **_BOTH)
peer(8463, versions(h2_answer(200, b"ok", (b"connection", b"close")), answering(OK)), **_BOTH)
peer(8464, versions(h2_answer(), once(b"")), certificate="good", protocols=("h2",))
peer(8465, versions(h2_answer(502, b"Bad Gateway"), answering(OK)), **_BOTH)
peer(8466, versions(h2_continuations, flood), **_BOTH)
peer(8467, versions(h2_silent, answering(OK)), **_BOTH)
peer(8468, versions(h2_reset(2, (1, 4, b"\x88"), (0, 0, b"half")),
                    once(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")), **_BOTH)
peer(8469, versions(h2_reset(13), answering(OK)), **_BOTH)
peer(8474, answering(page("200 OK", b"ok", 'Alt-Svc: h3=":443"; ma=86400')), certificate="good")
peer(8470, h2_no_frames, **_BOTH)
peer(8471, answering(OK), certificate="good", only="good.bench.test", named=True)
peer(8472, answering(OK), certificate="good", hates=(b"\x00\x2b\x00\x05\x04\x03\x04", b"\x00\x2b\x00\x03\x02\x03\x04"))
peer(8473, answering(OK), certificate="good", hates=(b"\x02h2",))


def context(folder, certificate, only=None, ciphers=None, client=None, protocols=None, named=False, hates=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{folder}/{certificate}.full", f"{folder}/{certificate}.key")
    if ciphers:
        made.maximum_version = ssl.TLSVersion.TLSv1_2
        made.set_ciphers(ciphers)
    if protocols:
        made.set_alpn_protocols(protocols)
    if client:
        made.load_verify_locations(f"{folder}/root.pem")
        made.verify_mode = ssl.CERT_REQUIRED if client == "required" else ssl.CERT_OPTIONAL
    if only:
        def choose(_, name, __):
            return None if name == only or name is None and not named else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        made.sni_callback = choose
    return made


def handle(client, serve, tls, hates=None):
    try:
        # Otherwise an answer that follows session tickets waits 40 ms for the visitor's acknowledgement.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hates and any(word in client.recv(4096, socket.MSG_PEEK) for word in hates):
            return
        if tls:
            client = tls.wrap_socket(client, server_side=True)
        serve(client)
    except (OSError, ssl.SSLError, ValueError):
        pass
    finally:
        try:
            client.close()
        except OSError:
            pass


def listen(port, serve, tls, hates=None):
    listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)

    def accept():
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client, serve, tls, hates), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()


def listen_some(port, addresses, serve):
    """On some of the site's addresses only, or differently on each."""
    for address in addresses:
        listener = socket.create_server((address, port), backlog=64,
                                        family=socket.AF_INET6 if ":" in address else socket.AF_INET)

        def accept(listener=listener):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=handle, args=(client, serve, None), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()


def main():
    folder = sys.argv[1]
    for port, (serve, tls) in PEERS.items():
        listen(port, serve, context(folder, **tls) if tls else None, tls.get("hates"))
    listen_some(8100, ["10.78.0.3", "10.78.0.4"], answering(OK))
    listen_some(8101, ["10.78.0.3", "10.78.0.4"], answering(OK))
    listen_some(8101, ["10.78.0.5"], answering(page("502 Bad Gateway", b"")))
    listen_some(8102, ["10.78.0.3"], answering(OK))
    NameServer("10.78.0.53", ZONE).start()
    NameServer("10.78.0.54", OWN_ZONE, speaks=True).start()
    NameServer("10.78.0.55", LATE_ZONE, speaks=True).start()
    NameServer("10.78.0.56", {"*": {"a": ["10.78.0.2"]}}).start()
    NameServer("10.78.0.9", OTHER_ZONE).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
