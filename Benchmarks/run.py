#!/usr/bin/env python3
"""Compares Good Gateway with nginx, HAProxy, Envoy and Caddy on this machine, over loopback only.

Each case runs in interleaved rounds (A B C, A B C, …), each proxy started afresh with one worker on a CPU of its
own. Writes Benchmarks/RESULTS.md and Benchmarks/results.json when the run is complete, prints the same.
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

from bench import encrypted, load, pair, proxies, report  # noqa: E402
from bench.cases import CASES, SMALL, Scene  # noqa: E402
from bench.origin import Origin  # noqa: E402
from bench.processes import Children, Seats, free_port, raise_descriptor_limit, wait_for_port  # noqa: E402

PROXY_NAMES = ["goodgate", "nginx", "haproxy", "envoy", "caddy"]
QUICK_PROXIES = ["goodgate", "nginx", "haproxy"]
# Of the hosts that are configured, these many are asked for, so that a long table is not walked in cache order.
HOSTS_ASKED = 10


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="CASE", choices=[case.name for case in CASES],
                        help="run this case; may be repeated: " + ", ".join(case.name for case in CASES))
    parser.add_argument("--peers", metavar="A,B", help="compare with these only: " + ",".join(PROXY_NAMES[1:]))
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds (5; with --quick 3)")
    parser.add_argument("--seconds", type=float, metavar="N", help="length of a measurement (4; with --quick 2)")
    parser.add_argument("--quick", action="store_true", help="few cases, few peers, short: to see a change")
    parser.add_argument("--binary", metavar="FILE", help="a build of goodgate other than .build/release/goodgate")
    parser.add_argument("--standard", action="store_true",
                        help="wrk, h2load and nginx as origin for every case, as a check on load/pair.c")
    parser.add_argument("--json", action="store_true", help="print the result as JSON instead of tables")
    parser.add_argument("--write", action="store_true", help="write the result files after a partial run, too")
    options = parser.parse_args()
    if options.peers and not set(options.peers.split(",")) <= set(PROXY_NAMES):
        parser.error(f"--peers knows {', '.join(PROXY_NAMES[1:])}")
    return options


class Run:
    """One run of the benchmark: what is chosen, what is running, what was sampled."""

    def __init__(self, options):
        self.options = options
        self.partial = bool(options.quick or options.only or options.peers)
        self.rounds = options.rounds or (3 if options.quick else 5)
        self.seconds = options.seconds or (2 if options.quick else 4)
        self.cases = [case for case in CASES
                      if (case.name in options.only if options.only else case.quick or not options.quick)]
        wanted = QUICK_PROXIES if options.quick else PROXY_NAMES
        if options.peers:
            wanted = ["goodgate"] + options.peers.split(",")
        self.proxies, self.notes = proxies.find(REPOSITORY, wanted, options.binary)
        self.seats = Seats.assign()
        self.children = Children()
        self.folder = tempfile.mkdtemp(prefix="goodgate-bench-")
        # Proxies that give up their privileges still have to read what is in here.
        os.chmod(self.folder, 0o755)
        self.samples = []
        self.pairs = {}
        self.programs = {name: pair.build(REPOSITORY, name) for name in ("pair", "echo", "handshakes")}
        self.certificate = encrypted.certificate(self.folder)

    def go(self):
        machine = report.machine()
        if machine["load_before"] > 0.5:
            self.notes.append(f"The machine was busy (load average {machine['load_before']}): take the numbers as rough.")
        for note in self.notes:
            say(note)
        if not self.proxies:
            raise SystemExit("nothing to measure: no proxy was found")
        descriptors = raise_descriptor_limit()
        if descriptors < 12_000:
            self.notes.append(f"Only {descriptors} descriptors a process: cases with many connections may fail.")
        nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if not nginx:
            raise SystemExit("the origin is nginx, and there is none: Scripts/setup bench")
        self.origin = Origin(self.children, self.seats, self.folder, nginx)
        self.wide_origin = None
        if self.options.standard and any(case.endpoints > 1 for case in self.cases):
            self.wide_origin = Origin(self.children, self.seats, self.folder, nginx, extra_addresses=1_000)
        grown = {case.grows_from: case for case in self.cases if case.grows_from}
        for case in self.cases:
            if not case.grows_from:
                # Growth is small beside what the machine does from one minute to the next: side by side.
                self.run_cases([case, grown.pop(case.name)] if case.name in grown else [case])
        for case in grown.values():
            self.run_cases([case])
        return self.result(machine)

    def run_cases(self, cases):
        for case in cases:
            say(f"{case.name}: {case.title}")
        rate = self.half_rate() if cases[0].name == "half-load" else 0
        failures = {}
        for turn in range(self.rounds):
            for proxy in self.proxies:
                for case in cases:
                    # Once can be the machine's fault, twice is not.
                    place = (proxy.name, case.name)
                    if failures.get(place, 0) < 2:
                        sample = self.sample(case, proxy, turn, rate)
                        self.samples.append(sample)
                        if "error" in sample:
                            say(f"  {proxy.title}: {sample['error']}")
                            failures[place] = failures.get(place, 0) + 1
        for case in cases:
            table = report.medians(self.samples).get(case.name, {})
            for proxy in self.proxies:
                say("  " + summary(proxy.title, table.get(proxy.name)))

    def sample(self, case, proxy, turn, rate):
        """Starts the proxy, measures once, ends it."""
        place = {"case": case.name, "proxy": proxy.name, "round": turn}
        folder = tempfile.mkdtemp(prefix=f"{proxy.name}-", dir=self.folder)
        os.chmod(folder, 0o777)
        child = None
        try:
            both = self.both_ends(case)
            setting = self.setting(case, both)
            launch = proxy.launch(setting, folder)
            child = self.children.start(launch.command, self.seats.proxy, folder, launch.environment,
                                        output=os.path.join(folder, "output.log"))
            wait_for_port(setting.port, child)
            if setting.hosts:
                self.wait_for_answer(setting)
            asked = setting.hosts[::max(1, len(setting.hosts) // HOSTS_ASKED)][:HOSTS_ASKED]
            scheme = "https" if case.tls else "http"
            scene = Scene(url=f"{scheme}://127.0.0.1:{setting.port}", port=setting.port, process=child.pid,
                          seats=self.seats, folder=folder, seconds=self.seconds, hosts=asked, rate=rate, pair=both,
                          programs=os.path.dirname(self.programs["pair"]))
            return {**place, "metrics": case.measure(scene)}
        except (load.LoadFailed, RuntimeError, OSError) as problem:
            return {**place, "error": str(problem)}
        finally:
            if child:
                self.children.end(child)
            shutil.rmtree(folder, ignore_errors=True)

    @staticmethod
    def wait_for_answer(setting):
        """Thousands of routes are made ready behind a port that is open already; that is not what is measured."""
        crowd = load.SilentCrowd(setting.port, setting.hosts[0])
        try:
            crowd.grow(1)
        finally:
            crowd.leave()

    def both_ends(self, case):
        """The running program that is load and origin where the case uses one, started anew when it ended."""
        if not case.ends or (case.ends == "pair" and self.options.standard):
            return None
        if case.ends not in self.pairs or not self.pairs[case.ends].alive():
            self.pairs[case.ends] = pair.Pair(self.programs[case.ends], self.seats)
        return self.pairs[case.ends]

    def setting(self, case, both):
        origin = both or (self.wide_origin if case.endpoints > 1 else self.origin)
        endpoints = origin.addresses[1:1 + case.endpoints] if case.endpoints > 1 else origin.addresses[:1]
        if case.upstream_http2:
            endpoints = [self.origin.http2_address]
        return proxies.Setting(
            port=free_port(), endpoints=tuple(endpoints), access_log=case.access_log,
            hosts=tuple(f"h{n}.bench.test" for n in range(case.hosts)), tls=self.certificate if case.tls else "",
            upstream_http2=case.upstream_http2, websocket=case.ends == "echo")

    def half_rate(self):
        """Half of the highest rate that any proxy reached with the same load, measured now if it was not before."""
        reached = report.medians(self.samples).get("small-64", {})
        if not reached:
            case = next(case for case in CASES if case.name == "small-64")
            found = [self.sample(case, proxy, 0, 0) for proxy in self.proxies]
            reached = report.medians(found).get("small-64", {})
        rates = [cell["rps"]["median"] for cell in reached.values()]
        return round(max(rates, default=20_000) / 2 / SMALL) * SMALL

    def result(self, machine):
        return {
            "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
            "revision": report.revision(REPOSITORY), "machine": machine,
            "versions": {proxy.name: proxy.version() for proxy in self.proxies if proxy.name != report.OURS},
            "rounds": self.rounds, "seconds": self.seconds, "seats": self.seats.describe(),
            "notes": self.notes, "samples": self.samples,
        }

    def end(self):
        for both in self.pairs.values():
            both.end()
        self.children.end_all()
        shutil.rmtree(self.folder, ignore_errors=True)


def summary(title, cell):
    if not cell:
        return f"{title:<13} –"
    parts = [f"{name} {cell[key]['median']:{form}}" for key, name, form in (
        ("rps", "req/s", ",.0f"), ("cpu_us", "CPU µs", ".2f"), ("user_us", "user", ".2f"), ("ns_per_kb", "ns/KB", ".0f"),
        ("p50", "p50 µs", ".0f"), ("p99", "p99 µs", ".0f"), ("slice_p99", "slices", ".0f"), ("busy", "busy", ".0%"),
        ("bytes_per_connection", "bytes/connection", ",.0f")) if key in cell]
    return f"{title:<13} " + "  ".join(parts)


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    options = arguments()
    if load.missing_tools():
        raise SystemExit(f"missing: {', '.join(load.missing_tools())}; Scripts/setup bench installs them")
    started = time.monotonic()
    run = Run(options)
    try:
        result = run.go()
    finally:
        run.end()
    table = report.medians(result["samples"])
    text = report.markdown(result, table)
    if not run.partial or options.write:
        with open(os.path.join(REPOSITORY, "Benchmarks", "RESULTS.md"), "w") as file:
            file.write(text)
        with open(os.path.join(REPOSITORY, "Benchmarks", "results.json"), "w") as file:
            json.dump({**result, "medians": table}, file, indent=1, ensure_ascii=False)
            file.write("\n")
        say("written: Benchmarks/RESULTS.md, Benchmarks/results.json")
    print(json.dumps({**result, "medians": table}, indent=1) if options.json else text)
    say(f"took {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
