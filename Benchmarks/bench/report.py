"""Turns samples into medians, verdicts and the two result files. Measures nothing."""
import os
import platform
import re
import statistics
import subprocess

from .cases import CASES, GOALS

OURS = "goodgate"
_GROWS_FROM = {case.name: case.grows_from for case in CASES if case.grows_from}
_TITLES = {"goodgate": "Good Gateway", "nginx": "nginx", "haproxy": "HAProxy", "envoy": "Envoy", "caddy": "Caddy"}
_COLUMNS = [
    ("rps", "requests/s", "{:,.0f}"), ("busy", "CPU busy", "{:.0%}"), ("user_us", "user µs", "{:.2f}"),
    ("system_us", "system µs", "{:.2f}"), ("cpu_us", "CPU µs/request", "{:.2f}"), ("ns_per_kb", "CPU ns/KB", "{:.0f}"),
    ("growth", "× own", "{:.2f}"), ("p50", "p50 µs", "{:,.0f}"), ("p99", "p99 µs", "{:,.0f}"),
    ("slice_p99", "p99 of slices µs", "{:,.0f}"),
    ("bytes_per_connection", "bytes/connection", "{:,.0f}"),
]


def machine():
    """What a reader must know to judge the numbers."""
    def read(path):
        try:
            with open(path) as file:
                return file.read()
        except OSError:
            return ""
    model = re.search(r"model name\s*:\s*(.*)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", read("/proc/meminfo"))
    system = re.search(r'PRETTY_NAME="(.*)"', read("/etc/os-release"))
    return {
        "cpu": model.group(1).strip() if model else platform.machine(),
        "cpus": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(memory.group(1)) / 2**20) if memory else None,
        "kernel": platform.release(),
        "system": system.group(1) if system else platform.system(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def revision(repository):
    done = subprocess.run(["git", "-C", repository, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def medians(samples):
    """case -> proxy -> metric -> {median, low, high}; samples that failed are left out."""
    table = {}
    good = [sample for sample in samples if "error" not in sample]
    bases = {(sample["case"], sample["proxy"], sample["round"]): sample["metrics"] for sample in good}
    for sample in good:
        cell = table.setdefault(sample["case"], {}).setdefault(sample["proxy"], {})
        for metric, value in (sample["metrics"] | _growth(sample, bases) | _ratios(sample, bases)).items():
            cell.setdefault(metric, []).append(value)
    return {case: {proxy: {metric: {"median": statistics.median(values), "low": min(values), "high": max(values)}
                           for metric, values in cell.items()} for proxy, cell in proxies.items()}
            for case, proxies in table.items()}


def verdicts(table):
    """One entry for every goal whose case was run."""
    return [_verdict(goal, table) for goal in GOALS if goal.case in table]


def _verdict(goal, table):
    values = {proxy: cell[goal.metric]["median"] for proxy, cell in table[goal.case].items() if goal.metric in cell}
    peers = {proxy: value for proxy, value in values.items() if proxy != OURS}
    ours = values.get(OURS)
    ratios = {proxy: cell[_ratio_to(goal.metric)]["median"] for proxy, cell in table[goal.case].items()
              if _ratio_to(goal.metric) in cell}
    # The best peer is the one that we do worst against.
    choose, found = (min if goal.more_is_better else max, ratios) if ratios else \
        (max if goal.more_is_better else min, peers)
    best = choose(found, key=found.get) if found else None
    ratio = ratios.get(best)
    growth = {proxy: cell["growth"]["median"] for proxy, cell in table[goal.case].items() if "growth" in cell}
    compared = {"peer": ratio, "value": ours, "growth": growth.get(OURS)}[goal.against]
    return {
        "goal": goal, "ours": ours, "best": best, "best_value": peers.get(best), "ratio": ratio,
        "compared": compared, "verdict": _judge(goal, compared),
        "growth": growth,
    }


def _growth(sample, bases):
    """What the case costs beside the one it grows from, which was measured in the same round."""
    base = bases.get((_GROWS_FROM.get(sample["case"]), sample["proxy"], sample["round"]), {})
    if "cpu_us" not in sample["metrics"] or not base.get("cpu_us"):
        return {}
    return {"growth": sample["metrics"]["cpu_us"] / base["cpu_us"]}


def _ratio_to(metric):
    return f"{metric} ratio"


def _ratios(sample, bases):
    """What we have for each of a peer's numbers, which were measured in the same round."""
    ours = bases.get((sample["case"], OURS, sample["round"]), {})
    if sample["proxy"] == OURS:
        return {}
    return {_ratio_to(metric): ours[metric] / value for metric, value in sample["metrics"].items()
            if value and isinstance(value, (int, float)) and ours.get(metric) is not None}


def _judge(goal, compared):
    if compared is None:
        return "not measured"
    def reaches(limit):
        return compared >= limit if goal.more_is_better else compared <= limit
    return "aim" if reaches(goal.aim) else "must" if reaches(goal.must) else "**missed**"


def markdown(run, table):
    """The whole of RESULTS.md."""
    m = run["machine"]
    lines = [
        "# Benchmark results", "",
        f"Written by `make bench` on {run['date']}, {run['revision']}. Do not edit.", "",
        f"Machine: {m['cpu']}, {m['cpus']} CPUs, {m['memory_gib']} GiB, {m['system']}, Linux {m['kernel']}; "
        f"load average before the run {m['load_before']}.", "",
        "Versions: " + ", ".join(f"{_TITLES[name]} {version}" for name, version in run["versions"].items()) + ".", "",
        f"Method: medians of {run['rounds']} interleaved rounds of {run['seconds']:.0f} s; {run['seats']}. A ratio is "
        "the median of the rounds' ratios, not that of the medians beside it. How and why: "
        "[docs/performance.md](../docs/performance.md).", "",
    ]
    lines += [f"> {note}" for note in run["notes"]] + ([""] if run["notes"] else [])
    lines += _verdict_table(verdicts(table))
    for case in CASES:
        if case.name in table:
            lines += _case_table(case, table, run["samples"])
    return "\n".join(lines).rstrip() + "\n"


def _verdict_table(entries):
    lines = ["## Against the best peer", "",
             "| what | ours | best peer | ratio | must | aim | reached |", "|---|---|---|---|---|---|---|"]
    for entry in entries:
        goal = entry["goal"]
        sign = "≥" if goal.more_is_better else "≤"
        limit = f"{sign} {{:.0f}} B" if goal.against == "value" else f"{sign} {{:.2f}} ×"
        best = f"{_number(entry['best_value'])} {goal.unit} ({_TITLES[entry['best']]})" if entry["best"] else "–"
        ours = f"{_number(entry['ours'])} {goal.unit}" if entry["ours"] is not None else "–"
        ratio = f"{entry['ratio']:.2f} ×" if entry["ratio"] is not None else "–"
        if goal.against == "growth" and entry["compared"] is not None:
            ratio = f"{entry['compared']:.2f} × own ({ratio} best)"
        lines.append(f"| {goal.title} | {ours} | {best} | {ratio} | {limit.format(goal.must)} "
                     f"| {limit.format(goal.aim)} | {entry['verdict']} |")
    return lines + [""]


def _number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _case_table(case, table, samples):
    cells = table[case.name]
    shown = [column for column in _COLUMNS if any(column[0] in cell for cell in cells.values())]
    main = next((name for name in ("ns_per_kb", "cpu_us", "slice_p99", "bytes_per_connection")
                 if any(name in cell for cell in cells.values())), shown[0][0])
    titles = [title for _, title, _ in shown] + ["spread"]
    lines = [f"## {case.name}: {case.title}", "", "| proxy | " + " | ".join(titles) + " |",
             "|---" * (len(titles) + 1) + "|"]
    for proxy in _TITLES:
        if proxy in cells:
            lines.append(_proxy_line(proxy, cells[proxy], shown, main))
    failed = sorted({f"{_TITLES[s['proxy']]}: {s['error']}" for s in samples if s["case"] == case.name and "error" in s})
    return lines + [""] + ([f"Failed: {'; '.join(failed)}", ""] if failed else [])


def _proxy_line(proxy, cell, shown, main):
    texts = [form.format(cell[name]["median"]) if name in cell else "–" for name, _, form in shown]
    spread = "–"
    if main in cell and cell[main]["median"]:
        spread = f"±{(cell[main]['high'] - cell[main]['low']) / 2 / cell[main]['median']:.0%}"
    return f"| {_TITLES[proxy]} | " + " | ".join(texts) + f" | {spread} |"
