"""The proxies that are compared, one file each, with the settings that an operator who wants no errors would choose."""
import os
import shutil

from .caddy import Caddy
from .envoy import Envoy
from .goodgate import GoodGateway
from .haproxy import HAProxy
from .nginx import Nginx

KINDS = {kind.name: kind for kind in (GoodGateway, Nginx, HAProxy, Envoy, Caddy)}


def find(repository, wanted, binary=None):
    """(proxies that can run, what is missing and how to get it)."""
    venv = os.path.join(repository, "Benchmarks", ".work", "venv")
    path = os.pathsep.join([os.path.join(venv, "bin"), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    found, missing = [], []
    for name in wanted:
        kind = KINDS[name]
        if name == "goodgate":
            place = binary or os.path.join(repository, ".build", "release", "goodgate")
            place = place if os.access(place, os.X_OK) else None
        else:
            place = (_envoy(venv) if name == "envoy" else None) or shutil.which(name, path=path)
        if place:
            found.append(kind(os.path.abspath(place)))
        else:
            missing.append(f"{kind.title} is not here and is left out ({kind.remedy}).")
    return found, missing


def _envoy(venv):
    """The program inside the package; its wrapper script would only add a process."""
    for folder, _, files in os.walk(os.path.join(venv, "lib")):
        if os.path.basename(folder) == "_bin" and "envoy" in files:
            return os.path.join(folder, "envoy")
    return None
