#!/usr/bin/env python3
"""Runs `goodgate diagnose` against sites with a known fault and compares its verdict with the truth.

Visitor, router and site are network namespaces (root and iproute2 needed); gateways are the real nginx and HAProxy.
Writes Benchmarks/RESULTS-DIAGNOSE.md when all cases were run; a run of some (--only) writes to --output only.
"""
import argparse
import datetime
import fnmatch
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
VENV = os.path.join(REPOSITORY, "Benchmarks/.work/venv/bin")
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))
# Servers install there, which is not in everybody's PATH.
os.environ["PATH"] += os.pathsep + "/usr/sbin"

from bench.report import machine, revision  # noqa: E402
from diagnose import gateways, overhead  # noqa: E402
from diagnose.cases import CASES  # noqa: E402
from diagnose.certificates import Certificates  # noqa: E402
from diagnose.judging import Result  # noqa: E402
from diagnose.network import Network  # noqa: E402
from diagnose.others import Others  # noqa: E402
from diagnose.report import report, versions  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run-diagnose.py", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="CASE",
                        help="run this case; may be repeated, and hold * and ?")
    parser.add_argument("--list", action="store_true", help="list the cases and end")
    parser.add_argument("--no-walks", dest="walks", action="store_false",
                        help="do not walk to healthy sites again and again for the time that it takes")
    parser.add_argument("--verbose", action="store_true", help="print what others say, and wrong verdicts")
    parser.add_argument("--program", metavar="FILE", default=os.path.join(REPOSITORY, ".build/release/goodgate"),
                        help="another build of goodgate than .build/release/goodgate")
    parser.add_argument("--output", metavar="FILE", help="write the results there")
    return parser.parse_args()


def build(program):
    """Which build it is, by where the package manager puts it."""
    place = os.path.realpath(program)
    kind = next((f"a {kind} build" for kind in ("release", "debug") if f"/{kind}/" in place), "a build from elsewhere")
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    return f"Good Gateway {version.removeprefix('goodgate ')}, {kind}"


def main():
    options = arguments()
    if options.list:
        for case in CASES:
            print(f"{case.name:<34} {case.party:<9} {', '.join(case.causes)}")
        return 0
    chosen = [case for case in CASES
              if not options.only or any(fnmatch.fnmatchcase(case.name, only) for only in options.only)]
    if not chosen:
        raise SystemExit("no such case; --list names them")
    if not os.access(options.program, os.X_OK):
        raise SystemExit(f"{options.program} is not there; `make build` makes it, or name another with --program")
    others = Others(VENV)
    # Before the first case: the run takes long enough for somebody to commit.
    facts, state, began = machine(), revision(REPOSITORY), time.monotonic()
    folder = tempfile.mkdtemp(prefix="goodgate-diagnose-")
    children = []
    try:
        certificates = Certificates(folder)
        with Network() as network:
            inside = ["ip", "netns", "exec", network.site]
            peers = subprocess.Popen([*inside, sys.executable, os.path.join(REPOSITORY, "Benchmarks/diagnose/peers.py"),
                                      folder], stdout=subprocess.PIPE, text=True)
            children.append(peers)
            if peers.stdout.readline().strip() != "ready":
                raise SystemExit("the peers did not start")
            children += gateways.start(folder, inside)
            time.sleep(1)
            gone = [" ".join(child.args[-3:]) for child in children if child.poll() is not None]
            if gone:
                raise SystemExit(f"did not start, or ended at once: {'; '.join(gone)}")
            results = [run(case, network, certificates, others, options) for case in chosen]
    finally:
        end(children)
        shutil.rmtree(folder, ignore_errors=True)
    output = options.output or (None if options.only else os.path.join(REPOSITORY, "Benchmarks/RESULTS-DIAGNOSE.md"))
    if output:
        with open(output, "w") as file:
            file.write(report(results, {
                "date": datetime.date.today().isoformat(), "revision": state, "machine": facts,
                "build": build(options.program), "versions": versions(others.httpstat), "columns": others.columns,
                "minutes": (time.monotonic() - began) / 60}))
    wrong = [result for result in results if not result.is_right]
    print(f"{len(results) - len(wrong)} of {len(results)} right")
    return 1 if wrong else 0


def end(children):
    """nginx ends its workers only if it is left the time."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()


def run(case, network, certificates, others, options):
    network.configure(case.resolver, case.hosts)
    network.routes(case.v4, case.v6)
    network.hole(case.hole)
    command = ["ip", "netns", "exec", network.visitor, options.program]
    if os.path.basename(options.program) == "goodgate":
        command.append("diagnose")
    environment = {"PATH": os.environ["PATH"], "SSL_CERT_FILE": certificates.path("root.pem"), "NO_COLOR": "1"}
    words = [*command, case.url, *case.arguments]
    began = time.monotonic()
    done = subprocess.run([*words, "--json"], env=environment, capture_output=True, timeout=90)
    seconds = time.monotonic() - began
    try:
        document = json.loads(done.stdout)
    except ValueError:
        document = {}
    raw = done.stdout + done.stderr
    if case.group == "hostile":
        # As a person sees it, too.
        raw += subprocess.run(words, env=environment, capture_output=True, timeout=90).stdout
    result = Result(case, document, seconds, raw)
    result.walks = overhead.walks(case, words, environment) if options.walks else []
    result.others = others.say(case.url, ["ip", "netns", "exec", network.visitor], environment)
    print(f"{'ok  ' if result.is_right else 'FAIL'} {case.name:<34} {result.party:<9} {result.cause:<24} "
          f"{result.confidence:>4.0%} {seconds:5.1f} s{'' if result.is_right else '  ' + result.reason}", flush=True)
    for line in overhead.table([result])[2:] if options.verbose else ():
        print(f"     {line}")
    for column, line in result.others.items() if options.verbose else ():
        print(f"     {column}: {line}")
    if options.verbose and not result.is_right:
        print(subprocess.run(words, env=environment, capture_output=True, text=True).stdout, done.stderr.decode())
    return result


if __name__ == "__main__":
    sys.exit(main())
