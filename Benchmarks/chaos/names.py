"""A DNS server for one name: A records with a TTL of one second, on a UDP port of 127.0.0.1."""
import contextlib
import socket
import struct
import threading

NAME = "origin.chaos.test"
TTL = 1


class NameServer:
    """Answers in a thread. `address` may be changed at any time; `silent` makes it a resolver that is down."""

    def __init__(self, address):
        self.address = address
        self.silent = False
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        # Closing alone does not wake the thread; an empty datagram does.
        self._closing = True
        with contextlib.suppress(OSError):
            self._socket.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(2)
        self._socket.close()

    _closing = False

    def _serve(self):
        while not self._closing:
            query, sender = self._socket.recvfrom(4096)
            answer = None if self.silent or self._closing else self._answer(query)
            if answer:
                with contextlib.suppress(OSError):
                    self._socket.sendto(answer, sender)

    def _answer(self, query):
        """RFC 1035 §4.1. Other types of our name have no data; other names do not exist."""
        if len(query) < 17:
            return None
        self.asked += 1
        labels, place = [], 12
        while query[place]:
            labels.append(query[place + 1:place + 1 + query[place]].decode("latin-1").lower())
            place += 1 + query[place]
            if place >= len(query):
                return None
        question = query[12:place + 5]
        kind = struct.unpack("!H", query[place + 1:place + 3])[0]
        known = ".".join(labels) == NAME
        record = b""
        if known and kind == 1:
            record = struct.pack("!HHHIH", 0xC00C, 1, 1, TTL, 4) + socket.inet_aton(self.address)
        flags = 0x8580 if known else 0x8583
        return query[:2] + struct.pack("!HHHHH", flags, 1, 1 if record else 0, 0, 0) + question + record
