"""Judges the cells: whether ours reaches zero, and whether a peer is better. Pure."""
import math

OURS = "goodgate"


def judge(scenario, cells):
    """What is wrong with ours in one scenario, as a list of sentences; None when it was not measured.

    `cells` maps the name of a proxy to its numbers.
    """
    ours = cells.get(OURS)
    if ours is None:
        return None
    if "requests" not in ours:
        return [ours.get("not_offered") or ours["error"]]
    found = []
    for key, what in (("duplicates", "POSTs processed twice"), ("corrupt", "silent corruptions"),
                      ("lost", "POSTs answered and never processed")):
        if ours[key]:
            found.append(f"{ours[key]} {what}")
    peers = {name: cell for name, cell in cells.items()
             if name != OURS and "requests" in cell and not cell["duplicates"] + cell["corrupt"] + cell["lost"]}
    if scenario.judged == "goodput":
        return found + _less_goodput(ours, peers)
    if ours["avoidable"]:
        found.append(f"{ours['avoidable']} of {ours['requests']} requests failed that need not have"
                     + (f" (first: {_reason(ours)})" if ours["reasons"] else ""))
    return found + _more_errors(ours, peers) + _slower(ours, peers)


def _reason(cell):
    times, method, outcome, status, note = cell["reasons"][0]
    return f"{times} × {method} {status or outcome}{' ' + note if note else ''}"


def _more_errors(ours, peers):
    """Fewer errors by more than chance: two standard deviations of the difference of two counts."""
    found = []
    for name, cell in peers.items():
        scale = ours["requests"] / cell["requests"]
        difference = ours["errors"] - cell["errors"] * scale
        if difference > 2 * math.sqrt(ours["errors"] + cell["errors"] * scale):
            found.append(f"{name} shows fewer errors ({cell['errors']} against {ours['errors']})")
    return found


def _slower(ours, peers):
    """On a shared machine only a large difference means something, and none that the visitors' own lateness explains."""
    times = {name: cell["p99_ms"] for name, cell in peers.items() if cell["p99_ms"] and not cell["errors"] > ours["errors"]}
    if not times or not ours["p99_ms"]:
        return []
    best = min(times, key=times.get)
    if ours["p99_ms"] - ours["client_late_ms"] > 2 * times[best] + 50:
        return [f"{best} has a p99 of {times[best]:.0f} ms against {ours['p99_ms']:.0f}"]
    return []


def _less_goodput(ours, peers):
    best = max(peers, key=lambda name: peers[name]["goodput"], default=None)
    if best and ours["goodput"] < 0.95 * peers[best]["goodput"]:
        return [f"{best} answers {peers[best]['goodput']:.0f}/s in time against {ours['goodput']:.0f}"]
    return []
