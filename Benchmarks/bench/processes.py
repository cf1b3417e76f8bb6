"""Starting, pinning, measuring and ending the processes of a run. Knows nothing of proxies or HTTP."""
import atexit
import contextlib
import dataclasses
import os
import random
import resource
import signal
import socket
import subprocess
import time


def raise_descriptor_limit():
    """Lets this process and its children open as many descriptors as the system permits; returns how many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 1 << 17) if hard != resource.RLIM_INFINITY else 1 << 17
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


@dataclasses.dataclass(frozen=True)
class Seats:
    """Which CPUs the proxy, the origin and the load generator run on."""
    proxy: frozenset
    origin: frozenset
    load: frozenset

    @staticmethod
    def assign():
        """The proxy gets a CPU for itself; origin and load share the other one where there are only two."""
        cpus = sorted(os.sched_getaffinity(0))
        if len(cpus) == 1:
            return Seats(*[frozenset(cpus)] * 3)
        # Not the first one for the proxy: it is the one that serves most interrupts.
        origin = cpus[1] if len(cpus) > 2 else cpus[0]
        return Seats(frozenset([cpus[-1]]), frozenset([origin]), frozenset([cpus[0]]))

    def describe(self):
        def text(cpus):
            return ",".join(map(str, sorted(cpus)))
        return f"proxy on CPU {text(self.proxy)}, origin on {text(self.origin)}, load on {text(self.load)}"


class Children:
    """Every process group that was started, so that none outlives the run, however it ends."""

    def __init__(self):
        self._running = {}
        atexit.register(self.end_all)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._interrupted)

    @staticmethod
    def _interrupted(number, _frame):
        # An exception, so that whoever runs also removes its files.
        raise SystemExit(128 + number)

    def start(self, command, cpus, folder, environment=None, output=None):
        """Starts a command in a process group of its own on the given CPUs; its output goes to a file."""
        path = output or os.path.join(folder, os.path.basename(command[0]) + ".out")
        with open(path, "ab") as file:
            child = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})}, start_new_session=True,
                preexec_fn=lambda: os.sched_setaffinity(0, cpus))
        self._running[child.pid] = child
        child.output_path = path
        return child

    def end(self, child, patience=3.0):
        self._signal(child, signal.SIGTERM)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        # The group also holds workers that outlive their parent.
        self._signal(child, signal.SIGKILL)
        child.wait()
        self._running.pop(child.pid, None)

    @staticmethod
    def _signal(child, number):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)

    def end_all(self):
        for child in list(self._running.values()):
            self.end(child, patience=1.0)


def free_port(taken=set()):
    """A port that nothing listens on, below the range that outgoing connections are given."""
    for _ in range(500):
        port = random.randrange(20_000, 30_000)
        if port in taken:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        taken.add(port)
        return port
    raise RuntimeError("no free port between 20000 and 30000")


def wait_for_port(port, child, patience=15.0):
    """Waits until something accepts on the port; raises with the child's output when it ends first."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.02)
    with open(child.output_path, errors="replace") as file:
        tail = file.read()[-800:]
    state = f"ended with {child.returncode}" if child.returncode is not None else f"did not listen in {patience:.0f} s"
    raise RuntimeError(f"{' '.join(child.args[:2])} {state}: {tail.strip() or 'no output'}")


def family(root):
    """The process and all its descendants."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                with open(f"/proc/{name}/stat") as file:
                    parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue += [child for child, parent in parents.items() if parent == pid]
    return found


@dataclasses.dataclass(frozen=True)
class ProcessorTime:
    """What a family of processes has used so far, in ns. The sum is exact, the split is sampled by the kernel."""
    total: int
    user_ticks: int
    system_ticks: int

    @staticmethod
    def of(root):
        total = user = system = 0
        for pid in family(root):
            with contextlib.suppress(OSError):
                with open(f"/proc/{pid}/stat") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                user, system = user + int(fields[11]), system + int(fields[12])
                total += sum(_thread_time(pid, thread) for thread in os.listdir(f"/proc/{pid}/task"))
        return ProcessorTime(total, user, system)

    def since(self, earlier):
        """(user ns, system ns) since an earlier reading."""
        total = self.total - earlier.total
        user, system = self.user_ticks - earlier.user_ticks, self.system_ticks - earlier.system_ticks
        share = user / (user + system) if user + system else 0.0
        return total * share, total * (1 - share)


def _thread_time(pid, thread):
    try:
        with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
            return int(file.read().split()[0])
    except OSError:
        return 0


def private_bytes(root):
    """Memory that belongs to a family of processes alone."""
    total = 0
    for pid in family(root):
        with contextlib.suppress(OSError):
            with open(f"/proc/{pid}/smaps_rollup") as file:
                for line in file:
                    if line.startswith(("Private_Clean:", "Private_Dirty:")):
                        total += int(line.split()[1]) * 1024
    return total
