"""A visitor, a router and a site in network namespaces of their own: drops, ICMP errors and wrong routes are real.

Needs root and `ip` (iproute2). Addresses are private to the namespaces; nothing of the machine's network is touched.
"""
import json
import os
import shutil
import subprocess
import uuid

SITE = "10.78.0."
SITE6 = "fd78::"
DNS = SITE + "53"
ADDRESSES = (2, 3, 4, 5, 6, 7, 8, 9, 53, 54, 55, 56)
# Beyond the router: one that nobody answers for, and one that the router says it cannot reach.
SILENT = "10.79.0.1"
UNREACHABLE = "10.80.0.1"
# A port of the site that a firewall drops everything to: the machine itself answers pings.
DROPPED = "8051"
# One that nobody asks for, only what looks at other ports.
DROPPED_BESIDE = "443"
# A port that the router refuses to forward to, and says so.
PROHIBITED = "8052"
# Sent to the site, which sends it back.
CIRCLE = "10.81.0.0/24"
SILENT6 = "fd79::1"


def run(*words, check=True):
    done = subprocess.run(words, capture_output=True, text=True)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()}")
    return done


class Network:
    def __init__(self):
        # Several runs on one machine do not meet.
        tag = uuid.uuid4().hex[:6]
        self.ends = {}
        self.has_hole = False
        self.visitor, self.router, self.site = (f"gg-{tag}-{role}" for role in ("visitor", "router", "site"))

    def __enter__(self):
        if os.geteuid() != 0 or not shutil.which("ip"):
            raise SystemExit("network namespaces need root and iproute2: sudo Benchmarks/run-diagnose.py")
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in (self.visitor, self.router, self.site):
            run("ip", "netns", "del", name, check=False)
        shutil.rmtree(f"/etc/netns/{self.visitor}", ignore_errors=True)

    def _build(self):
        for name in (self.visitor, self.router, self.site):
            run("ip", "netns", "add", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
        self._link(self.visitor, self.router, "10.77.0.2/24", "10.77.0.1/24", "fd77::2/64", "fd77::1/64")
        self._link(self.site, self.router, SITE + "2/24", SITE + "1/24", SITE6 + "2/64", SITE6 + "1/64")
        for last in ADDRESSES[1:]:
            run("ip", "-n", self.site, "addr", "add", f"{SITE}{last}/24", "dev", "out")
        run("ip", "-n", self.site, "addr", "add", f"{SITE6}3/64", "dev", "out", "nodad")
        run("ip", "netns", "exec", self.router, "sysctl", "-qw", "net.ipv4.ip_forward=1",
            "net.ipv6.conf.all.forwarding=1")
        self.routes(True)
        run("ip", "-n", self.site, "route", "add", "default", "via", SITE + "1")
        run("ip", "-n", self.site, "-6", "route", "add", "default", "via", SITE6 + "1")
        run("ip", "-n", self.router, "route", "add", "blackhole", "10.79.0.0/24")
        run("ip", "-n", self.router, "route", "add", CIRCLE, "via", SITE + "2")
        run("ip", "netns", "exec", self.site, "sysctl", "-qw", "net.ipv4.ip_forward=1")
        run("ip", "netns", "exec", self.visitor, "sysctl", "-qw", "net.ipv4.ping_group_range=0 2147483647")
        run("ip", "-n", self.router, "route", "add", "unreachable", "10.80.0.0/24")
        run("ip", "-n", self.router, "-6", "route", "add", "blackhole", "fd79::/64")
        self._drop(DROPPED, DROPPED_BESIDE)
        run("ip", "-n", self.router, "rule", "add", "pref", "10", "ipproto", "tcp", "dport", PROHIBITED, "prohibit")
        os.makedirs(f"/etc/netns/{self.visitor}", exist_ok=True)
        self.configure()

    def _drop(self, *ports):
        """As a firewall on the site would, without needing one: a rule before that of local addresses."""
        run("ip", "-n", self.site, "rule", "add", "pref", "100", "lookup", "local")
        run("ip", "-n", self.site, "rule", "del", "pref", "0")
        for port in ports:
            run("ip", "-n", self.site, "rule", "add", "pref", "10", "ipproto", "tcp", "dport", port, "blackhole")

    def _link(self, inner, router, address, gateway, address6, gateway6):
        end = self.ends[inner] = "v" + uuid.uuid4().hex[:8]
        run("ip", "link", "add", "out", "netns", inner, "type", "veth", "peer", "name", end, "netns", router)
        for name, device, v4, v6 in ((inner, "out", address, address6), (router, end, gateway, gateway6)):
            run("ip", "-n", name, "addr", "add", v4, "dev", device)
            run("ip", "-n", name, "addr", "add", v6, "dev", device, "nodad")
            run("ip", "-n", name, "link", "set", device, "up")

    def routes(self, v4=True, v6=True):
        """The visitor's default routes."""
        for family, wanted, via in (("-4", v4, "10.77.0.1"), ("-6", v6, "fd77::1")):
            run("ip", "-n", self.visitor, family, "route", "del", "default", check=False)
            if wanted:
                run("ip", "-n", self.visitor, family, "route", "add", "default", "via", via)

    def hole(self, wanted):
        """Packets of more than 1280 octets do not reach the visitor, and the site never hears of it."""
        run("ip", "-n", self.router, "link", "set", self.ends[self.visitor], "mtu", "1280" if wanted else "1500")
        # What the router says is dropped for its address: the reverse path of a blackhole is none.
        if self.has_hole == wanted:
            return
        self.has_hole = wanted
        run("ip", "netns", "exec", self.site, "sysctl", "-qw", f"net.ipv4.conf.all.rp_filter={int(wanted)}")
        run("ip", "-n", self.site, "route", "replace" if wanted else "del", "blackhole", SITE + "1/32", check=wanted)
        # ARP would be dropped with it.
        for inner, device, outer, addresses in (
                (self.site, "out", self.ends[self.site], (1,)),
                (self.router, self.ends[self.site], "out", ADDRESSES)):
            other = self.router if inner == self.site else self.site
            mac = json.loads(run("ip", "-n", other, "-j", "link", "show", "dev", outer).stdout)[0]["address"]
            for last in addresses:
                run("ip", "-n", inner, "neigh", "replace", f"{SITE}{last}", "lladdr", mac, "dev", device,
                    "nud", "permanent")
        # Learned from cases before.
        run("ip", "-n", self.site, "route", "flush", "cache", check=False)

    def configure(self, resolver=DNS, hosts=""):
        """The visitor's resolv.conf and hosts file, which `ip netns exec` puts in place of the machine's."""
        with open(f"/etc/netns/{self.visitor}/resolv.conf", "w") as file:
            file.write(f"nameserver {resolver}\n" if resolver else "")
        with open(f"/etc/netns/{self.visitor}/hosts", "w") as file:
            file.write("127.0.0.1 localhost\n" + hosts)
