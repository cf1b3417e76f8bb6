"""`goodgate serve` in front of servers that other people wrote, for tests that only ask it and read its events.

Importing this makes the packages of the virtual environment of `Scripts/setup test` importable.
"""
import glob
import http.client
import os
import queue
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARIES = [os.environ.get("GOODGATE", ""), *(os.path.join(REPOSITORY, ".build", kind, "goodgate")
                                              for kind in ("release", "debug"))]
BINARY = next((path for path in BINARIES if os.access(path, os.X_OK)), None)
PATIENCE = 20
sys.path += glob.glob(os.path.join(REPOSITORY, ".build", "venv", "lib", "python3*", "site-packages"))


class Gateway:
    """A gateway with one worker on a port of its own, which listens once this is made."""

    def __init__(self, route):
        self._folder = tempfile.TemporaryDirectory()
        path = os.path.join(self._folder.name, "goodgate.yaml")
        with open(path, "w") as file:
            file.write("access-log: off\nadmin: off\nlisten: 127.0.0.1:0\nworkers: 1\nproxy-status: full\n"
                       f"routes: [{route}]\n")
        self._program = subprocess.Popen([BINARY, "serve", "--json", "--config", path], stdout=subprocess.DEVNULL,
                                         stderr=subprocess.PIPE, text=True)
        self.events = queue.Queue()
        self.port = None
        while self.port is None:
            line = self._program.stderr.readline()
            if not line:
                self.stop()
                raise RuntimeError("the gateway did not start")
            found = re.search(r"127\.0\.0\.1:(\d+)", line)
            self.port = int(found.group(1)) if found else None
        # Always read, so that the pipe never fills.
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._program.stderr:
            self.events.put(line)

    def wait_for(self, *words):
        """The next event in which all of these occur."""
        end = time.monotonic() + PATIENCE
        while True:
            line = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if all(word in line for word in words):
                return line

    def ask(self, method, path, body=None):
        """Status, content and fields of the answer to one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body)
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def stop(self):
        self._program.kill()
        self._program.wait()
        self._program.stderr.close()
        self._folder.cleanup()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port):
    """Returns once somebody listens there."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
