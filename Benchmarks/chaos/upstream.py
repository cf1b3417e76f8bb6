"""A scripted upstream: a process of its own that takes orders, one JSON object a line, and answers each with a line.

It ends when its standard input ends, so that it never outlives the run.
"""
import asyncio
import contextlib
import dataclasses
import json
import os
import re
import signal
import socket
import sys

if __package__ in (None, ""):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    __package__ = "chaos"

from .conduct import Conduct, Connection, peek  # noqa: E402

_LARGE_HEADS = (20_000, 60_000, 110_000, 200_000)


class Upstream:
    """The listening side, and what all connections share."""

    def __init__(self, name, host, port, log):
        self.name = name
        self._address = (host, port)
        # Written at once and in one piece, so that nothing is lost when the process is killed.
        self._log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.conduct = Conduct()
        self.connections = set()
        self.draining = False
        self._seats = None
        self._server = self._listener = None
        self._filling = []
        self._turn = self._asked = 0
        self._tasks = set()

    def log(self, *words):
        os.write(self._log, (" ".join(words) + "\n").encode())

    def note_arrived(self, data):
        """Logs the requests in bytes that will never be read."""
        for ident in re.findall(rb"(?im)^X-Chaos-Id: *([\w.-]+)", data):
            self.log("U", ident.decode())

    def turn(self):
        self._turn += 1
        return self._turn

    def misbehaves(self, health=False):
        """The kind of misbehaviour that the next request gets; evenly spread where only a share of them gets it."""
        share = self.conduct.share
        if health:
            return self.conduct.kind if share >= 1 else "normal"
        self._asked += 1
        due = int(self._asked * share) > int((self._asked - 1) * share)
        return self.conduct.kind if due else "normal"

    def seat(self):
        return self._seats or contextlib.AsyncExitStack()

    def start(self, work):
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def large_fields(self):
        size = _LARGE_HEADS[self._turn % len(_LARGE_HEADS)]
        return "".join(f"X-Large-{n}: {'v' * 3900}\r\n" for n in range(size // 3900))

    # Orders

    async def obey(self, order):
        match order.pop("do"):
            case "conduct":
                self.conduct = Conduct(**order)
                self._seats = asyncio.Semaphore(self.conduct.concurrency) if self.conduct.concurrency else None
            case "listen":
                await self._listen()
            case "drain":
                await self._drain()
            case "blackhole":
                self._blackhole()
            case "die":
                self._die()
            case other:
                raise ValueError(other)

    def _socket(self, backlog):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(self._address)
        listener.listen(backlog)
        listener.setblocking(False)
        return listener

    async def _listen(self):
        for sock in self._filling:
            sock.close()
        self._filling.clear()
        self.draining = False
        self._listener = self._socket(512)
        self._server = await asyncio.get_running_loop().create_server(lambda: Connection(self), sock=self._listener,
                                                                      backlog=512)

    async def _drain(self):
        """A shutdown in order: nothing new is accepted, what was accepted is answered, then all is closed."""
        self.draining = True
        loop = asyncio.get_running_loop()
        waiting = self._accept_waiting()
        self._server.close()
        for sock in waiting:
            await loop.connect_accepted_socket(lambda: Connection(self), sock)
        for connection in list(self.connections):
            connection.retire()

    def _accept_waiting(self):
        """Those who have connected and were not accepted yet; closing the listener would reset them."""
        waiting, copy = [], self._listener.dup()
        with contextlib.suppress(BlockingIOError):
            while True:
                waiting.append(copy.accept()[0])
        copy.close()
        return waiting

    def _blackhole(self):
        """From now on the port swallows SYNs: somebody listens, and the queue of those who wait is full."""
        self._server.close()
        # Those who are connected already are answered no more, either.
        self.conduct = dataclasses.replace(self.conduct, kind="silent", share=1.0)
        self._filling.append(self._socket(0))
        for _ in range(4):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(self._address)
            self._filling.append(sock)

    def _die(self):
        """SIGKILL, but tells first which requests the kernel has and we never read.

        Each socket is closed right after it was looked at, as the kernel would do some milliseconds later: what comes
        in between would not be seen.
        """
        waiting = self._accept_waiting()
        os.close(self._listener.fileno())
        for sock in waiting:
            self.note_arrived(peek(sock))
            os.close(sock.fileno())
        for connection in list(self.connections):
            connection.vanish()
        os.kill(os.getpid(), signal.SIGKILL)


async def main():
    name, host, port, log = sys.argv[1:5]
    upstream = Upstream(name, host, int(port), log)
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    print("ready", flush=True)
    while line := await orders.readline():
        try:
            await upstream.obey(json.loads(line))
            print("done", flush=True)
        except (OSError, ValueError, TypeError) as error:
            print(f"failed: {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
