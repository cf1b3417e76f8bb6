#!/usr/bin/env python3
"""Measures `goodgate logs` on large generated logs, beside tools that count: wc, ripgrep, mawk, GoAccess, halog.

The others do less: wc counts lines, ripgrep lines with a literal, mawk one field, GoAccess tables without causes, halog
HAProxy's states. Files are read once before, so all read from memory. Writes Benchmarks/RESULTS-LOGS.md.
"""
import argparse
import os
import shutil
import subprocess
import sys
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(REPOSITORY, "Benchmarks"))

from bench.report import machine, revision  # noqa: E402
from logs import generate  # noqa: E402

WORK = os.path.join(REPOSITORY, "Benchmarks", ".work", "logs")


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run-logs.py", description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000, help="size of each log (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many (3)")
    parser.add_argument("--binary", default=os.path.join(REPOSITORY, ".build", "release", "goodgate"))
    parser.add_argument("--only", action="append", choices=list(generate.FORMATS), help="this format; may be repeated")
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args()


def main():
    options = arguments()
    if not os.path.exists(options.binary):
        sys.exit(f"run-logs: {options.binary} is missing; make build")
    os.makedirs(WORK, exist_ok=True)
    rows = []
    for name in options.only or generate.FORMATS:
        path = generate.make_apart(name, options.megabytes, WORK)
        subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
        for label, command, measured in commands(name, path, options.binary):
            row = measure(name, label, command, measured, options.rounds)
            print(f"{name:<12} {label:<34} {row['rate']:6.3f} GB/s, {row['core']:6.3f} for each core-second  "
                  f"{row['seconds']:7.2f} s  {row['memory']:5.0f} MB", flush=True)
            rows.append(row)
    if not options.no_write:
        write(rows, options)


def commands(name, path, binary):
    """Label, command line and file of everything that is measured on one log."""
    base = [binary, "logs"]
    found = [("goodgate logs, one core", base + ["--jobs", "1", path], path), ("goodgate logs, all cores", base + [path], path)]
    if name == "combined":
        packed = generate.packed(path)
        found += [("goodgate logs, .gz, one core", base + ["--jobs", "1", packed], path), ("wc -l", ["wc", "-l", path], path)]
        found += optional("rg", ("rg -c ' 502 '", ["rg", "-c", " 502 ", path], path))
        found += optional("mawk", ("mawk, one field", ["mawk", "$9 == 502 { n++ } END { print n }", path], path))
        part = generate.beginning(path, 50)
        report = os.path.join(WORK, "goaccess.json")
        found += optional("goaccess", ("goaccess (the first 50 MB)", [
            "goaccess", part, "--log-format=COMBINED", "-o", report, "--no-progress"], part))
    if name == "haproxy":
        found += optional("halog", ("halog -tc", ["sh", "-c", f"exec halog -tc < '{path}'"], path))
    return found


def optional(program, entry):
    return [entry] if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin") else []


def measure(name, label, command, path, rounds):
    wall, work, memory = [], [], 0.0
    for _ in range(rounds):
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        wall.append(time.monotonic() - started)
        work.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    # The plain size, also for packed files: it is what is analysed.
    size = os.path.getsize(path[:-3] if path.endswith(".gz") else path) / 1e9
    return {"format": name, "label": label, "seconds": min(wall), "rate": size / min(wall), "core": size / max(0.01, min(work)),
            "memory": memory, "lines": generate.lines(path) / max(0.01, min(work))}


def write(rows, options):
    about = machine()
    text = ["# Logs: how fast they are analysed", "",
            f"Made by [run-logs.py](run-logs.py) at revision {revision(REPOSITORY)} on {about['cpu']}, {about['cpus']} cores, load "
            f"{about['load_before']} before. Logs of {options.megabytes} MB, best of {options.rounds}, from the page cache. Rates are of "
            "the plain text, also for packed files.", "",
            "| log | what | GB/s for each core-second | million lines for each core-second | GB/s by the clock | memory, MB |",
            "|---|---|---:|---:|---:|---:|"]
    for row in rows:
        text.append(f"| {row['format']} | {row['label']} | {row['core']:.3f} | {row['lines'] / 1e6:.2f} | {row['rate']:.3f} "
                    f"| {row['memory']:.0f} |")
    text += ["", "A core-second is a second of processor time, user and system: on a machine that has other things to do the clock "
             "says little. `goodgate logs` parses every line, counts it by time, status and endpoint, and classifies every "
             "failure. `wc` counts line ends, `rg` lines with a literal, `mawk` compares one field, `goaccess` makes its tables, "
             "`halog -tc` counts termination states. In `nginx-error` every line is a failure.", ""]
    with open(os.path.join(REPOSITORY, "Benchmarks", "RESULTS-LOGS.md"), "w") as file:
        file.write("\n".join(text))


if __name__ == "__main__":
    main()
