"""What is measured: each case is one setting of the proxy and one load."""
import dataclasses
import time
from typing import Callable, Optional

from . import encrypted, load
from .origin import FILES
from .processes import ProcessorTime, private_bytes

SMALL = 64
PACED_CONNECTIONS = 64
IDLE_CONNECTIONS = 10_000
IDLE_ENCRYPTED = 2_000


@dataclasses.dataclass(frozen=True)
class Scene:
    """A proxy that runs, ready to be loaded."""
    url: str
    port: int
    process: int
    seats: object
    folder: str
    seconds: float
    hosts: tuple
    rate: float
    # The load generator that is also the origin; None when the origin is nginx.
    pair: object = None
    # Where the programs of load/ are.
    programs: str = ""


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    title: str
    measure: Callable[[Scene], dict]
    hosts: int = 0
    endpoints: int = 1
    access_log: bool = False
    quick: bool = False
    # The program of load/ that is both load and origin, so that the proxy is what is saturated.
    ends: str = ""
    tls: bool = False
    upstream_http2: bool = False
    # The case whose cost this one is compared with, where growth is what matters.
    grows_from: Optional[str] = None


def _loaded(scene, path="/", connections=SMALL, fields=(), size=0):
    """Full speed of requests of HTTP/1.1, or of what the pair sends."""
    def run(seconds):
        if scene.pair:
            return scene.pair.run(scene.port, connections, seconds)
        return load.full_speed(scene.url + path, scene.seats, scene.folder, connections, seconds,
                               hosts=scene.hosts, fields=fields)
    return _cost(scene, run, size)


def _cost(scene, run, size=0):
    """One load after a warm-up, with the processor time that the proxy used meanwhile."""
    run(1)
    before, started = ProcessorTime.of(scene.process), time.monotonic()
    result = run(scene.seconds)
    elapsed = time.monotonic() - started
    user, system = ProcessorTime.of(scene.process).since(before)
    count = result["requests"]
    if not count:
        raise load.LoadFailed("nothing was answered")
    result.update(user_us=user / count / 1e3, system_us=system / count / 1e3, cpu_us=(user + system) / count / 1e3,
                  busy=(user + system) / 1e9 / elapsed)
    if size:
        result["ns_per_kb"] = (user + system) / (result["bytes"] / 1000)
    return result


def _half_load(scene):
    """Latency at a fixed rate, after a warm-up at the same rate."""
    if scene.pair:
        scene.pair.run(scene.port, PACED_CONNECTIONS, 1, scene.rate)
        result = scene.pair.run(scene.port, PACED_CONNECTIONS, scene.seconds, scene.rate)
    else:
        load.full_speed(scene.url + "/", scene.seats, scene.folder, SMALL, 1)
        result = load.fixed_rate(scene.url + "/", scene.seats, scene.folder, PACED_CONNECTIONS, scene.seconds,
                                 scene.rate)
    # Other load generators than ours do not tell it.
    result.setdefault("slice_p99", result["p99"])
    result["asked"] = scene.rate
    return result


def _handshakes(scene, kind):
    return _cost(scene, lambda seconds: encrypted.handshakes(scene.programs, scene.port, scene.seats, kind, seconds))


def _multiplexed(scene, path="/", message=None, fields=()):
    return _cost(scene, lambda seconds: encrypted.multiplexed(
        scene.url + path, scene.seats, scene.folder, seconds, message=message, fields=fields))


def _grpc(scene):
    """Messages of 34 bytes each way."""
    return _multiplexed(scene, "/bench.Echo/message", message=b"\0\0\0\0\x22" + b"x" * 34,
                        fields=("content-type: application/grpc", "te: trailers"))


def _idle(scene, count=IDLE_CONNECTIONS, wrap=None):
    """Memory that silent connections add, after a first few have made the proxy allocate its tables."""
    crowd = load.SilentCrowd(scene.port, wrap=wrap)
    try:
        crowd.grow(200)
        before = private_bytes(scene.process)
        crowd.grow(count)
        after = private_bytes(scene.process)
        left = crowd.still_open()
        if left < count:
            raise load.LoadFailed(f"the proxy kept only {left} of {count + 200} connections")
        return {"bytes_per_connection": (after - before) / count}
    finally:
        crowd.leave()


CASES = [
    Case("small-64", "34-byte answers, 64 kept-alive connections", _loaded, quick=True, ends="pair"),
    Case("small-512", "34-byte answers, 512 kept-alive connections", lambda s: _loaded(s, connections=512),
         ends="pair"),
    Case("new-connection", "a new connection for every request",
         lambda s: _loaded(s, fields=("Connection: close",)), quick=True),
    Case("half-load", "34-byte answers at half of the highest rate", _half_load, ends="pair"),
    Case("body-100k", "100 KB answers",
         lambda s: _loaded(s, "/files/100k", size=FILES["100k"]), quick=True),
    Case("body-10m", "10 MB answers, 8 connections",
         lambda s: _loaded(s, "/files/10m", connections=8, size=FILES["10m"])),
    Case("idle", "10,000 kept-alive connections without a request", _idle, quick=True),
    Case("routes-10", "10 routes by host", _loaded, hosts=10),
    Case("routes-10000", "10,000 routes by host", _loaded, hosts=10_000, grows_from="routes-10"),
    Case("endpoints-1", "1 endpoint", _loaded, ends="pair"),
    Case("endpoints-1000", "1,000 endpoints in turn", _loaded, endpoints=1_000, grows_from="endpoints-1", ends="pair"),
    Case("log-on", "as small-64 with the access log written to a file", _loaded, access_log=True),
    Case("tls-64", "34-byte answers over TLS, 64 kept-alive connections", _loaded, tls=True, quick=True),
    Case("tls-full", "a new TLS connection for every request", lambda s: _handshakes(s, "full"), tls=True),
    Case("tls-resumed", "the same with sessions taken up again", lambda s: _handshakes(s, "resumed"), tls=True),
    Case("tls-body-100k", "100 KB answers over TLS",
         lambda s: _loaded(s, "/files/100k", size=FILES["100k"]), tls=True),
    Case("tls-idle", "2,000 kept-alive TLS connections without a request",
         lambda s: _idle(s, IDLE_ENCRYPTED, encrypted.wrap), tls=True),
    Case("h2", "34-byte answers over HTTP/2 and TLS, 16 connections of 32 streams", _multiplexed, tls=True, quick=True),
    Case("h2-h2", "the same with HTTP/2 to the origin", _multiplexed, tls=True, upstream_http2=True),
    Case("grpc", "gRPC, one message each way, 16 connections of 32 streams", _grpc, tls=True, upstream_http2=True),
    Case("websocket", "WebSocket, a 64-byte message and its echo, 64 connections", _loaded, ends="echo"),
]


@dataclasses.dataclass(frozen=True)
class Goal:
    """What is asked of one number: at most (or at least) a factor of the best peer's, or an absolute value."""
    case: str
    metric: str
    title: str
    unit: str
    must: float
    aim: float
    more_is_better: bool = False
    # "peer": ratio to the best peer; "growth": ratio to our own number in the case this one grows from;
    # "value": the number itself.
    against: str = "peer"


GOALS = [
    Goal("small-64", "cpu_us", "small, 64 connections: CPU per request", "µs", 1.00, 0.92),
    Goal("small-64", "rps", "same: requests/s", "/s", 1.00, 1.08, more_is_better=True),
    Goal("small-512", "cpu_us", "small, 512 connections: CPU per request", "µs", 1.00, 0.92),
    Goal("small-512", "rps", "same: requests/s", "/s", 1.00, 1.08, more_is_better=True),
    Goal("half-load", "slice_p99", "p99 latency at half load, median of 0.1 s slices", "µs", 1.00, 0.90),
    Goal("new-connection", "cpu_us", "new connection per request: CPU", "µs", 1.00, 0.90),
    Goal("body-100k", "ns_per_kb", "100 KB bodies: CPU per KB", "ns", 1.00, 0.80),
    Goal("body-10m", "ns_per_kb", "10 MB bodies: CPU per KB", "ns", 1.00, 0.80),
    Goal("idle", "bytes_per_connection", "idle connection: memory", "B", 512, 256, against="value"),
    Goal("log-on", "cpu_us", "access log on: CPU per request", "µs", 1.00, 0.92),
    Goal("tls-64", "cpu_us", "TLS kept alive: CPU per request", "µs", 1.00, 0.92),
    Goal("tls-full", "cpu_us", "full TLS handshake and a request: CPU", "µs", 1.00, 0.95),
    Goal("tls-resumed", "cpu_us", "resumed TLS handshake and a request: CPU", "µs", 1.00, 0.95),
    Goal("tls-body-100k", "ns_per_kb", "100 KB bodies over TLS: CPU per KB", "ns", 1.00, 0.95),
    Goal("tls-idle", "bytes_per_connection", "idle TLS connection: memory", "B", 16_384, 12_288, against="value"),
    Goal("h2", "cpu_us", "HTTP/2 over TLS, 16 × 32: CPU per request", "µs", 1.00, 0.92),
    Goal("h2-h2", "cpu_us", "HTTP/2 to HTTP/2: CPU per request", "µs", 1.00, 0.92),
    Goal("grpc", "cpu_us", "gRPC unary: CPU per call", "µs", 1.00, 0.92),
    Goal("websocket", "cpu_us", "WebSocket echo: CPU per message and echo", "µs", 1.00, 0.92),
    Goal("routes-10000", "cpu_us", "10 → 10,000 routes: CPU per request", "µs", 1.05, 1.02, against="growth"),
    Goal("endpoints-1000", "cpu_us", "1 → 1,000 endpoints: CPU per request", "µs", 1.05, 1.02, against="growth"),
]
