#!/usr/bin/env python3
"""Requests that find no free local port wait for one instead of failing.

In a network of its own, whose range of local ports is four.
"""
import os
import socket
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import apart  # noqa: E402

PORTS = range(40000, 40004)
CLIENTS = 24


class SlowOrigin:
    """Answers each connection's one request when it is told to."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 9000), backlog=64)
        self.opened = threading.Semaphore(0)
        self.may_answer = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.opened.release()
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer:
            text = b""
            while b"\r\n\r\n" not in text:
                text += peer.recv(65536)
            self.may_answer.wait(apart.PATIENCE)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            # Who closes first keeps the port for a minute, and the gateway's are few.
            peer.shutdown(socket.SHUT_WR)
            peer.recv(1)

    def end(self):
        self.may_answer.set()
        self._listener.close()


@unittest.skipIf(apart.reason_not_to(), apart.reason_not_to())
class PortsTest(unittest.TestCase):
    def ask(self, path, results, method):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(apart.PATIENCE)
            client.connect(path)
            length = "Content-Length: 0\r\n" if method == "POST" else ""
            client.sendall(f"{method} / HTTP/1.1\r\nHost: a\r\n{length}Connection: close\r\n\r\n".encode())
            with client.makefile("rb") as stream:
                results.append(apart.read_response(stream))

    def crowd(self, wait):
        """Every client's answer; the origin answers only when all ports are taken."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "web.sock")
            origin = SlowOrigin()
            self.addCleanup(origin.end)
            with open("/proc/sys/net/ipv4/ip_local_port_range", "w") as file:
                file.write(f"{PORTS[0]} {PORTS[-1]}")
            # Where the gateway closed first all the same: for a second instead of a minute.
            with open("/proc/sys/net/ipv4/tcp_tw_reuse", "w") as file:
                file.write("1")
            configuration = (f"workers: 1\naccess-log: off\nadmin: off\nlisten: unix:{path}\n"
                             f"routes: [{{ to: http://127.0.0.1:9000, wait: {wait}, overload: off }}]\nproxy-status: full\n")
            with apart.Gateway(folder, configuration) as gateway:
                results = []
                clients = [threading.Thread(target=self.ask, args=(path, results, "POST" if n % 2 else "GET"))
                           for n in range(CLIENTS)]
                for client in clients:
                    client.start()
                for _ in PORTS:
                    self.assertTrue(origin.opened.acquire(timeout=apart.PATIENCE))
                if wait == "off":
                    self.until(lambda: len(results) == CLIENTS - len(PORTS))
                origin.may_answer.set()
                for client in clients:
                    client.join(apart.PATIENCE)
                self.assertIsNone(gateway.process.poll())
                return results

    def until(self, is_so):
        end = time.monotonic() + apart.PATIENCE
        while not is_so() and time.monotonic() < end:
            time.sleep(0.005)
        self.assertTrue(is_so())

    def test_what_finds_no_port_waits_for_one(self):
        def body():
            results = self.crowd("30s")
            self.assertEqual([status for status, _, _ in results], [200] * CLIENTS)
        apart.in_own(apart.NEW_NETWORK, body)

    def test_without_waiting_the_answer_names_the_ports(self):
        def body():
            results = self.crowd("off")
            failed = [fields for status, fields, _ in results if status == 503]
            self.assertEqual(len(failed), CLIENTS - len(PORTS))
            for fields in failed:
                self.assertIn("ports_exhausted", fields["proxy-status"])
        apart.in_own(apart.NEW_NETWORK, body)


if __name__ == "__main__":
    unittest.main()
