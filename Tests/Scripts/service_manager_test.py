#!/usr/bin/env python3
"""What `goodgate serve` tells a service manager (sd_notify(3)), read from a socket of the test's own.

In Python because SwiftNIO does not receive datagrams from senders without a name.
"""
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARIES = [os.environ.get("GOODGATE", ""), *(os.path.join(REPOSITORY, ".build", kind, "goodgate")
                                              for kind in ("release", "debug"))]
BINARY = next((path for path in BINARIES if os.access(path, os.X_OK)), None)
PATIENCE = 20


class Manager:
    """The manager's end of the socket."""

    def __init__(self, name):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(name)
        self.heard = []

    def wait_for(self, start, times=1):
        """Reads until messages with this start came so often; returns the last of them."""
        end = time.monotonic() + PATIENCE
        while sum(message.startswith(start) for message in self.heard) < times:
            self._socket.settimeout(max(0.01, end - time.monotonic()))
            self.heard.append(self._socket.recv(65536).decode())
        return [message for message in self.heard if message.startswith(start)][-1]

    def close(self):
        self._socket.close()


@unittest.skipUnless(BINARY, "goodgate is not built")
class ServiceManagerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def serve(self, **environment):
        path = os.path.join(self.folder, "goodgate.yaml")
        with open(path, "w") as file:
            file.write("access-log: off\nadmin: off\nlisten: 127.0.0.1:0\nroutes: [{ to: http://127.0.0.1:9 }]\n")
        program = subprocess.Popen([BINARY, "serve", "--config", path], env={**os.environ, **environment},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: program.poll() is None and (program.kill(), program.wait()))
        return program

    def lives_as_a_service(self, socket_name, variable):
        manager = Manager(socket_name)
        self.addCleanup(manager.close)
        program = self.serve(NOTIFY_SOCKET=variable, WATCHDOG_USEC="50000")
        self.assertIn("STATUS=listening on 127.0.0.1:", manager.wait_for("READY=1"))
        manager.wait_for("WATCHDOG=1", times=2)
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        program.send_signal(signal.SIGHUP)
        told = re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=(\d+)", manager.wait_for("RELOADING=1"))
        self.assertIsNotNone(told)
        self.assertGreaterEqual(int(told.group(1)), before)
        manager.wait_for("READY=1", times=2)
        program.send_signal(signal.SIGTERM)
        manager.wait_for("STOPPING=1")
        self.assertEqual(program.wait(PATIENCE), 0)

    def test_hears_of_ready_life_reload_and_stop(self):
        path = os.path.join(self.folder, "notify")
        self.lives_as_a_service(path, path)

    def test_an_abstract_name_is_understood(self):
        name = f"goodgate-test-{os.getpid()}"
        self.lives_as_a_service("\0" + name, "@" + name)

    def test_a_watchdog_of_another_process_is_not_ours(self):
        path = os.path.join(self.folder, "notify")
        manager = Manager(path)
        self.addCleanup(manager.close)
        program = self.serve(NOTIFY_SOCKET=path, WATCHDOG_USEC="1000", WATCHDOG_PID="1")
        manager.wait_for("READY=1")
        program.send_signal(signal.SIGTERM)
        manager.wait_for("STOPPING=1")
        self.assertFalse([message for message in manager.heard if message.startswith("WATCHDOG")])
        self.assertEqual(program.wait(PATIENCE), 0)

    def test_the_main_process_changes_with_an_upgrade(self):
        path = os.path.join(self.folder, "notify")
        manager = Manager(path)
        self.addCleanup(manager.close)
        program = self.serve(NOTIFY_SOCKET=path, WATCHDOG_USEC="50000")
        manager.wait_for("READY=1")
        program.send_signal(signal.SIGUSR2)
        manager.wait_for("RELOADING=1")
        main = int(manager.wait_for("MAINPID=").removeprefix("MAINPID="))
        self.assertNotEqual(main, program.pid)
        # Said by the new one, after the manager knows it.
        manager.wait_for("READY=1", times=2)
        self.assertEqual(program.wait(PATIENCE), 0)
        self.assertFalse([message for message in manager.heard if message.startswith("STOPPING")])
        # The watchdog's environment named the old process.
        manager.heard.clear()
        manager.wait_for("WATCHDOG=1", times=2)
        os.kill(main, signal.SIGTERM)
        manager.wait_for("STOPPING=1")

    def test_a_manager_that_is_gone_is_no_reason_to_end(self):
        program = self.serve(NOTIFY_SOCKET=os.path.join(self.folder, "nobody"))
        stop = time.monotonic() + PATIENCE
        while time.monotonic() < stop and program.poll() is None and not self.listens(program):
            pass
        self.assertIsNone(program.poll())
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(PATIENCE), 0)

    @staticmethod
    def listens(program):
        """Whether it handles signals already, which it does before it listens."""
        with open(f"/proc/{program.pid}/status") as file:
            fields = dict(line.split(":\t", 1) for line in file if ":\t" in line)
        return int(fields["SigCgt"], 16) & (1 << (signal.SIGTERM - 1)) != 0


if __name__ == "__main__":
    unittest.main()
