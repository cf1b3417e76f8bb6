"""The cases with their truth: what is wrong, on whose side, and what may be named as the first cause."""
import dataclasses

ONE = ["10.78.0.2"]
THREE = ["10.78.0.3", "10.78.0.4", "10.78.0.5"]

ZONE = {
    "site.bench.test": {"a": ONE},
    "good.bench.test": {"a": ONE},
    "known.bench.test": {"a": ONE},
    "unknown.bench.test": {"a": ONE},
    "dead.bench.test": {"a": ONE},
    "alias.bench.test": {"cname": "site.bench.test", "a": ONE},
    "both.bench.test": {"a": ONE, "aaaa": ["fd78::2"]},
    "six.bench.test": {"aaaa": ["fd78::2"]},
    "three.bench.test": {"a": THREE},
    "silent-one.bench.test": {"a": ["10.78.0.3", "10.79.0.1", "10.78.0.4"]},
    "six-silent.bench.test": {"a": ONE, "aaaa": ["fd79::1"]},
    "six-refused.bench.test": {"a": ["10.78.0.3"], "aaaa": ["fd78::3"]},
    "silent.bench.test": {"a": ["10.79.0.1"]},
    "circle.bench.test": {"a": ["10.81.0.1"]},
    "unreachable.bench.test": {"a": ["10.80.0.1"]},
    "fail.bench.test": {"rcode": 2},
    "bogus.bench.test": {"rcode": 2, "ede": 6},
    "refused.bench.test": {"rcode": 5},
    "blocked.bench.test": {"rcode": 3, "ede": 15},
    "empty.bench.test": {},
    "nothing.bench.test": {"rcode": 3, "minimum": 120},
    "new.bench.test": {"a": ONE, "https": ["h2", "h3"]},
    "mute.bench.test": {"silent": True},
    "filtered.bench.test": {"rcode": 3},
    "geo.bench.test": {"a": ["10.78.0.3"]},
    "late.bench.test": {"a": ONE, "delay": 0.8},
}
# The zones themselves: what resolvers are told.
ZONE["bench.test"] = {"ns": ["ns1.bench.test", "ns2.bench.test"], "soa": 7}
ZONE["ns1.bench.test"] = {"a": ["10.78.0.54"]}
ZONE["ns2.bench.test"] = {"a": ["10.78.0.55"]}
ZONE["lame.test"] = {"ns": ["ns1.lame.test"]}
ZONE["ns1.lame.test"] = {"a": ["10.78.0.8"]}
ZONE["www.lame.test"] = {"rcode": 2}
ZONE["moved.bench.test"] = {"a": ["10.78.0.6"]}
ZONE["half.bench.test"] = {"rcode": 3}
# What the servers of bench.test say themselves.
OWN_ZONE = {**ZONE, **{f"{name}.bench.test": {"a": ONE} for name in ("bogus", "refused", "blocked", "filtered")},
            "moved.bench.test": {"a": ["10.78.0.3"]}, "half.bench.test": {"a": ONE}}
LATE_ZONE = {**OWN_ZONE, "bench.test": {"ns": ["ns1.bench.test", "ns2.bench.test"], "soa": 6},
             "half.bench.test": {"rcode": 3}}
# What another name server says.
OTHER_ZONE = {
    "filtered.bench.test": {"a": ONE},
    "geo.bench.test": {"a": ["10.78.0.4"]},
}


@dataclasses.dataclass
class Case:
    name: str
    url: str
    party: str
    # The first cause may be any of these: some truths have two names from outside.
    causes: tuple = ()
    arguments: tuple = ()
    resolver: str = "10.78.0.53"
    hosts: str = ""
    v4: bool = True
    v6: bool = True
    # Large packets to the visitor get lost.
    hole: bool = False
    seconds: float = 15.5
    group: str = ""
    # Words that must be in a note or among what speaks for the first cause: right for the right reason.
    says: str = ""


def _site(port, path="/", host="site", scheme="http"):
    return f"{scheme}://{host}.bench.test:{port}{path}"


def _two(port, path="/"):
    return _site(port, path, host="good", scheme="https")


def bad(name, url, party, *causes, **more):
    return Case(name, url, party, causes, **more)


def good(name, url, **more):
    return Case(name, url, "nobody", (), **more)


OTHER = ("--resolver", "10.78.0.9")

CASES = [
    # Names.
    bad("NXDOMAIN", _site(8000, host="nothing"), "zone", "name_unknown", says="up to 120 s"),
    bad("SERVFAIL", _site(8000, host="fail"), "zone", "zone_broken"),
    bad("DNSSEC bogus", _site(8000, host="bogus"), "zone", "signature_broken"),
    bad("name without address", _site(8000, host="empty"), "zone", "name_without_address"),
    bad("resolver silent", _site(8000), "resolver", "resolver_down", resolver="10.79.0.1"),
    bad("resolver gone", _site(8000), "resolver", "resolver_down", resolver="10.78.0.8"),
    bad("resolver refuses", _site(8000, host="refused"), "resolver", "resolver_down"),
    bad("resolver filters", _site(8000, host="filtered"), "resolver", "resolver_filters", arguments=OTHER),
    bad("resolver blocks (EDE 15)", _site(8000, host="blocked"), "resolver", "resolver_filters"),
    bad("hosts file", _site(8100, host="three"), "here", "hosts_override", hosts="10.78.0.6 three.bench.test\n"),
    bad("zone's servers down", "http://www.lame.test:8000/", "zone", "zone_broken"),
    bad("zone's servers disagree", _site(8000, host="half"), "zone", "zone_broken"),
    bad("site moved, resolver late", _site(8102, host="moved"), "resolver", "name_out_of_date"),
    bad("resolver denies what the zone has", _site(8000, host="filtered"), "resolver", "resolver_filters"),
    # Here.
    bad("captive portal", _site(8446, scheme="https"), "here", "captive_portal", resolver="10.78.0.56"),
    bad("captive portal says 511", _site(8050), "here", "captive_portal"),
    # Connections.
    bad("refused", _site(8999), "server", "server_down", says="nothing serves port 8999"),
    bad("refused behind a firewall", _site(8999, scheme="https"), "server", "server_down",
        says="lets port 8999 pass"),
    bad("silent drop", _site(8000, host="silent"), "server", "firewall", says="port 80 of it is silent, too"),
    bad("ping answers, port silent", _site(8051), "server", "port_filtered", says="answers ping"),
    bad("port silent, another open", _site(8051), "server", "port_filtered", says="port 80 of it is open, port 8051 is"),
    bad("unreachable (ICMP)", _site(8000, host="unreachable"), "network", "host_unreachable"),
    bad("route in a circle", _site(8000, host="circle"), "network", "route_loop"),
    bad("one of three refused", _site(8100, host="three"), "server", "address_bad"),
    bad("one of three silent", _site(8000, host="silent-one"), "server", "address_bad"),
    bad("one of three answers 502", _site(8101, host="three"), "server", "address_bad"),
    bad("IPv6 silent", _site(8000, host="six-silent"), "server", "ipv6_broken"),
    bad("IPv6 refused", _site(8102, host="six-refused"), "server", "ipv6_broken"),
    # Not beside the other one with ICMP: a router tells one visitor so only once a second.
    bad("port rejected by a router", _site(8052), "server", "port_filtered", says="the machine can be reached"),
    bad("no route here", "http://10.78.0.2:8000/", "here", "no_network", v4=False, v6=False),
    bad("IPv6 only, none here", _site(8000, host="six"), "here", "no_ipv6_here", v6=False),
    bad("path MTU hole", _site(8024), "network", "path_mtu", hole=True),
    # TLS.
    bad("certificate expired", _site(8444, scheme="https"), "server", "certificate_expired"),
    bad("certificate for another name", _site(8445, scheme="https"), "server", "certificate_other_name"),
    bad("certificate self-signed", _site(8446, scheme="https"), "server", "certificate_self_signed"),
    bad("certificate from a stranger", _site(8447, scheme="https"), "server", "certificate_untrusted"),
    bad("intermediate missing", _site(8448, scheme="https"), "server", "certificate_incomplete"),
    bad("certificate not yet valid", _site(8449, scheme="https"), "server", "certificate_not_yet_valid"),
    bad("certificate by an inspector", _site(8457, scheme="https"), "here", "interception"),
    bad("plain text on the TLS port", _site(8450, scheme="https"), "server", "plain_text_on_tls_port"),
    bad("TLS asked of nginx's plain port", _site(7446, scheme="https"), "server", "plain_text_on_tls_port"),
    bad("reset at the handshake", _site(8451, scheme="https"), "server", "handshake_cut"),
    bad("handshake silent", _site(8452, scheme="https"), "server", "handshake_silent"),
    bad("name unknown at the server", _site(8453, host="unknown", scheme="https"), "server", "server_name_unknown"),
    bad("no cipher in common", _site(8454, scheme="https"), "server", "tls_disagreement"),
    bad("TLS 1.3 not understood", _two(8472), "server", "tls_disagreement"),
    bad("handshake cut where HTTP/2 is offered", _two(8473), "server", "http2_broken"),
    bad("nginx sends no name to its origin", _two(7460, "/nameless"), "origin", "origin_tls",
        arguments=("--origin", "10.78.0.2:8471")),
    bad("must-staple without a staple", _two(7462), "server", "staple_invalid"),
    bad("OCSP response out of date", _two(7466), "server", "staple_invalid", says="out of date"),
    bad("OCSP response of another certificate", _two(7465), "server", "staple_invalid", says="of another certificate"),
    bad("certificate revoked (OCSP)", _two(7464), "server", "certificate_revoked"),
    bad("client certificate wanted", _site(8455, scheme="https"), "server", "client_certificate"),
    bad("http asked at a TLS port", _site(8443), "server", "tls_on_plain_port", "closed_without_answer"),
    bad("http asked at nginx's TLS port", _site(7449), "server", "tls_on_plain_port"),
    # Exchange.
    bad("closed without an answer", _site(8001), "server", "closed_without_answer"),
    bad("the same over TLS", _site(8458, host="good", scheme="https"), "server", "closed_without_answer"),
    bad("reset without an answer", _site(8002), "server", "closed_without_answer"),
    bad("never answers", _site(8003), "server", "slow_answer"),
    bad("content cut short", _site(8004), "server", "content_cut_short"),
    bad("chunked content reset", _site(8005), "server", "content_cut_short"),
    bad("content stalls", _site(8011), "server", "content_stalled"),
    bad("an SSH server", _site(8006), "server", "not_http"),
    bad("redirect circle", _site(8007), "server", "redirect_loop"),
    bad("redirects without end", _site(8008), "server", "redirect_loop"),
    bad("redirect to a dead place", _site(8033), "server", "server_down"),
    bad("redirect to nowhere", _site(8037), "server", "redirect_unusable"),
    bad("head of 300 KB", _site(8009), "server", "head_too_large"),
    bad("two lengths", _site(8010), "server", "malformed_head"),
    # HTTP/2.
    bad("HTTP/2 reset, HTTP/1.1 fine", _two(8461), "server", "http2_broken"),
    bad("HTTP/2 with a forbidden field", _two(8463), "server", "http2_broken"),
    bad("HTTP/2 answers 502, HTTP/1.1 200", _two(8465), "server", "http2_broken"),
    bad("HTTP/2 silent, HTTP/1.1 fine", _two(8467), "server", "http2_broken"),
    bad("HTTP/2 agreed on, HTTP/1.1 spoken", _two(8470), "server", "http2_broken"),
    bad("HTTP/1.1 closed, HTTP/2 fine", _two(8462), "server", "http1_broken"),
    bad("content cut in both versions", _two(8468), "server", "content_cut_short"),
    bad("nginx over HTTP/2, origin down", _two(7460, "/down"), "origin", "origin_down"),
    # Statuses.
    bad("application fails", _site(8012), "origin", "application_error"),
    bad("maintenance", _site(8013), "origin", "maintenance"),
    bad("rate limit", _site(8014), "gateway", "refused_by_policy"),
    bad("Proxy-Status says refused", _site(8015), "origin", "origin_down"),
    bad("Cloudflare 521", _site(8017), "origin", "origin_down"),
    bad("Cloudflare 526", _site(8043), "origin", "origin_tls"),
    bad("Envoy, connect timeout", _site(8018), "origin", "origin_silent"),
    bad("Envoy 504", _site(8038), "origin", "origin_slow"),
    bad("Caddy 502", _site(8040), "origin", "origin_down"),
    bad("Traefik 502", _site(8039), "origin", "origin_down"),
    bad("Apache: DNS lookup failure", _site(8042), "origin", "origin_name"),
    bad("Squid on the visitor's side", _site(8041), "here", "origin_name"),
    # Real gateways.
    bad("nginx, origin down", _site(7440), "origin", "origin_down"),
    bad("nginx, origin slow", _site(7441), "origin", "origin_slow"),
    bad("nginx, origin closes", _site(7442), "origin", "origin_closed",
        arguments=("--origin", "10.78.0.2:9001")),
    bad("nginx, head too large", _site(7443), "origin", "origin_head_too_large",
        arguments=("--origin", "10.78.0.2:9003")),
    bad("nginx passes a 500 on", _site(7444), "origin", "application_error"),
    bad("nginx, origin silent", _site(7445), "origin", "origin_slow", "origin_silent",
        arguments=("--origin", "10.79.0.1:80")),
    bad("HAProxy, origin down", _site(7450), "origin", "origin_down"),
    bad("HAProxy, origin slow", _site(7451), "origin", "origin_slow"),
    bad("HAProxy, origin closes", _site(7452), "origin", "origin_closed"),
    bad("HAProxy, origin speaks garbage", _site(7453), "origin", "origin_malformed", "origin_closed",
        arguments=("--origin", "10.78.0.2:9004")),
    # Patterns.
    bad("every third try fails", _site(8019), "origin", "origin_down", "origin_closed", "intermittent",
        "application_error", arguments=("--samples", "12")),
    bad("POST alone fails", _site(8045), "server", "post_fails", arguments=("--active-post",)),
    bad("large request heads fail", _site(8048), "gateway", "gateway_limit", arguments=("--active-size",)),
    bad("a stored 502", _site(8046), "gateway", "stored_failure"),
    bad("well from the cache only", _site(8047), "origin", "origin_down", "origin_closed", "application_error"),
    bad("keep-alive race", _site(8020), "origin", "keep_alive_race", arguments=("--for", "2s", "--samples", "2"),
        seconds=40),
    # Nothing wrong.
    good("plain", _site(8000)),
    good("TLS", _site(8443, host="good", scheme="https")),
    good("alias", _site(8000, host="alias")),
    good("IPv4 and IPv6", _site(8000, host="both")),
    good("IPv6 only", _site(8000, host="six")),
    good("IPv4 only, IPv6 in DNS", _site(8000, host="both"), v6=False),
    good("redirect to https", _site(8034)),
    good("redirect with a cookie", _site(8022)),
    good("redirect with a URL in its query", _site(8053)),
    good("POST taken", _site(8000), arguments=("--active-post",)),
    good("large request heads refused", _site(8049), arguments=("--active-size",)),
    good("404 of its own", _site(8023)),
    good("401", _site(8035)),
    good("answers by region", _site(8000, host="geo"), arguments=OTHER),
    good("slow but fine", _site(8025)),
    good("large head", _site(8024)),
    good("optional client certificate", _site(8456, host="good", scheme="https")),
    good("no content", _site(8030)),
    good("until the close", _site(8031)),
    good("trailers", _site(8032)),
    good("slow name server", _site(8000, host="late")),
    good("HTTP/2", _two(8460)),
    good("HTTP/2, handshakes compared", _two(8460), arguments=("--matrix",)),
    good("must-staple with its staple", _two(7461)),
    good("HTTP/3 offered", _site(8474, host="new", scheme="https"), says="HTTP/3 (Alt-Svc: :443, HTTPS record)"),
    good("HTTP/2 only", _two(8464)),
    good("HTTP/1.1 asked for by HTTP/2", _two(8469)),
    good("nginx over HTTP/2", _two(7460)),
    good("nginx in front", _site(7446)),
    good("HAProxy in front", _site(7454)),
    # Hostile: the verdict matters less than that it comes, in time, and does no harm.
    good("content without end", _site(8026), group="hostile"),
    good("gzip bomb", _site(8036), group="hostile"),
    bad("terminal codes", _site(8029), "server", "malformed_head", group="hostile"),
    good("terminal codes in UTF-8", _site(8044), group="hostile"),
    bad("head that drips", _site(8027), "server", "slow_answer", "malformed_head", group="hostile"),
    bad("fields without end over HTTP/2", _two(8466), "server", "head_too_large", group="hostile"),
    bad("fields without end", _site(8028), "server", "head_too_large", group="hostile"),
]
