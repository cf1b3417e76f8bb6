"""The lab's peers: which a proxy can meet, and where they listen."""
import json
import subprocess
import urllib.parse

# Which scenarios by the way they listen; the fault of the last three shows only under a limit that is a policy of the
# gateway: a total time, a size, a number of interim answers.
PLAIN = {"path", "ownPort", "address"}
NAME = "localhost"
POLICY = {"endless", "huge-body", "interim-flood"}


# What is no failure of a gateway at all: the origin itself answers with the status of one.
ORIGIN = [{"name": f"origin-{status}", "fault": "origin_status", "method": "GET", "fields": [], "contentLength": 0,
           "warmUps": 0, "listensAs": "path", "page": f"status/{status}"} for status in (502, 503, 504)]

# No peer at all: a backend without a server. For a proxy that can have one.
NOWHERE = {"name": "no-endpoint", "fault": "no_endpoint_available", "method": "GET", "fields": [], "contentLength": 0,
           "warmUps": 0, "listensAs": "nowhere", "address": "http://127.0.0.1:1"}


class Scenario:
    """One way to fail: what to ask for, and where the peer is."""

    def __init__(self, listing, main):
        self.name = listing["name"]
        self.fault = listing.get("fault")
        self.method = listing["method"]
        self.fields = listing["fields"]
        self.length = listing["contentLength"]
        self.warm_ups = listing["warmUps"]
        self.kind = listing["listensAs"]
        parts = urllib.parse.urlsplit(main + "/" + listing.get("page", self.name) if self.kind == "path" else listing["address"])
        self.scheme, self.host, self.port = parts.scheme, parts.hostname, parts.port if parts.hostname else None
        self.path = parts.path if parts.hostname else ""
        self.socket = parts.path if parts.scheme == "unix" else None
        self.is_tls = self.scheme == "https"
        self.is_http2 = self.scheme == "h2c"

    @property
    def is_upgrade(self):
        return any(field.startswith("Upgrade:") for field in self.fields)


class Lab:
    """`goodgate lab`, for as long as it is recorded."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "lab", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
        text = ""
        while True:
            text += self.process.stdout.readline()
            try:
                listing = json.loads(text)
                break
            except ValueError:
                continue
        self.authority = listing["authority"]
        self.name_server = listing["nameServer"]
        self.all = [Scenario(one, listing["address"]) for one in listing["scenarios"] + ORIGIN + [NOWHERE]]

    def scenarios(self, kinds):
        return [one for one in self.all if one.kind in kinds and one.name not in POLICY]

    def close(self):
        self.process.terminate()
        self.process.wait()
