#!/usr/bin/env python3
"""HTTP/2 over TLS as programs of others speak it.

curl, nghttp and h2load are installed by `Scripts/setup test`, and so is the package h2 from PyPI, in a virtual
environment; what cannot be had is left out and said so.
"""
import os
import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Support"))
import http2_house  # noqa: E402
from http2_house import LARGE  # noqa: E402

for _folder in (os.path.join(http2_house.REPOSITORY, ".build", "venv", "lib"), os.environ.get("H2_VENV", "")):
    for _name in sorted(os.listdir(_folder)) if os.path.isdir(_folder) else []:
        sys.path.append(os.path.join(_folder, _name, "site-packages"))
try:
    import h2.config
    import h2.connection
    import h2.events
    import h2.settings
except ImportError:
    h2 = None


def setUpModule():
    global running
    if http2_house.BINARY is None:
        raise unittest.SkipTest("goodgate is not built")
    running = http2_house.Running()


def tearDownModule():
    status = running.stop()
    assert status == 0, f"the gateway ended with {status}"


@unittest.skipUnless(shutil.which("curl"), "curl is not installed")
class CurlTests(unittest.TestCase):
    def test_transfers_in_parallel_on_one_connection(self):
        urls = []
        for number in range(30):
            urls += [f"https://localhost:{running.port}/{number}", "-o", os.path.join(running.folder, f"got-{number}")]
        done = subprocess.run(["curl", "-sS", "--http2", "--parallel", "--cacert", running.certificate,
                               "-w", "%{http_version} %{http_code} %{num_connects}\\n", *urls],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [line.split() for line in done.stdout.splitlines()]
        self.assertEqual({(version, code) for version, code, _ in lines}, {("2", "200")})
        for number in range(30):
            with open(os.path.join(running.folder, f"got-{number}")) as file:
                self.assertEqual(file.read(), f"/{number}")


@unittest.skipUnless(shutil.which("nghttp"), "nghttp is not installed")
class NghttpTests(unittest.TestCase):
    def test_many_streams_with_priorities_and_small_windows(self):
        urls = [f"https://localhost:{running.port}/{number}" for number in range(50)]
        done = subprocess.run(["nghttp", "-n", "-v", "--window-bits=16", *urls], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(":status: 200"), 50, done.stdout[-2000:])
        self.assertNotIn("RST_STREAM", done.stdout)

    def test_content_goes_up_and_comes_back(self):
        path = os.path.join(running.folder, "content")
        with open(path, "wb") as file:
            file.write(LARGE)
        done = subprocess.run(["nghttp", "-d", path, f"https://localhost:{running.port}/post"], capture_output=True,
                              timeout=60)
        self.assertEqual(done.stdout, LARGE)


@unittest.skipUnless(shutil.which("h2load"), "h2load is not installed")
class LoadTests(unittest.TestCase):
    def test_every_request_of_a_load_succeeds(self):
        done = subprocess.run(["h2load", "-n", "2000", "-c", "8", "-m", "32", f"https://localhost:{running.port}/"],
                              capture_output=True, text=True, timeout=120)
        self.assertIn("2000 succeeded, 0 failed, 0 errored", done.stdout)
        self.assertIn("Application protocol: h2", done.stdout)


@unittest.skipUnless(h2, "the package h2 is not installed")
class PythonTests(unittest.TestCase):
    """h2 is strict: it raises at the first frame that a server may not send."""

    def setUp(self):
        self.socket = running.connect()
        self.addCleanup(self.socket.close)
        self.connection = h2.connection.H2Connection(config=h2.config.H2Configuration(header_encoding="utf-8"))
        self.connection.initiate_connection()
        self.flush()

    def flush(self):
        self.socket.sendall(self.connection.data_to_send())

    def open(self, method, path, end=True, **more):
        stream = self.connection.get_next_available_stream_id()
        self.connection.send_headers(stream, [
            (":method", method), (":scheme", "https"), (":authority", "localhost"), (":path", path), *more.items(),
        ], end_stream=end)
        self.flush()
        return stream

    def events(self):
        got = self.socket.recv(65536)
        self.assertTrue(got, "the connection was closed")
        found = self.connection.receive_data(got)
        for event in found:
            if isinstance(event, h2.events.DataReceived):
                self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.flush()
        return found

    def finish(self, *streams):
        """(status, content) of each stream."""
        heads, contents, left = {}, {stream: b"" for stream in streams}, set(streams)
        while left:
            for event in self.events():
                self.assertNotIsInstance(event, (h2.events.ConnectionTerminated, h2.events.StreamReset))
                if isinstance(event, h2.events.ResponseReceived):
                    heads[event.stream_id] = dict(event.headers)[":status"]
                elif isinstance(event, h2.events.DataReceived):
                    contents[event.stream_id] += event.data
                elif isinstance(event, h2.events.StreamEnded):
                    left.discard(event.stream_id)
        return [(heads[stream], contents[stream]) for stream in streams]

    def test_many_streams_at_once(self):
        streams = [self.open("GET", f"/{number}") for number in range(60)]
        self.assertEqual(self.finish(*streams), [("200", f"/{number}".encode()) for number in range(60)])

    def test_large_content_both_ways_within_the_windows(self):
        self.assertEqual(self.finish(self.open("GET", "/large")), [("200", LARGE)])
        stream = self.open("POST", "/post", end=False, **{"content-length": str(len(LARGE))})
        sent = 0
        while sent < len(LARGE):
            room = min(self.connection.local_flow_control_window(stream), self.connection.max_outbound_frame_size)
            if room == 0:
                self.events()
                continue
            self.connection.send_data(stream, LARGE[sent:sent + room])
            sent += room
            self.flush()
        self.connection.end_stream(stream)
        self.flush()
        self.assertEqual(self.finish(stream), [("200", LARGE)])

    def test_ping_and_new_settings(self):
        self.connection.ping(b"12345678")
        self.connection.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 1000,
                                         h2.settings.SettingCodes.HEADER_TABLE_SIZE: 0})
        self.flush()
        found = []
        while not {"PingAckReceived", "SettingsAcknowledged"} <= {type(event).__name__ for event in found}:
            found += self.events()
        self.assertEqual(self.finish(self.open("GET", "/after")), [("200", b"/after")])

    def test_extended_connect_is_offered(self):
        self.finish(self.open("GET", "/"))
        self.assertEqual(self.connection.remote_settings.enable_connect_protocol, 1)


if __name__ == "__main__":
    unittest.main()
