"""Good Gateway, with no setting that says how to be resilient: address, endpoints, and nothing else.

Exceptions, because a default cannot know them: `cache: {}` in the scenario about a cache (it is off by default),
and the address of the DNS server in those about names. `admin` and `access-log` are set for the harness.
"""
import os
import signal
import subprocess

from .base import NotOffered, Peer, write


class GoodGateway(Peer):
    name, title, remedy = "goodgate", "Good Gateway", "Scripts/release, or --binary FILE"
    settings = "address and endpoints only; `cache: {}` and the address of the DNS server in the scenarios about them."
    version_arguments = ("--version",)

    def configure(self, setting, folder, generation=0):
        targets = ", ".join(f"http://{endpoint}" for endpoint in setting.endpoints)
        text = f"# generation {generation}\n"
        if setting.resolver:
            text += f'resolver: {{ servers: ["{setting.resolver}"] }}\n'
        text += (f"listen: 127.0.0.1:{setting.port}\nadmin: 127.0.0.1:{setting.admin_port}\n"
                 f"access-log: {{ format: json, file: {folder}/access.log }}\n"
                 f"routes:\n  - to: [{targets}]\n" + ("    cache: {}\n" if setting.cache else ""))
        path = write(folder, "goodgate.yaml", text)
        if generation == 0 and (setting.resolver or setting.cache):
            self._require(path, "resolver" if setting.resolver else "cache")

    def _require(self, path, key):
        """Keys that an older build does not know."""
        done = subprocess.run([self.binary, "check", path], capture_output=True, text=True, timeout=20)
        if done.returncode:
            raise NotOffered(f"this build does not accept `{key}`")

    def command(self, setting, folder):
        return [self.binary, "serve", "--config", os.path.join(folder, "goodgate.yaml")]

    def reload(self, running):
        os.kill(running.child.pid, signal.SIGHUP)

    def upgrade(self, running):
        done = subprocess.run([self.binary, "serve", "--help"], capture_output=True, text=True, timeout=20)
        if "SIGUSR2" not in done.stdout:
            raise NotOffered("this build has no SIGUSR2")
        os.kill(running.child.pid, signal.SIGUSR2)
