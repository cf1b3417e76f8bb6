#!/usr/bin/env python3
"""A kept-alive request allocates nothing once everything is warm.

Preloads Tests/Support/alloccount.c into `goodgate serve`, sends 1,000 requests to warm it up and 10,000 that count,
and compares each thread's allocations before and after. The thread that used the most processor time meanwhile is
the worker: it may not allocate at all. The others (the admin server, the writer of the access log) may, a little:
SLACK says how much and why. Needs a release build: without optimisation Swift allocates for what it later removes.
With TRACE=1 it prints where the first allocations come from.
"""
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARY = os.environ.get("GOODGATE", os.path.join(REPOSITORY, ".build", "release", "goodgate"))
WARM_UP, COUNTED, CONNECTIONS = 1_000, 10_000, 8
# Allocations of all other threads together while 10,000 requests are served. They do nothing per request; a timer
# of the admin server's event loop may fire a few times within the second that this takes.
SLACK = 64
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 34\r\n\r\nThe quick origin answered at once."
CONFIGURATION = """workers: 1
access-log: {log}
admin: {admin}
listen:
  - address: 127.0.0.1:{port}
routes:
  - to: [http://127.0.0.1:{origin}]
"""


def serves(binary):
    if not os.access(binary, os.X_OK):
        return False
    return subprocess.run([binary, "serve", "--help"], capture_output=True, timeout=30).returncode == 0


class Origin(threading.Thread):
    """Answers every request on every connection, one thread a connection."""

    def __init__(self):
        super().__init__(daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]

    def run(self):
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    @staticmethod
    def _serve(connection):
        pending = b""
        while part := connection.recv(65536):
            pending += part
            while b"\r\n\r\n" in pending:
                pending = pending.split(b"\r\n\r\n", 1)[1]
                connection.sendall(ANSWER)


class Clients:
    """Kept-alive connections that take turns."""

    def __init__(self, port):
        self._request = b"GET /some/path?q=1 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n"
        self._open = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(CONNECTIONS)]

    def send(self, count):
        for number in range(count):
            connection = self._open[number % CONNECTIONS]
            connection.sendall(self._request)
            received = b""
            while not received.endswith(ANSWER[-34:]):
                part = connection.recv(65536)
                assert part, f"connection closed after {received[:200]!r}"
                received += part
            assert received.startswith(b"HTTP/1.1 200"), received[:200]

    def leave(self):
        for connection in self._open:
            connection.close()


class Gateway:
    """A running gateway with the counter inside."""

    def __init__(self, folder, library, log, admin, origin):
        self.port = free_port()
        self._counts = os.path.join(folder, "counts")
        path = os.path.join(folder, "goodgate.yaml")
        with open(path, "w") as file:
            file.write(CONFIGURATION.format(log=log, admin=admin, port=self.port, origin=origin))
        environment = {**os.environ, "LD_PRELOAD": library, "ALLOCCOUNT_FILE": self._counts}
        if os.environ.get("TRACE"):
            environment["ALLOCCOUNT_TRACE"] = "1"
        self._output = open(os.path.join(folder, "output"), "w+")
        self.process = subprocess.Popen([BINARY, "serve", "--config", path], env=environment, cwd=folder,
                                        stdout=self._output, stderr=None if os.environ.get("TRACE") else self._output)
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        self._output.seek(0)
        raise AssertionError(f"the gateway did not start: {self._output.read()[-2000:]}")

    def allocations(self):
        """Thread id -> allocations so far."""
        with open(self._counts, "rb") as file:
            found = struct.iter_unpack("<QQQ", file.read())
        return {thread: calls for thread, calls, _ in found if thread}

    def processor_time(self):
        """Thread id -> ns on a CPU so far."""
        found = {}
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/schedstat") as file:
                found[int(thread)] = int(file.read().split()[0])
        return found

    def trace(self):
        if os.environ.get("TRACE"):
            self.process.send_signal(signal.SIGUSR2)

    def end(self):
        self.process.kill()
        self.process.wait()
        self._output.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@unittest.skipUnless(serves(BINARY), f"no release build that serves at {os.path.relpath(BINARY, REPOSITORY)}")
@unittest.skipUnless(shutil.which("cc"), "no C compiler")
class AllocationTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.library = os.path.join(cls.folder.name, "alloccount.so")
        source = os.path.join(REPOSITORY, "Tests", "Support", "alloccount.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", cls.library, source], check=True)
        cls.origin = Origin()
        cls.origin.start()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def grown(self, log, admin="off"):
        """(allocations of the worker, of all other threads) while the counted requests were served."""
        with tempfile.TemporaryDirectory(dir=self.folder.name) as folder:
            gateway = Gateway(folder, self.library, log.format(folder=folder), admin, self.origin.port)
            self.addCleanup(gateway.end)
            clients = Clients(gateway.port)
            self.addCleanup(clients.leave)
            clients.send(WARM_UP)
            calls, times = gateway.allocations(), gateway.processor_time()
            self.assertGreater(sum(calls.values()), 0, "the counter was not loaded: it counted nothing at all")
            gateway.trace()
            clients.send(COUNTED)
            calls_after, times_after = gateway.allocations(), gateway.processor_time()
            worker = max(times_after, key=lambda thread: times_after[thread] - times.get(thread, 0))
            new = {thread: count - calls.get(thread, 0) for thread, count in calls_after.items()}
            return new.pop(worker, 0), sum(new.values())

    def test_a_kept_alive_request_allocates_nothing(self):
        worker, others = self.grown(log="off")
        self.assertEqual(worker, 0, f"{worker} allocations in {COUNTED} requests; TRACE=1 shows where")
        self.assertLessEqual(others, SLACK)

    def test_nor_with_access_log_and_admin(self):
        """The log's writer is another thread, and may use buffers of its own: that is not the hot path."""
        worker, _ = self.grown(log="{{ format: json, file: {folder}/access.log }}", admin=f"127.0.0.1:{free_port()}")
        self.assertEqual(worker, 0, f"{worker} allocations in {COUNTED} requests; TRACE=1 shows where")


if __name__ == "__main__":
    sys.exit(unittest.main())
