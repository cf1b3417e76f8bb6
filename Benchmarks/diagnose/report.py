"""Writes the results: what was run on which machine, the summary, the table. Every word of the file is from here."""
import re
import subprocess

from diagnose import overhead

_PEERS = {"nginx": ["nginx", "-v"], "HAProxy": ["haproxy", "-v"], "OpenSSL": ["openssl", "version"],
          "curl": ["curl", "--version"]}


def versions(httpstat):
    """What the sites were made of and what was asked beside, with versions."""
    commands = {**_PEERS, **({"httpstat": [httpstat, "--version"]} if httpstat else {})}
    found = []
    for name, command in commands.items():
        done = subprocess.run(command, capture_output=True, text=True)
        version = re.search(r"\d+(\.\d+)+\S*", done.stdout + done.stderr)
        found.append(f"{name} {version.group(0) if version else 'of unknown version'}")
    return found


def report(results, run):
    """`run`: command, date, revision, build, machine, versions, minutes and columns."""
    machine = run["machine"]
    lines = [
        "# Results: `goodgate diagnose` against known faults",
        "",
        f"Written by `Benchmarks/run-diagnose.py` on {run['date']}, {run['revision']}. Do not edit.",
        "",
        f"Program: {run['build']}. Machine: {machine['cpu']}, {machine['cpus']} CPUs, {machine['memory_gib']} GiB, "
        f"{machine['system']}, Linux {machine['kernel']}; load average before the run {machine['load_before']}. "
        f"The run took {run['minutes']:.0f} minutes.",
        "",
        f"Versions: {', '.join(run['versions'])}.",
        "",
        "Each site has one fault that is known; visitor, router and site are network namespaces, nginx and HAProxy",
        "are the real ones, certificates are made for the run. The last columns are what others say of the same URL:",
        "curl its error or the status; " + _httpstat(run["columns"]),
        "\"the visitor's page\" is title or heading of the error page that comes back, empty where there is none.",
        "",
        "How to read it: cases and rules were written by the same people, and rules were corrected until the cases",
        "came out right: this is a regression table and no measure of how often verdicts are right on unknown sites.",
        "Cases named after Cloudflare, Envoy, Caddy, Traefik, Apache and Squid play back answers quoted from their",
        "sources or documentation; those products did not run here. What the real ones answer is recorded in",
        "Tests/GatewayGuideTests/Recorded, and the book of fingerprints is tested with it. Where a fault has two names",
        "from outside, the truth names both and either counts.",
        "",
        *_summary(results),
        "",
        *_overheads(results),
        *_table(results, run["columns"]),
    ]
    return "\n".join(lines) + "\n"


def _httpstat(columns):
    if "httpstat" in columns:
        return "httpstat the status line and the stage that took longest, or curl's error;"
    return "httpstat was not to be had (`Scripts/setup diagnose` installs it);"


def _share(some, of):
    return f"{len(some)} of {len(of)} ({len(some) / max(1, len(of)):.0%})"


def _summary(results):
    faulty = [result for result in results if result.case.causes]
    single = [result for result in faulty if len(result.case.causes) == 1]
    well = [result for result in results if not result.case.causes]
    longest = max([r.seconds for r in results if "--for" not in r.case.arguments] or [0])
    return [
        "| | |", "|---|---|",
        f"| right party | {_share([r for r in results if r.is_party_right], results)} |",
        f"| right first cause | {_share([r for r in faulty if r.is_cause_right], faulty)} |",
        f"| of these with only one cause accepted | {_share([r for r in single if r.is_cause_right], single)} |",
        f"| healthy sites without a false alarm | {_share([r for r in well if r.is_right], well)} |",
        f"| longest walk without `--for` (bar: 15 s) | {longest:.1f} s |",
    ]


def _overheads(results):
    lines = overhead.table(results)
    return lines and [
        "What a walk adds to its slowest stage. Each stage counts the time in which something of it was under way;",
        "stages overlap where nothing of one depends on the other ([docs/diagnose.md](../docs/diagnose.md)). The line is",
        "the median walk by that ratio; \"program\" is the median of the whole process, from its start to its end, with",
        "verdict and JSON. The second version of HTTP needs a second connection after the first one, because there is",
        "never more than one to an address; it takes up the first one's session. Name, connection and answer need each",
        "other: where they take about as long, as in the shortest walks, no order of them reaches the bar.",
        "", *lines, ""]


def _table(results, columns):
    lines = [f"| case | truth | verdict | first cause | confidence | seconds | {' | '.join(columns)} |",
             f"|---|---|---|---|---|---|{'---|' * len(columns)}"]
    for result in results:
        mark = "" if result.is_right else " **wrong**"
        others = " | ".join(_cell(result.others.get(column, "")) for column in columns)
        truth = " ".join([result.case.party, " or ".join(result.case.causes)]).strip()
        lines.append(f"| {result.case.name} | {truth} | {result.party}{mark} | {result.cause} | "
                     f"{result.confidence:.0%} | {result.seconds:.1f} | {others} |")
    return lines


def _cell(text):
    """What a site says is no markup of ours."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return re.sub(r"([\\`*_\[\]])(?!\|)", r"\\\1", text)
