#!/usr/bin/env python3
"""Runs `goodgate diagnose` against sites with a known fault and compares its verdict with the truth.

Visitor, router and site are network namespaces (root and iproute2 needed); gateways are the real nginx and HAProxy.
Writes Benchmarks/RESULTS-DIAGNOSE.md when all cases were run.
"""
import argparse
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

from diagnose import gateways  # noqa: E402
from diagnose.cases import CASES  # noqa: E402
from diagnose.certificates import Certificates  # noqa: E402
from diagnose.judging import Result, report  # noqa: E402
from diagnose.network import Network  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run-diagnose.py", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="CASE", help="run this case; may be repeated")
    parser.add_argument("--list", action="store_true", help="list the cases and end")
    parser.add_argument("--verbose", action="store_true", help="print the text of every verdict that is wrong")
    parser.add_argument("--program", metavar="FILE", default=os.path.join(REPOSITORY, ".build/release/goodgate"),
                        help="another build of goodgate than .build/release/goodgate")
    parser.add_argument("--build", metavar="WORDS", default="a release build", help="what the results call the program")
    return parser.parse_args()


def main():
    options = arguments()
    if options.list:
        for case in CASES:
            print(f"{case.name:<34} {case.party:<9} {', '.join(case.causes)}")
        return 0
    chosen = [case for case in CASES if not options.only or case.name in options.only]
    if not chosen:
        raise SystemExit("no such case; --list names them")
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
            results = [run(case, network, certificates, options) for case in chosen]
            for child in children:
                child.terminate()
    finally:
        for child in children:
            child.kill()
        shutil.rmtree(folder, ignore_errors=True)
    if not options.only:
        with open(os.path.join(REPOSITORY, "Benchmarks/RESULTS-DIAGNOSE.md"), "w") as file:
            file.write(report(results, options.build))
    wrong = [result for result in results if not result.is_right]
    print(f"{len(results) - len(wrong)} of {len(results)} right")
    return 1 if wrong else 0


def run(case, network, certificates, options):
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
    others = {"curl": other(network, environment, "curl", "-sS", "-o", "/dev/null", "-m", "15", "-w",
                            "%{http_code}", case.url)}
    httpstat = shutil.which("httpstat", path=os.pathsep.join([VENV, os.environ["PATH"]]))
    if httpstat:
        others["httpstat"] = other(network, {**environment, "HTTPSTAT_SHOW_BODY": "false"}, "timeout", "15", httpstat,
                                   case.url)
    result.others = others
    print(f"{'ok  ' if result.is_right else 'FAIL'} {case.name:<34} {result.party:<9} {result.cause:<24} "
          f"{result.confidence:>4.0%} {seconds:5.1f} s{'' if result.is_right else '  ' + result.reason}", flush=True)
    if options.verbose and not result.is_right:
        print(subprocess.run(words, env=environment, capture_output=True, text=True).stdout, done.stderr.decode())
    return result


def other(network, environment, *command):
    """What another tool says to the same case, in one line."""
    done = subprocess.run(["ip", "netns", "exec", network.visitor, *command], env=environment, capture_output=True,
                          text=True, errors="replace")
    return (done.stderr.strip().splitlines() or [done.stdout.strip()])[-1][:160]


if __name__ == "__main__":
    sys.exit(main())
