#!/usr/bin/env python3
"""HTTP/2 to upstreams that other people wrote: Python's h2, which raises at the first frame that is not allowed, and
nghttpd, with and without TLS.

`Scripts/setup test` installs both; what is not there is left out.
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
from serving import BINARY, PATIENCE, Gateway, free_port, wait_until_open  # noqa: E402

try:
    import h2.config
    import h2.connection
    import h2.errors
    import h2.events
except ImportError:
    h2 = None
NGHTTPD = shutil.which("nghttpd") or shutil.which("nghttpd", path="/usr/sbin:/sbin")
LARGE = os.urandom(300_000)


class Upstream:
    """A server made of h2. What it does with a request depends on its path; complaints of h2 are kept."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.problems, self.asked, self.connections = [], [], 0
        self.lock = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                number = self.connections
            threading.Thread(target=self.serve, args=(connection, number), daemon=True).start()

    def serve(self, connection, number):
        try:
            with connection:
                Conversation(self, connection, number).run()
        except OSError:
            pass  # the gateway ended
        except Exception as problem:  # what h2 has to say is what the test is about
            self.problems.append(repr(problem))


class Conversation:
    def __init__(self, upstream, connection, number):
        self.upstream, self.socket, self.number = upstream, connection, number
        self.state = h2.connection.H2Connection(config=h2.config.H2Configuration(client_side=False,
                                                                                 header_encoding="utf-8"))
        self.requests, self.contents, self.waiting, self.over = {}, {}, {}, False

    def run(self):
        self.state.initiate_connection()
        self.flush()
        while True:
            got = self.socket.recv(65536)
            if not got:
                return
            for event in self.state.receive_data(got):
                self.take(event)
            for stream in list(self.waiting):
                self.push(stream)
            self.flush()
            if self.over:
                # To h2 the connection is closed, although its peer may still send.
                self.socket.shutdown(socket.SHUT_WR)
                while self.socket.recv(65536):
                    pass
                return

    def flush(self):
        self.socket.sendall(self.state.data_to_send())

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            self.requests[event.stream_id] = dict(event.headers)
            self.contents[event.stream_id] = b""
        elif isinstance(event, h2.events.DataReceived):
            self.contents[event.stream_id] += event.data
            self.state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self.answer(event.stream_id)

    def answer(self, stream):
        path = self.requests[stream][":path"]
        with self.upstream.lock:
            self.upstream.asked.append((self.number, path))
        if path == "/refuse" and self.number == 1:
            return self.state.reset_stream(stream, h2.errors.ErrorCodes.REFUSED_STREAM)
        if path == "/last":
            self.waiting[stream] = b"last"
            self.state.send_headers(stream, [(":status", "200")])
            self.push(stream)
            self.over = True
            return self.state.close_connection()
        if path == "/hints":
            self.state.send_headers(stream, [(":status", "103"), ("link", "</a.css>; rel=preload")])
        self.state.send_headers(stream, [(":status", "200"), ("content-type", "text/plain")])
        self.waiting[stream] = self.contents[stream] or path.encode()
        self.push(stream)

    def push(self, stream):
        """As much of the answer as the windows allow."""
        while self.waiting[stream]:
            room = min(self.state.local_flow_control_window(stream), self.state.max_outbound_frame_size)
            if room == 0:
                return
            self.state.send_data(stream, self.waiting[stream][:room])
            self.waiting[stream] = self.waiting[stream][room:]
        del self.waiting[stream]
        if self.requests[stream][":path"] == "/trailers":
            self.state.send_headers(stream, [("x-sum", "42")], end_stream=True)
        else:
            self.state.end_stream(stream)


class Case(unittest.TestCase):
    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name

    def start(self, program, **options):
        running = subprocess.Popen(program, **options)
        self.addCleanup(lambda: (running.kill(), running.wait()))
        return running

    def gateway(self, endpoint, more=""):
        """A gateway in front of the endpoint."""
        gateway = Gateway(f"{{ to: {endpoint}{more} }}")
        self.addCleanup(gateway.stop)
        return gateway


@unittest.skipUnless(BINARY, "goodgate is not built")
@unittest.skipUnless(h2, "the package h2 is not installed")
class PythonServerTest(Case):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)
        self.addCleanup(lambda: self.assertEqual(self.upstream.problems, []))
        self.front = self.gateway(f"h2c://127.0.0.1:{self.upstream.port}")

    def test_content_goes_up_and_comes_back(self):
        self.assertEqual(self.front.ask("POST", "/echo", LARGE)[:2], (200, LARGE))
        self.assertEqual(self.front.ask("GET", "/short")[:2], (200, b"/short"))
        self.assertEqual(self.upstream.connections, 1)

    def test_interim_responses_and_trailers_pass(self):
        with socket.create_connection(("127.0.0.1", self.front.port), timeout=PATIENCE) as client:
            client.sendall(b"GET /hints HTTP/1.1\r\nHost: a\r\n\r\n"
                           b"GET /trailers HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n")
            got = b""
            while piece := client.recv(65536):
                got += piece
        self.assertIn(b"HTTP/1.1 103 ", got)
        self.assertIn(b"link: </a.css>; rel=preload", got)
        self.assertIn(b"x-sum: 42\r\n\r\n", got)

    def test_a_refused_request_is_made_again_elsewhere(self):
        self.assertEqual(self.front.ask("POST", "/refuse", b"42")[:2], (200, b"42"))
        self.assertEqual(self.upstream.asked, [(1, "/refuse"), (2, "/refuse")])

    def test_goaway_ends_a_connection_and_no_request(self):
        for _ in range(5):
            self.assertEqual(self.front.ask("GET", "/last")[:2], (200, b"last"))
        self.assertEqual([number for number, _ in self.upstream.asked], [1, 2, 3, 4, 5])

    def test_a_crowd_shares_a_connection(self):
        answers, threads = [], []
        for number in range(40):
            content = os.urandom(20_000)
            threads.append(threading.Thread(
                target=lambda content=content: answers.append(self.front.ask("POST", "/c", content)[1] == content)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [True] * 40)
        self.assertEqual(self.upstream.connections, 1)


@unittest.skipUnless(BINARY, "goodgate is not built")
@unittest.skipUnless(NGHTTPD, "nghttpd is not installed")
class NghttpdTest(Case):
    def server(self, *arguments):
        """nghttpd with a large file; returns its port."""
        self.files = self.folder()
        with open(os.path.join(self.files, "large.bin"), "wb") as file:
            file.write(LARGE)
        port = free_port()
        self.start([NGHTTPD, "-a", "127.0.0.1", "-d", self.files, "--echo-upload", "--trailer", "x-sum: 42",
                    *arguments[:1], str(port), *arguments[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_open(port)
        return port

    def check(self, gateway):
        self.assertEqual(gateway.ask("GET", "/large.bin")[:2], (200, LARGE))
        self.assertEqual(gateway.ask("POST", "/echo", LARGE)[:2], (200, LARGE))
        self.assertEqual(gateway.ask("GET", "/missing")[0], 404)
        status, content, fields = gateway.ask("HEAD", "/large.bin")
        self.assertEqual((status, content), (200, b""))
        self.assertTrue(fields["Via"].startswith("2 "))

    def test_by_prior_knowledge(self):
        self.check(self.gateway(f"h2c://127.0.0.1:{self.server('--no-tls')}"))

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_by_alpn(self):
        folder = self.folder()
        key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-days", "2", "-subj", "/CN=upstream", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        port = self.server("--no-content-length", key, certificate)
        self.check(self.gateway(f"https://127.0.0.1:{port}", f", upstream-tls: {{ authorities: {certificate} }}"))


if __name__ == "__main__":
    unittest.main()
