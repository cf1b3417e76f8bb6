"""Which requests are sent, and when: decided before the run from a seed, so that every proxy gets the same ones."""
import dataclasses
import random

SMALL, LARGE = 300, 100_000


@dataclasses.dataclass(frozen=True)
class Mix:
    """The kinds of requests of a scenario."""
    posts: float = 0.3
    # Of the POSTs, how many carry LARGE bytes (or `upload`) instead of SMALL.
    large_posts: float = 0.1
    upload: int = LARGE
    # Of the GETs, how many ask for LARGE bytes.
    large_gets: float = 0.1
    # Where not 0, GETs ask for one of so many pages that may be cached, and need not be answered with their own id.
    pages: int = 0
    # Where not 0, requests come in groups of this size, the groups in even distances with `jitter` seconds.
    burst: int = 0
    jitter: float = 0.0


@dataclasses.dataclass(frozen=True)
class Request:
    at: float
    ident: str
    method: str
    path: str
    upload: int
    # Whether an answer made for another request is right, too.
    shared: bool = False


def make(mix, pace, seed, prefix):
    """Requests for `pace`, a list of (seconds, requests per second) that follow each other."""
    chance = random.Random(seed)
    return [_request(at, number, mix, chance, prefix) for number, at in enumerate(_times(mix, pace, chance))]


def _times(mix, pace, chance):
    times, begin = [], 0.0
    for seconds, rate in pace:
        group = mix.burst or 1
        for turn in range(round(seconds * rate / group)):
            at = begin + turn * group / rate + chance.uniform(0, mix.jitter)
            times += [at] * group
        begin += seconds
    return sorted(times)


def _request(at, number, mix, chance, prefix):
    ident = f"{prefix}-{number}"
    post, large, page = chance.random() < mix.posts, chance.random(), chance.randrange(max(1, mix.pages))
    if post:
        upload = mix.upload if large < mix.large_posts else SMALL
        return Request(at, ident, "POST", f"/form/{ident}?size={SMALL}", upload)
    if mix.pages:
        return Request(at, ident, "GET", f"/page/{page}?size={SMALL}", 0, shared=True)
    size = LARGE if large < mix.large_gets else SMALL
    return Request(at, ident, "GET", f"/item/{ident}?size={size}", 0)
