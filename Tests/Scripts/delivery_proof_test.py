#!/usr/bin/env python3
"""A POST is sent again only when the origin's kernel proves that nobody read it.

The origin is a TCP of its own behind a TUN device, so that what is acknowledged, and when FIN comes, is chosen and not
raced for.
"""
import fcntl
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import apart  # noqa: E402

GATEWAY_SIDE, ORIGIN = "10.9.0.1", "10.9.0.2"
FIN, SYN, RST, PUSH, ACK = 1, 2, 4, 8, 16
TUNSETIFF, TUN_WITHOUT_HEADER = 0x4004_54CA, 0x1001
FIRST = 1_000_000
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Segment:
    """One TCP segment from the gateway (RFC 9293 §3.1)."""

    def __init__(self, packet):
        header = (packet[0] & 15) * 4
        tcp = packet[header:]
        self.port, self.to, self.number, self.acknowledged, offset, self.flags = struct.unpack("!HHIIBB", tcp[:14])
        self.content = tcp[(offset >> 4) * 4:]


class ScriptedOrigin(threading.Thread):
    """Answers requests on connections as `script` says, by the number of the request from 0.

    - `answer`: acknowledges and answers.
    - `unread`: closes without having acknowledged a byte of the request, and resets what comes after.
    - `read`: acknowledges the request, then closes without an answer.
    """

    def __init__(self, script):
        super().__init__(daemon=True)
        self._device = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self._device, TUNSETIFF, struct.pack("16sH", b"scripted", TUN_WITHOUT_HEADER))
        for command in (f"address add {GATEWAY_SIDE}/24 dev scripted", "link set scripted up"):
            subprocess.run(["ip", *command.split()], check=True)
        self._script = script
        self._next = {}
        self._closed = {}
        #: Request heads that were acknowledged, and all that were seen.
        self.read, self.seen = [], []
        self.start()

    def run(self):
        while True:
            packet = os.read(self._device, 65536)
            if packet[0] >> 4 == 4 and packet[9] == socket.IPPROTO_TCP:
                self._take(Segment(packet))

    def _take(self, segment):
        if segment.flags & SYN:
            self._next[segment.port] = FIRST + 1
            self._closed.pop(segment.port, None)
            self._send(segment.port, FIRST, segment.number + 1, SYN | ACK)
        elif segment.content:
            self._request(segment)
        elif segment.flags & FIN:
            self._send(segment.port, self._next.get(segment.port, FIRST + 1), segment.number + 1, ACK)

    def _request(self, segment):
        port = segment.port
        if self._closed.get(port) == "unread":
            return self._send(port, segment.acknowledged, 0, RST)
        if port in self._closed:
            return None
        step = self._script[len(self.seen)]
        self.seen.append(segment.content)
        number, end = self._next[port], segment.number + len(segment.content)
        if step == "unread":
            self._closed[port] = step
            self._next[port] = number + 1
            return self._send(port, number, segment.number, FIN | ACK)
        self.read.append(segment.content)
        if step == "read":
            self._closed[port] = step
            self._next[port] = number + 1
            return self._send(port, number, end, FIN | ACK)
        self._next[port] = number + len(OK)
        return self._send(port, number, end, PUSH | ACK, OK)

    def _send(self, port, number, acknowledged, flags, content=b""):
        ends = socket.inet_aton(ORIGIN) + socket.inet_aton(GATEWAY_SIDE)
        head = struct.pack("!HHIIBBHHH", 80, port, number & 0xFFFF_FFFF, acknowledged & 0xFFFF_FFFF, 5 << 4, flags,
                           65535, 0, 0)
        length = len(head) + len(content)
        sum_of = checksum(ends + struct.pack("!BBH", 0, socket.IPPROTO_TCP, length) + head + content)
        tcp = head[:16] + struct.pack("!H", sum_of) + head[18:] + content
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, 0, 0, 64, socket.IPPROTO_TCP, 0) + ends
        ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
        os.write(self._device, ip + tcp)


@unittest.skipIf(apart.reason_not_to(), apart.reason_not_to())
@unittest.skipUnless(os.path.exists("/dev/net/tun"), "needs /dev/net/tun")
class DeliveryProofTest(unittest.TestCase):
    def talk(self, script, requests, retry=2):
        """The statuses of requests on one client connection, and the origin."""
        outcome = []

        def body():
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "web.sock")
                origin = ScriptedOrigin(script)
                configuration = (f"workers: 1\naccess-log: off\nadmin: off\nlisten: unix:{path}\n"
                                 f"routes: [{{ to: http://{ORIGIN}:80, wait: off, retry: {retry} }}]\n")
                with apart.Gateway(folder, configuration) as gateway:
                    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                        client.settimeout(apart.PATIENCE)
                        client.connect(path)
                        with client.makefile("rb") as stream:
                            for method in requests:
                                length = "Content-Length: 4\r\n\r\nbody" if method == "POST" else "\r\n"
                                client.sendall(f"{method} / HTTP/1.1\r\nHost: a\r\n{length}".encode())
                                outcome.append(apart.read_response(stream)[0])
                    self.assertIsNone(gateway.process.poll())
                outcome.append(origin)

        apart.in_own(apart.NEW_NETWORK, body)
        *statuses, origin = outcome
        return statuses, origin

    def test_fin_before_the_first_byte_was_acknowledged_lets_a_post_be_sent_again(self):
        statuses, origin = self.talk(["unread", "answer"], ["POST"])
        self.assertEqual(statuses, [200])
        self.assertEqual(len(origin.seen), 2)
        self.assertEqual(len(origin.read), 1)

    def test_so_it_is_on_a_kept_connection(self):
        # The race: the origin's FIN is on its way while the request is.
        statuses, origin = self.talk(["answer", "unread", "answer"], ["GET", "POST"])
        self.assertEqual(statuses, [200, 200])
        self.assertEqual(len(origin.seen), 3)
        self.assertEqual(len(origin.read), 2)

    def test_what_was_acknowledged_may_have_been_processed_and_is_not_sent_again(self):
        for script, requests in ((["read", "answer"], ["POST"]), (["answer", "read", "answer"], ["GET", "POST"])):
            statuses, origin = self.talk(script, requests)
            self.assertEqual(statuses[-1], 502)
            self.assertEqual(len(origin.seen), len(requests))

    def test_with_retries_off_proof_changes_nothing(self):
        statuses, origin = self.talk(["unread", "answer"], ["POST"], retry="off")
        self.assertEqual(statuses, [502])
        self.assertEqual(len(origin.seen), 1)


if __name__ == "__main__":
    unittest.main()
