extension ConfigurationKey {
    /// Keys of a listener besides its address.
    static let listenerSettingKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "listen[].mode",
            .text(.fileMode),
            "Permissions of a Unix socket's file: who may connect. Without it: what the umask leaves.",
            synonyms: ["permissions", "file-mode", "socket-mode", "umask"]
        ),
        ConfigurationKey(
            "listen[].proxy-protocol",
            .section(),
            "Takes the client's address from a PROXY header (version 1 or 2) at the front of each connection. "
                + "Without it: nobody's.",
            synonyms: ["accept-proxy", "proxy_protocol", "proxyprotocol"]
        ),
        ConfigurationKey(
            "listen[].proxy-protocol.from",
            .texts(.addressRange),
            "Peers that must send the header, and are believed. Others are served without one. Not for Unix sockets, "
                + "where all peers are believed.",
            synonyms: ["trusted", "trusted-proxies", "trustedips", "allow", "sources"]
        ),
        ConfigurationKey(
            "listen[].proxy-protocol.version",
            .choice(["any", "v1", "v2"], foreign: ["1": "v1", "2": "v2"]),
            default: "any",
            "Which versions are accepted."
        ),
        ConfigurationKey(
            "listen[].proxy-protocol.longest",
            .size(256...65_536),
            default: SizeText.text(UInt64(ProxyProtocolPolicy(sources: []).longest)),
            "Size of a version 2 header up to which it is accepted.",
            synonyms: ["size", "limit", "max-size"]
        ),
    ]

    static let routeProxyProtocolKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "routes[].proxy-protocol",
            .choice(
                ["off", "v1", "v2"],
                foreign: ["on": "v2", "1": "v1", "2": "v2", "send-proxy": "v1", "send-proxy-v2": "v2"]
            ),
            default: "off",
            "Tells the upstream servers the client's address in a PROXY header. Each request then has a connection of "
                + "its own.",
            synonyms: ["send-proxy", "proxy_protocol", "proxyprotocol"]
        )
    ]
}
