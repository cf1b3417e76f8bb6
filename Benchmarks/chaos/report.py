"""Turns the cells of a run into the tables of the terminal and of RESULTS-502.md. Measures nothing."""
from . import verdict
from .client import PATIENCE
from .peers import KINDS
from .tally import PATIENT

_TITLES = {"direct": "(no proxy)", **{name: kind.title for name, kind in KINDS.items()}}
_COLUMNS = [
    ("errors/1,000", lambda c: f"{c['errors_per_1000']:.1f}"),
    ("avoidable/1,000", lambda c: f"{c['avoidable_per_1000']:.1f}"),
    ("duplicated POSTs", lambda c: str(c["duplicates"])),
    ("silent corruptions", lambda c: str(c["corrupt"] + c["lost"])),
    ("visible aborts", lambda c: str(c["aborts"])),
    ("p50 ms", lambda c: _time(c["p50_ms"])),
    ("p99 ms", lambda c: _time(c["p99_ms"])),
    ("goodput/s", lambda c: f"{c['goodput']:.0f}"),
    ("answered in time", lambda c: f"{c['fast_share']:.1%}"),
]


def _time(value):
    return "–" if value is None else f"{value:,.0f}" if value >= 20 else f"{value:.1f}"


def table(cells):
    """Rows of text for one scenario; `cells` maps proxies to numbers."""
    rows = [["proxy"] + [title for title, _ in _COLUMNS]]
    for name, cell in cells.items():
        if "requests" in cell:
            rows.append([_TITLES[name]] + [form(cell) for _, form in _COLUMNS])
        else:
            why = "not offered: " + cell["not_offered"] if "not_offered" in cell else "failed: " + cell["error"]
            rows.append([_TITLES[name], why.replace("|", "/").replace("\n", " ")[:300]])
    return rows


def terminal(rows):
    """Aligned columns; a row that is only a remark is not aligned."""
    widths = [max(len(row[n]) for row in rows if len(row) > n and len(row) == len(rows[0])) for n in range(len(rows[0]))]
    widths[0] = max(len(row[0]) for row in rows)
    lines = []
    for row in rows:
        parts = [row[0].ljust(widths[0])]
        parts += [text.rjust(widths[n + 1]) for n, text in enumerate(row[1:])] if len(row) == len(rows[0]) else row[1:]
        lines.append("  " + "  ".join(parts))
    return "\n".join(lines)


def grouped(run):
    """scenario -> proxy -> numbers, in the order of the run."""
    groups = {}
    for cell in run["cells"]:
        groups.setdefault(cell["scenario"], {})[cell["proxy"]] = cell
    return groups


def verdicts(run, scenarios):
    """scenario -> what is wrong with ours there."""
    known = {scenario.name: scenario for scenario in scenarios}
    judged = {name: verdict.judge(known[name], cells) for name, cells in grouped(run).items()}
    return {name: found for name, found in judged.items() if found is not None}


def markdown(run, scenarios):
    """The whole of RESULTS-502.md."""
    machine = run["machine"]
    lines = [
        "# What visitors see when the origin fails", "",
        f"Written by `make bench-502` on {run['date']}, {run['revision']}. Do not edit.", "",
        f"Machine: {machine['cpu']}, {machine['cpus']} CPUs, {machine['memory_gib']} GiB, {machine['system']}, "
        f"Linux {machine['kernel']}; load average before the run {machine['load_before']}.", "",
        "Versions: " + ", ".join(f"{_TITLES[name]} {text}" for name, text in run["versions"].items()) + ".", "",
        f"Each cell: one run of {run['seconds']:g} s where the scenario sets no times of its own, seed {run['seed']}, "
        "the same requests at the same moments for every proxy; proxy, upstreams and visitors share the CPUs.", "",
    ]
    lines += [f"> {note}" for note in run["notes"]] + ([""] if run["notes"] else [])
    lines += _summary(run, scenarios) + _meaning() + ["## Settings", ""]
    lines += [f"- **{kind.title}**: {kind.settings}" for name, kind in KINDS.items() if name in run["versions"]]
    lines += ["", "Every setting with its reason stands in `Benchmarks/chaos/peers/`.", "", "## Scenarios", ""]
    titles = {scenario.name: scenario.title for scenario in scenarios}
    for name, cells in grouped(run).items():
        rows = table(cells)
        lines += [f"### {name}: {titles[name]}", "", "| " + " | ".join(rows[0]) + " |", "|---" * len(rows[0]) + "|"]
        lines += ["| " + " | ".join(row + [""] * (len(rows[0]) - len(row))) + " |" for row in rows[1:]] + [""]
    return "\n".join(lines + _limits()).rstrip() + "\n"


def _summary(run, scenarios):
    found = verdicts(run, scenarios)
    reached = [name for name, wrong in found.items() if not wrong]
    lines = ["## Bar", "",
             "0 visible errors that could have been prevented, 0 POSTs processed twice, 0 silent corruptions, and no "
             f"scenario in which a peer is better: reached in {len(reached)} of {len(found)} scenarios.", ""]
    missed = [f"- **{name}**: {'; '.join(wrong)}." for name, wrong in found.items() if wrong]
    return lines + (["Not reached:", ""] + missed + [""] if missed else [])


def _meaning():
    return [
        "## How to read the tables", "",
        "- **errors/1,000**: of a thousand requests, those that ended in a status the origin did not send, a "
        f"connection that failed, an answer that broke off, or nothing within {PATIENCE:.0f} s.",
        "- **avoidable/1,000**: those among them that a proxy could have prevented. Not counted: a POST whose bytes "
        "reached an upstream that then failed, because it may have been processed; an answer that had begun.",
        "- **duplicated POSTs**: ids that upstreams began to process more than once. **silent corruptions**: answers "
        "or uploads delivered as complete with other bytes than were sent, and POSTs answered that no upstream saw.",
        "- **visible aborts**: answers that broke off so that the visitor's program can see it. Where the upstream "
        "truncates, that is right; elsewhere they count as errors, too.",
        f"- **p50, p99**: of requests that succeeded, from the moment they were due. **goodput**: successes within "
        f"{PATIENT:.0f} s, per second. **answered in time**: any answer, a 503 included, within {PATIENT:.0f} s.",
        "- In the overload scenarios not all can be served: there goodput decides, and errors are the price of it.", "",
    ]


def _limits():
    return [
        "## What these numbers do not show", "",
        "- Loopback: no loss, no latency, no firewall that drops idle connections. A RST arrives within microseconds.",
        "- A hard kill is played by the upstream itself: it closes its sockets one by one and then kills itself.",
        "- One short run for each cell on shared CPUs: differences of a few errors or milliseconds mean nothing.",
        "- One kind of client, HTTP/1.1 without TLS. It does not repeat requests itself, as browsers sometimes do.",
        "- A low rate: this is about errors, not speed; `make bench` is about speed.",
        "- The peers' settings are ours. Somebody who knows one of them better may do better; corrections are welcome.",
        "- Capacity is known exactly to the peers in the overload scenarios, and never in reality.", "",
        "## Again", "",
        "`make bench-502` runs all; `Benchmarks/run-502.py --only NAME --peers nginx,haproxy --seconds 10 --keep DIR` "
        "a part, and keeps configurations, logs and every request's fate in DIR.", "",
    ]
