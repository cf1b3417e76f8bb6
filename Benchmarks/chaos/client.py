"""The visitors: an open-loop load. A process of its own; reads its plan from standard input, prints what it saw.

Every request starts when the plan says so, however many are still waiting, and its time runs from that moment: a
proxy that stalls cannot slow the visitors down and look better for it.
"""
import asyncio
import contextlib
import gc
import json
import os
import socket
import sys
import time

if __package__ in (None, ""):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    __package__ = "chaos"

from . import content  # noqa: E402
from .framing import FramingError, ResponseReader  # noqa: E402
from .plan import Request  # noqa: E402

PATIENCE = 10.0
REQUESTS_PER_CONNECTION = 100
IDLE_LIMIT = 2.0
MARK = "x-chaos-origin"


class Visitors:
    """All visitors together, sharing kept-alive connections as a browser or an HTTP library would."""

    def __init__(self, port, begin):
        self._address = ("127.0.0.1", port)
        self._begin = begin
        self._idle = []
        self.rows = []
        self.late = 0.0

    async def run(self, requests):
        tasks = []
        for request in requests:
            wait = self._begin + request.at - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self._visit(request)))
        await asyncio.gather(*tasks)
        for sock, _, _ in self._idle:
            sock.close()

    async def _visit(self, request):
        due = self._begin + request.at
        self.late = max(self.late, time.monotonic() - due)
        reader = ResponseReader(request.method)
        try:
            async with asyncio.timeout(due + PATIENCE - time.monotonic()):
                outcome, note = await self._exchange(request, reader)
        except TimeoutError:
            outcome, note = "timeout", f"no answer in {PATIENCE:.0f} s" if not reader.begun else "answer not finished"
        took = time.monotonic() - due
        self.rows.append([request.ident, request.method, round(request.at, 4), outcome, reader.status,
                          round(took, 5), note])

    async def _exchange(self, request, reader):
        sock, used = self._lease()
        kept = False
        try:
            if sock is None:
                sock = await self._connect()
            await self._converse(sock, request, reader)
            kept = reader.reusable and used + 1 < REQUESTS_PER_CONNECTION
        except FramingError as error:
            return "malformed", str(error)
        except OSError as error:
            if not reader.done:
                return "abort" if reader.begun else "connection", type(error).__name__
        except EOFError:
            return "abort" if reader.begun else "connection", "closed early"
        finally:
            if kept:
                self._idle.append((sock, used + 1, time.monotonic()))
            elif sock is not None:
                sock.close()
        return self._judge(request, reader)

    def _lease(self):
        """The connection used last that is still open, so that few are idle for long."""
        while self._idle:
            sock, used, since = self._idle.pop()
            with contextlib.suppress(OSError):
                try:
                    sock.recv(1, socket.MSG_PEEK)
                except BlockingIOError:
                    if time.monotonic() - since < IDLE_LIMIT:
                        return sock, used
            sock.close()
        return None, 0

    async def _connect(self):
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await asyncio.get_running_loop().sock_connect(sock, self._address)
        except BaseException:
            sock.close()
            raise
        return sock

    @staticmethod
    async def _converse(sock, request, reader):
        """Sends and reads at the same time, so that an answer to half an upload is seen."""
        loop = asyncio.get_running_loop()
        sending = asyncio.create_task(Visitors._send(sock, request))
        try:
            while not reader.done:
                data = await loop.sock_recv(sock, 1 << 16)
                if data:
                    reader.feed(data)
                elif not reader.finish():
                    raise EOFError
            if not sending.done():
                # Answered before all was sent: the connection is of no further use.
                reader.fields["connection"] = b"close"
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await sending

    @staticmethod
    async def _send(sock, request):
        head = f"{request.method} {request.path} HTTP/1.1\r\nHost: chaos.test\r\nX-Chaos-Id: {request.ident}\r\n"
        body = b""
        if request.method == "POST":
            body = content.make(request.ident, request.upload)
            head += f"Content-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n"
        with contextlib.suppress(OSError):
            await asyncio.get_running_loop().sock_sendall(sock, head.encode() + b"\r\n" + body)

    @staticmethod
    def _judge(request, reader):
        """What a complete response is worth."""
        by_origin = MARK in reader.fields
        if reader.status == 413 and by_origin:
            return "refused", ""
        if reader.status >= 300 or not by_origin:
            return "status", reader.fields.get("proxy-status", b"").decode("latin-1")[:200]
        wrong = content.problem(bytes(reader.content), None if request.shared else request.ident)
        return ("corrupt", wrong) if wrong else ("ok", "")


async def main():
    order = json.load(sys.stdin)
    gc.disable()
    visitors = Visitors(order["port"], order["begin"])
    await visitors.run([Request(*row) for row in order["requests"]])
    json.dump({"rows": visitors.rows, "late": visitors.late}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
