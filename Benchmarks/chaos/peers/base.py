"""What every compared proxy is asked to do, and the parts that they have in common."""
import contextlib
import dataclasses
import json
import os
import re
import signal
import subprocess
import tempfile


class NotOffered(Exception):
    """The proxy, in this version, has no such feature; the text says which."""


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a proxy is to do: the same for all of them."""
    port: int
    admin_port: int
    # host:port of each endpoint; where `resolver` is set, one name instead, to be asked of that DNS server.
    endpoints: tuple
    resolver: str = ""
    cache: bool = False
    # How many requests an endpoint works on at once, where the operator has measured that. Ours is never told.
    capacity: int = 0


class Peer:
    """One of the compared programs. Subclasses write its configuration into a folder and name the command."""
    name = ""
    title = ""
    # For the report, in one sentence.
    settings = ""
    remedy = "Scripts/setup bench"
    version_arguments = ("-v",)
    version_pattern = r"\d+\.\d+[\w.+~-]*"
    environment = {}

    def __init__(self, binary):
        self.binary = binary

    def version(self):
        done = subprocess.run([self.binary, *self.version_arguments], capture_output=True, text=True, timeout=20)
        found = re.search(self.version_pattern, done.stdout + done.stderr)
        return found.group() if found else "unknown"

    def configure(self, setting, folder, generation=0):
        """Writes the configuration. `generation` makes a reloaded file differ, as a real change would."""
        raise NotImplementedError

    def command(self, setting, folder):
        raise NotImplementedError

    def reload(self, running):
        raise NotImplementedError

    def upgrade(self, running):
        """Replaces the running program by a new process of the same program, under load."""
        raise NotImplementedError

    def clean(self, setting):
        """Removes what the ended program left outside of its folder."""


class Running:
    """A proxy that was started."""

    def __init__(self, peer, setting, folder, children):
        self.peer, self.setting, self.folder, self._children = peer, setting, folder, children
        self.generation = 0
        self._started = []
        peer.configure(setting, folder)
        self.child = self.start(peer.command(setting, folder))

    def start(self, command):
        environment = {key: value.format(folder=self.folder) for key, value in self.peer.environment.items()}
        child = self._children.start(command, os.sched_getaffinity(0), self.folder, environment,
                                     output=os.path.join(self.folder, "output.log"))
        self._started.append(child)
        return child

    def reload(self):
        self.generation += 1
        self.peer.configure(self.setting, self.folder, self.generation)
        self.peer.reload(self)

    def upgrade(self):
        self.peer.upgrade(self)

    def end(self):
        for child in self._started:
            self._children.end(child, patience=0.3)
        for pid in _naming(self.folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.peer.clean(self.setting)


def _naming(folder):
    """Processes whose command names a folder that only this run knows: successors that left the process group."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            with contextlib.suppress(OSError):
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if folder.encode() in file.read():
                        found.append(int(name))
    return found


def write(folder, name, text):
    """Writes a file and moves it into place, so that nobody reads half of it."""
    path = os.path.join(folder, name)
    handle, temporary = tempfile.mkstemp(dir=folder)
    with open(handle, "w") as file:
        file.write(text if isinstance(text, str) else json.dumps(text, indent=1))
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)
    return path
