"""A gateway and its origin in a network and a file tree of their own, where kernel limits can be set without harm.

Needs the right to make namespaces (root); `reason_not_to` says what is missing.
"""
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARIES = [os.environ.get("GOODGATE", ""), *(os.path.join(REPOSITORY, ".build", kind, "goodgate")
                                              for kind in ("release", "debug"))]
BINARY = next((path for path in BINARIES if os.access(path, os.X_OK)), None)
PATIENCE = 30

NEW_NETWORK = 0x4000_0000
NEW_MOUNTS = 0x0002_0000
_libc = ctypes.CDLL(None, use_errno=True)


def reason_not_to(*tools):
    """Why tests of this kind cannot run here; None when they can."""
    if not BINARY:
        return "goodgate is not built"
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root for namespaces"
    missing = [tool for tool in ("mount", "ip", *tools) if not shutil.which(tool)]
    return f"needs {', '.join(missing)}" if missing else None


def in_own(kinds, body):
    """Runs `body` on a thread with its own network or mounts, and passes on what it raises.

    Namespaces belong to threads, and processes that a thread starts inherit its own: nothing else is touched, and all
    of it is gone with the thread and its processes.
    """
    raised = []

    def run():
        try:
            if _libc.unshare(kinds) != 0:
                raise unittest.SkipTest(f"unshare: {os.strerror(ctypes.get_errno())}")
            if kinds & NEW_MOUNTS:
                subprocess.run(["mount", "--make-rprivate", "/"], check=True)
            if kinds & NEW_NETWORK:
                subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
            body()
        except BaseException as problem:  # noqa: BLE001: raised again on the thread of the test
            raised.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class Gateway:
    """`goodgate serve` with this configuration, which listens once this is made."""

    def __init__(self, folder, configuration):
        path = os.path.join(folder, "goodgate.yaml")
        with open(path, "w") as file:
            file.write(configuration)
        self._errors = []
        self.process = subprocess.Popen([BINARY, "serve", "--json", "--config", path], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        started = {}
        for line in self.process.stderr:
            self._errors.append(line)
            if '"event":"started"' in line:
                started = json.loads(line)
                break
        if not started:
            self.end()
            raise RuntimeError("goodgate did not start: " + "".join(self._errors))
        self.listening = started["listening"]
        self.admin = started.get("admin")
        # Always read, so that the pipe never fills.
        self._reader = threading.Thread(target=lambda: self._errors.extend(self.process.stderr), daemon=True)
        self._reader.start()

    @property
    def port(self):
        return int(self.listening[0].rpartition(":")[2])

    @property
    def errors(self):
        return "".join(self._errors)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if getattr(self, "_reader", None):
            self._reader.join()
        self.process.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def read_response(stream):
    """Status, fields in lower case and content of one response with a length, from a file of a socket."""
    status = stream.readline()
    if not status:
        raise EOFError("closed before a response")
    fields = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        fields[name.lower()] = value.strip()
    content = stream.read(int(fields.get("content-length", 0)))
    return int(status.split()[1]), fields, content
