"""Rules about Package.swift."""
import json
import re
import subprocess
import tempfile

from tree import Problem

# docs/architecture.md draws this table. A target depends only on targets of a strictly lower layer.
LAYERS = {
    "CGatewaySystem": 0, "CAres": 0, "COpenSSL": 0, "CZlib": 0, "CZstd": 0, "GatewayFaults": 0, "GatewayBytes": 0,
    "GatewayWire": 1, "GatewayGuide": 1, "GatewayConfig": 1,
    "GatewayReactor": 2, "GatewayCore": 2,
    "GatewayPlane": 3, "GatewayLab": 3, "GatewayDiagnose": 3, "GatewayLogs": 3, "GatewayReview": 3,
    "GatewayWatch": 3, "GatewayStore": 3,
    "GatewayControl": 4,
    "goodgate": 5,
}
# External products by the lowest thing that may use them; a product missing here is refused.
EXTERNAL = {
    "Yams": {"GatewayConfig"},
    "ArgumentParser": {"goodgate"},
    "Hummingbird": {"GatewayControl"},
    "HummingbirdCore": {"GatewayControl"},
    "HTTPTypes": {"GatewayControl"},
    "Logging": {"GatewayControl"},
    "UnixSignals": {"goodgate"},
    "NIOCore": {"GatewayLab", "GatewayControl", "goodgate"},
    "NIOPosix": {"GatewayLab", "GatewayControl", "goodgate"},
}


def settings(tree):
    if not tree.exists("Package.swift"):
        return
    for number, line in tree.lines("Package.swift"):
        for word in ("-Ounchecked", "unsafeFlags", "-enforce-exclusivity=unchecked"):
            if word in re.sub(r"(^|\s)//.*", "", line):
                yield Problem("Package.swift", number, f"`{word}` is refused: checks stay on in release builds")


def layers(tree):
    if not tree.exists("Package.swift"):
        return
    # A scratch folder of its own: the one in the package is locked while anything builds.
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(["swift", "package", "--scratch-path", scratch, "dump-package"],
                              cwd=tree.root, capture_output=True, text=True, errors="replace")
    if done.returncode:
        yield Problem("Package.swift", 0, f"the manifest does not load: {done.stderr.strip()[:400]}")
        return
    yield from layer_problems(json.loads(done.stdout), tree.text("Package.swift"))


def layer_problems(package, source):
    for target in package["targets"]:
        name = target["name"]
        if target["type"] == "test":
            continue
        number = _line(source, name)
        if name not in LAYERS:
            yield Problem("Package.swift", number, f"{name} has no layer; give it one in Scripts/checks/manifest.py "
                                                   "and in docs/architecture.md")
            continue
        yield from _dependency_problems(target, number)


def _dependency_problems(target, number):
    name = target["name"]
    for dependency in target["dependencies"]:
        kind, value = next(iter(dependency.items()))
        other = value[0]
        if kind == "product":
            if name not in EXTERNAL.get(other, set()):
                yield Problem("Package.swift", number, f"{name} uses the product {other}, which is not on the list "
                                                       "for it in Scripts/checks/manifest.py")
        elif other not in LAYERS:
            yield Problem("Package.swift", number, f"{name} depends on {other}, which has no layer")
        elif LAYERS[other] >= LAYERS[name]:
            yield Problem("Package.swift", number, f"{name} (layer {LAYERS[name]}) depends on {other} (layer "
                                                   f"{LAYERS[other]}); move what they share to a lower layer")


def _line(source, name):
    found = re.search(r'name:\s*"' + re.escape(name) + '"', source)
    return source.count("\n", 0, found.start()) + 1 if found else 0
