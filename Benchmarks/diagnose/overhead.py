"""How much longer a walk takes than its slowest stage, where a site is well: walked several times, medians count.

The bar is 1.5. Name, connection and answer need each other: where all take about as long, as over IPv6 here (the
answer with its addresses comes last), the walk is the sum of three like stages, and is listed all the same.
"""
import json
import statistics
import subprocess
import time

# Case, what it stands for, walks.
SITES = (
    ("plain", "answers at once", 21),
    ("IPv6 only", "the same over IPv6", 21),
    ("TLS", "the same with TLS", 21),
    ("HTTP/2 only", "HTTP/2 only", 21),
    ("HTTP/2", "both versions, each tried", 21),
    ("redirect to https", "redirects to another port with TLS", 21),
    ("slow but fine", "takes 2 s", 3),
)
LIMIT = 1.5


def walks(case, command, environment):
    """The times of each walk; none for a case whose time is not looked at."""
    count = next((count for name, _, count in SITES if name == case.name), 0)
    found = []
    for _ in range(count):
        began = time.monotonic()
        done = subprocess.run([*command, "--json"], env=environment, capture_output=True, timeout=90)
        whole = (time.monotonic() - began) * 1000
        try:
            document = json.loads(done.stdout)
        except ValueError:
            continue
        stages = {row["stage"]: row["milliseconds"] for row in document.get("stages", [])}
        if stages:
            found.append({"walk": document["milliseconds"], "stages": stages, "process": whole})
    return found


def ratio(walk):
    return walk["walk"] / max(walk["stages"].values())


def table(results):
    """One line for each site; the slowest stage is that of the median walk."""
    lines = [
        "| healthy site that … | walks | walk | slowest stage | all stages | walk / slowest (bar: "
        f"{LIMIT}) | the worst walk | program |", "|---|---|---|---|---|---|---|---|"]
    for name, title, _ in SITES:
        found = next((result.walks for result in results if result.case.name == name), [])
        if not found:
            continue
        found = sorted(found, key=ratio)
        middle = found[len(found) // 2]
        slowest = max(middle["stages"], key=middle["stages"].get)
        mark = "" if ratio(middle) < LIMIT else " **over**"
        lines.append(
            f"| {title} | {len(found)} | {_ms(middle['walk'])} | {slowest} {_ms(middle['stages'][slowest])} "
            f"| {', '.join(f'{stage} {_ms(time)}' for stage, time in middle['stages'].items())} "
            f"| {ratio(middle):.2f}{mark} | {ratio(found[-1]):.2f} "
            f"| {_ms(statistics.median(walk['process'] for walk in found))} |")
    return lines if len(lines) > 2 else []


def _ms(milliseconds):
    return f"{milliseconds:.2f} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"
