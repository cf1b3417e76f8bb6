extension NetworkCases {
    /// Nothing wrong.
    static let healthy: [NetworkCase] = [
        NetworkCase("healthy", "Nothing is wrong: IPv4.", truth: .healthy),
        NetworkCase(
            "healthy-ipv6",
            "Nothing is wrong: IPv6 only.",
            truth: .healthy,
            addresses: [NetworkMap.siteV6.address]
        ),
        NetworkCase(
            "healthy-both",
            "Nothing is wrong: IPv4 and IPv6.",
            truth: .healthy,
            addresses: [NetworkMap.site.address, NetworkMap.siteV6.address]
        ),
    ]

    /// A connection comes about, and packets get lost or late.
    static let way: [NetworkCase] = [
        NetworkCase(
            "path-mtu",
            "Packets of more than 1280 octets vanish on the way, and nobody says so: a path MTU black hole.",
            truth: .network("path_mtu"),
            // More than one packet before the content, and no more fields than anybody takes.
            url: NetworkCase.url("path-mtu", path: "/headers/100"),
            faults: [.hole(octets: 1280)]
        ),
        NetworkCase(
            "delay",
            "Every packet to the visitor is 400 ms late, as over a satellite; nothing is wrong.",
            truth: .healthy,
            faults: [.delay(milliseconds: 400)]
        ),
        NetworkCase(
            "loss",
            "One packet of twenty is lost on the way to the visitor; TCP sends it again, and the site works.",
            truth: .healthy,
            faults: [.loss(percent: 5)]
        ),
        NetworkCase(
            "shallow-queue",
            "A router keeps one packet at a time and drops the rest of a burst; TCP sends it again, and the site works.",
            truth: .healthy,
            url: NetworkCase.url("shallow-queue", path: "/bytes/60000"),
            faults: [.shallowQueue]
        ),
    ]

    /// The network is well, and the site's own fault comes over it.
    static let answers: [NetworkCase] = [
        NetworkCase(
            "close-before-head",
            "The server takes the request and closes the connection without a byte of an answer.",
            truth: .server("closed_without_answer"),
            url: NetworkCase.url("close-before-head", path: "/close-before-head")
        ),
        NetworkCase(
            "reset-before-head",
            "The server takes the request and resets the connection.",
            truth: .server("closed_without_answer"),
            url: NetworkCase.url("reset-before-head", path: "/reset-before-head")
        ),
        NetworkCase(
            "reset-in-content",
            "The server resets the connection in the middle of its answer.",
            truth: .server("content_cut_short"),
            url: NetworkCase.url("reset-in-content", path: "/reset-in-body")
        ),
        NetworkCase(
            "close-in-content",
            "The server closes the connection in the middle of its answer.",
            truth: .server("content_cut_short"),
            url: NetworkCase.url("close-in-content", path: "/truncated-length")
        ),
    ]
}
