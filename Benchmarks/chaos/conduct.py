"""How a scripted upstream treats its connections: one class for what it is told, one for a connection."""
import asyncio
import contextlib
import dataclasses
import os
import re
import socket
import struct
import urllib.parse

from . import content

HEALTH = b"/health"
# Above this length the upstream that refuses uploads answers 413 without reading them.
MOST_UPLOAD = 50_000


@dataclasses.dataclass(frozen=True)
class Conduct:
    """What an upstream does. `kind` is one way to misbehave, shown to a `share` of the requests."""
    kind: str = "normal"
    share: float = 1.0
    # Seconds that a request takes, and how many are worked on at once; the others wait in order of arrival.
    delay: float = 0.002
    concurrency: int = 0
    # Closes a kept-alive connection that was idle for so long, and after so many requests, without saying so before.
    idle: float = 0.0
    after: int = 0
    cache_control: str = ""


KINDS = ("normal", "silent", "reset-accept", "reset-request", "reset-head", "garbage", "large-head",
         "truncate-length", "truncate-chunked", "early-413")


def peek(sock):
    """What lies unread in the kernel. The copy has to be closed at once: while it is open, no FIN is sent."""
    with contextlib.suppress(OSError):
        copy = sock.dup()
        try:
            copy.setblocking(False)
            return copy.recv(1 << 17, socket.MSG_PEEK)
        finally:
            copy.close()
    return b""


class Connection(asyncio.Protocol):
    """One connection of an upstream. Writes to the upstream's log which requests it began to process.

    B id method: read completely, processing begins.  E id: the whole answer was handed to the kernel.
    U id: bytes of the request arrived, but the connection ended before all of it was read.
    X id: the content of the request was not what the visitor sent.
    """

    def __init__(self, upstream):
        self._upstream = upstream
        self._buffer = bytearray()
        self._head = None
        self._length = 0
        self._busy = False
        self._served = 0
        self._timer = None
        self._transport = None

    def connection_made(self, transport):
        self._transport = transport
        self._upstream.connections.add(self)
        if self._upstream.conduct.kind == "reset-accept":
            self.reset()

    def connection_lost(self, _error):
        self._upstream.connections.discard(self)
        self._stop_timer()
        # The socket is closed right after this, a turn of the loop after it was decided: look once more.
        self.note_unread()
        if self._head is not None and not self._busy:
            self._upstream.log("U", self._ident())

    def data_received(self, data):
        self._stop_timer()
        self._buffer += data
        self._read()

    def reset(self):
        """RST instead of FIN."""
        self.note_unread()
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def vanish(self):
        """Closes the socket behind the loop's back; the process ends right after this."""
        self.note_unread()
        os.close(self._transport.get_extra_info("socket").fileno())

    def note_unread(self):
        """Bytes that lie unread in the kernel when a connection ends: the peer's evidence says they arrived."""
        self._upstream.note_arrived(bytes(self._buffer) + peek(self._transport.get_extra_info("socket")))

    def retire(self):
        """Part of a shutdown in order: idle connections close, the others when they have answered."""
        if not self._busy and self._head is None and not self._has_unread():
            self._transport.close()

    def _has_unread(self):
        return bool(self._buffer or peek(self._transport.get_extra_info("socket")))

    # Reading

    def _read(self):
        if self._busy:
            return
        if self._head is None and not self._read_head():
            return
        if len(self._buffer) < self._length:
            return
        body = bytes(self._buffer[:self._length])
        del self._buffer[:self._length]
        self._begin(body)

    def _read_head(self):
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        self._head = bytes(self._buffer[:end + 2])
        del self._buffer[:end + 4]
        length = re.search(rb"(?im)^content-length: *(\d+)\r$", self._head)
        self._length = int(length.group(1)) if length else 0
        if re.search(rb"(?im)^transfer-encoding:", self._head):
            # None of the proxies changes the framing of a request here; if one does, it has to be seen.
            self._answer(501, b"chunked request")
            return False
        if re.search(rb"(?im)^expect: *100-continue", self._head):
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if self._upstream.conduct.kind == "early-413" and self._length > MOST_UPLOAD:
            self._refuse_upload()
            return False
        return True

    def _ident(self):
        found = re.search(rb"(?im)^x-chaos-id: *([\w.-]+)\r$", self._head or b"")
        return found.group(1).decode() if found else "-"

    def _begin(self, body):
        method, target = self._head.split(b" ", 2)[:2]
        if target.startswith(HEALTH):
            if self._upstream.misbehaves(health=True) not in ("silent", "reset-request", "reset-head", "garbage"):
                self._answer(200, b"fine")
                return
        self._busy = True
        ident = self._ident()
        if ident != "-":
            self._upstream.log("B", ident, method.decode())
            if body and content.problem(body, ident):
                self._upstream.log("X", ident)
        self._upstream.start(self._process(ident, target))

    async def _process(self, ident, target):
        """The work, and the answer to it."""
        kind = self._upstream.misbehaves(health=ident == "-")
        async with self._upstream.seat():
            await asyncio.sleep(self._upstream.conduct.delay)
        if self._transport.is_closing():
            return
        if kind == "silent":
            return
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(target.decode("latin-1")).query)
        size = int(query.get("size", ["0"])[0])
        body = content.make(ident, size, self._upstream.name)
        self._misanswer(kind, body)
        self._upstream.log("E", ident)

    # Answering

    def _misanswer(self, kind, body):
        write = self._transport.write
        half = body[:max(1, len(body) // 2)]
        match kind:
            case "reset-request":
                self.reset()
            case "reset-head":
                write(b"HTTP/1.1 200 OK\r\nX-Chaos-Orig")
                self.reset()
            case "garbage":
                write(b"\x16\x03\x01\x00\xee not HTTP at all \xff\xfe\r\n\r\n")
                self._transport.close()
            case "truncate-length":
                write(self._response_head(200, f"Content-Length: {len(body)}\r\n") + half)
                self._transport.close()
            case "truncate-chunked":
                write(self._response_head(200, "Transfer-Encoding: chunked\r\n") + b"%x\r\n%s\r\n" % (len(half), half))
                self._transport.close()
            case "large-head":
                self._answer(200, body, self._upstream.large_fields())
            case "normal" | "reset-accept" | "early-413":
                self._answer(200, body)
            case _:
                raise ValueError(kind)

    def _refuse_upload(self):
        self._transport.pause_reading()
        body = b"too large\n"
        self._transport.write(self._response_head(413, f"Content-Length: {len(body)}\r\n") + body)
        self._head = None
        self._transport.close()

    def _response_head(self, status, framing):
        words = {200: "OK", 413: "Content Too Large", 501: "Not Implemented"}
        cache = self._upstream.conduct.cache_control
        return (f"HTTP/1.1 {status} {words[status]}\r\nX-Chaos-Origin: {self._upstream.name}\r\n"
                f"Content-Type: application/octet-stream\r\n" + (f"Cache-Control: {cache}\r\n" if cache else "")
                + framing).encode() + (b"Connection: close\r\n" if self._upstream.draining else b"") + b"\r\n"

    def _answer(self, status, body, more=""):
        self._served += 1
        # A quarter is chunked, because proxies treat the two framings differently.
        if self._upstream.turn() % 4 == 3:
            framed, framing = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), "Transfer-Encoding: chunked\r\n"
        else:
            framed, framing = body, f"Content-Length: {len(body)}\r\n"
        self._transport.write(self._response_head(status, framing + more) + framed)
        self._head, self._busy = None, False
        conduct = self._upstream.conduct
        if self._upstream.draining or conduct.after and self._served >= conduct.after:
            self._end()
        elif conduct.idle:
            self._timer = asyncio.get_running_loop().call_later(conduct.idle, self._end)
        if self._buffer:
            self._read()

    def _end(self):
        self.note_unread()
        self._transport.close()

    def _stop_timer(self):
        if self._timer:
            self._timer.cancel()
            self._timer = None
