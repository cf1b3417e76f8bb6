#!/usr/bin/env python3
"""A cache disk that is full, or that does not answer, costs no request.

Full: a small tmpfs in a file tree of the test's own. Silent: the gateway's thread for the disk is stopped in the middle
of opening a file, as a kernel stops it when a disk hangs.
"""
import ctypes
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import apart  # noqa: E402

PAGE = 100_000
OPENAT = {"x86_64": 257, "aarch64": 56}.get(platform.machine())


class PageOrigin:
    """Fresh pages of 100 KB under every path; counts who asked for what."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self.asked = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer, peer.makefile("rb") as stream:
            while line := stream.readline():
                while stream.readline() not in (b"\r\n", b""):
                    pass
                target = line.split()[1].decode()
                self.asked.append(target)
                peer.sendall(b"HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: %d\r\n\r\n" % PAGE
                             + target.encode().ljust(PAGE, b"."))

    def end(self):
        self._listener.close()


class StoppedThread:
    """Stops a thread of a child process at its next `openat`, and lets it go on (ptrace(2)).

    A tracer is a thread, so all of this is to be used on one.
    """

    SYSCALL, DETACH, SEIZE, INTERRUPT, SYSCALL_INFO = 24, 17, 0x4206, 0x4207, 0x420E
    MARK_SYSCALLS, WAIT_ALL, ENTRY = 1, 0x4000_0000, 1

    def __init__(self, process, name):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
        self._libc.ptrace.restype = ctypes.c_long
        tasks = f"/proc/{process.pid}/task"
        self._thread = next(int(task) for task in os.listdir(tasks) if self._name(tasks, task) == name)
        self._ask(self.SEIZE, None, self.MARK_SYSCALLS)
        self._ask(self.INTERRUPT)
        self._wait()
        self._ask(self.SYSCALL)

    @staticmethod
    def _name(tasks, task):
        with open(f"{tasks}/{task}/comm") as file:
            return file.read().strip()

    def _ask(self, request, address=None, data=None):
        result = self._libc.ptrace(request, self._thread, address, data)
        if result < 0:
            raise OSError(ctypes.get_errno(), f"ptrace {request}")
        return result

    def _wait(self):
        _, status = os.waitpid(self._thread, self.WAIT_ALL)
        if not os.WIFSTOPPED(status):
            raise RuntimeError(f"the thread ended: {status}")
        return os.WSTOPSIG(status)

    def wait_for_open(self):
        """Returns while the thread is about to open a file, and stopped."""
        info = ctypes.create_string_buffer(88)
        while True:
            stopped_by = self._wait()
            if stopped_by == signal.SIGTRAP | 0x80:
                self._ask(self.SYSCALL_INFO, ctypes.sizeof(info), ctypes.addressof(info))
                # struct ptrace_syscall_info: op, then after the addresses the number.
                if info.raw[0] == self.ENTRY and int.from_bytes(info.raw[24:32], sys.byteorder) == OPENAT:
                    return
            self._ask(self.SYSCALL)

    def go_on(self):
        self._ask(self.DETACH)


@unittest.skipIf(apart.reason_not_to(), apart.reason_not_to())
class CacheDiskTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.disk = os.path.join(self.folder, "cache")
        os.mkdir(self.disk, 0o700)
        self.origin = PageOrigin()
        self.addCleanup(self.origin.end)

    def gateway(self):
        return apart.Gateway(self.folder, f"""workers: 1
access-log: off
admin: 127.0.0.1:0
listen: 127.0.0.1:0
cache: {{ memory: 1MiB, directory: {self.disk} }}
routes: [{{ to: http://127.0.0.1:{self.origin.port}, cache: {{}} }}]
""")

    def ask(self, gateway, target):
        with socket.create_connection(("127.0.0.1", gateway.port), timeout=apart.PATIENCE) as client:
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
            with client.makefile("rb") as stream:
                status, fields, content = apart.read_response(stream)
        self.assertEqual((status, content), (200, target.encode().ljust(PAGE, b".")))
        return fields["cache-status"]

    def figure(self, gateway, name):
        with urllib.request.urlopen(f"http://{gateway.admin}/metrics", timeout=apart.PATIENCE) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(f"goodgate_cache_disk_{name} "):
                    return float(line.split()[1])
        self.fail(f"no {name}")

    def until(self, is_so, what):
        end = time.monotonic() + apart.PATIENCE
        while not is_so() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertTrue(is_so(), what)

    def test_a_full_disk_costs_no_request_and_is_told_once(self):
        def body():
            mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "none", self.disk]
            subprocess.run(mount, check=True)
            with self.gateway() as gateway:
                self.until(lambda: self.figure(gateway, "ready") == 1, "ready")
                for page in range(40):
                    self.ask(gateway, f"/{page}")
                self.until(lambda: self.figure(gateway, "write_failures_total") >= 30, "failed writes")
                self.assertGreaterEqual(self.figure(gateway, "writes_total"), 1)
                # What was written is used, and what was not is asked for again.
                self.ask(gateway, "/0")
                self.assertEqual(gateway.errors.count("ENOSPC: the disk is full"), 1, gateway.errors)
                subprocess.run(["mount", "-o", "remount,size=64m", self.disk], check=True)
                before = self.figure(gateway, "writes_total")
                self.ask(gateway, "/more")
                self.until(lambda: self.figure(gateway, "writes_total") > before, "writes again")
                self.until(lambda: "again" in gateway.errors, gateway.errors)

        apart.in_own(apart.NEW_MOUNTS, body)

    def fill(self, pages):
        with self.gateway() as gateway:
            self.until(lambda: self.figure(gateway, "ready") == 1, "ready")
            for page in pages:
                self.ask(gateway, page)
            self.until(lambda: self.figure(gateway, "writes_total") == len(pages), "written")

    @unittest.skipUnless(OPENAT, "system call numbers of this machine are not known here")
    def test_a_disk_that_hangs_is_waited_for_once_and_then_left_alone(self):
        # So many that waiting half a second for each would take longer than this test's patience.
        pages = [f"/{page}" for page in range(3 * apart.PATIENCE)]
        self.fill(pages)
        with self.gateway() as gateway:
            self.until(lambda: self.figure(gateway, "ready") == 1, "ready")
            disk = StoppedThread(gateway.process, "cache-disk")
            answers = []
            first = threading.Thread(target=lambda: answers.append(self.ask(gateway, pages[0])))
            first.start()
            disk.wait_for_open()
            hung = time.monotonic()
            # The disk never says anything; after half a second the request goes on without it.
            first.join(apart.PATIENCE)
            self.assertEqual(len(answers), 1)
            self.assertNotIn("hit", answers[0])
            self.assertEqual(self.origin.asked, pages + pages[:1])
            # A job that takes longer than a second shows a disk that is of no help: nobody waits for it any more.
            time.sleep(max(0, hung + 1.1 - time.monotonic()))
            began = time.monotonic()
            for page in pages[1:-1]:
                self.assertNotIn("hit", self.ask(gateway, page))
            self.assertLess(time.monotonic() - began, apart.PATIENCE)
            self.assertEqual(self.figure(gateway, "hits_total"), 0)
            self.assertGreaterEqual(self.figure(gateway, "skipped_total"), len(pages) - 2)
            disk.go_on()
            self.until(lambda: self.figure(gateway, "writes_total") > 0, "works off what waited")
            self.until(lambda: "hit" in self.ask(gateway, pages[-1]), "in use again")


if __name__ == "__main__":
    unittest.main()
