"""A name server whose answers are written down, and which fails as it is told."""
import ipaddress
import socket
import struct
import threading
import time

A, NS, CNAME, SOA, AAAA, OPT, HTTPS = 1, 2, 5, 6, 28, 41, 65


def _name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.rstrip(".").split(".")) + b"\0"


def _question(packet):
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace").lower())
        at += 1 + packet[at]
    kind, = struct.unpack("!H", packet[at + 1:at + 3])
    return ".".join(labels), kind, packet[12:at + 5]


class NameServer(threading.Thread):
    """zone: name -> dict(a=[...], aaaa=[...], cname=..., ns=[...], soa=serial, https=[protocol...], rcode=..., ede=...,
    minimum=seconds that nothing is remembered, silent=True, delay=seconds)."""

    def __init__(self, address, zone, speaks=False):
        super().__init__(daemon=True)
        self.zone = zone
        self.speaks = speaks
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))

    def run(self):
        while True:
            packet, peer = self.socket.recvfrom(4096)
            try:
                reply = self._reply(packet)
            except (IndexError, struct.error):
                continue
            if reply:
                self.socket.sendto(reply, peer)

    def _reply(self, packet):
        name, kind, question = _question(packet)
        entry = self.zone.get(name, self.zone.get("*"))
        if entry is None:
            entry = {"rcode": 3}
        if entry.get("silent"):
            return None
        time.sleep(entry.get("delay", 0))
        answers = []
        owner = name
        if "cname" in entry:
            answers.append(_name(owner) + struct.pack("!HHIH", CNAME, 1, 60, len(_name(entry["cname"])))
                           + _name(entry["cname"]))
            owner = entry["cname"]
        for address in entry.get({A: "a", AAAA: "aaaa"}.get(kind, ""), []):
            data = ipaddress.ip_address(address).packed
            answers.append(_name(owner) + struct.pack("!HHIH", kind, 1, entry.get("ttl", 60), len(data)) + data)
        if kind == NS:
            for server in entry.get("ns", []):
                answers.append(_name(owner) + struct.pack("!HHIH", NS, 1, 60, len(_name(server))) + _name(server))
        if kind == SOA and "soa" in entry:
            data = _name("ns." + owner) + _name("post." + owner) + struct.pack("!IIIII", entry["soa"], 1, 1, 1, 1)
            answers.append(_name(owner) + struct.pack("!HHIH", SOA, 1, 60, len(data)) + data)
        if kind == HTTPS and "https" in entry:
            protocols = b"".join(bytes([len(name)]) + name.encode() for name in entry["https"])
            data = struct.pack("!HBHH", 1, 0, 1, len(protocols)) + protocols
            answers.append(_name(owner) + struct.pack("!HHIH", HTTPS, 1, 60, len(data)) + data)
        authority = b""
        if "minimum" in entry and not answers:
            times = struct.pack("!IIIII", 1, 1, 1, 1, entry["minimum"])
            data = _name("ns.bench.test") + _name("post.bench.test") + times
            authority = _name("bench.test") + struct.pack("!HHIH", SOA, 1, 3600, len(data)) + data
        option = b""
        if "ede" in entry:
            option = struct.pack("!HHH", 15, 2, entry["ede"])
        extra = b"\0" + struct.pack("!HHIH", OPT, 1232, 0, len(option)) + option
        flags = (0x8580 if self.speaks else 0x8180) | entry.get("rcode", 0)
        head = packet[:2] + struct.pack("!HHHHH", flags, 1, len(answers), bool(authority), 1)
        return head + question + b"".join(answers) + authority + extra
