"""The scenarios: how the upstreams conduct themselves, what happens meanwhile, and what is asked for."""
import dataclasses
from typing import Callable, Optional

from . import script
from .conduct import Conduct
from .plan import Mix

RATE = 200
# The upstream of the overload scenarios: 8 requests at once, 0.1 s each.
CAPACITY, SERVICE = 8, 0.1
OVER = CAPACITY / SERVICE


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    endpoints: int = 3
    conduct: Conduct = Conduct()
    # Called with the stage while the load runs.
    script: Optional[Callable] = None
    mix: Mix = Mix()
    rate: float = RATE
    # (seconds, requests/s) that follow each other; without it, `rate` for as long as the run says.
    pace: tuple = ()
    cache: bool = False
    names: bool = False
    capacity: int = 0
    # Truncated answers are part of the scenario: to break off visibly is then what a proxy should do.
    truncates: bool = False
    # "errors": every visible error that could have been prevented counts; "goodput" where not all can be served.
    judged: str = "errors"
    quick: bool = False

    def timetable(self, seconds):
        return list(self.pace) or [(seconds, self.rate)]


def _fault(kind):
    return script.trouble(lambda endpoint: endpoint.behave(kind=kind), lambda endpoint: endpoint.behave(kind="normal"))


_SMALL = Mix(large_posts=0.0, large_gets=0.0)

SCENARIOS = [
    Scenario("healthy", "three endpoints, nothing wrong", quick=True),
    Scenario("keepalive-race", "an origin that closes idle connections just when the next requests come",
             endpoints=1, conduct=Conduct(idle=0.036), mix=Mix(burst=8, jitter=0.006, large_posts=0.0, large_gets=0.0),
             quick=True),
    Scenario("keepalive-count", "an origin that closes after five requests without saying so", endpoints=1,
             conduct=Conduct(after=5)),
    Scenario("dead-endpoint", "one of three endpoints is killed and its port stays closed", quick=True,
             script=script.trouble(lambda endpoint: endpoint.die(), lambda endpoint: endpoint.come_back())),
    Scenario("black-hole", "one of three endpoints swallows SYNs and answers no more",
             script=script.trouble(lambda endpoint: endpoint.blackhole(), script.leave_black_hole)),
    Scenario("silent", "one of three endpoints accepts and never answers", script=_fault("silent")),
    Scenario("reset-accept", "one of three endpoints resets each new connection", script=_fault("reset-accept")),
    Scenario("reset-request", "one of three endpoints resets after it has read a request",
             script=_fault("reset-request"), quick=True),
    Scenario("reset-head", "one of three endpoints resets inside the response head", script=_fault("reset-head")),
    Scenario("garbage", "one of three endpoints answers with what is not HTTP", script=_fault("garbage")),
    Scenario("rolling-soft", "three endpoints restart one after the other, in order, each away for 0.3 s",
             script=script.rolling_soft, quick=True),
    Scenario("rolling-hard", "the same, each killed", script=script.rolling_hard, quick=True),
    Scenario("single-restart", "the only endpoint restarts and is away for 1 s", endpoints=1,
             script=script.single_restart, quick=True),
    Scenario("large-heads", "response heads of 20 to 200 KB", conduct=Conduct(kind="large-head"), rate=40, mix=_SMALL),
    Scenario("overload-burst", "3 s of three times what the origin can serve (80/s), then half of it", endpoints=1,
             conduct=Conduct(delay=SERVICE, concurrency=CAPACITY), mix=_SMALL, capacity=CAPACITY, judged="goodput",
             pace=((1, OVER / 2), (3, OVER * 3), (5, OVER / 2))),
    Scenario("overload-lasting", "one and a half times what the origin can serve (80/s), all the time", endpoints=1,
             conduct=Conduct(delay=SERVICE, concurrency=CAPACITY), mix=_SMALL, capacity=CAPACITY, judged="goodput",
             pace=((10, OVER * 1.5),)),
    Scenario("early-413", "uploads of 300 KB that the origin refuses at once, and closes", rate=60,
             conduct=Conduct(kind="early-413"), mix=Mix(posts=0.5, large_posts=1.0, upload=300_000)),
    Scenario("truncate-length", "a fifth of the answers ends before its Content-Length", truncates=True,
             conduct=Conduct(kind="truncate-length", share=0.2), mix=Mix(posts=0.0, large_gets=0.3), quick=True),
    Scenario("truncate-chunked", "a fifth of the chunked answers ends without its last chunk", truncates=True,
             conduct=Conduct(kind="truncate-chunked", share=0.2), mix=Mix(posts=0.0, large_gets=0.3), quick=True),
    Scenario("origin-down-cached", "the origin of cached pages is away for half of the time", endpoints=1, cache=True,
             conduct=Conduct(cache_control="max-age=1"), mix=Mix(posts=0.0, pages=20), script=script.outage, quick=True),
    Scenario("slow-endpoint", "one of three endpoints takes 0.5 s instead of 5 ms", conduct=Conduct(delay=0.005),
             script=script.slow, mix=_SMALL),
    Scenario("dns-change", "the origin's name gets another address, and the old one is closed at once", endpoints=2,
             names=True, script=script.move),
    Scenario("resolver-down", "the DNS server answers no more; the origin is well", endpoints=1, names=True,
             script=script.lose_resolver),
    Scenario("reload", "ten reloads under load", script=script.reload_ten_times, quick=True),
    Scenario("upgrade", "the program is replaced under load", script=script.upgrade, quick=True),
]
