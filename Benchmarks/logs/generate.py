"""Large logs whose lines differ as real ones do: addresses, paths, agents, sizes, a few failures."""
import os
import random
import subprocess
import sys
import time

AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "curl/8.4.0",
]
PATHS = ["/", "/api/users/{n}", "/static/app.js?v={n}", "/product/{n}/reviews", "/login", "/api/v2/orders", "/img/{n}.png"]
START = 1_795_000_000


def combined(rng):
    status = pick(rng)
    return (f'{address(rng)} - - [\0] "{method(rng)} {path(rng)} HTTP/1.1" {status} {rng.randint(100, 90000)} '
            f'"https://example.com/some/page" "{rng.choice(AGENTS)}"\n')


def nginx_error(rng):
    message = rng.choice([
        "connect() failed (111: Connection refused) while connecting to upstream",
        "upstream prematurely closed connection while reading response header from upstream",
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
    ])
    where = path(rng)
    return (f'\0 [error] 31#31: *{rng.randint(1, 10 ** 7)} {message}, client: {address(rng)}, server: example.com, '
            f'request: "{method(rng)} {where} HTTP/1.1", upstream: "http://10.0.0.{rng.randint(1, 4)}:8080{where}", host: "example.com"\n')


def haproxy(rng):
    status = pick(rng)
    state = {502: "SH--", 499: "CD--"}.get(status, "----")
    return (f'Nov 18 08:00:00 lb haproxy[14389]: {address(rng)}:{rng.randint(1024, 65000)} [\0] http-in~ app/s{rng.randint(1, 4)} '
            f'0/0/1/{rng.randint(1, 900)}/{rng.randint(900, 1200)} {status} {rng.randint(100, 90000)} - - {state} 9/9/4/1/0 0/0 '
            f'"{method(rng)} {path(rng)} HTTP/1.1"\n')


def envoy_json(rng):
    status = pick(rng)
    flags = {502: "UPE", 499: "DC"}.get(status, "-")
    return (f'{{"start_time":"\0","method":"{method(rng)}","path":"{path(rng)}","protocol":"HTTP/1.1","response_code":{status},'
            f'"response_flags":"{flags}","bytes_received":0,"bytes_sent":{rng.randint(100, 90000)},"duration":{rng.randint(1, 900)},'
            f'"upstream_host":"10.0.0.{rng.randint(1, 4)}:8080","client":"{address(rng)}","user_agent":"{rng.choice(AGENTS)}"}}\n')


# How a line is made, and how its time is written.
FORMATS = {
    "combined": (combined, "%d/%b/%Y:%H:%M:%S +0000"),
    "nginx-error": (nginx_error, "%Y/%m/%d %H:%M:%S"),
    "haproxy": (haproxy, "%d/%b/%Y:%H:%M:%S.123"),
    "envoy-json": (envoy_json, "%Y-%m-%dT%H:%M:%S.310Z"),
}
BLOCK = 400_000
PER_SECOND = 40


def address(rng):
    return f"{rng.randint(1, 200)}.{rng.randint(0, 255)}.{rng.randint(0, 9)}.{rng.randint(1, 254)}"


def path(rng):
    return rng.choice(PATHS).replace("{n}", str(rng.randint(1, 99999)))


def method(rng):
    return "POST" if rng.random() < 0.1 else "GET"


def pick(rng):
    chance = rng.random()
    return 200 if chance < 0.93 else 304 if chance < 0.96 else 404 if chance < 0.99 else 502 if chance < 0.995 else 499


def make(name, megabytes, folder):
    """The log of this size, made once: a block of different lines, again and again with later times."""
    target = os.path.join(folder, f"{name}-{megabytes}.log")
    if os.path.exists(target):
        return target
    rng = random.Random(502)
    line, form = FORMATS[name]
    halves = [line(rng).split("\0") for _ in range(BLOCK)]
    written, second = 0, START
    with open(target + ".part", "w") as file:
        while written < megabytes * 1_000_000:
            stamps = [time.strftime(form, time.gmtime(second + step)) for step in range(BLOCK // PER_SECOND)]
            second += len(stamps)
            block = "".join(head + stamps[index // PER_SECOND] + tail for index, (head, tail) in enumerate(halves))
            file.write(block[:block.rfind("\n", 0, megabytes * 1_000_000 - written) + 1])
            written += len(block)
    os.rename(target + ".part", target)
    return target


def make_apart(name, megabytes, folder):
    """The same in a program of its own: what this one holds in memory would be counted to those that it starts."""
    command = [sys.executable, os.path.abspath(__file__), name, str(megabytes), folder]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def packed(path):
    if not os.path.exists(path + ".gz"):
        subprocess.run(["sh", "-c", f"gzip -6 -c '{path}' > '{path}.gz.part' && mv '{path}.gz.part' '{path}.gz'"], check=True)
    return path + ".gz"


def beginning(path, megabytes):
    """The first lines of a log, for what would take minutes on all of it."""
    target = f"{path[:-4]}-first.log"
    if not os.path.exists(target):
        # By other programs: what this one holds in memory would be counted to those that it starts.
        subprocess.run(["sh", "-c", f"head -c {megabytes * 1_000_000} '{path}' | sed '$d' > '{target}'"], check=True)
    return target


_counted = {}


def lines(path):
    if path not in _counted:
        _counted[path] = int(subprocess.run(["wc", "-l", path], capture_output=True, text=True, check=True).stdout.split()[0])
    return _counted[path]


if __name__ == "__main__":
    print(make(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
