#!/usr/bin/env python3
"""Clients that abuse HTTP/2: whoever does loses the connection, and a client beside it is served as before.

Abuse is sent as bytes, because no library sends it.
"""
import os
import re
import ssl
import struct
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Support"))
import http2_house  # noqa: E402
from http2_house import GET, PATIENCE, PREFACE, Neighbour, frame, request  # noqa: E402


def setUpModule():
    global running
    if http2_house.BINARY is None:
        raise unittest.SkipTest("goodgate is not built")
    running = http2_house.Running()


def tearDownModule():
    status = running.stop()
    assert status == 0, f"the gateway ended with {status}"


def abuse(parts):
    """(GOAWAY's code, the name of the rule) that a client gets for these bytes; None where it is let be."""
    connection = running.connect()
    received = b""
    with connection:
        try:
            connection.sendall(PREFACE + frame(4, 0, 0) + frame(4, 1, 0))
            for part in parts:
                connection.sendall(part)
            while True:
                got = connection.recv(65536)
                if not got:
                    break
                received += got
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass
        except TimeoutError:
            return None
    while len(received) >= 9:
        size = int.from_bytes(received[:3], "big")
        if received[3] == 7:
            # At most once a second an incident is kept, and its id stands behind the rule.
            rule, _, incident = received[17:9 + size].decode().partition("; incident=")
            assert not incident or len(incident) == 36, incident
            return int.from_bytes(received[13:17], "big"), rule
        received = received[9 + size:]
    return "closed without GOAWAY"


# HPACK: a field of 4,000 octets enters the table once and is named a thousand times after.
BOMB = GET + b"\x40\x01x\x7f\xa1\x1e" + b"y" * 4000 + b"\xbe" * 4000
CALM = 11
ABUSES = {
    "rapid reset": ([request(n) + frame(3, 0, n, b"\0\0\0\x08") for n in range(1, 2001, 2)], CALM, "rapid_reset"),
    "CONTINUATION flood": ([frame(1, 1, 1, GET)] + [frame(9, 0, 1, b"")] * 500, CALM, "continuation_flood"),
    "SETTINGS flood": ([frame(4, 0, 0)] * 500, CALM, "settings_flood"),
    "PING flood": ([frame(6, 0, 0, b"12345678")] * 2000, CALM, "ping_flood"),
    "empty DATA flood": ([request(1, flags=4)] + [frame(0, 0, 1)] * 2000, CALM, "empty_data_flood"),
    "WINDOW_UPDATE flood": ([frame(8, 0, 0, b"\0\0\0\1")] * 30_000, CALM, "window_update_flood"),
    "PRIORITY flood": ([frame(2, 0, 1, b"\0\0\0\0\1")] * 5000, CALM, "priority_flood"),
    "unknown frames": ([frame(0xee, 0, 0, b"?")] * 2000, CALM, "unknown_frame_flood"),
    "window overflow": ([frame(8, 0, 0, b"\x7f\xff\xff\xff")], 3, "window_overflow"),
    "DATA on stream 0": ([frame(0, 0, 0, b"x")], 1, "stream_required"),
    "a frame over the limit": ([frame(0, 0, 1, b"x" * 20_000)], 6, "frame_too_large"),
    "an even stream": ([request(2)], 1, "stream_identifier_invalid"),
    "PUSH_PROMISE": ([frame(5, 4, 1, b"\0\0\0\2" + GET)], 1, "push_promise_received"),
    "HPACK that is none": ([frame(1, 5, 1, b"\xff\xff\xff\xff\xff\xff\xff")], 9, "header_block_invalid"),
}


class AbuseTests(unittest.TestCase):
    def test_who_abuses_loses_the_connection_and_nobody_else(self):
        neighbour = Neighbour(self, running)
        self.assertTrue(neighbour.is_served())
        for name, (parts, code, rule) in ABUSES.items():
            with self.subTest(abuse=name):
                self.assertEqual(abuse(parts), (code, rule))
                self.assertTrue(neighbour.is_served(), "the neighbour is not served")

    def test_the_log_names_rule_and_frame(self):
        end = time.monotonic() + PATIENCE
        wanted = r'"http2_violation".*"rule":"window_overflow","section":"RFC 9113 §6.9.1","frame":"WINDOW_UPDATE"'
        # At most one line a second is written: others may have had this one's place.
        while not re.search(wanted, running.said()):
            self.assertLess(time.monotonic(), end, "no line")
            self.assertEqual(abuse(ABUSES["window overflow"][0])[1], "window_overflow")

    def test_a_header_bomb_is_answered_431_or_ends_the_connection(self):
        neighbour = Neighbour(self, running)
        self.assertTrue(neighbour.is_served())
        connection = Neighbour(self, running)
        connection.socket.sendall(frame(1, 5, 1, BOMB))
        connection.stream = 1
        while True:
            kind, _, stream, content = connection.next()
            if kind == 7:
                break
            if kind == 1 and stream == 1:
                self.assertIn(b"431", content)
                break
        self.assertTrue(neighbour.is_served())

    def test_a_client_that_opens_no_window_does_not_hold_its_response_for_ever(self):
        neighbour = Neighbour(self, running)
        stalled = running.connect()
        with stalled:
            settings = struct.pack(">HI", 4, 0)
            stalled.sendall(PREFACE + frame(4, 0, 0, settings) + frame(4, 1, 0) + request(1))
            received = b""
            stalled.settimeout(PATIENCE)
            # RST_STREAM for stream 1, or the end of the connection.
            while b"\0\0\x04\x03\0\0\0\0\x01" not in received:
                got = stalled.recv(65536)
                if not got:
                    break
                received += got
        self.assertTrue(neighbour.is_served())


if __name__ == "__main__":
    unittest.main()
