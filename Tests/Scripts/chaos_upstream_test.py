#!/usr/bin/env python3
"""Proves that the chaos benchmark's upstreams do what they claim, and that its visitors see nothing but the truth."""
import contextlib
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))

from bench.processes import Children, free_port  # noqa: E402
from chaos import content, names, peers  # noqa: E402
from chaos.conduct import Conduct  # noqa: E402
from chaos.endpoints import Endpoint  # noqa: E402
from chaos.framing import FramingError, ResponseReader  # noqa: E402
from chaos.peers.base import NotOffered, Setting  # noqa: E402
from chaos.scenarios import SCENARIOS  # noqa: E402
from chaos.stage import Stage  # noqa: E402


class UpstreamTests(unittest.TestCase):
    """Each conduct, seen through a plain socket."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def endpoint(self, **conduct):
        endpoint = Endpoint(self.id().rsplit(".", 1)[1], self.folder.name, free_port(), conduct=Conduct(**conduct))
        self.addCleanup(endpoint.end)
        endpoint.listen()
        return endpoint

    def connect(self, endpoint, timeout=5.0):
        sock = socket.create_connection((endpoint.host, endpoint.port), timeout=timeout)
        self.addCleanup(sock.close)
        return sock

    def ask(self, sock, ident="t-1", body=b"", size=100):
        method = "POST" if body else "GET"
        sock.sendall(f"{method} /item/{ident}?size={size} HTTP/1.1\r\nHost: x\r\nX-Chaos-Id: {ident}\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def hear(self, sock):
        reader = ResponseReader()
        while not reader.done:
            data = sock.recv(1 << 16)
            if not data:
                reader.finish()
                break
            reader.feed(data)
        return reader

    def settled(self, endpoint, ident):
        """The letters of a request when all are written: the last one comes after the answer."""
        deadline = time.monotonic() + 5
        while "E" not in self.letters(endpoint, ident) and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.letters(endpoint, ident)

    def letters(self, endpoint, ident="t-1"):
        return "".join(letter for letter, name, _ in endpoint.events() if name == ident)

    def test_normal_answers_whole_and_logs(self):
        endpoint = self.endpoint()
        sock = self.connect(endpoint)
        for number in range(5):
            self.ask(sock, f"n-{number}", body=content.make(f"n-{number}", 10))
            self.assertIsNone(content.problem(bytes(self.hear(sock).content), f"n-{number}"))
            self.assertEqual(self.settled(endpoint, f"n-{number}"), "BE")

    def test_damaged_upload_is_logged(self):
        endpoint = self.endpoint()
        sock = self.connect(endpoint)
        self.ask(sock, body=content.make("t-1", 10)[:-1] + b"!")
        self.hear(sock)
        self.assertIn("X", self.letters(endpoint))

    def test_idle_connection_closes_after_its_time_and_not_before(self):
        sock = self.connect(self.endpoint(idle=0.2))
        self.ask(sock)
        self.assertTrue(self.hear(sock).reusable)
        begin = time.monotonic()
        self.assertEqual(sock.recv(1), b"")
        self.assertGreater(time.monotonic() - begin, 0.19)

    def test_closes_after_so_many_requests_without_saying_so(self):
        sock = self.connect(self.endpoint(after=2))
        for _ in range(2):
            self.ask(sock)
            self.assertTrue(self.hear(sock).reusable)
        self.assertEqual(sock.recv(1), b"")

    def test_resets(self):
        for kind, letters in (("reset-accept", ""), ("reset-request", "BE"), ("reset-head", "BE")):
            with self.subTest(kind):
                endpoint = self.endpoint(kind=kind)
                with self.assertRaises(ConnectionError):
                    # The reset may be there before the connection is looked at.
                    sock = self.connect(endpoint)
                    self.ask(sock, ident=kind)
                    while sock.recv(100):
                        pass
                found = self.settled(endpoint, kind) if letters else self.letters(endpoint, kind)
                self.assertEqual(found.replace("U", ""), letters)
                endpoint.end()

    def test_garbage_is_no_http(self):
        sock = self.connect(self.endpoint(kind="garbage"))
        self.ask(sock)
        with self.assertRaises(FramingError):
            self.hear(sock)

    def test_large_heads_are_large(self):
        sock = self.connect(self.endpoint(kind="large-head"))
        sizes = set()
        for _ in range(4):
            self.ask(sock)
            sizes.add(sum(len(value) for value in self.hear(sock).fields.values()) // 10_000)
        self.assertEqual((min(sizes), max(sizes)), (1, 19))

    def test_truncations_are_seen(self):
        for kind in ("truncate-length", "truncate-chunked"):
            with self.subTest(kind):
                sock = self.connect(self.endpoint(kind=kind))
                self.ask(sock)
                reader = self.hear(sock)
                self.assertEqual((reader.status, reader.done), (200, False))

    def test_a_share_misbehaves(self):
        endpoint = self.endpoint(kind="truncate-length", share=0.2)
        broken = 0
        for _ in range(20):
            sock = self.connect(endpoint)
            self.ask(sock)
            broken += not self.hear(sock).done
        self.assertEqual(broken, 4)

    def test_refuses_uploads_before_they_end(self):
        endpoint = self.endpoint(kind="early-413")
        sock = self.connect(endpoint)
        sock.sendall(b"POST /form HTTP/1.1\r\nHost: x\r\nX-Chaos-Id: t-1\r\nContent-Length: 300000\r\n\r\n" + b"x" * 1000)
        self.assertEqual(self.hear(sock).status, 413)
        self.assertNotIn("B", self.letters(endpoint))

    def test_silent_takes_requests_and_says_nothing(self):
        endpoint = self.endpoint(kind="silent")
        sock = self.connect(endpoint, timeout=0.5)
        self.ask(sock)
        with self.assertRaises(TimeoutError):
            sock.recv(1)
        self.assertEqual(self.letters(endpoint), "B")

    def test_black_hole_lets_nobody_connect_until_it_ends(self):
        endpoint = self.endpoint()
        endpoint.blackhole()
        with self.assertRaises(TimeoutError):
            self.connect(endpoint, timeout=0.5)
        endpoint.behave(kind="normal")
        endpoint.listen()
        sock = self.connect(endpoint)
        self.ask(sock)
        self.assertTrue(self.hear(sock).done)

    def test_drains_in_order(self):
        endpoint = self.endpoint(delay=0.3)
        busy, idle = self.connect(endpoint), self.connect(endpoint)
        self.ask(busy)
        while "B" not in self.letters(endpoint):
            time.sleep(0.01)
        endpoint.drain()
        self.assertEqual(idle.recv(1), b"")
        with self.assertRaises(ConnectionRefusedError):
            self.connect(endpoint)
        reader = self.hear(busy)
        self.assertEqual((reader.done, reader.fields["connection"]), (True, b"close"))
        endpoint.listen()
        self.connect(endpoint)

    def test_dies_and_comes_back(self):
        endpoint = self.endpoint(delay=5)
        sock = self.connect(endpoint)
        self.ask(sock)
        while "B" not in self.letters(endpoint):
            time.sleep(0.01)
        endpoint.prepare_successor()
        endpoint.die()
        with contextlib.suppress(ConnectionError):
            self.assertEqual(sock.recv(1), b"")
        with self.assertRaises(ConnectionRefusedError):
            self.connect(endpoint)
        endpoint.come_back()
        self.connect(endpoint)
        self.assertEqual(self.letters(endpoint), "B")

    def test_capacity_makes_requests_wait(self):
        endpoint = self.endpoint(delay=0.15, concurrency=1)
        begin = time.monotonic()
        socks = [self.connect(endpoint) for _ in range(3)]
        for sock in socks:
            self.ask(sock)
        for sock in socks:
            self.hear(sock)
        self.assertGreater(time.monotonic() - begin, 0.44)


class NameTests(unittest.TestCase):
    def ask(self, server, name, kind):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(0.5)
            labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"
            sock.sendto(struct.pack("!HHHHHH", 7, 0x100, 1, 0, 0, 0) + labels + struct.pack("!HH", kind, 1),
                        ("127.0.0.1", server.port))
            answer = sock.recv(512)
        return answer[3] & 15, struct.unpack("!H", answer[6:8])[0], answer[-4:]

    def test_answers_changes_and_falls_silent(self):
        server = names.NameServer("127.0.0.2")
        self.addCleanup(server.close)
        self.assertEqual(self.ask(server, names.NAME, 1), (0, 1, socket.inet_aton("127.0.0.2")))
        server.address = "127.0.0.3"
        self.assertEqual(self.ask(server, names.NAME, 1)[2], socket.inet_aton("127.0.0.3"))
        self.assertEqual(self.ask(server, names.NAME, 28)[:2], (0, 0))
        self.assertEqual(self.ask(server, "other.test", 1)[:2], (3, 0))
        server.silent = True
        with self.assertRaises(TimeoutError):
            self.ask(server, names.NAME, 1)


class DirectTests(unittest.TestCase):
    """Without a proxy the harness has to see nothing but the truth."""

    def play(self, name, seconds):
        scenario = next(entry for entry in SCENARIOS if entry.name == name)
        with tempfile.TemporaryDirectory() as folder:
            return Stage(scenario, None, Children(), folder, seconds).play(1)

    def test_healthy_has_no_errors(self):
        numbers = self.play("healthy", 2)
        self.assertEqual((numbers["requests"], numbers["errors"], numbers["duplicates"], numbers["corrupt"],
                          numbers["lost"], numbers["aborts"]), (400, 0, 0, 0, 0, 0), numbers)

    def test_truncation_is_visible_and_counted(self):
        numbers = self.play("truncate-chunked", 1)
        self.assertEqual((numbers["errors"], numbers["corrupt"]), (0, 0), numbers)
        self.assertAlmostEqual(numbers["aborts"], 40, delta=3)

    def test_a_restart_is_visible(self):
        numbers = self.play("single-restart", 2)
        self.assertGreater(numbers["avoidable"], 50, numbers)


class ConfigurationTests(unittest.TestCase):
    """What is written for a proxy that is installed here, that proxy accepts."""

    CHECKS = {
        "goodgate": lambda binary, folder: [binary, "check", f"{folder}/goodgate.yaml"],
        "nginx": lambda binary, folder: [binary, "-t", "-p", folder, "-c", f"{folder}/nginx.conf"],
        "haproxy": lambda binary, folder: [binary, "-c", "-f", f"{folder}/haproxy.cfg"],
        "envoy": lambda binary, folder: [binary, "--mode", "validate", "-c", f"{folder}/envoy.json"],
        "caddy": lambda binary, folder: [binary, "validate", "--config", f"{folder}/caddy.json"],
    }
    SETTINGS = (
        Setting(free_port(), free_port(), ("127.0.0.1:9001", "127.0.0.1:9002")),
        Setting(free_port(), free_port(), ("127.0.0.1:9001",), capacity=8, cache=True),
        Setting(free_port(), free_port(), (f"{names.NAME}:9001",), resolver="127.0.0.1:9053"),
    )

    def test_every_peer_accepts_its_configurations(self):
        found, _ = peers.find(REPOSITORY, list(peers.KINDS))
        for peer in found:
            for setting in self.SETTINGS:
                with self.subTest(peer=peer.name, setting=setting), tempfile.TemporaryDirectory() as folder:
                    try:
                        peer.configure(setting, folder)
                    except NotOffered:
                        continue
                    done = subprocess.run(self.CHECKS[peer.name](peer.binary, folder), capture_output=True, text=True,
                                          timeout=60, env={**os.environ, "HOME": folder})
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
