import GatewayFaults

extension Scenarios {
    /// Endpoints whose name has no address, each for another reason.
    static let names: [Recipe] = [
        Recipe(
            Scenario(
                "name-unknown",
                "The name server says that the name does not exist (NXDOMAIN).",
                provokes: .dnsNameNotFound,
                at: .name
            ),
            .name(.code(3))
        ),
        Recipe(
            Scenario(
                "name-server-failing",
                "The name server says that it failed (SERVFAIL), and that it reached no authority.",
                provokes: .dnsServerFailure,
                at: .name
            ),
            .name(.code(2, ede: 22, text: "at delegation lab.test"))
        ),
        Recipe(
            Scenario(
                "name-server-refusing",
                "The name server refuses to answer this client (REFUSED).",
                provokes: .dnsRefused,
                at: .name
            ),
            .name(.code(5, ede: 18))
        ),
        Recipe(
            Scenario(
                "name-server-silent",
                "The name server does not answer.",
                provokes: .dnsTimeout,
                ask: Ask(needs: .resolve),
                at: .name
            ),
            .name(.silence)
        ),
        Recipe(
            Scenario(
                "name-without-address",
                "The name exists and has no address.",
                provokes: .dnsNoAddress,
                at: .name
            ),
            .name(.records([]))
        ),
        Recipe(
            Scenario(
                "name-server-garbage",
                "The name server answers with bytes that are no DNS message.",
                provokes: .dnsOther,
                at: .name
            ),
            .name(.garbage)
        ),
    ]
}
