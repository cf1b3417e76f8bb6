"""The harness's side of an upstream: starts the process, gives it orders, reads what it logged."""
import dataclasses
import json
import os
import select
import subprocess
import sys

from .conduct import Conduct

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "upstream.py")


class Endpoint:
    """One address of the origin, whatever process serves it at the moment."""

    def __init__(self, name, folder, port, host="127.0.0.1", conduct=Conduct()):
        self.name, self.host, self.port = name, host, port
        self._log = os.path.join(folder, f"{name}.requests")
        self._conduct = conduct
        self._errors = os.path.join(folder, f"{name}.errors")
        self._process = self._spawn()
        self._successor = None

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    def listen(self):
        self._order(do="listen")

    def behave(self, **changes):
        self._conduct = dataclasses.replace(self._conduct, **changes)
        self._order(do="conduct", **dataclasses.asdict(self._conduct))

    def drain(self):
        """Begins a shutdown in order."""
        self._order(do="drain")

    def blackhole(self):
        self._order(do="blackhole")

    def prepare_successor(self):
        """Starts the process that will take over, so that its start-up time is no part of the gap."""
        self._successor = self._spawn()

    def die(self):
        """As SIGKILL."""
        self._process.stdin.write(b'{"do": "die"}\n')
        self._process.stdin.flush()
        self._end_process()

    def come_back(self):
        self._process, self._successor = self._successor or self._spawn(), None
        self.listen()

    def end(self):
        for process in (self._process, self._successor):
            if process:
                process.kill()
                process.wait()
                process.stdin.close()
                process.stdout.close()

    def events(self):
        """(letter, id, method or "") in the order in which they happened."""
        if not os.path.exists(self._log):
            return []
        with open(self._log) as file:
            return [(parts + [""])[:3] for parts in (line.split() for line in file) if len(parts) >= 2]

    def errors(self):
        with open(self._errors) as file:
            return file.read()

    def _end_process(self):
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _spawn(self):
        with open(self._errors, "ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-B", _PROGRAM, self.name, self.host, str(self.port), self._log],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True)
        self._expect(process, "ready")
        self._order(process, do="conduct", **dataclasses.asdict(self._conduct))
        return process

    def _order(self, process=None, **order):
        process = process or self._process
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        self._expect(process, "done")

    def _expect(self, process, word):
        ready, _, _ = select.select([process.stdout], [], [], 10)
        line = process.stdout.readline().decode().strip() if ready else "nothing in 10 s"
        if line != word:
            raise RuntimeError(f"upstream {self.name} said {line!r} instead of {word!r}")
