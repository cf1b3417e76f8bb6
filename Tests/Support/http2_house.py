"""A gateway that speaks HTTP/2 over TLS before an origin of its own, and a client that speaks it in bytes."""
import http.server
import os
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARIES = [os.environ.get("GOODGATE", ""), *(os.path.join(REPOSITORY, ".build", kind, "goodgate")
                                              for kind in ("debug", "release"))]
BINARY = next((path for path in BINARIES if os.access(path, os.X_OK)), None)
PATIENCE = 30
LARGE = bytes(range(256)) * 8192
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
# :method GET, :scheme https, :path /, :authority a
GET = b"\x82\x87\x84\x41\x01a"


class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(LARGE if self.path == "/large" else self.path.encode())

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, content):
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class OriginServer(http.server.ThreadingHTTPServer):
    # The usual five would make whole seconds of waiting out of a burst of connections.
    request_queue_size = 1024

    def handle_error(self, *_):
        """Clients that abuse the gateway leave their answers behind."""


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def request(stream, flags=5):
    return frame(1, flags, stream, GET)


class Running:
    """A gateway with TLS before an origin of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="goodgate-http2-")
        self.origin = OriginServer(("127.0.0.1", 0), Origin)
        threading.Thread(target=self.origin.serve_forever, daemon=True).start()
        self.certificate = os.path.join(self.folder, "cert.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "7",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem",
             "-out", "cert.pem"], cwd=self.folder, check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with open(os.path.join(self.folder, "goodgate.yaml"), "w") as file:
            file.write(f"workers: 1\naccess-log: off\nadmin: off\ntimeouts: {{ write: 2s }}\n"
                       f"listen:\n  - address: 127.0.0.1:{self.port}\n"
                       f"    tls: {{ certificate: cert.pem, key: key.pem }}\n"
                       f"routes:\n  - to: http://127.0.0.1:{self.origin.server_port}\n")
        self.output = open(os.path.join(self.folder, "output"), "w+")
        self.process = subprocess.Popen([BINARY, "serve", "--config", "goodgate.yaml"], cwd=self.folder,
                                        stdout=self.output, stderr=self.output)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the gateway did not start")

    def connect(self, protocols=("h2",)):
        context = ssl.create_default_context(cafile=self.certificate)
        context.set_alpn_protocols(list(protocols))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return context.wrap_socket(plain, server_hostname="localhost")

    def said(self):
        self.output.flush()
        with open(os.path.join(self.folder, "output")) as file:
            return file.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.origin.shutdown()
        self.origin.server_close()
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return status


class Neighbour:
    """A client that keeps its connection and its manners while others abuse theirs."""

    def __init__(self, test, running):
        self.socket = running.connect()
        test.addCleanup(self.socket.close)
        self.socket.sendall(PREFACE + frame(4, 0, 0))
        self.stream = -1
        self.input = b""

    def is_served(self):
        self.stream += 2
        self.socket.sendall(request(self.stream))
        while True:
            kind, flags, stream, content = self.next()
            if kind == 4 and not flags & 1:
                self.socket.sendall(frame(4, 1, 0))
            if kind == 6 and not flags & 1:
                self.socket.sendall(frame(6, 1, 0, content))
            if kind in (3, 7):
                return False
            if stream == self.stream and kind in (0, 1) and flags & 1:
                return True

    def next(self):
        while len(self.input) < 9 or len(self.input) < 9 + int.from_bytes(self.input[:3], "big"):
            got = self.socket.recv(65536)
            if not got:
                return 7, 0, 0, b""
            self.input += got
        size = int.from_bytes(self.input[:3], "big")
        found = self.input[3], self.input[4], int.from_bytes(self.input[5:9], "big"), self.input[9:9 + size]
        self.input = self.input[9 + size:]
        return found
