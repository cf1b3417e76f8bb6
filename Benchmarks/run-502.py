#!/usr/bin/env python3
"""Compares what visitors see when the origin fails: Good Gateway without settings, four proxies with resilient ones.

Each scenario runs with each proxy in turn: scripted upstreams, a proxy started afresh, the same requests at the same
moments. Everything is on 127.0.0.0/8. Writes Benchmarks/RESULTS-502.md when the run is complete.
"""
import argparse
import datetime
import json
import os
import shutil
import sys
import tempfile
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))

from bench.processes import Children, raise_descriptor_limit  # noqa: E402
from bench.report import machine, revision  # noqa: E402
from chaos import peers, report, verdict  # noqa: E402
from chaos.scenarios import SCENARIOS  # noqa: E402
from chaos.stage import Stage  # noqa: E402

PROXIES = list(peers.KINDS)
QUICK_PROXIES = [verdict.OURS, "nginx", "haproxy"]


def arguments():
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(prog="Benchmarks/run-502.py", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="SCENARIO", choices=names,
                        help="play this scenario; may be repeated: " + ", ".join(names))
    parser.add_argument("--peers", metavar="A,B", help=f"compare with these only: {','.join(PROXIES[1:])}; or none")
    parser.add_argument("--seconds", type=float, metavar="N", help="length of a load (6; with --quick 3)")
    parser.add_argument("--quick", action="store_true", help="some scenarios, two peers, short: to see a change")
    parser.add_argument("--binary", metavar="FILE", help="a build of goodgate other than .build/release/goodgate")
    parser.add_argument("--direct", action="store_true", help="also without any proxy, as a check on the harness")
    parser.add_argument("--seed", type=int, default=502, metavar="N", help="seed of the requests (502)")
    parser.add_argument("--json", metavar="FILE", help="write all numbers to a file")
    parser.add_argument("--keep", metavar="DIR", help="keep configurations, logs and each request's fate there")
    parser.add_argument("--write", action="store_true", help="write RESULTS-502.md after a partial run, too")
    options = parser.parse_args()
    options.seconds = options.seconds or (3 if options.quick else 6)
    if not 1 <= options.seconds <= 600:
        parser.error("--seconds is from 1 to 600")
    options.wanted = QUICK_PROXIES if options.quick else PROXIES
    if options.peers:
        chosen = [] if options.peers == "none" else options.peers.split(",")
        if not set(chosen) <= set(PROXIES):
            parser.error(f"--peers knows {', '.join(PROXIES[1:])} and none")
        options.wanted = [verdict.OURS] + [name for name in chosen if name != verdict.OURS]
    options.partial = bool(options.quick or options.only or options.peers)
    return options


class Progress:
    """One line on a terminal that tells what is being played; plain lines elsewhere."""

    def __init__(self, total):
        self._total, self._done, self._started = total, 0, time.monotonic()
        self._live = sys.stderr.isatty()

    def begin(self, scenario, proxy):
        if self._live:
            spent = time.monotonic() - self._started
            left = f", about {spent / self._done * (self._total - self._done) / 60:.0f} min left" if self._done else ""
            print(f"\r\033[K[{self._done + 1}/{self._total}] {scenario}: {proxy}{left}", end="", file=sys.stderr, flush=True)
        self._done += 1

    def clear(self):
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def say(self, text):
        self.clear()
        print(text, file=sys.stderr, flush=True)


class Run:
    """One run of the benchmark."""

    def __init__(self, options):
        self._options = options
        self._scenarios = [scenario for scenario in SCENARIOS if (
            scenario.name in options.only if options.only else scenario.quick or not options.quick)]
        self._proxies, self._notes = peers.find(REPOSITORY, options.wanted, options.binary)
        self._children = Children()
        self._folder = tempfile.mkdtemp(prefix="goodgate-chaos-")
        # Proxies that give up their privileges still have to reach their files.
        os.chmod(self._folder, 0o755)

    def go(self):
        facts = machine()
        if facts["load_before"] > 0.5:
            self._notes.append(f"The machine was busy (load average {facts['load_before']}): latencies are rough.")
        if raise_descriptor_limit() < 8_000:
            self._notes.append("Fewer than 8,000 descriptors a process: scenarios with hanging requests may fail.")
        players = ([None] if self._options.direct else []) + self._proxies
        if not players:
            raise SystemExit("nothing to play with: no proxy was found")
        progress = Progress(len(players) * len(self._scenarios))
        for note in self._notes:
            progress.say(note)
        cells = []
        for scenario in self._scenarios:
            for peer in players:
                progress.begin(scenario.name, peer.title if peer else "no proxy")
                cells.append(self._cell(scenario, peer))
            progress.clear()
            print(f"{scenario.name}: {scenario.title}")
            played = {cell["proxy"]: cell for cell in cells if cell["scenario"] == scenario.name}
            print(report.terminal(report.table(played)), flush=True)
        self._note_lateness(cells)
        return {
            "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
            "revision": revision(REPOSITORY), "machine": facts, "seconds": self._options.seconds,
            "seed": self._options.seed, "versions": {peer.name: peer.version() for peer in self._proxies},
            "notes": self._notes, "cells": cells}

    def _cell(self, scenario, peer):
        stage = Stage(scenario, peer, self._children, self._folder, self._options.seconds)
        return {"scenario": scenario.name, "proxy": peer.name if peer else "direct",
                **stage.play(self._options.seed, self._options.keep)}

    def _note_lateness(self, cells):
        """An open loop that starts late measures itself."""
        late = [cell for cell in cells if cell.get("client_late_ms", 0) > 250]
        if late:
            self._notes.append("The visitors themselves were up to "
                               f"{max(cell['client_late_ms'] for cell in late):.0f} ms late in {len(late)} cells.")

    def end(self):
        self._children.end_all()
        shutil.rmtree(self._folder, ignore_errors=True)


def main():
    options = arguments()
    started = time.monotonic()
    run = Run(options)
    try:
        result = run.go()
    finally:
        run.end()
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, indent=1, ensure_ascii=False)
            file.write("\n")
    if not options.partial or options.write:
        with open(os.path.join(REPOSITORY, "Benchmarks", "RESULTS-502.md"), "w") as file:
            file.write(report.markdown(result, SCENARIOS))
        print("written: Benchmarks/RESULTS-502.md", file=sys.stderr)
    for name, wrong in report.verdicts(result, SCENARIOS).items():
        print(f"{'ok  ' if not wrong else 'MISS'} {name}{': ' if wrong else ''}{'; '.join(wrong)}")
    print(f"took {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
