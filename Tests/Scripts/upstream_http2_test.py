#!/usr/bin/env python3
"""HTTP/2 to an upstream that somebody else wrote: nginx, which says GOAWAY after so many requests.

Left out where there is no nginx.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
from serving import BINARY, PATIENCE, Gateway, free_port, wait_until_open  # noqa: E402

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log; client_max_body_size 50m; keepalive_requests {requests};
    http2_max_concurrent_streams {streams};
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} http2;
        root {folder}/files;
        location /ok {{ return 200 "fine $server_protocol"; }}
        location /up {{ client_body_in_file_only clean; return 200 "got $content_length"; }}
        location /gone {{ return 404 "gone"; }}
        location /empty {{ return 204; }}
    }}
}}
"""


@unittest.skipUnless(BINARY, "goodgate is not built")
@unittest.skipUnless(NGINX, "nginx is not installed")
class UpstreamHTTP2Test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, requests=1000, streams=128, check="off"):
        """nginx, and a gateway in front of it, which it returns."""
        port = free_port()
        os.mkdir(os.path.join(self.folder, "files"))
        self.content = os.urandom(5_000_000)
        with open(os.path.join(self.folder, "files", "large.bin"), "wb") as file:
            file.write(self.content)
        path = os.path.join(self.folder, "nginx.conf")
        with open(path, "w") as file:
            file.write(CONFIGURATION.format(folder=self.folder, port=port, requests=requests, streams=streams))
        nginx = subprocess.Popen([NGINX, "-c", path, "-e", os.path.join(self.folder, "error.log")],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (nginx.kill(), nginx.wait()))
        wait_until_open(port)
        gateway = Gateway(f"{{ to: h2c://127.0.0.1:{port}, health: {{ check: {check} }} }}")
        self.addCleanup(gateway.stop)
        return gateway

    def test_every_kind_of_answer(self):
        gateway = self.start()
        self.assertEqual(gateway.ask("GET", "/ok")[:2], (200, b"fine HTTP/2.0"))
        self.assertEqual(gateway.ask("HEAD", "/ok")[:2], (200, b""))
        self.assertEqual(gateway.ask("GET", "/gone")[:2], (404, b"gone"))
        self.assertEqual(gateway.ask("GET", "/empty")[:2], (204, b""))
        status, body, fields = gateway.ask("GET", "/large.bin")
        self.assertEqual((status, len(body)), (200, len(self.content)))
        self.assertEqual(body, self.content)
        self.assertTrue(fields["Via"].startswith("2 "))
        self.assertEqual(gateway.ask("POST", "/up", body=b"a" * 3_000_000)[0], 200)

    def crowd(self, gateway, workers, rounds):
        outcomes, lock = [], threading.Lock()

        def run(number):
            for turn in range(rounds):
                method = "POST" if (number + turn) % 2 else "GET"
                status, body, fields = gateway.ask(method, "/ok", body=b"x" if method == "POST" else None)
                with lock:
                    outcomes.append((status, fields.get("Proxy-Status")))

        threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def asked(self):
        with open(os.path.join(self.folder, "access.log")) as file:
            return sum(1 for line in file if " /ok " in line)

    def test_goaway_in_the_middle_loses_and_repeats_nothing(self):
        gateway = self.start(requests=20)
        outcomes = self.crowd(gateway, workers=8, rounds=25)
        self.assertEqual([outcome for outcome in outcomes if outcome[0] != 200], [])
        # The log may be a moment behind.
        end = time.monotonic() + PATIENCE
        while self.asked() < 200 and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(self.asked(), 200)

    def test_a_low_limit_of_streams_is_kept(self):
        gateway = self.start(streams=2)
        outcomes = self.crowd(gateway, workers=16, rounds=10)
        self.assertEqual([outcome for outcome in outcomes if outcome[0] != 200], [])

    def test_checks_are_asked_over_http2(self):
        gateway = self.start(check="{ path: /ok, body: fine HTTP/2.0, interval: 500ms, timeout: 500ms, rise: 1 }")
        gateway.wait_for("endpoint_state", '"to":"up"')


if __name__ == "__main__":
    unittest.main()
