"""Plays one scenario with one proxy: starts everything, lets the load run, ends everything, returns the numbers."""
import contextlib
import dataclasses
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from bench.processes import free_port, wait_for_port

from . import plan, tally
from .endpoints import Endpoint
from .names import NAME, NameServer
from .peers.base import NotOffered, Running, Setting

_CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "client.py")
_HEAD_START = 0.4


class Stage:
    """What a script can touch. `peer` is None for the run without a proxy."""

    def __init__(self, scenario, peer, children, folder, seconds):
        self.scenario, self._peer, self._children = scenario, peer, children
        self.folder = tempfile.mkdtemp(prefix=f"{scenario.name}-{peer.name if peer else 'direct'}-", dir=folder)
        # Proxies that give up their privileges still have to read and write in here.
        os.chmod(self.folder, 0o777)
        self._timetable = scenario.timetable(seconds)
        self.seconds = sum(length for length, _ in self._timetable)
        self.endpoints, self.proxy, self.resolver = [], None, None
        self._begin = 0.0

    def play(self, seed, keep=None):
        """The numbers; {"not_offered": why} or {"error": why} where there are none."""
        try:
            with contextlib.ExitStack() as stack:
                stack.callback(self._end)
                self._start_upstreams()
                port = self._start_proxy() if self._peer else self.endpoints[0].port
                self._warm_up(port)
                rows, late = self._load(port, seed)
                return self._numbers(rows, late)
        except NotOffered as reason:
            return {"not_offered": str(reason)}
        except (RuntimeError, OSError, subprocess.SubprocessError) as problem:
            return {"error": str(problem)}
        finally:
            if keep:
                shutil.copytree(self.folder, os.path.join(keep, os.path.basename(self.folder)), dirs_exist_ok=True,
                                ignore=shutil.ignore_patterns("admin.sock"))
            shutil.rmtree(self.folder, ignore_errors=True)

    # For scripts

    def until(self, share):
        """Waits until this share of the load is over."""
        time.sleep(max(0.0, self._begin + share * self.seconds - time.monotonic()))

    @staticmethod
    def pause(seconds):
        time.sleep(seconds)

    # Parts of a run

    def _start_upstreams(self):
        scenario, shared = self.scenario, free_port()
        for number in range(scenario.endpoints):
            host, port = (f"127.0.0.{2 + number}", shared) if scenario.names else ("127.0.0.1", free_port())
            endpoint = Endpoint(f"u{number}", self.folder, port, host, scenario.conduct)
            self.endpoints.append(endpoint)
            endpoint.listen()
        if scenario.names:
            self.resolver = NameServer(self.endpoints[0].host)

    def _start_proxy(self):
        names = (f"{NAME}:{self.endpoints[0].port}",)
        setting = Setting(
            port=free_port(), admin_port=free_port(), cache=self.scenario.cache, capacity=self.scenario.capacity,
            endpoints=names if self.resolver else tuple(endpoint.address for endpoint in self.endpoints),
            resolver=f"127.0.0.1:{self.resolver.port}" if self.resolver else "")
        self.proxy = Running(self._peer, setting, self.folder, self._children)
        wait_for_port(setting.port, self.proxy.child)
        return setting.port

    def _warm_up(self, port, patience=8.0):
        """Until requests are answered as they should be: checks have passed, names are known."""
        deadline, good, seen = time.monotonic() + patience, 0, ""
        while good < 3 * len(self.endpoints):
            if time.monotonic() > deadline:
                raise RuntimeError(f"not ready after {patience:.0f} s: {seen}")
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                connection.request("GET", "/item/warm?size=10", headers={"Host": "chaos.test"})
                answer = connection.getresponse()
                content = answer.read()
                seen, ready = f"status {answer.status}: {content[:200]!r}", answer.status == 200
            except (OSError, http.client.HTTPException) as problem:
                # A scenario in which a share of the answers breaks off is ready when it does that.
                seen, ready = repr(problem), isinstance(problem, http.client.IncompleteRead)
            finally:
                connection.close()
            good = good + 1 if ready else 0
            if not ready:
                time.sleep(0.05)

    def _load(self, port, seed):
        requests = plan.make(self.scenario.mix, self._timetable, seed, self.scenario.name)
        self._begin = time.monotonic() + _HEAD_START
        order = {"port": port, "begin": self._begin, "requests": [dataclasses.astuple(request) for request in requests]}
        result = os.path.join(self.folder, "rows.json")
        with open(result, "wb") as output, open(os.path.join(self.folder, "client.errors"), "wb") as errors:
            client = subprocess.Popen([sys.executable, "-B", _CLIENT], stdin=subprocess.PIPE, stdout=output,
                                      stderr=errors, start_new_session=True)
        try:
            client.stdin.write(json.dumps(order).encode())
            client.stdin.close()
            if self.scenario.script:
                self.scenario.script(self)
            client.wait(self.seconds + 30)
        finally:
            client.kill()
            client.wait()
        with open(result) as file:
            text = file.read()
        if not text:
            with open(os.path.join(self.folder, "client.errors")) as file:
                raise RuntimeError(f"the client failed: {file.read()[-400:]}")
        seen = json.loads(text)
        return seen["rows"], seen["late"]

    def _numbers(self, rows, late):
        events = [event for endpoint in self.endpoints for event in endpoint.events()]
        complaints = "".join(endpoint.errors() for endpoint in self.endpoints).strip()
        if complaints:
            raise RuntimeError(f"an upstream failed: {complaints[-400:]}")
        numbers = tally.count(rows, events, self.seconds, self.scenario.truncates,
                              refused_above=self.scenario.conduct.kind == "early-413")
        return {**numbers, "client_late_ms": round(late * 1000, 1)}

    def _end(self):
        if self.proxy:
            self.proxy.end()
        for endpoint in self.endpoints:
            endpoint.end()
        if self.resolver:
            self.resolver.close()
