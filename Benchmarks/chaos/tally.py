"""From what the visitors saw and what the upstreams logged to the numbers of one cell. Pure."""
import collections

# What a visitor waits before leaving; goodput counts what was answered in that time.
PATIENT = 2.0
_ERRORS = ("status", "connection", "timeout", "malformed")


def count(rows, events, seconds, truncates=False, refused_above=None):
    """`rows` as the client prints them, `events` as (letter, id, method) of all upstreams.

    A visible error is unavoidable where bytes of a POST reached an upstream that then failed: it may have been
    processed, so that nobody may send it again; and where an answer had begun. Everything else could be prevented.
    """
    begun, arrived, damaged = _upstream_view(events)
    errors, avoidable, aborts, corrupt, lost = [], 0, 0, 0, 0
    for ident, method, _, outcome, status, *_ in rows:
        if outcome == "abort":
            aborts += 1
        if outcome == "corrupt":
            corrupt += 1
        if outcome == "ok" and method == "POST" and not begun[ident]:
            lost += 1
        if outcome in _ERRORS or outcome == "abort" and not truncates or outcome == "refused" and not refused_above:
            errors.append(ident)
            reached = begun[ident] or ident in arrived
            avoidable += not (reached and (method == "POST" or outcome == "abort"))
    fine = sorted(row[5] for row in rows if row[3] in ("ok", "refused"))
    total = max(1, len(rows))
    posts = {ident for ident, method, *_ in rows if method == "POST"}
    return {
        "requests": len(rows), "errors": len(errors), "avoidable": avoidable,
        "errors_per_1000": len(errors) * 1000 / total, "avoidable_per_1000": avoidable * 1000 / total,
        "aborts": aborts, "corrupt": corrupt + len(damaged), "lost": lost,
        "duplicates": sum(1 for ident in posts if begun[ident] > 1),
        "repeated_gets": sum(1 for ident, times in begun.items() if times > 1 and ident not in posts),
        "p50_ms": _quantile(fine, 0.5), "p99_ms": _quantile(fine, 0.99), "max_ms": _quantile(fine, 1.0),
        "goodput": sum(1 for took in fine if took <= PATIENT) / seconds,
        "fast_share": sum(1 for row in rows if row[5] <= PATIENT and row[3] in ("ok", "refused", "status")) / total,
        "reasons": _reasons(rows, truncates),
    }


def _upstream_view(events):
    begun, arrived, damaged = collections.Counter(), set(), set()
    for letter, ident, _ in events:
        if letter == "B":
            begun[ident] += 1
        elif letter == "U":
            arrived.add(ident)
        elif letter == "X":
            damaged.add(ident)
    return begun, arrived, damaged


def _quantile(ordered, share):
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2) if ordered else None


def _reasons(rows, truncates):
    """The commonest ways to fail: how often, method, outcome, status, what the answer said about it."""
    seen = collections.Counter(
        (method, outcome, status, note) for _, method, _, outcome, status, _, note in rows
        if outcome not in ("ok", "refused") and not (outcome == "abort" and truncates))
    return [[times, *what] for what, times in seen.most_common(8)]
