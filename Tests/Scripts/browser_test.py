#!/usr/bin/env python3
"""A page as a real browser loads it through the gateway: HTTP/2 over TLS, and what it reads of an error.

Installed by `Scripts/setup test`; left out, and said so, where it cannot be had.
"""
import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Support"))
import http2_house  # noqa: E402

BROWSER = shutil.which("chromium-headless-shell")

# The browser's own word on the version; eight fetches share the connection, and a fetch of an error page is an answer.
PAGE = b"""<!doctype html><title>shop</title><body><pre id="told"></pre><script>
(async () => {
  const got = await Promise.all([...Array(8).keys()].map(n => fetch("/part/" + n).then(r => r.text())));
  const missing = await fetch("/cut");
  const entry = performance.getEntriesByType("navigation")[0];
  document.getElementById("told").textContent = [entry.nextHopProtocol, ...got, missing.status,
    missing.headers.get("proxy-status")].join("|");
})();
</script>"""


class Origin(http2_house.Origin):
    def do_GET(self):
        if self.path == "/cut":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = PAGE if self.path == "/" else self.path.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@unittest.skipUnless(BROWSER, "chromium-headless-shell is not installed")
@unittest.skipUnless(http2_house.BINARY, "goodgate is not built")
class BrowserTests(unittest.TestCase):
    def setUp(self):
        before = http2_house.Origin
        http2_house.Origin = Origin
        self.addCleanup(setattr, http2_house, "Origin", before)
        self.running = http2_house.Running()
        self.profile = tempfile.mkdtemp(prefix="goodgate-browser-")
        self.addCleanup(shutil.rmtree, self.profile, True)

    def tearDown(self):
        self.assertEqual(self.running.stop(), 0)

    def page(self, path):
        done = subprocess.run(
            [BROWSER, "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", "--virtual-time-budget=20000",
             f"--user-data-dir={self.profile}", "--dump-dom", f"https://localhost:{self.running.port}{path}"],
            capture_output=True, text=True, timeout=100)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_a_page_and_its_parts_come_over_http2(self):
        told = self.page("/").split('<pre id="told">')[1].split("</pre>")[0].split("|")
        self.assertEqual(told[0], "h2")
        self.assertEqual(told[1:9], [f"/part/{number}" for number in range(8)])
        self.assertEqual(told[9], "502")
        self.assertIn("error=connection_terminated", told[10])

    def test_the_error_page_is_a_page(self):
        page = self.page("/cut")
        self.assertIn("<main", page)
        self.assertIn("502", page)


if __name__ == "__main__":
    unittest.main()
